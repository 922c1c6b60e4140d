"""The development report of a year, compiled by the worker: figures frozen, words set, files kept, all or nothing."""

import datetime as dt
from io import StringIO

from django.core.management import call_command

from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job
from supervision.report.models import FrozenRow, IndustryReport, PrintedFigure, ReportEdition
from supervision.report.services import compiling
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency
from tests.faults.kills import register
from tests.faults.work import Work, by_worker

YEAR = 2025


def _prepare(_: object) -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    make_user(role=Role.MUNICIPAL_OFFICIAL)
    make_agency()


def _ask() -> Job:
    official = User.objects.get(role=Role.MUNICIPAL_OFFICIAL)
    return compiling.ask(YEAR, by=official, today=dt.date(2026, 4, 20), fresh=True)


def _content() -> list[list]:
    printed = PrintedFigure.objects.order_by("query").values_list("query", "text", "exact")
    frozen = FrozenRow.objects.order_by("figure__key", "figure__year", "place").values_list("labels", "count")
    editions = ReportEdition.objects.values_list("number", "words", "snapshot__sha256")
    reports = IndustryReport.objects.values_list("year", "edition__number")
    return [list(printed), list(frozen), list(editions), list(reports)]


register(by_worker("report", Work(prepare=_prepare, content=_content), ask=_ask, few=0))
