"""Named figures: every printed number has a key, a definition and one query, and is asked for by its key.

An app registers its figures from ``AppConfig.ready``; pages, reports and the ledger ask here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.lists import wording


class UnknownFigure(DomainError):
    code = "unknown_figure"
    template = "没有名为“{key}”的指标；可在“数据一览”中查找现有指标。"


class Chart(Vocabulary):
    NONE = "", "无图"
    BARS = "bars", "条形图"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a figure. ``labels`` has one word a dimension.

    A rate carries its numerator and denominator and is their exact fraction; a count carries ``count`` alone. A
    value that does not exist (nothing to divide by) is None, never 0. ``href`` opens the list behind it.
    """

    labels: tuple[str, ...]
    count: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    href: str = ""

    @property
    def exact(self) -> Fraction | None:
        if self.numerator is not None and self.denominator is not None:
            return Fraction(self.numerator, self.denominator) if self.denominator else None
        return None if self.count is None else Fraction(self.count)

    @property
    def text(self) -> str:
        if self.numerator is not None:
            return wording.percent(self.exact) if self.exact is not None else "—"
        return wording.count(self.count) if self.count is not None else "—"

    @property
    def numerator_text(self) -> str:
        return wording.count(self.numerator)

    @property
    def denominator_text(self) -> str:
        return wording.count(self.denominator)


@dataclass(frozen=True, slots=True)
class Table:
    """A figure as it stands: its values in order, as of which day, by which edition and from which source."""

    values: Sequence[Value]
    as_of: date
    source: str
    edition: str = ""
    notes: Sequence[str] = ()

    @property
    def total(self) -> int:
        """The sum of the counts; only for figures that add up."""
        return sum(value.count or 0 for value in self.values)


@dataclass(frozen=True, slots=True)
class Figure:
    """One named figure. ``clause`` is the measure that asks for it; ``read(day)`` is its only query.

    ``numerator`` and ``denominator`` put into words what a rate divides, counted in ``part_unit``. ``is_dated``
    figures can be read as of any day; the values of a figure that ``adds_up`` have a sum that means something. A
    figure that is not public is for officials' pages and reports only. ``made_of`` names all the data (as ``bump``
    does) that a costly figure is made of, so that visitors read it from the cache until one of them changes.
    """

    key: str
    title: str
    unit: str
    clause: str
    definition: str
    dimensions: tuple[str, ...]
    read: Callable[[date], Table]
    numerator: str = ""
    denominator: str = ""
    part_unit: str = "件"
    chart: Chart = Chart.NONE
    is_dated: bool = False
    adds_up: bool = False
    is_public: bool = True
    made_of: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)


_figures: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Make a figure known; the same key registered again replaces the former."""
    _figures[figure.key] = figure


def figure_of(key: str) -> Figure:
    """Raises ``UnknownFigure``."""
    if key not in _figures:
        raise UnknownFigure(key=key)
    return _figures[key]


def figures(*, public_only: bool = False) -> list[Figure]:
    """In the order of their registration, which is that of the apps."""
    return [figure for figure in _figures.values() if figure.is_public or not public_only]
