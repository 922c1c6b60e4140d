"""What was published before: of the year before, to compare with; of this year, to stay in force where need be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from supervision.statistics.models import StatCell, StatisticsRun, StatTable
from supervision.statistics.rules.states import CellStatus
from supervision.survey.models import Survey


@dataclass(frozen=True, slots=True)
class Former:
    """``before``: last year's published estimate by measure and node. ``tables``: this year's tables in force."""

    before: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)


def former_of(survey: Survey) -> Former:
    last_year = StatisticsRun.objects.filter(year=survey.year - 1, is_demo=survey.is_demo).published().first()
    latest = StatisticsRun.objects.filter(survey=survey).shown().order_by("-version").first()
    before, tables = {}, {}
    if last_year:
        cells = StatCell.objects.filter(table__in=_in_force(last_year).values(), status=CellStatus.PUBLISHED)
        rows = cells.values_list("measure", "node", "value")
        before = {(measure, node): value for measure, node, value in rows if value is not None}
    if latest:
        tables = _in_force(latest)
    return Former(before, tables)


def _in_force(run: StatisticsRun) -> dict[str, int]:
    """The tables that hold for a version: its own, or the earlier one that was carried over."""
    rows = StatTable.objects.filter(run=run).values_list("code", "pk", "withheld", "carried_from")
    return {code: carried or key for code, key, withheld, carried in rows if carried or not withheld}
