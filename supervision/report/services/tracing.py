"""From a printed number back to where it came from: its query run again on the snapshot, with everything behind it."""

from dataclasses import dataclass
from fractions import Fraction

from supervision.report.models import PrintedFigure, ReportEdition
from supervision.report.rules import queries
from supervision.report.rules.queries import Answer, Query
from supervision.report.rules.tables import Frozen
from supervision.report.services import freezing


@dataclass(frozen=True, slots=True)
class Origin:
    """``again`` is the answer of the query just now; ``is_same`` says whether it is what was printed."""

    printed: PrintedFigure
    query: Query
    table: Frozen
    again: Answer
    is_same: bool


def origin(edition: ReportEdition, code: str) -> Origin:
    """Raises ``PrintedFigure.DoesNotExist``. Five statements."""
    printed = edition.figures.select_related("edition__snapshot").get(code=code)
    snapshot = freezing.load(edition.snapshot)
    query = queries.read(printed.query, year=edition.report.year, place=printed.place)
    again = queries.run(query, snapshot, place=printed.place)
    is_same = (again.text, exact_text(again.exact)) == (printed.text, printed.exact)
    return Origin(printed, query, queries.table_of(query, snapshot), again, is_same)


def exact_text(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def differing(edition: ReportEdition) -> list[str]:
    """The queries that do not give again what was printed; there should be none."""
    snapshot = freezing.load(edition.snapshot)
    found = []
    for printed in edition.figures.all():
        query = queries.read(printed.query, year=edition.report.year, place=printed.place)
        again = queries.run(query, snapshot)
        if (again.text, exact_text(again.exact)) != (printed.text, printed.exact):
            found.append(printed.query)
    return found
