"""One source counts for a year, by the choice of an official that stays on record."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.filings.models import TotalSource, YearSource
from agencies.filings.services import sources
from ipservice.audit.models import AuditEntry
from tests.factories.agencies import make_agency
from tests.factories.filings import make_total

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(timezone.datetime(2026, 6, 1, 9))


@pytest.fixture
def two_sources():
    agency = make_agency()
    make_total(agency, source=TotalSource.FILINGS, filed=10, concluded=5, granted=3)
    make_total(agency, source=TotalSource.SUMMARY, filed=12, concluded=6, granted=3)


def test_nothing_counts_until_an_official_has_chosen(two_sources):
    assert sources.in_force(2023) is None
    with pytest.raises(sources.SourceNotChosen) as refused:
        sources.require_in_force(2023)
    assert refused.value.message.startswith("2023 年度的数据来源还没有选定")


def test_a_second_choice_takes_the_place_of_the_first_and_both_stay_on_record(two_sources, official):
    sources.choose(2023, TotalSource.FILINGS, reason="逐件数据已核对", by=official, now=NOW)
    sources.choose(2023, TotalSource.SUMMARY, reason="以国家局汇总为准", by=official, now=NOW)

    assert sources.require_in_force(2023).source == TotalSource.SUMMARY
    assert list(YearSource.objects.values_list("source", "superseded_at", "chosen_by")) == [
        (TotalSource.SUMMARY, None, official.pk),
        (TotalSource.FILINGS, NOW, official.pk),
    ]
    last = AuditEntry.objects.filter(verb="filings.choose_source").latest("id")
    assert (last.sentence, last.reason, last.before, last.after) == (
        "选定 2023 年度数据来源为“国家局年度汇总表”",
        "以国家局汇总为准",
        {"source": "filings"},
        {"source": "summary"},
    )


def test_a_source_without_figures_cannot_be_chosen(official):
    make_total(make_agency(), source=TotalSource.SUMMARY, filed=1)

    with pytest.raises(sources.SourceIsEmpty) as refused:
        sources.choose(2023, TotalSource.FILINGS, reason="理由", by=official, now=NOW)

    assert refused.value.message == "2023 年度没有来自“逐件数据汇总”的数据，不能选用；请先导入，或选用另一来源。"
    assert YearSource.objects.count() == 0


def test_a_choice_without_a_reason_is_refused(two_sources, official):
    with pytest.raises(sources.ReasonMissing):
        sources.choose(2023, TotalSource.FILINGS, reason="  ", by=official, now=NOW)


def test_choosing_what_is_in_force_already_is_refused(two_sources, official):
    sources.choose(2023, TotalSource.FILINGS, reason="理由", by=official, now=NOW)

    with pytest.raises(sources.SourceUnchanged):
        sources.choose(2023, TotalSource.FILINGS, reason="再选一次", by=official, now=NOW)

    assert YearSource.objects.count() == 1


def test_the_database_keeps_a_single_source_in_force_a_year(two_sources, official):
    sources.choose(2023, TotalSource.FILINGS, reason="理由", by=official, now=NOW)

    with pytest.raises(IntegrityError, match="one_source_in_force_per_year"), transaction.atomic():
        YearSource.objects.create(year=2023, source=TotalSource.SUMMARY, reason="绕过", chosen_by=official)
