"""The award list of a year, computed by the worker."""

from io import StringIO

from django.core.management import call_command

from incentives.awards.models import AwardLine
from incentives.awards.services import compute
from ipservice.accounts.models import Role, User
from ipservice.jobs.models import Job
from ipservice.procedure.models import Decision
from tests.factories.accounts import make_user
from tests.factories.awards import AFTER, YEAR, make_checked_year
from tests.faults.kills import register
from tests.faults.work import Work, by_worker


def _prepare(_: object) -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    make_checked_year(make_user(role=Role.MUNICIPAL_OFFICIAL))


def _ask() -> Job:
    return compute.ask(YEAR, by=User.objects.get(role=Role.MUNICIPAL_OFFICIAL), today=AFTER)


def _content() -> list[list]:
    lines = AwardLine.objects.order_by("position").values_list("position", "subject_code", "rank", "amount_fen")
    return [list(lines), list(Decision.objects.values_list("inputs_digest", "result_digest"))]


register(by_worker("awards", Work(prepare=_prepare, content=_content), ask=_ask))
