"""The statistics of the closed demonstration years, computed and published by two persons."""

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.demo.parts import Order, Scale
from supervision.statistics.services import publishing, runs
from supervision.survey.models import Survey
from supervision.survey.rules.states import SurveyState


@transaction.atomic
def load(order: Order) -> None:
    """Nothing without the demonstration years and two persons of the city."""
    people = User.objects.filter(is_demo=True)
    official = people.filter(role=Role.MUNICIPAL_OFFICIAL).order_by("pk").first()
    reviewer = people.filter(role=Role.REVIEWER).order_by("pk").first()
    if order.scale != Scale.CITY or official is None or reviewer is None:
        return
    now = timezone.now()
    for survey in Survey.objects.filter(is_demo=True, state=SurveyState.CLOSED).order_by("year"):
        run = runs.compute_version(survey, runs.ruleset_in_force(), by=official)
        publishing.submit(run.pk, by=official, now=now)
        publishing.publish(run.pk, by=reviewer, now=now)
