"""From computed to published: submitted by one person, published by another, the earlier version kept beside."""

from datetime import datetime

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump
from ipservice.procedure.errors import SamePerson
from supervision.statistics.models import StatisticsRun
from supervision.statistics.rules.states import RUN, RunState, RunStep
from supervision.statistics.services.computing import latest_shown
from supervision.survey.services import posts

DATA = "statistics"


class NewerIsShown(DomainError):
    code = "newer_statistics_shown"
    template = "“{run}”计算之后已公布第 {version} 版，两版之间的保密核对须重新进行；请重新计算后再公布。"


@transaction.atomic
def submit(run_id: int, *, by: User, now: datetime) -> StatisticsRun:
    """Hand a version to a second person."""
    run = _ready(run_id, RunStep.SUBMIT, by)
    run.submitted_by, run.submitted_at = by, now
    return _take(run, RunStep.SUBMIT, by=by)


@transaction.atomic
def send_back(run_id: int, *, by: User, reason: str) -> StatisticsRun:
    run = _ready(run_id, RunStep.SEND_BACK, by)
    return _take(run, RunStep.SEND_BACK, by=by, reason=reason)


@transaction.atomic
def discard(run_id: int, *, by: User, reason: str) -> StatisticsRun:
    """Put a version aside that was never shown. It is kept."""
    run = _ready(run_id, RunStep.DISCARD, by)
    return _take(run, RunStep.DISCARD, by=by, reason=reason)


@transaction.atomic
def publish(run_id: int, *, by: User, now: datetime) -> StatisticsRun:
    """Show a version to everybody in the place of the one before. Raises ``SamePerson``, ``NewerIsShown``."""
    run = _ready(run_id, RunStep.PUBLISH, by)
    if by.pk in (run.submitted_by_id, run.asked_by_id):
        raise SamePerson(title=str(run))
    latest = latest_shown(run.survey)
    if latest is not None and latest.pk != run.based_on_id:
        raise NewerIsShown(run=run, version=latest.version)
    if latest is not None and latest.state == RunState.PUBLISHED:
        _take(latest, RunStep.SUPERSEDE, by=by)
    run.published_by, run.published_at = by, now
    bump(DATA, "figures")
    return _take(run, RunStep.PUBLISH, by=by)


def _ready(run_id: int, step: RunStep, by: User) -> StatisticsRun:
    """Locked, in a state that allows the step, asked by someone with the post of the city."""
    posts.require_city_post(by, act=step.label)
    run = StatisticsRun.objects.select_for_update(of=("self",)).select_related("survey").get(pk=run_id)
    RUN.after(RunState(run.state), step)
    return run


def _take(run: StatisticsRun, step: RunStep, *, by: User, reason: str = "") -> StatisticsRun:
    run.state = RUN.after(RunState(run.state), step)
    run.save(update_fields=["state", "submitted_by", "submitted_at", "published_by", "published_at"])
    record(f"statistics.{step}", f"{step.label}：{run}", subject=("statistics", run.pk), by=by, reason=reason)
    return run
