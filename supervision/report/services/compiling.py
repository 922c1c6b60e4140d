"""The job: freeze the figures, set words and figures together, print Word and PDF, all in one transaction.

Asked for again it prints again: with ``fresh`` out of a new snapshot, else out of the last one.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.demo.parts import is_demo_present
from ipservice.evidence.services import keep_bytes
from ipservice.foundation.canonical import digest
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import Progress
from supervision.report.evidence import CODE
from supervision.report.models import IndustryReport, PrintedFigure, ReportEdition, Snapshot
from supervision.report.rules import book, chapters, consistency
from supervision.report.rules.tables import Frozen
from supervision.report.services import annexes, freezing, papers, printing, revising, writing
from supervision.report.services.errors import NotPrinted, YearNotOver
from supervision.report.services.template import template
from supervision.report.services.tracing import exact_text

JOB_KIND = "report.compile"
STEPS = 6


@transaction.atomic
def ask(year: int, *, by: User, today: date, fresh: bool = False) -> Job:
    """Ask the worker for the report of ``year``; pressed again before anything has changed, it is the same job.

    Raises ``YearNotOver`` or ``ReportNotDraft``.
    """
    if today.year <= year:
        raise YearNotOver(field="year", year=year, next=year + 1)
    report, _ = IndustryReport.objects.get_or_create(year=year, defaults={"asked_by": by})
    report = writing.locked(report.pk, "重新排印")
    is_fresh = fresh or report.snapshot_id is None
    key = f"{year}:{report.lock_version}:{'fresh' if is_fresh else 'print'}"
    arguments = {"report": report.pk, "fresh": is_fresh, "dated": today.isoformat()}
    job = jobs.ask(JOB_KIND, key, arguments, by=by)
    return jobs.retry(job.pk, by=by) if job.state in (JobState.FAILED, JobState.CANCELLED) else job


def link_of(job: Job) -> str:
    return f"/admin/reports/{job.result.get('year', '')}/"


def run(job: Job, progress: Progress) -> dict[str, Any]:
    """Nothing is kept unless all of it is. Raises ``FigureRefused`` with the place in the template."""
    report = writing.locked(job.arguments["report"], "排印")
    dated = date.fromisoformat(job.arguments["dated"])
    progress(0, STEPS, "正在读取各项指标")
    tables = None
    if job.arguments["fresh"]:
        with freezing.one_state():
            tables = read_figures(report.year, today=dated)
    edition = compile_report(report, tables, by=job.asked_by, dated=dated, progress=progress)
    return {"year": report.year, "edition": edition.number, "figures": edition.figures.count()}


def read_figures(year: int, *, today: date) -> list[Frozen]:
    """Every figure that the template asks, as it stands. Raises ``FigureRefused`` with the place."""
    places = {query.key: place for place, query in reversed(list(chapters.queries_of(template(), year)))}
    return freezing.read_all(chapters.needed(template(), year), places, year=year, today=today)


@transaction.atomic
def compile_report(
    report: IndustryReport,
    tables: list[Frozen] | None,
    *,
    by: User | None,
    dated: date,
    progress: Progress | None = None,
) -> ReportEdition:
    """A further edition of the report, out of a new snapshot of ``tables``, or of the last one where there are none."""
    say = progress or (lambda done, total, note="": None)
    say(1, STEPS, "正在冻结指标并与上年报告核对")
    snapshot = _snapshot(report, tables, by=by)
    frozen = freezing.as_mapping(tables) if tables else freezing.load(snapshot)
    notes = revising.note(report, frozen)
    writing.begin(report, now=timezone.now())
    texts = writing.texts(report)
    say(2, STEPS, "正在写入文字、图和表")
    made = book.compose(template(), texts, book.Press(report.year, frozen))
    report.is_demo = report.is_demo or is_demo_present()
    number = ReportEdition.objects.filter(report=report).count() + 1
    content = _content(report, made, dated) | {"annexes": annexes.annexes(frozen, notes, snapshot)}
    edition = _print(report, number, snapshot, content, say)
    edition.dated, edition.words = dated, writing.words_digest(texts)
    checks = consistency.check("\n".join(book.words_of(content)), year=report.year)
    edition.checks = [_plain(check) for check in checks]
    edition.save(force_insert=True)
    _store_figures(edition, made)
    _keep(report, snapshot, edition, by=by)
    return edition


def _snapshot(report: IndustryReport, tables: list[Frozen] | None, *, by: User | None) -> Snapshot:
    if tables is not None:
        return freezing.store(report, tables, by=by, now=timezone.now())
    if report.snapshot is None:
        raise NotPrinted
    return report.snapshot


def _content(report: IndustryReport, made: book.Book, dated: date) -> dict[str, Any]:
    return {
        **made.content,
        **printing.cover(report.year, dated, is_demo=report.is_demo),
        "figures": {printed.code: str(printed.query) for printed in made.figures},
    }


def _print(
    report: IndustryReport, number: int, snapshot: Snapshot, content: dict[str, Any], say: Progress
) -> ReportEdition:
    """The unsaved edition with its files; the check code stands for the content without it."""
    dated = date.fromisoformat(content["dated"])
    paper = papers.issue(report, number, papers.ReportPaper(str(report), "", dated, report.is_demo, digest(content)))
    content["check"] = printing.check_of(paper)
    say(3, STEPS, "正在排印 PDF")
    pdf = keep_bytes(printing.pdf(content), f"{report}.pdf", purpose=CODE, by=None)
    say(4, STEPS, "正在排印 Word 文件")
    docx = keep_bytes(printing.docx(content), f"{report}.docx", purpose=CODE, by=None)
    say(5, STEPS, "正在保存")
    return ReportEdition(
        report=report,
        snapshot=snapshot,
        number=number,
        content=content,
        pdf=pdf,
        docx=docx,
        check_code=paper.check_code,
        printed_at=timezone.now(),
    )


def _store_figures(edition: ReportEdition, made: book.Book) -> None:
    PrintedFigure.objects.bulk_create(
        (
            PrintedFigure(
                edition=edition,
                code=printed.code,
                query=str(printed.query),
                place=printed.place[:200],
                text=printed.answer.text,
                exact=exact_text(printed.answer.exact),
                unit=printed.answer.unit,
                numerator=printed.answer.numerator,
                denominator=printed.answer.denominator,
            )
            for printed in made.figures
        ),
        batch_size=2_000,
    )


def _keep(report: IndustryReport, snapshot: Snapshot, edition: ReportEdition, *, by: User | None) -> None:
    report.snapshot, report.edition = snapshot, edition
    report.lock_version += 1
    report.save(update_fields=["snapshot", "edition", "lock_version", "is_demo"])
    record(
        "report.compile",
        f"排印{report}第{edition.number}稿，快照{snapshot.number}",
        subject=("industry_report", report.pk),
        by=by,
        after={"snapshot": snapshot.sha256, "pdf": edition.pdf.sha256, "docx": edition.docx.sha256},
    )


def _plain(check: consistency.Check) -> dict[str, str]:
    return {"kind": check.kind, "message": check.message, "verdict": check.verdict.value}
