"""Filings and grant rate of the city by year, each year from the source that an official chose for it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db import connection

from agencies.filings.models import PatentKind, TotalSource
from ipservice.figures.registry import Chart, Figure, Table, Value

SUMS = """
SELECT total.year, total.kind, total.source, sum(total.filed)::bigint, sum(total.concluded)::bigint,
       sum(total.granted)::bigint
FROM agencies_yearlytotal AS total
JOIN agencies_yearsource AS choice
  ON choice.year = total.year AND choice.source = total.source AND choice.superseded_at IS NULL
WHERE total.year <= extract(year FROM %s::date)
GROUP BY 1, 2, 3
ORDER BY 1 DESC, 2
"""
SOURCE = "重庆市知识产权局汇总的专利代理数据；每年度只采用一个选定的来源"
NOTE = "只列数据来源已经选定的年度；同一年度同一机构的数据只计一次。"


class _Sum(NamedTuple):
    year: int
    kind: str
    source: str
    filed: int
    concluded: int
    granted: int

    @property
    def note(self) -> str:
        return TotalSource.label_of(self.source)


def _table(day: date, value: Callable[[_Sum], Value], kinds: tuple[str, ...]) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [day])
        sums = [_Sum(*row) for row in cursor.fetchall()]
    return Table([value(each) for each in sums if each.kind in kinds], as_of=day, source=SOURCE, notes=(NOTE,))


def filings(day: date) -> Table:
    """Filings by year of filing and kind, latest year first."""
    return _table(
        day,
        lambda each: Value((f"{each.year}年", PatentKind.label_of(each.kind)), count=each.filed, note=each.note),
        tuple(PatentKind),
    )


def grant_rates(day: date) -> Table:
    """Inventions granted over inventions concluded, by year of conclusion, latest year first."""
    return _table(
        day,
        lambda each: Value((f"{each.year}年",), numerator=each.granted, denominator=each.concluded, note=each.note),
        (PatentKind.INVENTION,),
    )


FILINGS = Figure(
    key="filings.by_year",
    title="专利代理申请量",
    unit="件",
    clause="措施（九）1",
    definition="申请日在当年、由本市登记的代理机构提交的专利申请件数，按专利类型分列。",
    dimensions=("年度", "专利类型"),
    read=filings,
    chart=Chart.BARS,
)
GRANT_RATE = Figure(
    key="filings.grant_rate",
    title="发明专利授权率",
    unit="",
    clause="措施（九）1",
    definition="当年授权的发明专利件数与当年结案（授权、驳回、主动撤回、视为撤回）件数之比，按结案日统计。",
    dimensions=("年度",),
    read=grant_rates,
    numerator="授权量",
    denominator="结案量",
    chart=Chart.BARS,
)
