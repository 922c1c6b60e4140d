"""The report of a damaged file names exactly the rows that were damaged, each with its fault."""

import pytest

from agencies.registry.models import Agency
from benchmarks import _filings
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.intake.services import runs
from ipservice.reference.models import District
from tests.factories.accounts import make_district

ROWS = 20_000


@pytest.fixture
def thousands_of_agencies(db, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    district: District = make_district()
    Agency.objects.bulk_create(
        Agency(name=f"测算{code}", agency_code=code, district=district) for code in _filings.agency_codes()
    )


def test_one_row_in_a_hundred_is_damaged_and_all_of_these_and_no_other_are_reported(thousands_of_agencies, tmp_path):
    made = _filings.filings(ROWS, seed=7, damaged=0.01)
    path = tmp_path / "damaged.csv"
    _filings.write_csv(made.frame, path)

    run = runs.run_import("filings", path, name="damaged.csv", by=None, options={"accept_asks": False})

    found = run.issues.filter(severity__in=[Severity.ASK, Severity.REJECTED]).values_list("row", "code")
    assert (run.state, set(found)) == (RunState.COMMITTED, set(made.faults))
    assert run.rows_new == ROWS - len(made.faults)


def test_undamaged_rows_are_not_spoken_of(thousands_of_agencies, tmp_path):
    path = tmp_path / "sound.csv"
    _filings.write_csv(_filings.filings(ROWS, seed=8).frame, path)

    run = runs.run_import("filings", path, name="sound.csv", by=None)

    assert (run.rows_new, run.rows_refused, run.issues.count()) == (ROWS, 0, 0)
    assert ImportRun.objects.count() == 1
