"""The rows of the cells, in the order of the columns below."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from supervision.statistics.rules.measures import Dimension, Measure, Node
from supervision.statistics.rules.parameters import Rate
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.services.computing import Computed
from supervision.statistics.services.former import Former
from supervision.statistics.services.gathering import SCALE

CELL_COLUMNS = (
    "measure",
    "node",
    "status",
    "value",
    "raw",
    "numerator",
    "denominator",
    "units",
    "weighted_units",
    "contributors",
    "largest_share",
    "lower_quartile",
    "median",
    "upper_quartile",
    "before",
    "matched_units",
    "matched_now",
    "matched_before",
)
Row = tuple[Any, ...]


def cell_rows(computed: Computed, measure: Measure, former: Former) -> Iterator[Row]:
    """One row a node of the measure's dimensions."""
    number = computed.grid.measures.index(measure)
    for place, node in enumerate(computed.grid.nodes):
        if node.dimension in measure.dimensions:
            yield _row(computed, measure, node, at=number * len(computed.grid.nodes) + place, former=former)


def _row(computed: Computed, measure: Measure, node: Node, *, at: int, former: Former) -> Row:
    cells = computed.cells
    units, now, before = (int(column[at]) for column in computed.matched)
    size, largest = cells.estimated.size[at], cells.estimated.largest[at]
    return (
        measure.key,
        node.key,
        computed.statuses[f"{measure.key}@{node.key}"],
        _number(cells.estimate[at]),
        _number(cells.raw[at]),
        None,
        None,
        int(cells.units[at]),
        _number(cells.weighted_units[at]),
        int(cells.estimated.units[at]),
        f"{largest / size:.6f}" if size else "0",
        *_quartiles(computed, at),
        former.before.get((measure.former or measure.key, node.key)),
        units,
        _number(now) if units else None,
        _number(before) if units else None,
    )


def _quartiles(computed: Computed, at: int) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The median alone where there are too few units for the quartiles."""
    lower, median, upper = computed.quartiles.get(at, (None, None, None))
    if computed.cells.units[at] < computed.parameters.fewest_for_quartiles:
        lower = upper = None
    return lower, median, upper


def _number(value: Any) -> Decimal:
    return Decimal(int(value)) / SCALE


def rate_rows(computed: Computed, rate: Rate) -> Iterator[Row]:
    """A rate is shown where both its totals are; so it tells nothing that they do not."""
    grid = computed.grid
    number = {measure.key: place for place, measure in enumerate(grid.measures)}
    above, below = grid.measures[number[rate.numerator]], grid.measures[number[rate.denominator]]
    shared = set(above.dimensions) & set(below.dimensions) - {Dimension.DISTRICT_KIND}
    for place, node in enumerate(grid.nodes):
        if node.dimension not in shared:
            continue
        up = _number(computed.cells.estimate[number[rate.numerator] * len(grid.nodes) + place])
        down = _number(computed.cells.estimate[number[rate.denominator] * len(grid.nodes) + place])
        status = _rate_status(computed, above, below, node=node, has_base=bool(down))
        yield (rate.code, node.key, status, None, None, up, down, 0, 0, 0, 0, *[None] * 4, 0, None, None)


def _rate_status(computed: Computed, above: Measure, below: Measure, *, node: Node, has_base: bool) -> CellStatus:
    statuses = {computed.statuses[f"{measure.key}@{node.key}"] for measure in (above, below)}
    withheld = {measure.key for proof in computed.proofs if proof.reason for measure in proof.family}
    if statuses & {CellStatus.PRIMARY, CellStatus.SECONDARY} or {above.key, below.key} & withheld:
        return CellStatus.SECONDARY
    return CellStatus.PUBLISHED if has_base else CellStatus.EMPTY
