"""One command takes the demonstration away and nothing else (X.30)."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from agencies.filings.models import Filing, YearlyTotal, YearSource
from agencies.filings.services import totals
from agencies.registry.models import Agency, AgencyMembership, PatentAttorney, StateChange
from ipservice.accounts.models import Role, User
from ipservice.audit.models import AuditEntry
from ipservice.demo import parts, removal
from ipservice.documents import codes, services
from ipservice.documents.models import IssuedPaper
from ipservice.privacy.services.erasing import histories_of
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney
from tests.factories.filings import make_filing


@dataclass(frozen=True)
class Paper:
    title: str
    number: str
    dated: dt.date
    is_demo: bool


pytestmark = pytest.mark.django_db


@pytest.fixture
def nation(reference, nation_order) -> None:
    parts.load(nation_order)


def rows_with_the_mark() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in removal.marked_tables():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE is_demo')
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}


def test_after_removal_no_row_carries_the_mark_and_what_rested_on_it_is_gone(nation, capsys):
    assert rows_with_the_mark().keys() >= {"agencies_agency", "accounts_user", "agencies_patentattorney"}

    call_command("demo_remove")

    assert "演示数据已全部移除。" in capsys.readouterr().out
    assert rows_with_the_mark() == {}
    assert [model.objects.count() for model in (Agency, User, PatentAttorney, Filing, YearlyTotal)] == [0] * 5
    assert [model.objects.count() for model in (YearSource, StateChange, AgencyMembership)] == [0] * 3
    assert not parts.is_demo_present()


def test_removal_leaves_real_rows_as_they_are(nation):
    agency = make_agency()
    attorney, filing = make_attorney(agency=agency), make_filing(agency)
    totals.refresh([agency.pk])

    removal.remove()

    assert list(Agency.objects.all()) == [agency]
    assert list(PatentAttorney.objects.all()) == [attorney]
    assert list(Filing.objects.all()) == [filing]
    assert YearlyTotal.objects.get().agency == agency


def test_a_real_row_that_rests_on_demonstration_is_named_and_nothing_is_removed(nation):
    attorney = make_attorney(agency=Agency.objects.first())

    with pytest.raises(CommandError, match=f"专利代理师 中有 1 条非演示记录引用了演示数据（例如编号 {attorney.pk}）"):
        call_command("demo_remove")

    assert Agency.objects.count() == 40


def test_the_audit_log_stays_and_says_that_the_demonstration_was_removed(nation):
    before = list(AuditEntry.objects.order_by("id").values_list("digest", flat=True))

    removal.remove()

    entries = list(AuditEntry.objects.order_by("id"))
    assert [entry.digest for entry in entries[:-1]] == before
    assert (entries[-1].verb, entries[-1].after["agencies_filing"]) == ("demo.remove", 3_000)


def test_what_refuses_deletion_refuses_it_again_after_the_removal(nation):
    removal.remove()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone()[0] == 0


def test_without_demonstration_there_is_nothing_to_remove(db):
    assert removal.remove() == {}
    assert AuditEntry.objects.count() == 0


def test_demonstration_is_not_loaded_over_demonstration(nation, nation_order):
    with pytest.raises(parts.DemoIsPresent):
        parts.load(nation_order)


def test_the_history_of_removed_rows_goes_and_that_of_real_rows_stays(nation):
    Agency.objects.filter(is_demo=True).update(website="https://demo.example.cn")
    person = User.objects.filter(is_demo=True).first()
    User.objects.filter(pk=person.pk).update(role=Role.REVIEWER)
    real = make_agency()
    (history,) = histories_of(Agency)
    kept = list(history.objects.filter(pgh_obj_id=real.pk).values_list("pgh_id", flat=True))
    assert kept

    removal.remove()

    assert list(history.objects.values_list("pgh_id", flat=True)) == kept
    assert rows_with_the_mark() == {}


def test_the_history_of_a_marked_row_that_was_deleted_before_goes_too(nation):
    person = make_user(is_demo=True)
    User.objects.filter(pk=person.pk).delete()
    assert rows_with_the_mark()["audit_trackeduserevent"]

    removal.remove()

    assert rows_with_the_mark() == {}


def test_a_printed_paper_of_the_demonstration_says_so_before_and_after_the_removal(nation, client):
    paper = services.issue("letter", ("nothing", "1"), Paper("演示通知", "演〔2026〕1号", dt.date(2026, 6, 1), True))
    real = services.issue("letter", ("nothing", "2"), Paper("真实通知", "渝〔2026〕1号", dt.date(2026, 6, 1), False))
    assert paper.check_code.startswith("DEM0")

    removal.remove()

    answer = client.get(f"/check/{paper.check_code[:4].replace('0', 'O')}-{paper.check_code[4:]}/")
    assert answer.status_code == 404
    assert "属于演示文书，演示数据已经移除" in answer.content.decode()
    assert list(IssuedPaper.objects.all()) == [real]


def test_no_code_of_a_real_paper_begins_like_one_of_the_demonstration(monkeypatch):
    drawn = iter("DEM0" + "7" * 12 + "8" * 16)
    monkeypatch.setattr(codes.secrets, "choice", lambda signs: next(drawn))

    assert codes.draw() == "8" * 16


def test_every_table_that_can_be_marked_is_known_to_the_removal():
    tables = {model._meta.db_table for model in apps.get_models() if hasattr(model, "is_demo")}

    assert tables == set(removal.marked_tables())
