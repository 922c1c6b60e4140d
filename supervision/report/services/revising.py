"""What this year's data say otherwise than last year's report printed: noted by the job, explained by an official."""

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.report.models import IndustryReport, RevisionNote
from supervision.report.rules import revisions
from supervision.report.rules.tables import Snapshot as FrozenTables
from supervision.report.services import freezing
from supervision.report.services.errors import ReasonTooShort
from supervision.report.services.writing import locked

LEAST_REASON = 6


def note(report: IndustryReport, now: FrozenTables) -> list[RevisionNote]:
    """One note a value that last year's published report printed otherwise; reasons already given are kept.

    A reason belongs to its old and new value: where either is another by now, it has to be given again.
    """
    former = IndustryReport.objects.published().filter(year=report.year - 1).select_related("edition__snapshot").first()
    found = revisions.revised(freezing.load(former.edition.snapshot), now) if former else []
    given = {(n.key, n.year, n.label, n.old, n.new): n for n in RevisionNote.objects.filter(report=report)}
    RevisionNote.objects.filter(report=report).delete()
    notes = []
    for one in found:
        known = given.get((one.key, one.year, one.label, one.old, one.new))
        notes.append(
            RevisionNote(
                report=report,
                key=one.key,
                year=one.year,
                title=one.title,
                label=one.label,
                old=one.old,
                new=one.new,
                reason=known.reason if known else "",
                explained_by_id=known.explained_by_id if known else None,
            )
        )
    return RevisionNote.objects.bulk_create(notes)


@transaction.atomic
def explain(note_id: int, reason: str, *, by: User) -> RevisionNote:
    """Say why a published value is another now. The report has to be printed again afterwards."""
    found = RevisionNote.objects.get(pk=note_id)
    report = locked(found.report_id, "填写修订原因")
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonTooShort(field="reason", least=LEAST_REASON)
    found.reason, found.explained_by = reason.strip()[:300], by
    found.save(update_fields=["reason", "explained_by"])
    IndustryReport.objects.filter(pk=report.pk).update(lock_version=report.lock_version + 1)
    record("report.explain", f"填写{found}的修订原因", subject=("industry_report", report.pk), by=by, reason=reason)
    return found
