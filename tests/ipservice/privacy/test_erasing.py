"""After the term no personal field remains; yearly figures are unchanged."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from agencies.filings.models import YearlyTotal
from agencies.registry.models import Agency, AgencyState, AttorneyPractice, AttorneyState, PatentAttorney
from ipservice.accounts.models import LoginFailure, User
from ipservice.audit.models import AuditEntry
from ipservice.privacy.models import RetentionTerm
from ipservice.privacy.services.erasing import erase_due, histories_of
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
THREE_YEARS = dt.timedelta(days=3 * 365)
PHONE = "13987654321"

pytestmark = pytest.mark.django_db


def ended_agency(*, since: dt.date) -> Agency:
    agency = make_agency(contact_name="赵小明", contact_phone=PHONE, email="zhao@example.cn", address="渝中区演示路1号")
    Agency.objects.filter(pk=agency.pk).update(state=AgencyState.DISSOLVED, state_since=since)
    agency.refresh_from_db()
    return agency


def everything_stored() -> str:
    """Every row of every table as text: what a dump would show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_after_the_term_no_personal_field_remains_and_yearly_figures_are_unchanged():
    agency = ended_agency(since=(NOW - THREE_YEARS).date() - dt.timedelta(days=1))
    YearlyTotal.objects.create(agency=agency, year=2020, kind="1", route="o", filed=12, concluded=10, granted=7)
    figures = list(YearlyTotal.objects.values())
    assert PHONE in everything_stored()

    assert erase_due(now=NOW) == {"agencies.Agency": 1}

    stored = everything_stored()
    assert [text for text in (PHONE, "赵小明", "zhao@example.cn") if text in stored] == []
    assert list(YearlyTotal.objects.values()) == figures
    assert Agency.objects.get(pk=agency.pk).name == agency.name


def test_erasing_twice_finds_nothing_the_second_time():
    ended_agency(since=dt.date(2020, 1, 1))

    assert erase_due(now=NOW) == {"agencies.Agency": 1}
    assert erase_due(now=NOW) == {}


@pytest.mark.parametrize(("days", "erased"), [(1095, 0), (1096, 1)], ids=["the last day of the term", "the day after"])
def test_the_last_day_of_the_term_is_still_within_it(days, erased):
    ended_agency(since=NOW.date() - dt.timedelta(days=days))

    assert erase_due(now=NOW).get("agencies.Agency", 0) == erased


def test_an_agency_that_still_works_keeps_its_contact():
    agency = make_agency(contact_name="赵小明", contact_phone=PHONE)

    assert erase_due(now=NOW + 100 * THREE_YEARS).get("agencies.Agency", 0) == 0
    assert Agency.objects.get(pk=agency.pk).contact_phone == PHONE


def test_the_history_loses_it_too_and_stays_closed_to_everything_else():
    agency = ended_agency(since=dt.date(2020, 1, 1))
    (history,) = histories_of(Agency)
    assert history.objects.filter(pgh_obj=agency, contact_phone=PHONE).exists()

    erase_due(now=NOW)

    assert set(history.objects.filter(pgh_obj=agency).values_list("contact_phone", flat=True)) == {""}
    with pytest.raises(Exception, match="append_only"):  # noqa: B017, PT011
        history.objects.filter(pgh_obj=agency).update(contact_phone="x")


def test_a_term_that_the_office_has_set_comes_before_the_proposed_one():
    ended_agency(since=NOW.date() - dt.timedelta(days=400))
    assert erase_due(now=NOW) == {}

    RetentionTerm.objects.create(label="agencies.Agency", days=365, basis="局发文", status="confirmed")

    assert erase_due(now=NOW) == {"agencies.Agency": 1}


def test_an_attorney_who_left_ten_years_ago_becomes_a_number():
    attorney = make_attorney(state=AttorneyState.LEFT)
    AttorneyPractice.objects.create(
        attorney=attorney, agency=make_agency(), since=dt.date(2005, 1, 1), until=dt.date(2010, 1, 1)
    )

    erase_due(now=NOW)

    left = PatentAttorney.objects.get(pk=attorney.pk)
    assert (left.name, left.phone, left.certificate_number[0]) == ("已清除", "", "X")


def test_a_shut_account_loses_its_person_and_keeps_its_deeds():
    person = make_user(display_name="钱多多", phone=PHONE, is_staff=False)
    User.objects.filter(pk=person.pk).update(is_active=False, last_login=NOW - THREE_YEARS - dt.timedelta(days=1))
    AuditEntry.objects.create(
        actor=person, actor_label="经办", verb="x", sentence="x", subject_type="x", subject_key="1",
        previous_digest="", digest="",
    )  # fmt: skip

    erase_due(now=NOW)

    gone = User.objects.get(pk=person.pk)
    assert (gone.username, gone.display_name, gone.phone) == (f"erased-{person.pk}", "已注销用户", "")
    assert AuditEntry.objects.filter(actor=person).exists()


def test_old_login_failures_go_as_whole_rows():
    for days in (179, 181):
        LoginFailure.objects.create(username="x", address="10.0.0.1", at=NOW - dt.timedelta(days=days))

    assert erase_due(now=NOW) == {"accounts.LoginFailure": 1}
    assert LoginFailure.objects.count() == 1


def test_what_was_erased_is_on_record_without_naming_anybody():
    ended_agency(since=dt.date(2020, 1, 1))

    erase_due(now=NOW)

    entry = AuditEntry.objects.get(verb="privacy.erase")
    assert (entry.sentence, entry.after) == ("保存期限届满，清除服务机构的个人信息 1 条", {"rows": 1, "days": 1095})


def test_the_dry_run_counts_and_changes_nothing():
    agency = ended_agency(since=dt.date(2020, 1, 1))
    told = StringIO()

    call_command("erase_due", "--dry-run", stdout=told)

    assert told.getvalue().strip() == "agencies.Agency：1 条"
    assert Agency.objects.get(pk=agency.pk).contact_phone == PHONE
