"""What the half-hour circle reports: the share of residents and of parks within the limit, by district."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from ipservice.figures.registry import Chart, Figure, Table, Value
from ipservice.procedure.errors import NoRuleInForce
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services.circle import Circle, Row, circle
from publicservice.coverage.services.errors import NoDemandPoints
from publicservice.coverage.services.wording import caveats

CLAUSE = "措施（五）"
SOURCE = "2020年第七次全国人口普查（按街道、乡镇推算）与本市公共服务网点"
Shares = Callable[[Row], tuple[int, int]]


def _table(day: date, mode: Mode, shares: Shares) -> Table:
    """Districts in the order of their codes; without demand points or a model there is nothing to show."""
    try:
        found = circle(mode, now=timezone.now())
    except (NoDemandPoints, NoRuleInForce) as refusal:
        return Table([], as_of=day, source=SOURCE, notes=(refusal.message,))
    values = [Value(("全市",), None, *_sum(found, shares))]
    values += [Value((row.district,), None, *shares(row)) for row in found.rows]
    return Table(values, as_of=day, source=SOURCE, edition=str(found.model.ruleset), notes=tuple(caveats(found)))


def _sum(found: Circle, shares: Shares) -> tuple[int, int]:
    pairs = [shares(row) for row in found.rows]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _of_residents(mode: Mode) -> Figure:
    return Figure(
        key=f"coverage.residents_{mode}",
        title=f"半小时公共服务圈人口覆盖率（{mode.label}）",
        unit="%",
        clause=CLAUSE,
        definition=f"按出行模型，{mode.label}三十分钟内可到达至少一个计入网点的人口占常住人口的比重，按区县分列。",
        dimensions=("区县",),
        read=lambda day: _table(day, mode, lambda row: (row.covered, row.total)),
        numerator="覆盖人口",
        denominator="常住人口",
        part_unit="人",
        chart=Chart.NONE,
        made_of=("coverage", "outlets", "rules", "reference"),
    )


def _of_parks(mode: Mode) -> Figure:
    return Figure(
        key=f"coverage.parks_{mode}",
        title=f"半小时公共服务圈园区覆盖率（{mode.label}）",
        unit="%",
        clause=CLAUSE,
        definition=f"按出行模型，{mode.label}三十分钟内可到达至少一个计入网点的园区占有坐标园区的比重，按区县分列。",
        dimensions=("区县",),
        read=lambda day: _table(day, mode, lambda row: (row.parks_covered, row.parks)),
        numerator="覆盖园区",
        denominator="有坐标的园区",
        part_unit="个",
        is_public=False,
    )


FIGURES = tuple(make(mode) for make in (_of_residents, _of_parks) for mode in Mode)
