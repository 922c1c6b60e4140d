"""An import on which a computed list rests is not undone, and the refusal names the list."""

import pytest

from agencies.filings.models import TotalSource, YearSource
from incentives.awards.models import AwardRound
from incentives.awards.services import figures, resting
from ipservice.intake.models import ImportRun
from ipservice.intake.services.runs import run_import
from ipservice.intake.services.undo import RunHasDependants, undo
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services import decisions
from tests.factories.agencies import make_agency
from tests.factories.awards import AFTER, OPENED, computed
from tests.factories.filings import make_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
HEAD = "代理机构代码,年度,申请量,结案量,授权量"


@pytest.fixture
def summary_run(year, official) -> ImportRun:
    """One more agency in the summary of the year, brought by an import."""
    agency = make_agency(name="戊所")
    content = f"{HEAD}\n{agency.agency_code},2023,1,1,0\n".encode()
    return run_import("yearly_summary", content, name="s.csv", by=official)


@pytest.fixture
def filing_run(year, official) -> ImportRun:
    agency = make_agency(name="己所")
    row = f"{make_number(2021)},2021-03-01,{agency.agency_code},授权,2023-05-06"
    content = f"申请号,申请日,代理机构代码,法律状态,结案日\n{row}\n".encode()
    return run_import("filings", content, name="f.csv", by=official)


def list_from(source: TotalSource, official) -> Decision:
    """The computed list of the year, as if from ``source``."""
    figures.open_checks(AwardRound.objects.get().pk, by=official, today=OPENED)
    figures.lapse(today=AFTER)
    decision = computed(official)
    if source != TotalSource.SUMMARY:
        changed = decision.inputs | {"source": decision.inputs["source"] | {"source": source}}
        Decision.objects.filter(pk=decision.pk).update(inputs=changed)
    return decision


def test_an_import_of_the_summary_is_not_undone_under_a_computed_list(summary_run, official):
    decision = list_from(TotalSource.SUMMARY, official)

    with pytest.raises(RunHasDependants, match=rf"{decision.title}（拟定中）"):
        undo(summary_run.pk, by=official, reason="传错了")

    summary_run.refresh_from_db()
    assert summary_run.state == "committed"


def test_filings_concluded_in_the_year_carry_it_though_filed_before(filing_run, official):
    decision = list_from(TotalSource.FILINGS, official)

    assert resting.on_filings(filing_run.pk) == [f"{decision.title}（拟定中）"]
    with pytest.raises(RunHasDependants):
        undo(filing_run.pk, by=official, reason="传错了")


def test_a_list_from_the_other_source_does_not_rest_on_it(filing_run, summary_run, official):
    list_from(TotalSource.SUMMARY, official)

    assert resting.on_filings(filing_run.pk) == []


def test_before_the_list_is_computed_the_import_may_be_undone(summary_run, official):
    assert YearSource.objects.get().source == TotalSource.SUMMARY

    assert undo(summary_run.pk, by=official, reason="传错了").state == "undone"


def test_a_list_taken_back_holds_nothing(summary_run, official, reviewer):
    decision = list_from(TotalSource.SUMMARY, official)
    decisions.submit(decision.pk, by=official, today=AFTER)
    decisions.approve(decision.pk, by=reviewer, today=AFTER)
    decisions.open_notice(decision.pk, by=official, today=AFTER)
    decisions.withdraw(decision.pk, by=official, today=AFTER, reason="重新核对")

    assert Decision.objects.get(pk=decision.pk).stage == Stage.WITHDRAWN
    assert resting.on_summary(summary_run.pk) == []
