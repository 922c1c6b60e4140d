"""Taking the snapshot: every figure that the template asks, read once, checked, stored with its rows and its origin."""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from ipservice.accounts.models import User
from ipservice.figures import registry, shapes
from ipservice.figures.registry import Figure
from ipservice.foundation.canonical import digest
from ipservice.foundation.errors import DomainError
from supervision.report.models import FrozenFigure, FrozenRow, IndustryReport, Snapshot
from supervision.report.rules import tables
from supervision.report.rules.tables import Facts, FigureRefused, Frozen, Row

VERSION_LENGTH = 16


@contextmanager
def one_state() -> Iterator[None]:
    """Whatever is read inside comes from one committed state of the database, through a connection of its own.

    The job's own transaction can't be the one: its progress is written beside it while it runs.
    """
    before = connections[DEFAULT_DB_ALIAS]
    aside = before.copy()
    connections[DEFAULT_DB_ALIAS] = aside
    try:
        with transaction.atomic():
            with aside.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        aside.close()


def read_all(wanted: Mapping[str, set[int]], places: Mapping[str, str], *, year: int, today: date) -> list[Frozen]:
    """The figures in the order of their keys and years. Raises ``FigureRefused`` with the place in the template."""
    return [
        _frozen(key, of_year, place=places.get(key, key), today=today)
        for key in sorted(wanted)
        for of_year in sorted(wanted[key])
        if of_year == year or _is_dated(key, places.get(key, key))
    ]


def _is_dated(key: str, place: str) -> bool:
    return _figure(key, place).is_dated


def _figure(key: str, place: str) -> Figure:
    try:
        return registry.figure_of(key)
    except registry.UnknownFigure as unknown:
        raise FigureRefused(place=place, problem=unknown.message) from None


def _frozen(key: str, year: int, *, place: str, today: date) -> Frozen:
    figure = _figure(key, place)
    day = min(date(year, 12, 31), today) if figure.is_dated else today
    try:
        table = shapes.checked(figure, day)
    except DomainError as refused:
        raise FigureRefused(place=place, problem=refused.message) from None
    facts = Facts(
        key=key,
        year=year,
        title=figure.title,
        unit=figure.unit,
        definition=figure.definition,
        dimensions=tuple(figure.dimensions),
        numerator=figure.numerator,
        denominator=figure.denominator,
        part_unit=figure.part_unit,
        adds_up=figure.adds_up,
        as_of=table.as_of.isoformat(),
        source=table.source,
        edition=table.edition,
        notes=tuple(table.notes),
        code=code_of(figure),
    )
    rows = tuple(
        Row(tuple(value.labels), value.count, value.numerator, value.denominator, value.note) for value in table.values
    )
    return Frozen(facts, rows)


def code_of(figure: Figure) -> str:
    """Where the query of a figure stands, and the digest of that text: agencies.registry.figures:by_kind@1a2b..."""
    return f"{figure.read.__module__}:{figure.read.__qualname__}@{_source(figure.read.__module__)}"


@cache
def _source(module: str) -> str:
    return digest(inspect.getsource(sys.modules[module]))[:VERSION_LENGTH]


def code_version(frozen: Iterable[Frozen]) -> str:
    """One digest over the text of every query that was run."""
    return digest(sorted({table.facts.code for table in frozen}))[:VERSION_LENGTH]


def store(report: IndustryReport, frozen: list[Frozen], *, by: User | None, now: datetime) -> Snapshot:
    """Write the snapshot down; it is never changed again. Three statements and the batches of rows."""
    snapshot = Snapshot.objects.create(
        report=report,
        number=Snapshot.objects.filter(report=report).count() + 1,
        taken_at=now,
        taken_by=by,
        code_version=code_version(frozen),
        sha256=digest([asdict(table) for table in frozen]),
    )
    figures = FrozenFigure.objects.bulk_create(
        FrozenFigure(
            snapshot=snapshot,
            key=table.facts.key,
            year=table.facts.year,
            facts=asdict(table.facts),
            sha256=digest([asdict(row) for row in table.rows]),
        )
        for table in frozen
    )
    FrozenRow.objects.bulk_create(
        (
            FrozenRow(
                figure=figure,
                place=place,
                labels=list(row.labels),
                count=row.count,
                numerator=row.numerator,
                denominator=row.denominator,
                note=row.note[:300],
            )
            for figure, table in zip(figures, frozen, strict=True)
            for place, row in enumerate(table.rows)
        ),
        batch_size=2_000,
    )
    return snapshot


def load(snapshot: Snapshot) -> dict[tuple[str, int], Frozen]:
    """The snapshot as the rules read it. Two statements."""
    rows: dict[int, list[Row]] = {}
    for figure, labels, count, numerator, denominator, note in FrozenRow.objects.filter(
        figure__snapshot=snapshot
    ).values_list("figure_id", "labels", "count", "numerator", "denominator", "note"):
        rows.setdefault(figure, []).append(Row(tuple(labels), count, numerator, denominator, note))
    return {
        (figure.key, figure.year): Frozen(_facts(figure.facts), tuple(rows.get(figure.pk, ())))
        for figure in snapshot.figures.all()
    }


def as_mapping(frozen: Iterable[Frozen]) -> tables.Snapshot:
    return {(table.facts.key, table.facts.year): table for table in frozen}


def _facts(stored: dict) -> Facts:
    return Facts(**{**stored, "dimensions": tuple(stored["dimensions"]), "notes": tuple(stored["notes"])})
