"""Made filings as files, unsorted, with numbers whose check characters fit, and damage that is known row by row."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ipservice.foundation.identifiers.application_number import WEIGHTS

AGENCIES = 3_000
YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
KINDS = {1: "发明", 2: "实用新型", 3: "外观设计"}
APPLICANTS = ("企业", "个人", "高等院校", "科研机构")
CLASSES = ("G06F", "H04L", "A61K", "B65D", "C07D", "E21D", "F16H", "G01N")
OUTCOMES = ("授权", "驳回", "视为撤回", "审查中")
STORED = {"授权": "g", "驳回": "r", "视为撤回": "d", "审查中": "p"}
FIRST_LINE = 2
CODES = {
    "check": "cell.number",
    "agency": "cell.agency_by_code",
    "day": "cell.filed_on",
    "order": "row.concluded_before_filing",
    "outcome": "cell.outcome",
    "class": "cell.ipc_main_group",
    "kind": "row.kind_differs",
    "twin": "row.duplicate",
}


@dataclass(frozen=True, slots=True)
class Made:
    """``frame`` has the headers of the file; ``faults`` are (line, code of the issue) of every damaged row."""

    frame: pl.DataFrame
    faults: frozenset[tuple[int, str]]


def agency_codes() -> list[str]:
    return [f"{50_000 + number:05d}" for number in range(AGENCIES)]


def filings(rows: int, *, seed: int, damaged: float = 0.0, first: int = 0) -> Made:
    """``rows`` filings in random order, serials from ``first``; ``damaged`` is the share of rows that get a fault."""
    chance = np.random.default_rng(seed)
    year = chance.choice(YEARS, rows)
    kind = chance.choice([1, 2, 3], rows, p=[0.64, 0.3, 0.06])
    body = year.astype(np.int64) * 10**8 + kind * 10**7 + first + chance.permutation(rows)
    filed = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + chance.integers(0, 365, rows)
    concluded = filed + chance.integers(200, 1400, rows)
    outcome = chance.choice(OUTCOMES, rows, p=[0.55, 0.1, 0.15, 0.2])
    outcome[concluded > np.datetime64("2026-01-01")] = "审查中"
    frame = pl.DataFrame(
        {
            "申请号": _numbers(body),
            "申请日": pl.Series(filed).cast(pl.Date).dt.to_string("%Y-%m-%d"),
            "专利类型": pl.Series(kind).replace_strict(KINDS, return_dtype=pl.String),
            "代理机构代码": pl.Series(chance.choice(agency_codes(), rows)),
            "申请人区县代码": pl.Series(chance.choice(["500103", "500108", "500112", "500157"], rows)),
            "申请人类型": pl.Series(chance.choice(APPLICANTS, rows)),
            "IPC主分类": pl.Series(chance.choice(CLASSES, rows)),
            "权利要求数": pl.Series(chance.integers(1, 20, rows)).cast(pl.String),
            "法律状态": pl.Series(outcome),
            "结案日": pl.Series(concluded).cast(pl.Date).dt.to_string("%Y-%m-%d"),
        }
    ).with_columns(pl.when(pl.col("法律状态") == "审查中").then(None).otherwise("结案日").alias("结案日"))
    return _damaged(frame, chance, damaged)


def _numbers(body: np.ndarray) -> pl.Series:
    digits = (body[:, None] // 10 ** np.arange(11, -1, -1)) % 10
    checks = pl.Series((digits @ np.array(WEIGHTS)) % 11).cast(pl.String).replace("10", "X")
    return pl.Series(body).cast(pl.String) + "." + checks


def _damaged(frame: pl.DataFrame, chance: np.random.Generator, share: float) -> Made:
    if not share:
        return Made(frame, frozenset())
    rows = np.sort(chance.choice(np.arange(1, frame.height), int(frame.height * share), replace=False))
    rows = rows[np.flatnonzero(np.diff(rows, prepend=-1) > 1)]  # a twin's elder is undamaged
    names = list(CODES)
    columns = {name: frame[name].to_list() for name in frame.columns}
    faults = set()
    for position, row in enumerate(rows.tolist()):
        fault = names[position % len(names)]
        _spoil(columns, row, fault)
        faults.add((row + FIRST_LINE, CODES[fault]))
    return Made(pl.DataFrame(columns, schema=frame.schema), frozenset(faults))


def _spoil(columns: dict[str, list], row: int, fault: str) -> None:
    number = columns["申请号"][row]
    if fault == "twin":
        for name in ("申请号", "申请日", "专利类型", "法律状态", "结案日"):
            columns[name][row] = columns[name][row - 1]
        columns["权利要求数"][row] = "99"
        return
    spoiled = {
        "check": {"申请号": number[:-1] + ("1" if number[-1] != "1" else "2")},
        "agency": {"代理机构代码": "99998"},
        "day": {"申请日": f"{number[:4]}-02-30"},
        "order": {"法律状态": "驳回", "结案日": "2019-01-01"},
        "outcome": {"法律状态": "不明"},
        "class": {"IPC主分类": "G6F"},
        "kind": {"专利类型": "实用新型" if number[4] != "2" else "发明"},
    }
    for name, text in spoiled[fault].items():
        columns[name][row] = text


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    frame.write_csv(path)


def write_typed(frame: pl.DataFrame, path: Path, agency_ids: dict[str, int]) -> list[str]:
    """The same rows in the same order as the table stores them; returns the columns."""
    typed = frame.select(
        number=pl.col("申请号").str.replace(".", "", literal=True),
        filed_year=pl.col("申请日").str.slice(0, 4),
        kind=pl.col("申请号").str.slice(4, 1),
        route=pl.lit("o"),
        agency_id=pl.col("代理机构代码").replace_strict(agency_ids, return_dtype=pl.Int64),
        applicant_name=pl.lit(""),
        applicant_kind=pl.col("申请人类型"),
        applicant_district_code=pl.col("申请人区县代码"),
        filed_on=pl.col("申请日"),
        outcome=pl.col("法律状态").replace_strict(STORED),
        concluded_on=pl.col("结案日"),
        ipc_main_group=pl.col("IPC主分类"),
        claims=pl.col("权利要求数"),
        abnormal=pl.lit(""),
    )
    typed.write_csv(path, include_header=False)
    return typed.columns
