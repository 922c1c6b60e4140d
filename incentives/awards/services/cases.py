"""Worked cases in a workbook that officials keep: every case is run before a version of the rules is adopted.

``docs/rulesets/award-cases.csv``: one row an agency, rows of one 算例 form the field; a further row or case is a
further test. Columns without a value in a row are not looked at.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings

from incentives.awards.rules import (
    AgencyFacts,
    Award,
    AwardParameters,
    RoundTerms,
    RouteFigures,
    StandingFact,
    award_list,
)
from ipservice.procedure.errors import CasesRefused

WORKBOOK = Path(settings.BASE_DIR) / "docs" / "rulesets" / "award-cases.csv"
YES = "是"
EXPECTED = {
    "应否符合条件": lambda award: YES if award.is_qualified else "否",
    "应得名次": lambda award: "无" if award.rank is None else str(award.rank),
    "应得奖励（元）": lambda award: f"{Decimal(award.amount_fen) / 100:.2f}",
    "应差授权（件）": lambda award: "无" if award.grants_short is None else str(max(award.grants_short, 0)),
    "应差申请（件）": lambda award: str(max(award.filings_short, 0)),
}


def read_cases(workbook: Path = WORKBOOK) -> list[tuple[str, list[dict[str, str]]]]:
    """The cases in the order of the workbook: name and rows."""
    with workbook.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(name, list(lines)) for name, lines in groupby(rows, key=lambda row: row["算例"])]


def run(text: str, parameters: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The cases of an uploaded table: how many, and what comes out otherwise. Raises ``CasesRefused``."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if missing := [column for column in NEEDED if column not in (reader.fieldnames or [])]:
        raise CasesRefused(problem=f"缺少列：{'、'.join(missing)}。应有的列与随产品提供的算例表相同。")
    try:
        rows = list(reader)
    except csv.Error:
        raise CasesRefused(problem="文件不是逗号分隔的表格，请另存为 CSV 后上传。") from None
    for line, row in enumerate(rows, start=2):
        _require_readable(line, row)
    known = AwardParameters.read(parameters)
    grouped = [(name, list(lines)) for name, lines in groupby(rows, key=lambda row: row["算例"])]
    if not grouped:
        raise CasesRefused(problem="表中没有一个算例。")
    return len(grouped), [sentence for name, lines in grouped for sentence in differences(name, lines, known)]


def _require_readable(line: int, row: Mapping[str, str]) -> None:
    for column, (read, right) in NEEDED.items():
        try:
            read((row[column] or "").strip())
        except (ValueError, ArithmeticError):
            shown = (row[column] or "").strip()[:40]
            raise CasesRefused(problem=f"第 {line} 行“{column}”为“{shown}”，应为{right}。") from None
    if row.get("许可日期"):
        try:
            date.fromisoformat(row["许可日期"].strip())
        except ValueError:
            raise CasesRefused(problem=f"第 {line} 行“许可日期”应写作 2010-01-31。") from None
    if int(row["授权量"]) > int(row["结案量"]):
        raise CasesRefused(problem=f"第 {line} 行授权量大于结案量。")


def _named(text: str) -> str:
    if not text:
        raise ValueError
    return text


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 8:
        raise ValueError
    return int(text)


def _year(text: str) -> int:
    if not 2000 <= _count(text) <= 2100:
        raise ValueError
    return int(text)


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or amount < 0 or amount > 10**12:
        raise ValueError
    return amount


def _per_cent(text: str) -> Decimal:
    if _amount(text) > 100:
        raise ValueError
    return Decimal(text)


NEEDED = {
    "算例": (_named, "算例的名称"),
    "年度": (_year, "四位年份"),
    "全国平均（%）": (_per_cent, "0 到 100 的百分数，例如 55.00"),
    "预算（元）": (_amount, "金额，例如 1000000"),
    "机构": (_named, "机构的名称"),
    "申请量": (_count, "整数"),
    "结案量": (_count, "整数"),
    "授权量": (_count, "整数"),
}


def failures(parameters: Mapping[str, Any]) -> list[str]:
    """The cases that do not come out under ``parameters``, as sentences."""
    known = AwardParameters.read(parameters)
    return [sentence for name, rows in read_cases() for sentence in differences(name, rows, known)]


def differences(name: str, rows: list[dict[str, str]], parameters: AwardParameters) -> Iterator[str]:
    """Where one case comes out otherwise than the workbook expects."""
    evaluations = award_list([_facts(row) for row in rows], parameters, terms=_terms(rows[0]))
    found: dict[str, Award] = {evaluation.result.name: evaluation.result for evaluation in evaluations}
    for row in rows:
        for column, read in EXPECTED.items():
            wanted = (row.get(column) or "").strip()
            got = read(found[row["机构"]])
            if wanted and wanted != got:
                yield f"算例“{name}”{row['机构']}：{column}{wanted}，按此规则为 {got}"


def _terms(row: Mapping[str, str]) -> RoundTerms:
    year = int(row["年度"])
    return RoundTerms(
        year=year,
        as_of=date(year + 1, 6, 1),
        national_rate=Fraction(row["全国平均（%）"].strip()) / 100,
        budget_fen=int(Decimal(row["预算（元）"]) * 100),
    )


def _facts(row: Mapping[str, str]) -> AgencyFacts:
    year = int(row["年度"])
    sanction = StandingFact("sanction", row["处罚"], date(year, 6, 1)) if row.get("处罚") else None
    return AgencyFacts(
        code=row["机构"],
        name=row["机构"],
        is_branch=row.get("分支机构") == YES,
        licensed_on=date.fromisoformat(row["许可日期"]) if row.get("许可日期") else None,
        credit_grade=row.get("信用等级") or "",
        standings=(sanction,) if sanction else (),
        routes=(RouteFigures("o", int(row["申请量"]), int(row["结案量"]), int(row["授权量"])),),
    )
