"""Every messy file comes out as the table of its defects says: cell by cell, action by action, value by value."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from agencies.filings.feeds import FILINGS
from agencies.registry.feeds import AGENCIES
from ipservice.intake.checking.checker import Checker
from ipservice.intake.feeds import Context, Feed
from ipservice.intake.findings import Found
from ipservice.intake.models import Severity
from ipservice.intake.reading.uploads import read
from publicservice.network.feeds import OUTLETS
from tests.ipservice.intake import messy_feeds

MESSY = Path(__file__).parents[2] / "golden" / "messy"
ACTIONS = {
    "fix": Severity.FIXED,
    "ask": Severity.ASK,
    "reject": Severity.REJECTED,
    "skip": Severity.SKIPPED,
    "keep": Severity.KEPT,
}
FEEDS: dict[str, Feed] = {
    "01": AGENCIES,
    "02": FILINGS,
    "03": messy_feeds.CONTACTS,
    "04": FILINGS,
    "05": messy_feeds.RETURNS,
    "06": OUTLETS,
    "07": messy_feeds.OLD_REGISTER,
    "08": messy_feeds.CALCULATED,
    "09": messy_feeds.PLACES,
    "10": messy_feeds.INSPECTIONS,
    "11": messy_feeds.HOSTILE,
}
# What we say beyond the table of defects: file, code of the issue, why.
BEYOND = {
    ("02", "row.kind_differs"): "rows 62, 63 and 65, refused for their dates, bear numbers of utility models as well",
    (
        "02",
        "row.conclusion_without_day",
    ): "a refused or withdrawn filing has no day in this file; the register needs it",
    ("04", "row.conclusion_without_day"): "the export brings no conclusion days at all",
    ("06", "cell.phone"): "00000013 has no area code, as C4 of file 03, and D5, D6 are written unlike the rest",
    ("11", "cell.kind"): "C5 begins with @ as B5 does",
}
# Rows that repeat another are found among the staged rows, tested with the whole pipeline.
STAGED = {("01", "D57"), ("02", "A66")}
# Row 9 of file 09 is right as it is: nothing is said about it.
LEFT_ALONE = {("第9行", Severity.KEPT)}
AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


@lru_cache
def defects() -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    with (MESSY / "defects.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["file"][:2]].append(row)
    return found


@lru_cache
def data_rows() -> dict[str, int]:
    with (MESSY / "files.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"][:2]: int(row["data_rows"]) for row in csv.DictReader(file)}


def checked(number: str) -> Checker:
    feed = FEEDS[number]
    path = next(MESSY.glob(f"{number}_*"))
    options = {"as_of": "2025-12-31"} if number == "01" else {}
    checker = Checker(feed, Context(messy_feeds.TODAY, options, feed.lookups()))
    for _ in checker.clean(read(path)):
        pass
    return checker


def cells_of(number: str, defect: dict[str, str]) -> Iterable[str]:
    """The cells a defect names: one, a column of them, or for whole rows of a CSV file the row."""
    cell = defect["cell"]
    area = AREA.fullmatch(cell)
    if area and area[1] == area[3] or (area and int(area[2]) != int(area[4])):
        for letter in (chr(code) for code in range(ord(area[1]), ord(area[3]) + 1)):
            yield from (f"{letter}{row}" for row in range(int(area[2]), int(area[4]) + 1))
    else:
        yield cell


def places_of(number: str, issue: Found) -> str:
    """How the table of defects names the place of an issue: files 09 and 11 by row, the others by cell."""
    if number in ("09", "11") and issue.row:
        return f"第{issue.row}行"
    if issue.severity == Severity.SKIPPED and not issue.row:
        return issue.sheet
    return issue.cell


def expected(number: str) -> set[tuple[str, Severity]]:
    found = set()
    for defect in defects()[number]:
        action = ACTIONS[defect["action"]]
        for cell in cells_of(number, defect):
            found.add((cell or (defect["sheet"] if action == Severity.SKIPPED else ""), action))
    return found - {(cell, Severity.ASK) for file, cell in STAGED if file == number} - LEFT_ALONE


@pytest.mark.parametrize("number", sorted(FEEDS))
def test_a_messy_file_has_exactly_the_defects_of_its_table(number, register):
    issues = checked(number).tally.findings.all()

    said = {(places_of(number, issue), issue.severity) for issue in issues if (number, issue.code) not in BEYOND}
    assert said >= expected(number) - {
        (places_of(number, issue), issue.severity) for issue in issues if (number, issue.code) in BEYOND
    }
    assert said - expected(number) == set()


@pytest.mark.parametrize("number", sorted(FEEDS))
def test_a_messy_file_has_as_many_rows_of_data_as_its_table_says(number, register):
    tally = checked(number).tally

    assert tally.total - tally.skipped == data_rows()[number]


# Words of the table that describe a value instead of writing it down, and amounts that we write in yuan.
IN_WORDS = re.compile(r"一个字段|UTF-8|未发现问题|去掉|原样|清除|需在|^空$|当时有效|须|不是行政区|全市|功能区|^$")
YUAN = {"1250000元": "1,250,000.00元", "125万元": "1,250,000.00元", "125.5万元": "125.5万元", "0": "0.00元"}
YUAN |= {"30000万元": "300,000,000.00元", "88.8万元": "888,000.00元"}
OTHERWISE = {
    ("06", "E3:F3"): "106.5700/29.5500",
    ("06", "E4:F4"): "106.57000/29.55000",
    ("01", "B57"): "渝中区 500103",
    ("06", "A5"): "大渡口区 500104",
    ("06", "A7"): "开州区 500154",
}


def right_values(number: str) -> dict[str, str]:
    """By place, the value that the table of defects calls right, as we would write it."""
    found = {}
    for defect in defects()[number]:
        correct = defect["correct"]
        if defect["action"] not in ("fix", "ask") or IN_WORDS.search(correct) or ":" in defect["cell"].strip("EF3456:"):
            continue
        if number == "05" and defect["cell"].startswith("C"):
            correct = YUAN[correct]
        found[defect["cell"]] = OTHERWISE.get((number, defect["cell"]), correct.split("（")[0])
    return found


@pytest.mark.parametrize("number", ["01", "02", "03", "05", "06", "09"])
def test_what_is_fixed_or_proposed_is_the_value_of_the_table(number, register):
    issues = checked(number).tally.findings.all()

    said = defaultdict(set)
    for issue in issues:
        said[places_of(number, issue)].add(issue.suggestion.split("（")[0])
    wrong = {
        place: (value, said[place])
        for place, value in right_values(number).items()
        if value not in said[place] and (number, place) not in STAGED
    }
    assert wrong == {}
