"""A year of accepted returns for the annual statistics, with the submissions that passed."""

import datetime as dt
from collections.abc import Mapping, Sequence

from ipservice.accounts.models import Role, User
from ipservice.foundation.canonical import digest
from ipservice.reference.models import District
from supervision.statistics.models import StatisticsRun
from supervision.statistics.services import publishing, runs
from supervision.survey.models import Answer, Submission, Survey, SurveyReturn
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.states import ReturnState
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency
from tests.factories.survey import answer, open_survey, post

NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


def make_places() -> list[District]:
    """Three districts: two of one group, one of another."""
    rows = (("500103", "渝中区", "中心城区"), ("500105", "江北区", "中心城区"), ("500101", "万州区", "渝东北"))
    return [
        District.objects.get_or_create(
            code=code, valid_from=None, defaults={"name": name, "group": group, "kind": "district"}
        )[0]
        for code, name, group in rows
    ]


def a_year(
    values: Sequence[Mapping[str, object]],
    *,
    year: int = 2025,
    agencies: Sequence | None = None,
    silent: int = 0,
    questionnaire: Questionnaire | None = None,
) -> Survey:
    """An open year in which agency ``n`` answered ``values[n]`` and was accepted; ``silent`` more never answered.

    Agency ``n`` stands in the district ``n`` mod 3.
    """
    places = make_places()
    known = list(agencies or [])
    while len(known) < len(values) + silent:
        known.append(make_agency(district=places[len(known) % 3]))
    survey = open_survey(year, agencies=known, questionnaire=questionnaire)
    returns = {one.agency_id: one for one in survey.returns.all()}
    for agency, found in zip(known, values, strict=False):
        accept(returns[agency.pk], found)
    return survey


def accept(survey_return: SurveyReturn, values: Mapping[str, object]) -> SurveyReturn:
    """Answers and the submission that passed, as review would leave them."""
    Answer.objects.filter(survey_return=survey_return).delete()
    answer(survey_return, values)
    sent = {cell: {"value": str(value), "explanation": ""} for cell, value in values.items()}
    survey_return.submissions.update(is_accepted=False)
    Submission.objects.create(
        survey_return=survey_return,
        number=survey_return.submissions.count() + 1,
        answers=sent,
        digest=digest(sent),
        submitted_at=NOW,
        is_accepted=True,
    )
    survey_return.state, survey_return.submitted_at, survey_return.accepted_at = ReturnState.ACCEPTED, NOW, NOW
    survey_return.version += 1
    survey_return.save()
    return survey_return


def compute(survey: Survey, by: User | None = None) -> StatisticsRun:
    """A version as the job writes it."""
    return runs.compute_version(survey, runs.ruleset_in_force(), by=by)


def publish(run: StatisticsRun, *, by: User | None = None, second: User | None = None) -> StatisticsRun:
    publishing.submit(run.pk, by=by or post(), now=NOW)
    return publishing.publish(run.pk, by=second or post(make_user(role=Role.REVIEWER)), now=NOW)
