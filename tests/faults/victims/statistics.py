"""A version of the annual statistics, computed by the worker: whole or not there."""

from io import StringIO

from django.core.management import call_command

from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job
from supervision.statistics.models import DisclosureProof, StatCell, StatisticsRun, StatTable
from supervision.statistics.services import runs
from tests.factories.statistics import a_year
from tests.factories.survey import post
from tests.faults.kills import register
from tests.faults.work import Work, by_worker

YEAR = 2025
VALUES = [{"10103": "company", "10201": 10 + number, "10301": 1_000_000 + number} for number in range(24)]


def _prepare(_: object) -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    a_year(VALUES, year=YEAR)
    post()


def _ask() -> Job:
    return runs.ask_run(YEAR, by=User.objects.filter(role=Role.MUNICIPAL_OFFICIAL, survey_posts__isnull=False)[0])


def _content() -> list[object]:
    """The version with its digest, and how many rows stand behind it: all or none."""
    whole = list(StatisticsRun.objects.values_list("version", "result_digest"))
    return [whole, StatTable.objects.count(), StatCell.objects.count(), DisclosureProof.objects.count()]


register(by_worker("statistics", Work(prepare=_prepare, content=_content), ask=_ask, few=0))
