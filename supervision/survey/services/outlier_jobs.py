"""Flags are computed in the background, once for each state of the answers."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job
from ipservice.jobs.registry import JobKind, Progress
from supervision.survey.models import Submission, Survey
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import outliers

KIND = "survey_outliers"


def ask(survey: Survey, *, by: User | None) -> Job | None:
    """The job for the answers as they were last sent; the same job while nothing new was sent. None before any."""
    last = Submission.objects.filter(survey_return__survey=survey).aggregate(last=Max("pk"))["last"]
    return jobs.ask(KIND, f"{survey.pk}:{last}", {"survey": survey.pk}, by=by) if last else None


def ask_for_open_years() -> list[Job]:
    """What the clock asks."""
    asked = (ask(survey, by=None) for survey in Survey.objects.filter(state=SurveyState.OPEN))
    return [job for job in asked if job is not None]


def run(job: Job, progress: Progress) -> dict[str, Any]:
    progress(0, 1, "比较各机构填报数")
    flags = outliers.compute(job.arguments["survey"], today=timezone.localdate())
    return {"flags": flags}


def _link(job: Job) -> str:
    year = Survey.objects.values_list("year", flat=True).get(pk=job.arguments["survey"])
    return f"/admin/survey/{year}/outliers/"


def kind() -> JobKind:
    return JobKind(KIND, "查找统计调查异常值", run, time_limit_seconds=600, link=_link)
