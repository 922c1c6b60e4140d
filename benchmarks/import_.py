"""An import of 1,000,000 filings with every check and the row-level report, against a bare COPY of the same rows.

Measured twice: into years that hold no rows yet, which is the headline and what its floor has always been, and into
years that hold 300,000 already, where both have to fill the indexes row by row.

The floor copies the same rows, in the same order and already typed, into the same partitioned table with the same
keys and indexes, without its foreign key. Ours is the whole way from the file of a person to committed rows:
evidence kept, read in a bounded child, every check, staging, load, journal, audit, yearly totals. One row in a
hundred is damaged in the file of the report; there the set of (line, fault) has to be the generator's.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from agencies.registry.models import Agency
from benchmarks import _filings, harness
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.intake.services import runs
from ipservice.reference.models import District

ROWS = 1_000_000
MORE_ROWS = 3_000_000
KNOWN_ROWS = 300_000
WORKBOOK_ROWS = 100_000
DAMAGED = 0.01
TODAY = date(2026, 6, 1)
GOAL = harness.Goal(">=", 1.0)
FILLED = harness.Goal(">=", 0.5)
AGAIN = harness.Goal("<=", 0)
MEMORY = harness.Goal("<=", 700)
GROWTH = harness.Goal("<=", 1.2)
WORKBOOK = harness.Goal("<=", 0.35)


def run() -> list[harness.Result]:
    call_command("load_reference", verbosity=0)
    ids = _agencies()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings.MEDIA_ROOT = f"{folder}/media"
        place = Path(folder)
        memory = _memory(place)
        return [_report(place), *memory, _workbook(place, ids), _again(place), *_copy(place, ids)]


def _agencies() -> dict[str, int]:
    district = District.objects.get(code="500103")
    Agency.objects.bulk_create(
        Agency(name=f"重庆测算{code}号知识产权代理有限公司", agency_code=code, district=district)
        for code in _filings.agency_codes()
    )
    return dict(Agency.objects.values_list("agency_code", "id"))


def _copy(place: Path, ids: dict[str, int]) -> list[harness.Result]:
    """Rows per second of both, in turn: into filled years, then into new ones."""
    known = place / "known.csv"
    known_columns = _filings.write_typed(_filings.filings(KNOWN_ROWS, seed=5, first=ROWS).frame, known, ids)
    frame = _filings.filings(ROWS, seed=1).frame
    given, typed = place / "filings.csv", place / "typed.csv"
    _filings.write_csv(frame, given)
    columns = _filings.write_typed(frame, typed, ids)
    del frame

    def filled() -> None:
        _empty()
        _copy_typed(known, known_columns)
        _settle()

    def measured(prepare: Callable[[], None], name: str, goal: harness.Goal) -> harness.Result:
        def floor() -> float:
            prepare()
            keys = _without_foreign_keys()
            taken = harness.seconds(lambda: _copy_typed(typed, columns))
            _with_foreign_keys(keys)
            return ROWS / taken

        def ours() -> float:
            prepare()
            return ROWS / harness.seconds(lambda: _import(given))

        return harness.pairs(floor, ours).result(name, goal)

    return [measured(filled, "import_filled_years", FILLED), measured(_empty, "import", GOAL)]


def _copy_typed(path: Path, columns: list[str]) -> None:
    with connection.cursor() as cursor, path.open("rb") as rows:
        cursor.cursor.copy_expert(f"COPY agencies_filing ({', '.join(columns)}) FROM STDIN (FORMAT csv)", rows)


def _import(path: Path) -> ImportRun:
    done = runs.run_import("filings", path, name=path.name, by=None, options={"today": TODAY})
    if done.state != RunState.COMMITTED:
        raise SystemExit(f"not committed: {done.refusal}")
    return done


def _again(place: Path) -> harness.Result:
    """The same file a second time: rows written, by the versions of the rows (xmin)."""
    given = place / "filings_again.csv"
    _filings.write_csv(_filings.filings(ROWS, seed=1).frame, given)
    _empty()
    first = harness.seconds(lambda: _import(given))
    before = _versions()
    second = harness.seconds(lambda: _import(given))
    written = sum(count for version, count in _versions().items() if version not in before)
    harness.say(f"again: {second:.2f} s after {first:.2f} s, ratio {second / first:.2f}, {written} rows written")
    return harness.Result("import_again_rows_written", written, AGAIN, written, ROWS)


def _versions() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, count(*) FROM agencies_filing GROUP BY 1")
        return dict(cursor.fetchall())


def _report(place: Path) -> harness.Result:
    """Issues that are missing or too many in a file with known damage."""
    made = _filings.filings(ROWS, seed=2, damaged=DAMAGED)
    given = place / "damaged.csv"
    _filings.write_csv(made.frame, given)
    _empty()
    taken = harness.seconds(lambda: _import(given))
    found = set(
        ImportRun.objects.latest("pk")
        .issues.filter(severity__in=[Severity.ASK, Severity.REJECTED])
        .values_list("row", "code")
    )
    wrong = len(found ^ made.faults)
    harness.say(f"report: {len(made.faults)} faults known, {len(found)} found, {taken:.2f} s")
    return harness.Result("import_faults_missed_or_invented", wrong, AGAIN, len(found), len(made.faults))


def _workbook(place: Path, ids: dict[str, int]) -> harness.Result:
    """Seconds from upload to commit against the seconds in which openpyxl merely reads the workbook."""
    given = place / "filings.xlsx"
    frame = _filings.filings(WORKBOOK_ROWS, seed=3).frame
    with xlsxwriter.Workbook(given, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("明细")
        for row, cells in enumerate([tuple(frame.columns), *frame.iter_rows()]):
            for column, text in enumerate(cells):
                if text is not None:
                    sheet.write_string(row, column, text)

    def floor() -> float:
        return harness.seconds(lambda: _read_through(given))

    def ours() -> float:
        _empty()
        return harness.seconds(lambda: _import(given))

    return harness.pairs(floor, ours).result("import_workbook", WORKBOOK)


def _read_through(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True))


def _memory(place: Path) -> list[harness.Result]:
    """Peak of importing process and reading child together, each import in a process of its own."""
    peaks = {}
    for rows in (ROWS, MORE_ROWS):
        given = place / f"filings_{rows}.csv"
        _filings.write_csv(_filings.filings(rows, seed=4).frame, given)
        _empty()
        peaks[rows] = _peak_of(given)
        given.unlink()
        harness.say(f"memory: {rows:,} rows peak {peaks[rows]:.0f} MB")
    return [
        harness.Result("import_memory_mb", peaks[ROWS], MEMORY, peaks[ROWS], 700),
        harness.Result("import_memory_growth", peaks[MORE_ROWS] / peaks[ROWS], GROWTH, peaks[MORE_ROWS], peaks[ROWS]),
    ]


def _peak_of(path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks._import_alone", str(path), settings.MEDIA_ROOT]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def _empty() -> None:
    """No filings, nothing left to be written to disk by the server."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE agencies_filing, agencies_yearlytotal, intake_importchange, intake_importissue")
    _settle()


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    time.sleep(1)


def _without_foreign_keys() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'agencies_filing'::regclass AND contype = 'f'"
        )
        keys = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE agencies_filing DROP CONSTRAINT "{name}"')
    return keys


def _with_foreign_keys(keys: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE agencies_filing ADD CONSTRAINT "{name}" {definition}')


BENCHMARK = harness.Benchmark("import", run)
