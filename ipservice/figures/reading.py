"""A figure as visitors read it: asked of the database once for every state of its data, then kept."""

from datetime import date
from typing import Any

from ipservice.figures.registry import Figure, Table, Value
from ipservice.pagecache.kept import kept


def read(figure: Figure, day: date) -> Table:
    """The figure as of ``day``. One that does not say what data it is made of is asked for every time."""
    if not figure.made_of:
        return figure.read(day)
    return _table(kept(f"figure:{figure.key}:{day}", figure.made_of, lambda: _plain(figure.read(day))))


def _plain(table: Table) -> list[Any]:
    values = [
        [value.labels, value.count, value.numerator, value.denominator, value.note, value.href]
        for value in table.values
    ]
    return [values, table.as_of.isoformat(), table.source, table.edition, list(table.notes)]


def _table(plain: list[Any]) -> Table:
    values, as_of, source, edition, notes = plain
    return Table(
        [Value(tuple(labels), *rest) for labels, *rest in values], date.fromisoformat(as_of), source, edition, notes
    )
