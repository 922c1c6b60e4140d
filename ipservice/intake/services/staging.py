"""From the file to the staging table: read, check, COPY, find duplicates, and count what a load would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from django.db import connection

from ipservice.foundation.reading import Action
from ipservice.intake.checking.checker import Checker
from ipservice.intake.feeds import Feed, Target
from ipservice.intake.findings import SEVERITIES, Found, row_of, storable
from ipservice.intake.models import ImportIssue, ImportRun, Severity
from ipservice.intake.reading.uploads import read
from ipservice.intake.services.copying import CopyWriter, copy_rows
from ipservice.intake.services.loading import plain_defaults, staged_effects
from ipservice.intake.services.partitions import create_stage, values_without_rows

ISSUE_COLUMNS = (
    "run_id",
    "severity",
    "line",
    "sheet",
    "row",
    "cell",
    "column",
    "raw",
    "code",
    "message",
    "suggestion",
)
_SAME_ROW = "与第{first}行的{label}相同，各项内容也相同，只算一次。"
_OTHER_ROW = "{label} {value} 与第{first}行重复且内容不同（{differing}）。采纳则以本行为准，不采纳则以第{first}行为准。"


@dataclass(slots=True)
class Stager:
    """Fills the staging table of one run and leaves what was said in its issues.

    ``unsaid`` are values for empty cells where the staging table wants one.
    """

    run: ImportRun
    feed: Feed
    checker: Checker
    keys: list[np.ndarray] = field(default_factory=list)
    lines: list[np.ndarray] = field(default_factory=list)
    unsaid: dict[str, Any] = field(default_factory=dict)

    def stage(self, path: Path, progress: Any = None) -> None:
        """Raises an ``UnreadableFile``. Rows that wait for a person are staged as if accepted."""
        frames = self.checker.clean(read(path))
        frame = next(frames, None)
        names = self._create(values_without_rows(self.feed.target, frame))
        with CopyWriter(self.run.stage, names) as writer:
            while frame is not None:
                self._remember(frame)
                writer.put(self._staged(frame))
                if progress:
                    progress(self.checker.tally.total, 0, f"已核对 {self.checker.tally.total:,} 行")
                frame = next(frames, None)
        self._check_duplicates()
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{self.run.stage}"')
        self._check_register()
        self._write_issues()

    def count(self, *, effects: bool = True) -> None:
        """Put the numbers of the preview on the run; without ``effects`` only those of the file."""
        run, tally = self.run, self.checker.tally
        run.columns = self.checker.columns
        run.rows_total, run.rows_skipped, run.rows_refused = tally.total, tally.skipped, tally.refused
        run.control_totals = tally.totals.compared(self.feed, run.options)
        target = self.feed.target
        if target is not None and effects:
            run.rows_new, run.rows_changed, run.rows_same = staged_effects(run, target, self.feed)
        run.rows_held = _held(run)

    def _create(self, new_values: list[int]) -> list[str]:
        types = self._types()
        columns = ", ".join(f'"{name}" {sql}' for name, sql in types.items())
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{self.run.stage}"')
            if new_values and self.feed.target:
                create_stage(cursor, self.run, self.feed, new_values)
                self.unsaid = plain_defaults(self.feed.target)
            else:
                cursor.execute(f'CREATE UNLOGGED TABLE "{self.run.stage}" ({columns})')
        return list(types)

    def _types(self) -> dict[str, str]:
        types = {"line": "bigint", "held": "boolean"}
        target = self.feed.target
        if target is None:
            return types | {column.name: column.reader.sql for column in self.feed.columns}
        for name in (*target.key, *target.fields):
            types[name] = _type_in(target, name)
        return types | dict(self.feed.extras)

    def _staged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """With the feed's constants, each chunk in the order of the key: indexes are then filled in few sweeps."""
        constants = self.feed.constants(self.checker.context)
        frame = frame.with_columns(pl.lit(value).alias(name) for name, value in constants.items())
        frame = frame.with_columns(pl.col(name).fill_null(value) for name, value in self.unsaid.items())
        key = [name for name in (self.feed.target.key if self.feed.target else ()) if name != "id"]
        return frame.sort(key) if key else frame

    def _remember(self, frame: pl.DataFrame) -> None:
        names = [name for name in self.feed.key if name in frame.columns]
        self.keys.append(frame.select(names).hash_rows(seed=7).to_numpy())
        self.lines.append(frame["line"].to_numpy())

    def _check_duplicates(self) -> None:
        """Later rows with the key of an earlier one: the same again is skipped, another content is asked about."""
        if not self.keys:
            return
        keys, lines = np.concatenate(self.keys), np.concatenate(self.lines)
        order = np.argsort(keys, kind="stable")
        twins = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        self.keys.clear()
        self.lines.clear()
        if len(twins):
            candidates = np.unique(np.concatenate([lines[order][twins], lines[order][twins + 1]]))
            self._say_duplicates(candidates.tolist())

    def _say_duplicates(self, candidates: list[int]) -> None:
        names = [name for name in self._types() if name not in ("line", "held")]
        shown = ", ".join(f'"{name}"' for name in names)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT line, {shown} FROM "{self.run.stage}" WHERE line = ANY(%s) ORDER BY line', [candidates]
            )
            rows = cursor.fetchall()
        firsts: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        places = [names.index(name) + 1 for name in self.feed.key if name in names]
        dropped, held = [], []
        for row in rows:
            key = tuple(row[place] for place in places)
            first = firsts.setdefault(key, row)
            if first is row:
                continue
            differing = [name for name, one, other in zip(names, first[1:], row[1:], strict=True) if one != other]
            (held if differing else dropped).append(row[0])
            self._say_twin(row, first, differing)
        self.checker.tally.skipped += len(dropped)
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self.run.stage}" WHERE line = ANY(%s)', [dropped])
            cursor.execute(f'UPDATE "{self.run.stage}" SET held = true WHERE line = ANY(%s)', [held])

    def _say_twin(self, row: tuple[Any, ...], first: tuple[Any, ...], differing: list[str]) -> None:
        shown = [name for name in (*self.feed.key_shown, *self.feed.key) if name in self.checker.present]
        column = self.feed.column(shown[0]) if shown else None
        name = column.name if column else ""
        label = column.label if column else "关键字段"
        names = [name for name in self._types() if name not in ("line", "held")]
        value = row[names.index(name) + 1] if name in names else ""
        first_row = row_of(first[0])[1]
        if differing:
            said = _OTHER_ROW.format(
                label=label,
                value=column.reader.show(value) if column else value,
                first=first_row,
                differing="、".join(self._label(other) for other in differing[:4]),
            )
            self._say(row[0], name, (Action.ASK, "row.duplicate", said), storable(value))
        else:
            said = _SAME_ROW.format(first=first_row, label=label)
            self._say(row[0], name, (None, "row.repeated", said), storable(value))

    def _label(self, name: str) -> str:
        column = self.feed.column(name)
        if column:
            return column.label
        return str(self.feed.target.model._meta.get_field(name).verbose_name) if self.feed.target else name

    def _say(self, line: int, name: str, said: tuple[Action | None, str, str], raw: str = "") -> None:
        action, code, message = said
        sheet, row = row_of(line)
        entry = next((entry for entry in self.checker.columns if entry["name"] == name), None)
        cell = f"{entry['letter']}{row}" if entry else f"第{row}行"
        severity = SEVERITIES[action] if action else Severity.SKIPPED
        sheet_name = self.checker.sheet_names[sheet] if sheet < len(self.checker.sheet_names) else ""
        label = entry["label"] if entry else ""
        self.checker.tally.findings.add(
            Found(severity, line, sheet_name, row, cell, label, raw, code, message[:400], "")
        )

    def _check_register(self) -> None:
        """Checks in SQL against what is registered; refused rows leave the staging table."""
        if self.feed.staged_checks is None:
            return
        refused = set()
        for line, name, action, message in self.feed.staged_checks(self.run.stage):
            self._say(line, name, (action, "register.objects", message))
            if action == Action.REJECT:
                refused.add(line)
        if refused:
            self.checker.tally.refused += len(refused)
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{self.run.stage}" WHERE line = ANY(%s)', [list(refused)])

    def _write_issues(self) -> None:
        self.run.issues.all().delete()
        run_id = self.run.pk
        copy_rows(
            ImportIssue._meta.db_table,
            ISSUE_COLUMNS,
            ((run_id, str(issue.severity.value), *issue[1:]) for issue in self._found()),
        )

    def _found(self) -> Iterator[Found]:
        yield from self.checker.tally.findings.all()


def _held(run: ImportRun) -> int:
    """Rows, not refused, in which something waits for a person."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{run.stage}" WHERE held')
        return cursor.fetchone()[0]


def _type_in(target: Target, name: str) -> str:
    """Text stays unbounded until it is stored; everything else has the type of the target."""
    field_type = next(each for each in target.model._meta.concrete_fields if each.column == name)
    sql = field_type.rel_db_type(connection) if field_type.is_relation else field_type.db_type(connection)
    return "text" if sql.startswith("varchar") else sql
