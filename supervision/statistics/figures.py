"""What the annual statistics report: published numbers only, by the version in force; hidden cells have no value.

A figure as of a day is that of the latest year up to that day's of which a version is published.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ipservice.figures.registry import Chart, Figure, Table, Value
from supervision.statistics.models import StatisticsRun, StatNode
from supervision.statistics.rules.measures import CITY, Dimension
from supervision.statistics.services.publishing import DATA
from supervision.statistics.services.reading import in_force, shown_cells, shown_measures

CLAUSE = "措施（六）"
SOURCE = "重庆市知识产权服务业年度统计调查"
HIDDEN = "*：单位过少或一家占比过大，或者可据以推算，不予公布"
NOTHING = "尚未公布年度统计数据。"
MEASURES = (
    ("staff", "年末从业人员", "10201", "人"),
    ("attorneys", "执业专利代理师", "10207", "人"),
    ("revenue", "营业收入", "10302", "元"),
    ("ip_revenue", "知识产权服务收入", "10303", "元"),
    ("clients", "客户总数", "10501", "家"),
)
BREAKDOWNS = (
    ("staff_by_education", "从业人员按学历分", "10204", "学历", "人"),
    ("staff_by_age", "从业人员按年龄分", "10203", "年龄", "人"),
    ("revenue_by_business", "知识产权服务收入按业务类型分", "10304", "业务类型", "元"),
    ("revenue_by_right", "知识产权服务收入按服务客体分", "10305", "服务客体", "元"),
    ("clients_by_cluster", "企业客户按“33618”产业集群分", "10506", "产业集群", "家"),
)
SLICES = (Dimension.GROUP, Dimension.DISTRICT, Dimension.KIND, Dimension.SIZE)
Read = Callable[[StatisticsRun], list[Value]]


def _figure(key: str, title: str, unit: str, dimension: str, read: Callable[[date], Table]) -> Figure:
    return Figure(
        key=f"survey.{key}",
        title=title,
        unit=unit,
        clause=CLAUSE,
        definition=f"年度统计调查“{title}”，按机构类型和规模加权推算全部应报单位，经保密处理后的公布数。",
        dimensions=(dimension,),
        read=read,
        chart=Chart.BARS,
        is_dated=True,
        made_of=(DATA,),
    )


def _of_run(day: date, read: Read) -> Table:
    run = in_force(day.year)
    if run is None:
        return Table([], as_of=day, source=SOURCE, notes=(NOTHING,))
    values = read(run)
    notes = (HIDDEN,) if any(value.note for value in values) else ()
    return Table(values, as_of=day, source=SOURCE, edition=str(run), notes=notes)


def _value(label: str, found: Decimal | None) -> Value:
    if found is None:
        return Value((label,), note="*")
    return Value((label,), int(found.quantize(Decimal(1), ROUND_HALF_UP)))


def _by_node(measure: str, dimension: Dimension) -> Read:
    def read(run: StatisticsRun) -> list[Value]:
        cells = shown_cells(run, measure)
        nodes = StatNode.objects.filter(run=run, dimension=dimension).order_by("place")
        return [_value(node.label, cells[node.key]) for node in nodes if node.key in cells]

    return read


def _by_row(item: str) -> Read:
    return lambda run: [_value(label, found) for label, found in shown_measures(run, item)]


def _by_year(measure: str) -> Callable[[date], Table]:
    """The city's total of every published year up to the day."""

    def read(day: date) -> Table:
        runs = list(StatisticsRun.objects.filter(year__lte=day.year).published().order_by("year"))
        values = [_value(f"{run.year}年", shown_cells(run, measure).get(CITY)) for run in runs]
        edition = "；".join(str(run) for run in runs)
        return Table(values, as_of=day, source=SOURCE, edition=edition, notes=() if runs else (NOTHING,))

    return read


def _response(day: date) -> Table:
    def read(run: StatisticsRun) -> list[Value]:
        nodes = StatNode.objects.filter(run=run, dimension__in=(Dimension.CITY, Dimension.GROUP, Dimension.KIND))
        return [Value((node.label,), None, node.answered, node.due) for node in nodes.order_by("place")]

    return _of_run(day, read)


RESPONSE = Figure(
    key="survey.response_rate",
    title="年度统计调查有效回收率",
    unit="%",
    clause=CLAUSE,
    definition="填报审核通过的机构数占应报机构数的比重，不含免予填报的机构。",
    dimensions=("范围",),
    read=_response,
    numerator="审核通过",
    denominator="应报机构",
    part_unit="家",
    is_dated=True,
    made_of=(DATA,),
)


def _all() -> Sequence[Figure]:
    found = [RESPONSE]
    for key, title, measure, unit in MEASURES:
        found.append(_figure(key, f"{title}（历年）", unit, "年度", _by_year(measure)))
        for dimension in SLICES:
            read = _by_node(measure, dimension)
            name = f"{title}（按{dimension.label}）"
            found.append(_figure(f"{key}_by_{dimension}", name, unit, dimension.label, _reader(read)))
    for key, title, item, dimension_name, unit in BREAKDOWNS:
        found.append(_figure(key, title, unit, dimension_name, _reader(_by_row(item))))
    found.append(_figure("revenue_per_head", "人均营业收入", "元", "片区", _reader(_per_head)))
    return found


def _reader(read: Read) -> Callable[[date], Table]:
    return lambda day: _of_run(day, read)


def _per_head(run: StatisticsRun) -> list[Value]:
    return _by_node("R01", Dimension.GROUP)(run)


FIGURES = tuple(_all())
