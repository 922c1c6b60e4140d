"""The words of a report: versions by section, compared side by side; the slots in them stay as they are."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.canonical import digest
from supervision.report.models import IndustryReport, SectionVersion
from supervision.report.rules import slots
from supervision.report.rules.chapters import require_clean
from supervision.report.rules.states import ReportStage
from supervision.report.services.errors import ReportNotDraft, ReportStale
from supervision.report.services.template import sections


@dataclass(frozen=True, slots=True)
class Line:
    """One line of two versions side by side; ``mark`` is same, changed, only in the old, only in the new."""

    mark: str
    old: str
    new: str


def versions(report: IndustryReport) -> QuerySet[SectionVersion]:
    """The version of each section that counts. One statement."""
    return (
        SectionVersion.objects.filter(report=report)
        .order_by("section", "-number")
        .distinct("section")
        .select_related("written_by")
    )


def texts(report: IndustryReport) -> dict[str, str]:
    return {version.section: version.text for version in versions(report)}


def words_digest(written: dict[str, str]) -> str:
    return digest(dict(sorted(written.items())))


def begin(report: IndustryReport, *, now: datetime) -> None:
    """Version 1 of every section that has none yet: the words of the template."""
    has = set(SectionVersion.objects.filter(report=report).values_list("section", flat=True))
    SectionVersion.objects.bulk_create(
        SectionVersion(report=report, section=code, number=1, text=section.text, written_at=now, reason="模板文字")
        for code, (_, section) in sections().items()
        if code not in has
    )


def locked(report_id: int, act: str) -> IndustryReport:
    """The report, locked, if it may be worked on. Raises ``ReportNotDraft``."""
    report = IndustryReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.stage != ReportStage.DRAFT:
        raise ReportNotDraft(title=str(report), stage=report.get_stage_display(), act=act)
    return report


@transaction.atomic
def save(version_id: int, text: str, *, by: User, now: datetime, reason: str = "") -> SectionVersion:
    """A further version after the one with ``version_id``, which the writer had before them.

    Raises ``SlotsTouched``, ``BracesAstray``, ``LiteralNumber``, or ``ReportStale`` where another has written since.
    """
    seen = SectionVersion.objects.select_related("report").get(pk=version_id)
    report = locked(seen.report_id, "修改文字")
    newest = versions(report).get(section=seen.section)
    title = sections()[seen.section][1].title
    if newest.pk != seen.pk:
        raise ReportStale(field="text", title=title, by=newest.written_by or "系统")
    wanted = "\n".join(slots.paragraphs(text))
    slots.require_same_slots(seen.text, wanted)
    require_clean(wanted, place=title)
    if wanted == seen.text:
        return seen
    version = SectionVersion.objects.create(
        report=report,
        section=seen.section,
        number=seen.number + 1,
        text=wanted,
        reason=reason.strip()[:200],
        written_by=by,
        written_at=now,
    )
    IndustryReport.objects.filter(pk=report.pk).update(lock_version=report.lock_version + 1)
    record("report.write", f"修改{report}“{title}”的文字", subject=("industry_report", report.pk), by=by, reason=reason)
    return version


def compare(old: SectionVersion, new: SectionVersion) -> list[Line]:
    """Both versions line by line, side by side."""
    before, after = slots.paragraphs(old.text), slots.paragraphs(new.text)
    lines: list[Line] = []
    for mark, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        left, right = before[old_from:old_to], after[new_from:new_to]
        for place in range(max(len(left), len(right))):
            pair = (left[place] if place < len(left) else "", right[place] if place < len(right) else "")
            lines.append(Line(mark, *pair))
    return lines
