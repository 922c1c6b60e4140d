"""Asking for the statistics of a year, the job that computes them, and reading what is there."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.canonical import digest
from ipservice.foundation.errors import DomainError
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import JobKind, Progress
from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from supervision.statistics.models import StatisticsRun, StatTable
from supervision.statistics.rules.parameters import KIND, Parameters
from supervision.statistics.services import gathering
from supervision.statistics.services.computing import STEPS, code_version, compute, latest_shown
from supervision.statistics.services.former import former_of
from supervision.statistics.services.reading import tables_in_force
from supervision.statistics.services.storing import store
from supervision.statistics.services.tables import register_sheets
from supervision.statistics.services.versions import units_now
from supervision.survey.models import Survey
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import posts

JOB_KIND = "statistics.compute"
LOCK_NAMESPACE = 0x535441
LIMIT_SECONDS = 900


class NoSurvey(DomainError):
    code = "no_survey_to_count"
    template = "{year} 年没有已启动的年度统计调查，无法计算统计数据。"


def ask_run(year: int, *, by: User) -> Job:
    """The job for what is accepted now. The same answers, numbers and code are the same job and the same version.

    Raises ``NoPost``, ``NoSurvey``, ``NoRuleInForce``, ``NobodyAnswered``.
    """
    posts.require_city_post(by, act="计算年度统计数据")
    survey = survey_of(year)
    ground = input_digest(survey, content_digest(survey, ruleset_in_force()))
    job = jobs.ask(JOB_KIND, f"{year}:{ground}", {"year": year}, by=by)
    return jobs.retry(job.pk, by=by) if job.state in (JobState.FAILED, JobState.CANCELLED) else job


def survey_of(year: int) -> Survey:
    """Raises ``NoSurvey``."""
    survey = Survey.objects.filter(year=year).exclude(state=SurveyState.DRAFT).first()
    if survey is None:
        raise NoSurvey(year=year)
    return survey


def ruleset_in_force(on: date | None = None) -> RuleSet:
    """Raises ``NoRuleInForce``."""
    day = on or timezone.localdate()
    ruleset = RuleSet.objects.in_force(KIND, day).first()
    if ruleset is None:
        raise NoRuleInForce(on=day, kind="年度统计汇总", parameter="公布门限")
    return ruleset


def input_digest(survey: Survey, content: str) -> str:
    """What a version rests on: its content, and the version shown before it, unless that has the same content."""
    latest = latest_shown(survey)
    if latest is None:
        return content
    return latest.input_digest if latest.content_digest == content else digest([content, latest.result_digest])


def content_digest(survey: Survey, ruleset: RuleSet) -> str:
    """Names the answers, the numbers of the office, the code, and what this year is compared with."""
    former = StatisticsRun.objects.filter(year=survey.year - 1, is_demo=survey.is_demo).published().first()
    return digest(
        {
            "survey": [survey.pk, survey.version],
            "asked": [[one.district_id, one.place, one.due, one.answered] for one in gathering.asked(survey)],
            "units": _units(survey),
            "parameters": ruleset.parameters,
            "code": code_version(),
            "former": former.result_digest if former else "",
            "figures": [[sheet.said, sheet.figure] for sheet in register_sheets(survey.year)],
        }
    )


def _units(survey: Survey) -> list[list[Any]]:
    """Every accepted return with what tells its answers apart from other ones."""
    versions = dict(survey.returns.filter(pk__in=units_now(survey)).values_list("pk", "version"))
    return [[unit, submission, versions[unit]] for unit, submission in units_now(survey).items()]


def run_job(job: Job, progress: Progress) -> dict[str, Any]:
    """One version, whole or not at all; an input that has been counted before gives the version that is there."""
    survey = survey_of(job.arguments["year"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_NAMESPACE, survey.year])
    ruleset = ruleset_in_force()
    ground = input_digest(survey, content_digest(survey, ruleset))
    run = StatisticsRun.objects.filter(year=survey.year, input_digest=ground).first()
    if run is None:
        run = compute_version(survey, ruleset, by=job.asked_by, progress=progress)
    return {"run": run.pk, "year": run.year, "version": run.version}


@transaction.atomic
def compute_version(
    survey: Survey, ruleset: RuleSet, *, by: User | None, progress: Progress | None = None
) -> StatisticsRun:
    """Compute and write the next version of the year."""
    say = progress or (lambda done, total, note="": None)
    former = former_of(survey)
    computed = compute(survey, Parameters.read(ruleset.parameters), say)
    content = content_digest(survey, ruleset)
    last = StatisticsRun.objects.filter(year=survey.year).aggregate(last=Max("version"))["last"] or 0
    run = StatisticsRun.objects.create(
        survey=survey,
        year=survey.year,
        version=last + 1,
        ruleset=ruleset,
        parameters=ruleset.parameters,
        input_digest=input_digest(survey, content),
        content_digest=content,
        code_version=code_version(),
        due=sum(one.due for one in computed.places),
        answered=sum(one.answered for one in computed.places),
        based_on=latest_shown(survey),
        asked_by=by,
        computed_at=timezone.now(),
        is_demo=survey.is_demo,
    )
    say(STEPS - 1, STEPS, "正在写入统计表")
    run.result_digest = store(run, computed, former)
    run.save(update_fields=["result_digest"])
    record(
        "statistics.compute", f"计算{run}", subject=("statistics", run.pk), by=by, after={"digest": run.result_digest}
    )
    return run


def published_run(year: int) -> StatisticsRun | None:
    """The version in force, if the year has one."""
    return StatisticsRun.objects.filter(year=year).published().first()


def tables(run: StatisticsRun) -> list[StatTable]:
    """The tables that hold for a version, in print order."""
    return tables_in_force(run)


def job_kind() -> JobKind:
    return JobKind(
        JOB_KIND,
        "年度统计汇总",
        run_job,
        time_limit_seconds=LIMIT_SECONDS,
        link=lambda job: f"/admin/statistics/{job.arguments['year']}/",
    )
