"""Writes a computed version by COPY and gives the digest of all it says."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import connection

from supervision.statistics.models import (
    DisclosureProof,
    ImputedCell,
    RunStratum,
    RunUnit,
    StatCell,
    StatisticsRun,
    StatNode,
    StatTable,
)
from supervision.statistics.rules.measures import Measure
from supervision.statistics.services import nodes
from supervision.statistics.services.cells import CELL_COLUMNS, cell_rows, rate_rows
from supervision.statistics.services.computing import Computed
from supervision.statistics.services.former import Former
from supervision.statistics.services.gathering import SCALE
from supervision.statistics.services.tables import Sheet, sheets_of
from supervision.statistics.services.versions import units_now

Row = tuple[Any, ...]


def store(run: StatisticsRun, computed: Computed, former: Former) -> str:
    """All rows of ``run``; the digest covers tables, lines, numbers, weights and estimated values, not their ids."""
    said = hashlib.sha256()
    _units(run)
    for rows in (_strata(run, computed), _imputed(run, computed), _nodes(run, computed)):
        said.update(repr(rows).encode())
    _proofs(run, computed)
    sheets = sheets_of(computed, former)
    ids = _tables(run, sheets)
    said.update(repr([sheet.said for sheet in sheets]).encode())
    copied = _Copied(said)
    copied.write(StatCell, ("table_id", *CELL_COLUMNS), _cells(computed, former, sheets, ids))
    return said.hexdigest()


def _units(run: StatisticsRun) -> None:
    _Copied().write(
        RunUnit,
        ("run_id", "survey_return_id", "submission_id"),
        ((run.pk, unit, submission) for unit, submission in units_now(run.survey).items()),
    )


def _strata(run: StatisticsRun, computed: Computed) -> list[Row]:
    rows = [
        (one.kind, one.size, one.due, one.answered, one.weight.numerator, one.weight.denominator, str(one.level))
        for one in computed.strata
    ]
    columns = ("kind", "size_class", "due", "answered", "weight_due", "weight_answered", "level")
    _Copied().write(RunStratum, ("run_id", *columns), ((run.pk, *row) for row in rows))
    return rows


def _imputed(run: StatisticsRun, computed: Computed) -> list[Row]:
    rows = [
        (one.survey_return, one.cell, str(Decimal(one.value) / SCALE), str(one.method), one.basis)
        for one in computed.imputed
    ]
    columns = ("survey_return_id", "cell", "value", "method", "basis")
    _Copied().write(ImputedCell, ("run_id", *columns), ((run.pk, *row) for row in rows))
    return rows


def _nodes(run: StatisticsRun, computed: Computed) -> list[Row]:
    rows = [
        (node.key, str(node.dimension), node.label, place, *nodes.counts(computed.places, node))
        for place, node in enumerate(computed.grid.nodes)
    ]
    columns = ("key", "dimension", "label", "place", "due", "answered")
    _Copied().write(StatNode, ("run_id", *columns), ((run.pk, *row) for row in rows))
    return rows


def _proofs(run: StatisticsRun, computed: Computed) -> None:
    DisclosureProof.objects.bulk_create(
        DisclosureProof(
            run=run,
            family=proof.family[0].key,
            measures=[measure.key for measure in proof.family],
            cells=proof.cells,
            primary=proof.primary,
            secondary=max(int(proof.pattern.hidden.sum()) - proof.primary, 0) if proof.pattern.is_safe else 0,
            cost=proof.pattern.cost,
            rounds=proof.pattern.rounds,
            is_exact=proof.pattern.is_exact,
            is_safe=proof.pattern.is_safe,
            reason=proof.reason,
            lines=[asdict(line) for line in proof.lines],
        )
        for proof in computed.proofs
    )


def _tables(run: StatisticsRun, sheets: Sequence[Sheet]) -> dict[str, int]:
    made = StatTable.objects.bulk_create(StatTable(run=run, **sheet.columns) for sheet in sheets)
    return {table.code: table.pk for table in made}


def _cells(computed: Computed, former: Former, sheets: Sequence[Sheet], ids: Mapping[str, int]) -> Iterator[Row]:
    by_key: dict[str, Measure] = {measure.key: measure for measure in computed.grid.measures}
    for sheet in sheets:
        if sheet.rate is not None:
            rows: Iterable[Row] = rate_rows(computed, sheet.rate)
        elif sheet.figure is not None:
            rows = sheet.figure
        else:
            rows = (row for key in sheet.measures for row in cell_rows(computed, by_key[key], former))
        for row in rows:
            yield (ids[sheet.code], *row)


class _Copied:
    """Rows by COPY; what is written is told to ``said``, without the first column, which names a parent row."""

    def __init__(self, said: Any = None) -> None:
        self.said = said

    def write(self, model: type, columns: Sequence[str], rows: Iterable[Row]) -> None:
        buffer = io.StringIO()
        for row in rows:
            line = "\t".join(_text(value) for value in row) + "\n"
            buffer.write(line)
            if self.said is not None:
                self.said.update(line.split("\t", 1)[1].encode())
        buffer.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN", buffer)


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
