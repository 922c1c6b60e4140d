"""The questionnaire that comes with the portal: parts 101 to 109 as four lists, a proposal until the office confirms.

``data/README.md`` says what the columns are and where the items come from.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from supervision.survey.rules.definition import Check, Item, ItemType, Option, Questionnaire, Section, Severity, Span

FOLDER = Path(__file__).parents[1] / "data"
Row = Mapping[str, str]
Lists = Mapping[str, tuple[Option, ...]]


def shipped(year: int, numbers: Mapping[str, int] | None = None) -> Questionnaire:
    """The shipped questionnaire for ``year``; ``numbers`` are the parameters that its checks name."""
    lists = _lists()
    items = [_item(row, lists) for row in _rows("items")]
    sections = tuple(
        Section(
            row["代码"],
            row["标题"],
            tuple(item for item in items if item.code.startswith(row["代码"])),
            row["说明"],
            row["显示条件"],
        )
        for row in _rows("sections")
    )
    checks = tuple(
        Check(row["编号"], Severity(row["强度"]), row["公式"], row["错误说明"], row["更正办法"], row["解释位置"])
        for row in _rows("checks")
    )
    return Questionnaire(year, f"{year}年度知识产权服务业统计调查", sections, checks, numbers or {})


def _rows(name: str) -> Iterator[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _lists() -> Lists:
    lists: dict[str, tuple[Option, ...]] = {"": ()}
    for row in _rows("lists"):
        lists[row["名单"]] = (*lists.get(row["名单"], ()), Option(row["代码"], row["名称"]))
    return lists


def _item(row: Row, lists: Lists) -> Item:
    return Item(
        code=row["代码"],
        label=row["名称"],
        type=ItemType(row["类型"]),
        unit=row["单位"],
        help=row["指标解释"],
        span=Span(row["时期"]),
        is_required=row["必填"] == "1",
        options=lists[row["选项"]],
        rows=lists[row["行"]],
        columns=lists[row["列"]],
        shown_if=row["显示条件"],
        prefill=row["预填"],
        minimum=int(row["下限"]) if row["下限"] else None,
        maximum=int(row["上限"]) if row["上限"] else None,
    )
