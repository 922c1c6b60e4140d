"""What may come in by file: a feed declares its columns, its checks and its table; the pipeline is the same for all.

Apps register their feeds when they start. A feed knows nothing of files, and the pipeline nothing of agencies.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from django.db.models import Model

from ipservice.foundation.errors import DomainError
from ipservice.foundation.reading import Action, Reading

__all__ = [
    "Column",
    "Context",
    "Feed",
    "Note",
    "Option",
    "Reader",
    "Target",
    "Touched",
    "all_feeds",
    "feed_of",
    "register",
]


class UnknownFeed(DomainError):
    code = "unknown_feed"
    template = "没有名为“{code}”的数据种类。"


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides the rows: the day, the options chosen with the upload, the registers as sets."""

    today: date
    options: Mapping[str, Any] = field(default_factory=dict)
    lookups: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of a column are read.

    ``each`` reads one raw cell (text, float for a stored number, None for empty) the careful way; it is called once a
    distinct text. ``plain`` settles ordinary cells of a whole column at once: it returns their values and a Boolean
    mask of the cells it settled, and must agree with ``each`` on them. ``takes_numbers`` says that a stored number
    needs no remark. ``show`` writes a value for people.
    """

    sql: str
    dtype: Any
    each: Callable[[Any, Context], Reading]
    plain: Callable[[pl.Series, Context], tuple[pl.Series, pl.Series]] | None = None
    takes_numbers: bool = False
    show: Callable[[Any], str] = str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file. ``name`` is the staging column, ``label`` the header of our own templates."""

    name: str
    label: str
    reader: Reader
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    may_be_empty: bool = True
    is_summed: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.label, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Note:
    """What a check says of some rows: ``positions`` in the frame, one message for all or one each.

    ``columns`` are the cells it is about, by column name; none means the whole row. ``proposals`` are what the first
    column holds when a person accepts, in the order of ``positions``.
    """

    action: Action
    code: str
    positions: np.ndarray
    messages: str | Sequence[str]
    columns: tuple[str, ...] = ()
    suggestions: Sequence[str] | str = ""


Check = Callable[[pl.DataFrame, Context], tuple[pl.DataFrame, list[Note]]]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a load has written, for hooks in the same transaction. ``stage`` is the staging table with its rows,
    ``whole_tables`` are partitions of the target that hold nothing but rows of this load and are not staged any more.
    """

    run_id: int
    stage: str
    options: Mapping[str, Any]
    new: int
    changed: int
    by_id: int | None = None
    whole_tables: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed)


@dataclass(frozen=True, slots=True)
class Target:
    """The table that is filled. ``key`` and ``fields`` are column names of the table and of the staging rows alike.

    A field that the file does not bring is left as it is, or takes the model's default in a new row. ``run_field`` and
    ``row_field`` keep the run and line of a row; such a table needs no journal of its new rows. ``keeps_unsaid`` names
    fields whose empty cells leave the known value alone; a difference in an ``uncompared`` field alone is none.
    ``derived_from`` names the column of the file a field comes from ("": it is always there). ``prepare(stage)`` runs
    SQL before the load. A table that is partitioned by a list of single numbers in ``partition_field``, each called
    ``<table>_<number>`` and there once ``prepare`` is through, gets a large number of rows for an empty partition as
    a whole; ``fields`` are then all its columns beside id, run and line, and their readers bound the length of texts.
    """

    model: type[Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    run_field: str = ""
    row_field: str = ""
    keeps_unsaid: frozenset[str] = frozenset()
    uncompared: frozenset[str] = frozenset()
    derived_from: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[str], None] | None = None
    partition_field: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table


@dataclass(frozen=True, slots=True)
class Option:
    """A thing asked with the upload: ``kind`` is ``text``, ``date``, ``year`` or ``choice``."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    help_text: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of data. ``key`` is the natural key inside the file, in staging columns; ``checks`` run in order over
    every chunk and may add columns; of each group in ``one_of`` the file has to bring at least one column.
    ``key_shown`` are the columns in which a repeated key is pointed out; ``own_tables`` hold the histories that hooks
    write, which do not stand in the way of an undo.

    ``after_load(touched)`` runs in the transaction of the load, in that of an undo first
    ``before_undo(run_id)`` looks at what is about to go, and ``after_undo(run_id, seen)`` gets what it saw;
    ``staged_checks(stage)`` are registry-side checks in SQL over the staging table: (line, column, action, message)
    of every row they object to. ``extras`` are staging columns beside those of the target, for hooks: name to type.
    ``dependants(run_id)`` names, in Chinese, what already rests on the rows of a run. ``told()`` is entered around the
    load and makes a ``DomainError`` of what the guards of the table refuse there.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    target: Target | None = None
    checks: tuple[Check, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    key_shown: tuple[str, ...] = ()
    own_tables: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    lookups: Callable[[], Mapping[str, Any]] = dict
    constants: Callable[[Context], Mapping[str, Any]] = lambda context: {}
    staged_checks: Callable[[str], list[tuple[int, str, Action, str]]] | None = None
    after_load: Callable[[Touched], None] | None = None
    before_undo: Callable[[int], Any] | None = None
    after_undo: Callable[[int, Any], None] | None = None
    dependants: Callable[[int], list[str]] | None = None
    told: Callable[[], AbstractContextManager] = nullcontext
    extras: Mapping[str, str] = field(default_factory=dict)
    permission: str = "intake.add_importrun"
    help_text: str = ""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


_feeds: dict[str, Feed] = {}
_dependants: dict[str, list[Callable[[int], list[str]]]] = {}


def register(feed: Feed) -> None:
    """Make a feed known; the same code registered again replaces the former."""
    _feeds[feed.code] = feed


def feed_of(code: str) -> Feed:
    """Raises ``UnknownFeed``."""
    if code not in _feeds:
        raise UnknownFeed(code=code)
    return _feeds[code]


def label_of(code: str) -> str:
    """The Chinese name; a feed that is gone is shown by its code."""
    return _feeds[code].label if code in _feeds else code


def all_feeds() -> list[Feed]:
    """In the order of registration."""
    return list(_feeds.values())


def register_dependant(feed_code: str, names: Callable[[int], list[str]]) -> None:
    """Let another slice say what of its own rests on a run of this feed; such a run is not undone."""
    _dependants.setdefault(feed_code, []).append(names)


def dependants_of(feed: Feed, run_id: int) -> list[str]:
    """Chinese names of everything that rests on the rows of a run."""
    askers = [*([feed.dependants] if feed.dependants else []), *_dependants.get(feed.code, [])]
    return [name for ask in askers for name in ask(run_id)]
