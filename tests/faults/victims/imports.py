"""A file of filings, imported: a first one where there was none, so that old and new cannot be mistaken."""

import datetime as dt
from functools import cache
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db.models import Count

from agencies.demo.files import agency_rows
from agencies.filings.models import Filing, YearlyTotal
from agencies.registry.models import Agency
from ipservice.audit.models import AuditEntry
from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services import runs
from ipservice.pagecache.versions import current
from ipservice.reference.models import District
from tests.faults.kills import register
from tests.faults.work import Work, by_process
from tests.ipservice.intake.test_filings_import import line, table

ROWS = 3_000
TODAY = dt.date(2026, 6, 1)


def _prepare(_: Path) -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    district = District.objects.get(code="500103")
    Agency.objects.bulk_create(
        Agency(
            name=row["机构名称"],
            agency_code=row["机构代码"],
            credit_code=row["统一社会信用代码"],
            district=district,
        )
        for row in agency_rows()
    )


@cache
def _file() -> bytes:
    return table(*(line(serial) for serial in range(ROWS)))


def _import() -> None:
    runs.run_import("filings", _file(), name="明细.csv", by=None, options={"today": TODAY})


def _content() -> list[object]:
    """Rows, the totals over them, their runs, the end of the kept pages, the entries in the log: all or none."""
    rows = Filing.objects.values("concluded_on", "outcome").annotate(n=Count("pk"))
    of_runs = ImportRun.objects.filter(pk__in=Filing.objects.values("source_run_id")).values_list("state", flat=True)
    totals = YearlyTotal.objects.order_by("agency", "year").values_list("agency", "year", "filed", "granted")
    committed = ImportRun.objects.filter(state=RunState.COMMITTED).count()
    logged = AuditEntry.objects.filter(verb="intake.commit").count()
    is_shown = current(("figures",)) != "0"
    return [list(rows), list(totals), list(of_runs), is_shown, committed, logged]


# A change counts from its commit on; only then the number of the data rises.
STEPS_BESIDE = ("intake_", "evidence_", "audit_", "pagecache_")
register(by_process("imports", Work(prepare=_prepare, content=_content, passing=STEPS_BESIDE), act=_import))
