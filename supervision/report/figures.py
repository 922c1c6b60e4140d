"""Published figures of the nation and the city as the reference table has them; the report sets ours beside them.

A value is kept in whole units: 亿元 as 万元, 万元 as 元; a percentage as its exact fraction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipservice.figures.registry import Figure, Table, Value
from ipservice.reference.models import ReferenceFigure

NATION, CITY = "CN", "500000"
TIMES = {"亿元": (10_000, "万元"), "万元": (10_000, "元"), "万元/人": (10_000, "元/人")}
QUALIFIERS = {">": "公布为“超过”", "≈": "公布为“约”", "<": "公布为“不足”"}


@dataclass(frozen=True, slots=True)
class Published:
    """One row of the table of figures below: key of the reference figure, place, our key, title, unit as published."""

    reference: str
    scope: str
    key: str
    title: str
    unit: str

    @property
    def own_unit(self) -> str:
        return TIMES.get(self.unit, (1, self.unit))[1]


PUBLISHED = (
    Published("ip_service_orgs", NATION, "national.bodies", "全国知识产权服务机构", "家"),
    Published("ip_service_staff", NATION, "national.staff", "全国知识产权服务业从业人员", "人"),
    Published("ip_service_revenue", NATION, "national.revenue", "全国知识产权服务业营业收入", "亿元"),
    Published("patent_agencies", NATION, "national.patent_agencies", "全国专利代理机构", "家"),
    Published("patent_attorneys_practising", NATION, "national.attorneys", "全国执业专利代理师", "人"),
    Published("trademark_agencies", NATION, "national.trademark_agencies", "全国商标代理机构", "家"),
    Published("patent_agency_revenue", NATION, "national.agency_revenue", "全国专利代理机构营业收入", "亿元"),
    Published("patent_agency_revenue_mean", NATION, "national.agency_mean", "全国专利代理机构平均营业收入", "万元"),
    Published("revenue_per_head", NATION, "national.revenue_per_head", "全国人均营业收入", "万元/人"),
    Published("share_bachelor", NATION, "national.bachelor", "全国从业人员本科及以上比重", "%"),
    Published("invention_grant_rate", NATION, "national.grant_rate", "全国发明专利授权率", "%"),
    Published("invention_filings", NATION, "national.invention_filings", "全国发明专利申请量", "件"),
    Published("invention_grants", CITY, "city.invention_grants", "本市发明专利授权量", "件"),
    Published("pct_filings", CITY, "city.pct_filings", "本市国际专利申请量", "件"),
    Published("trademarks_valid", CITY, "city.trademarks", "本市有效注册商标", "件"),
    Published("gi_total", CITY, "city.gi", "本市地理标志", "件"),
)


def reader(published: Published) -> Callable[[date], Table]:
    """Whole years up to the day, the oldest first; of two of a year the last in the table. One statement."""

    def read(day: date) -> Table:
        rows = ReferenceFigure.objects.filter(key=published.reference, scope=published.scope, year__lte=day.year)
        whole = {row.year: row for row in rows.filter(period__in=("", "year", "year-end")).order_by("year", "pk")}
        sources = dict.fromkeys(row.source for row in whole.values())
        values = [_value(row, published) for row in whole.values()]
        return Table(values, as_of=day, source="；".join(sources) or "尚未载入公布数据")

    return read


def _value(row: ReferenceFigure, published: Published) -> Value:
    label, note = (f"{row.year}年",), QUALIFIERS.get(row.qualifier, "")
    if published.unit == "%":
        share = Fraction(row.value) / 100
        return Value(label, numerator=share.numerator, denominator=share.denominator, note=note)
    return Value(label, count=int(row.value * TIMES.get(published.unit, (1, ""))[0]), note=note)


def figure(published: Published) -> Figure:
    is_rate = published.unit == "%"
    return Figure(
        key=published.key,
        title=published.title,
        unit=published.own_unit,
        clause="措施（六）12",
        definition="公布数据，原样引用，不作推算。",
        dimensions=("年度",),
        read=reader(published),
        numerator="公布的百分数（约分后的分子）" if is_rate else "",
        denominator="一百（约分后的分母）" if is_rate else "",
        part_unit="份" if is_rate else "件",
        is_dated=True,
        is_public=False,
    )


FIGURES = tuple(figure(published) for published in PUBLISHED)
