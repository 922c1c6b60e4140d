"""Survey answers serve statistics only: everything else of the office works under a role that cannot read them."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from incentives.awards.models import AwardLine
from ipservice.figures.registry import figures
from ipservice.figures.shapes import problems
from supervision import database_role
from tests.factories.agencies import make_member
from tests.factories.awards import AFTER, computed, make_checked_year

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER_TABLES = {
    "supervision_answer",
    "supervision_submission",
    "supervision_surveyreturn",
    "supervision_cellquestion",
    "supervision_outlierflag",
    "supervision_paperform",
    "supervision_workbookupload",
}


@pytest.fixture
def role() -> Iterator[str]:
    """The role as operations make it, in this test's database; it goes with the test."""
    name = f"blind_{connection.settings_dict['NAME']}"
    call_command("survey_role", "--apply", "--role", name, stdout=StringIO())
    yield name
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f'DROP OWNED BY "{name}"')
        cursor.execute(f'DROP ROLE "{name}"')


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"')


def who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_every_table_of_answers_is_kept_apart_and_nothing_of_other_slices():
    apart = database_role.tables_kept_apart()

    assert apart >= ANSWER_TABLES
    assert {table for table in apart if not table.startswith("supervision_")} == set()


@pytest.mark.parametrize("table", sorted(ANSWER_TABLES))
def test_reading_an_answer_is_refused_by_the_database(role, table):
    become(role)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {table}")


def test_no_answer_is_written_or_removed_either(role):
    become(role)

    for statement in ("UPDATE supervision_answer SET text = ''", "DELETE FROM supervision_answer"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_award_of_a_year_is_computed_without_any_right_on_answers(role, official):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    make_checked_year(official)
    become(role)

    decision = computed(official, today=AFTER)

    assert AwardLine.objects.filter(decision=decision, rank__isnull=False).count() == 2
    assert who() == role


def test_public_pages_of_agencies_their_exports_and_the_portal_need_no_answer(role, client, client_for, official):
    checked = make_checked_year(official)
    agency = checked.agencies["甲所"]
    member, desk = client_for(make_member(agency, is_admin=True)), client_for(official)
    become(role)

    pages = [client.get(path) for path in ("/agencies/", f"/agencies/{agency.public_code}/", "/data/", "/awards/")]
    pages += [member.get(path) for path in (f"/portal/agency/{agency.public_code}/", "/portal/awards/")]
    pages += [desk.get("/admin/agencies/agency/"), client.get("/api/v1/agencies/")]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert who() == role


def test_figures_of_the_other_slices_are_read_without_any_right_on_answers(role):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    others = [figure for figure in figures() if not figure.read.__module__.startswith("supervision.")]
    become(role)

    wrong = {figure.key: problems(figure, figure.read(timezone.localdate())) for figure in others}

    assert len(others) > 5
    assert {key: found for key, found in wrong.items() if found} == {}
    assert who() == role


def test_the_statements_can_be_read_before_they_are_run():
    out = StringIO()

    call_command("survey_role", stdout=out)

    granted = {line.split('"')[1] for line in out.getvalue().splitlines() if line.startswith("GRANT SELECT")}
    assert "agencies_agency" in granted
    assert granted & database_role.tables_kept_apart() == set()
