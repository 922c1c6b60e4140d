"""Submit, approve, send back, publish, withdraw: lock, ask, move, record."""

from datetime import date

from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.notices.services import complete_task, notify
from ipservice.pagecache.versions import bump
from supervision.report.models import IndustryReport, SectionVersion
from supervision.report.rules.states import REPORT, ReportStage, ReportStep
from supervision.report.services import writing
from supervision.report.services.errors import (
    NotPrinted,
    ReasonTooShort,
    ReportStale,
    RevisionsUnexplained,
    SameHand,
)

LEAST_REASON = 6
REASONED = frozenset({ReportStep.SEND_BACK, ReportStep.WITHDRAW})


@transaction.atomic
def take(
    report_id: int, step: ReportStep, *, by: User, today: date, seen_version: int | None = None, reason: str = ""
) -> IndustryReport:
    """One step of the report's life. Raises ``IllegalStep``, ``ReportStale`` and what stands in the way of the step."""
    report = IndustryReport.objects.select_for_update(of=("self",)).select_related("edition").get(pk=report_id)
    if seen_version is not None and seen_version != report.lock_version:
        raise ReportStale(title=str(report), by="其他人")
    after = REPORT.after(ReportStage(report.stage), step)
    if step in REASONED and len(reason.strip()) < LEAST_REASON:
        raise ReasonTooShort(field="reason", least=LEAST_REASON)
    _GUARDS.get(step, _no_guard)(report, by, today)
    before, report.stage = report.stage, after
    report.lock_version += 1
    report.save()
    _tell(report, step)
    bump("figures")
    record(
        f"report.{step}",
        f"{step.label}{report}",
        subject=("industry_report", report.pk),
        by=by,
        reason=reason.strip(),
        before={"stage": before},
        after={"stage": after.value, "edition": report.edition.number if report.edition else None},
    )
    return report


def _no_guard(report: IndustryReport, by: User, today: date) -> None:
    """Nothing beyond the table of moves."""


def _submit(report: IndustryReport, by: User, today: date) -> None:
    edition = report.edition
    is_printed = edition is not None and edition.words == writing.words_digest(writing.texts(report))
    if not is_printed or edition.snapshot_id != report.snapshot_id:
        raise NotPrinted
    if waiting := report.revisions.filter(reason="").count():
        raise RevisionsUnexplained(count=waiting)
    if report.revisions.exists() and not _prints_reasons(report):
        raise NotPrinted
    report.submitted_by, report.approved_by = by, None


def _prints_reasons(report: IndustryReport) -> bool:
    """Whether the printed annex holds the reasons as they stand now."""
    printed = {row[-1] for row in report.edition.content["annexes"][-1]["rows"]}
    return set(report.revisions.values_list("reason", flat=True)) == printed


def _approve(report: IndustryReport, by: User, today: date) -> None:
    """Whoever asked for it, wrote in it or submitted it does not approve it."""
    has_written = SectionVersion.objects.filter(report=report, written_by=by).exists()
    if by.pk in (report.submitted_by_id, report.asked_by_id) or has_written:
        raise SameHand(title=str(report))
    report.approved_by = by


def _send_back(report: IndustryReport, by: User, today: date) -> None:
    report.submitted_by = report.approved_by = None


def _publish(report: IndustryReport, by: User, today: date) -> None:
    report.published_on = today


def _withdraw(report: IndustryReport, by: User, today: date) -> None:
    report.submitted_by = report.approved_by = report.published_on = None


def _tell(report: IndustryReport, step: ReportStep) -> None:
    """A submitted report is a task of those who may approve it; any other step ends that task."""
    event = f"report:{report.year}:approve:"
    if step != ReportStep.SUBMIT:
        complete_task(event)
        return
    reviewers = User.objects.active().filter(role=Role.REVIEWER).exclude(pk=report.submitted_by_id)
    notify(
        reviewers,
        event=f"{event}{report.lock_version}",
        title=f"{report}待审核",
        body="请打开排印稿核对文字、数据和一致性核对结果后审核。",
        link=f"/admin/reports/{report.year}/",
        is_task=True,
    )


_GUARDS = {
    ReportStep.SUBMIT: _submit,
    ReportStep.APPROVE: _approve,
    ReportStep.SEND_BACK: _send_back,
    ReportStep.PUBLISH: _publish,
    ReportStep.WITHDRAW: _withdraw,
}
