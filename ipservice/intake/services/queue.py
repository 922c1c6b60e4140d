"""Reading and loading as background work: asked for by the pages, run by the worker, found again by its page."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services import runs
from ipservice.intake.services.answers import require_answers
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import JobKind, Progress

PREPARE, COMMIT = "intake.prepare", "intake.commit"
TIME_LIMIT_SECONDS = 1800


@transaction.atomic
def ask_to_prepare(run_id: int, *, by: User | None) -> Job:
    """Have the file read (again)."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    job = jobs.ask(PREPARE, f"{run.pk}:{run.readings + 1}", {"run": run.pk}, by=by)
    return _on(run, job, by)


@transaction.atomic
def ask_to_commit(run_id: int, *, by: User | None) -> Job:
    """Have the preview loaded; pressed twice it is one job. Raises ``AsksOpen`` or ``RunNotOpen``."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.PREVIEW:
        raise runs.RunNotOpen(number=run.pk, state=run.get_state_display(), act="确认写入")
    require_answers(run)
    by_id = by.pk if by else None
    job = jobs.ask(COMMIT, f"{run.pk}:{run.readings}", {"run": run.pk, "by": by_id}, by=by)
    return _on(run, job, by)


def prepare_job(job: Job, progress: Progress) -> dict[str, Any]:
    """The body of a job of kind ``intake.prepare``."""
    run = runs.prepare(job.arguments["run"], today=timezone.localdate(), progress=progress)
    return {"run": run.pk, "state": run.state}


def commit_job(job: Job, progress: Progress) -> dict[str, Any]:
    """The body of a job of kind ``intake.commit``."""
    run = ImportRun.objects.get(pk=job.arguments["run"])
    if run.state == RunState.COMMITTED:
        return {"run": run.pk, "outcome": runs.outcome(run)}
    progress(0, run.rows_data, "正在写入")
    run = runs.commit(run.pk, by=User.objects.filter(pk=job.arguments["by"]).first())
    return {"run": run.pk, "outcome": runs.outcome(run)}


def link_of(job: Job) -> str:
    return f"/admin/intake/runs/{job.arguments['run']}/"


KINDS = (
    JobKind(PREPARE, "核对导入文件", prepare_job, TIME_LIMIT_SECONDS, link_of),
    JobKind(COMMIT, "写入导入数据", commit_job, TIME_LIMIT_SECONDS, link_of),
)


def _on(run: ImportRun, job: Job, by: User | None) -> Job:
    if job.state == JobState.FAILED:
        job = jobs.retry(job.pk, by=by)
    run.job = job
    run.save(update_fields=["job"])
    return job
