"""A figure as it was frozen: its rows, its definition and where it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipservice.foundation.errors import DomainError


class FigureRefused(DomainError):
    """The job stops here; ``place`` says where."""

    code = "report_figure_refused"
    template = "{place}：{problem}"


@dataclass(frozen=True, slots=True)
class Row:
    """One value. A rate has ``numerator`` and ``denominator``, anything else ``count``; None: there is no value."""

    labels: tuple[str, ...]
    count: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""

    @property
    def exact(self) -> Fraction | None:
        if self.numerator is not None and self.denominator is not None:
            return Fraction(self.numerator, self.denominator) if self.denominator else None
        return None if self.count is None else Fraction(self.count)

    @property
    def label(self) -> str:
        return "/".join(self.labels)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a figure beside its rows; all of it is printed where a reader asks for the origin."""

    key: str
    year: int
    title: str
    unit: str
    definition: str
    dimensions: tuple[str, ...]
    numerator: str = ""
    denominator: str = ""
    part_unit: str = ""
    adds_up: bool = False
    as_of: str = ""
    source: str = ""
    edition: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)


@dataclass(frozen=True, slots=True)
class Frozen:
    """One figure of one year in the snapshot."""

    facts: Facts
    rows: tuple[Row, ...]

    @property
    def has_values(self) -> bool:
        return any(row.exact is not None for row in self.rows)

    @property
    def total(self) -> Fraction:
        return sum((row.exact or Fraction(0) for row in self.rows), Fraction(0))

    def ranked(self) -> list[Row]:
        """Rows with a value, the largest first; ties in the order of the figure."""
        return sorted((row for row in self.rows if row.exact is not None), key=lambda row: -(row.exact or 0))


Snapshot = Mapping[tuple[str, int], Frozen]


def require_shape(facts: Facts, rows: Iterable[Row], *, place: str) -> None:
    """Raises ``FigureRefused``: no unit, labels that do not fit the dimensions, parts missing, a row told twice."""
    if not facts.unit and not facts.is_rate:
        raise FigureRefused(place=place, problem=f"指标“{facts.key}”没有单位，应在登记时写明")
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if problem := _fault(facts, row, seen):
            raise FigureRefused(place=place, problem=f"指标“{facts.key}”的查询结果变了样：{problem}")
        seen.add(row.labels)


def _fault(facts: Facts, row: Row, seen: set[tuple[str, ...]]) -> str:
    if len(row.labels) != len(facts.dimensions):
        named = "、".join(facts.dimensions)
        return f"“{row.label}”有 {len(row.labels)} 个标目，应为 {len(facts.dimensions)} 个（{named}）"
    if row.labels in seen:
        return f"“{row.label}”出现了两次"
    if facts.is_rate and (row.count is not None or (row.numerator is None) != (row.denominator is None)):
        return f"“{row.label}”应同时有分子和分母"
    if not facts.is_rate and (row.numerator is not None or row.denominator is not None):
        return f"“{row.label}”不是比率，却有分子或分母"
    return ""
