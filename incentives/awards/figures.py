"""The award list of a year as published: amounts by rank, and how the agencies stood to the conditions."""

from collections import Counter
from datetime import date

from django.db.models import QuerySet

from incentives.awards.models import DECISION_KIND, AwardLine
from ipservice.figures.registry import Figure, Table, Value
from ipservice.procedure.models import Decision

CLAUSE = "措施（九）1"
SOURCE = "公布的奖励名单"
NOTE = "只计已公布、没有撤销的名单；当年没有公布名单的，没有数据。"
FEN = 100


def _lines(day: date) -> QuerySet[AwardLine]:
    published = Decision.objects.published().filter(kind=DECISION_KIND, period=str(day.year))
    return AwardLine.objects.filter(decision__in=published).order_by("position")


def _table(day: date, values: list[Value]) -> Table:
    return Table(values, as_of=day, source=SOURCE, notes=(NOTE,))


def amounts(day: date) -> Table:
    """Whole yuan by rank; empty where no list of the year is published. One statement."""
    sums: Counter[int] = Counter()
    for rank, fen in _lines(day).filter(amount_fen__gt=0).values_list("rank", "amount_fen"):
        sums[rank] += fen // FEN
    return _table(day, [Value((f"第{rank}名",), count=sums[rank]) for rank in sorted(sums)])


def conditions(day: date) -> Table:
    """Agencies rewarded, qualified without reward, and not qualified. One statement."""
    told = list(_lines(day).values_list("is_qualified", "amount_fen"))
    if not told:
        return _table(day, [])
    sums = Counter("获奖" if fen else "符合条件未获奖" if fits else "不符合条件" for fits, fen in told)
    return _table(day, [Value((label,), count=sums[label]) for label in ("获奖", "符合条件未获奖", "不符合条件")])


def _figure(key: str, title: str, unit: str, dimension: str, read, definition: str) -> Figure:
    return Figure(
        key=f"awards.{key}",
        title=title,
        unit=unit,
        clause=CLAUSE,
        definition=definition,
        dimensions=(dimension,),
        read=read,
        is_dated=True,
        adds_up=True,
        is_public=False,
    )


FIGURES = (
    _figure("amounts", "奖励金额（按名次）", "元", "名次", amounts, "当年度奖励名单确定的奖励金额，按名次分列。"),
    _figure(
        "conditions",
        "参评机构（按结果）",
        "家",
        "结果",
        conditions,
        "当年度奖励名单中的机构，按是否符合条件和获奖分列。",
    ),
)
