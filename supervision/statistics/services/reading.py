"""Published numbers, read for pages, files and figures: what is hidden never leaves here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supervision.statistics.models import StatCell, StatisticsRun, StatNode, StatTable
from supervision.statistics.rules.growth import estimated_share, growth, three_digits
from supervision.statistics.rules.measures import CITY, Sort
from supervision.statistics.rules.states import CellStatus

HIDDEN = (CellStatus.PRIMARY, CellStatus.SECONDARY)


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as everybody may see it. Without values where it is hidden."""

    measure: str
    node: str
    is_hidden: bool
    value: Decimal | None = None
    raw: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    mean: Fraction | None = None
    median: Decimal | None = None
    quartiles: tuple[Decimal | None, Decimal | None] = (None, None)
    units: int | None = None
    estimated: Fraction | None = None
    growth: Fraction | None = None
    matched_growth: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table with a cell for each measure, in the order of the measures."""

    node: StatNode
    cells: Sequence[Shown]


def in_force(year: int) -> StatisticsRun | None:
    """The published version of the latest year up to ``year``."""
    return StatisticsRun.objects.filter(year__lte=year).published().order_by("-year").first()


def lines(table: StatTable) -> list[Line]:
    """Every line of a table; two statements. A table of the register has its own words as lines."""
    cells = list(table.cells.order_by("id"))
    nodes = {node.key: node for node in StatNode.objects.filter(run=table.run_id)}
    order = {measure["key"]: place for place, measure in enumerate(table.measures)}
    found: dict[str, list[Shown | None]] = {}
    for cell in cells:
        row = found.setdefault(cell.node, [None] * len(order))
        row[order[cell.measure]] = shown(cell, table.run.parameters)
    keys = sorted(found, key=lambda key: nodes[key].place if key in nodes else 0)
    return [Line(nodes.get(key) or StatNode(key=key, label=key), [cell for cell in found[key] if cell]) for key in keys]


def shown(cell: StatCell, parameters: dict) -> Shown:
    """What may be seen of a cell. A growth on matched units is told only where enough of them stand behind it."""
    if cell.status in HIDDEN:
        return Shown(cell.measure, cell.node, is_hidden=True)
    has_units = cell.weighted_units > 0
    is_matched = cell.matched_units >= parameters["fewest_units"] and cell.before is not None
    return Shown(
        cell.measure,
        cell.node,
        is_hidden=False,
        value=quotient(cell) if cell.denominator is not None else cell.value,
        raw=cell.raw,
        numerator=cell.numerator,
        denominator=cell.denominator,
        mean=Fraction(cell.value) / Fraction(cell.weighted_units) if has_units and cell.value is not None else None,
        median=three_digits(cell.median),
        quartiles=(three_digits(cell.lower_quartile), three_digits(cell.upper_quartile)),
        units=cell.units,
        estimated=estimated_share(cell.value, cell.raw),
        growth=growth(cell.value, cell.before),
        matched_growth=growth(cell.matched_now, cell.matched_before) if is_matched else None,
    )


def quotient(cell: StatCell) -> Decimal | None:
    return cell.numerator / cell.denominator if cell.denominator else None


def shown_cells(run: StatisticsRun, measure: str) -> dict[str, Decimal | None]:
    """The published number of a measure by node; None where it is hidden; nothing where the table is withheld."""
    cells = StatCell.objects.filter(table__in=tables_in_force(run), measure=measure).exclude(status=CellStatus.EMPTY)
    return {
        cell.node: None if cell.status in HIDDEN else quotient(cell) if cell.denominator is not None else cell.value
        for cell in cells
    }


def shown_measures(run: StatisticsRun, item: str) -> list[tuple[str, Decimal | None]]:
    """The city's number of each row of an item, with the label of the row."""
    table = next((table for table in tables_in_force(run) if table.code == item), None)
    if table is None or table.sort == Sort.RATE:
        return []
    cells = {cell.measure: cell for cell in table.cells.filter(node=CITY)}
    return [
        (measure["label"], None if cells[measure["key"]].status in HIDDEN else cells[measure["key"]].value)
        for measure in table.measures
        if measure["key"] in cells
    ]


def tables_in_force(run: StatisticsRun) -> list[StatTable]:
    """In print order; a table that was carried over stands in the place of the one it replaces."""
    found = run.tables.select_related("carried_from__run", "run").order_by("place")
    return [table.carried_from or table for table in found if table.carried_from or not table.withheld]
