"""The made city of 120 agencies and 135,886 filings, 2020 to 2025, as frames."""

import csv
from pathlib import Path

import polars as pl

from agencies.filings.models import Outcome, PatentKind

HERE = Path(__file__).resolve().parent / "data"
NUMBERS = ("申请号", "代理机构代码", "申请人区县代码")
KINDS = {member.label: member.value for member in PatentKind}
OUTCOMES = {member.label: member.value for member in Outcome}


def agency_rows() -> list[dict[str, str]]:
    """One row an agency, with the Chinese headers of the file."""
    with (HERE / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filings_frame(agency_ids: dict[str, int]) -> pl.DataFrame:
    """The filings with the columns of ``copying.COLUMNS``; ``agency_ids`` maps agency codes to keys."""
    files = [
        pl.read_csv(path, schema_overrides=dict.fromkeys(NUMBERS, pl.String), try_parse_dates=True)
        for path in sorted(HERE.glob("filings_*.csv.gz"))
    ]
    return pl.concat(files).select(
        number=pl.col("申请号").str.replace(".", "", literal=True),
        filed_year=pl.col("申请日").dt.year(),
        kind=pl.col("专利类型").replace_strict(KINDS),
        route=pl.lit("o"),
        agency_id=pl.col("代理机构代码").replace_strict(agency_ids, return_dtype=pl.Int64),
        applicant_name=pl.lit(""),
        applicant_kind=pl.col("申请人类型"),
        applicant_district_code=pl.col("申请人区县代码"),
        filed_on=pl.col("申请日"),
        outcome=pl.col("法律状态").replace_strict(OUTCOMES),
        concluded_on=pl.col("结案日"),
        ipc_main_group=pl.col("IPC主分类").fill_null(""),
        claims=pl.col("权利要求数"),
        abnormal=pl.lit(""),
    )
