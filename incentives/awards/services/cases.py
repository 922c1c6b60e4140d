"""Worked cases in a workbook that officials keep: every case is run before a version of the rules is adopted.

``docs/rulesets/award-cases.csv``: one row an agency, rows of one 算例 form the field; a further row or case is a
further test. Columns without a value in a row are not looked at.
"""

import csv
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
        national_rate=Fraction(row["全国平均（%）"]) / 100,
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
