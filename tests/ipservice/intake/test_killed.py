"""An import that is killed leaves the old state or the new one, never a part of either."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from agencies.filings.models import Filing
from ipservice.intake.models import ImportRun, RunState
from tests.ipservice.intake.test_filings_import import imported, line, table

KILLS = int(os.environ.get("INTAKE_KILLS", "6"))
ROWS = 3_000
AGAIN_AND_AGAIN = """
import sys
import django
django.setup()
from datetime import date
from pathlib import Path
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[3]
from ipservice.intake.services import runs
print("ready", flush=True)
while True:
    for path in sys.argv[1:3]:
        runs.run_import("filings", Path(path), name="x.csv", by=None, options={"today": date(2026, 6, 1)})
"""


def variant(day: str) -> bytes:
    return table(*(line(serial, concluded_on=day) for serial in range(ROWS)))


def address() -> str:
    at = connection.settings_dict
    return f"postgres:///{at['NAME']}?host={at['HOST']}&user={at['USER']}&port={at['PORT'] or 5432}"


def start(folder: Path, *paths: Path) -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": address(), "PYTHONPATH": str(settings.BASE_DIR)}
    environment["DJANGO_SETTINGS_MODULE"] = "ipservice.settings"
    command = [sys.executable, "-W", "ignore", "-c", AGAIN_AND_AGAIN, *map(str, paths), str(folder)]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=settings.BASE_DIR)
    assert child.stdout.readline() == b"ready\n"
    return child


def wait_until_the_server_has_noticed() -> None:
    """The backend of the killed process rolls back on its own."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_moment_leaves_whole_imports_only(register, tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(variant("2025-02-01"))
    second.write_bytes(variant("2025-03-01"))
    imported(first.read_bytes())
    chance = random.Random(20260601)
    seen = set()

    for _ in range(KILLS):
        child = start(tmp_path, first, second)
        time.sleep(chance.uniform(0.05, 3.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        wait_until_the_server_has_noticed()

        days = set(Filing.objects.values_list("concluded_on", flat=True).distinct())
        runs_of_rows = set(Filing.objects.values_list("source_run_id", flat=True).distinct())
        states = set(ImportRun.objects.filter(pk__in=runs_of_rows).values_list("state", flat=True))
        assert (len(days), len(runs_of_rows), states) == (1, 1, {RunState.COMMITTED})
        assert Filing.objects.count() == ROWS
        seen |= days

    assert seen
    connections.close_all()
