"""The sums of a demonstration year by district, kind and size, added up here and not in the database."""

from collections import Counter
from collections.abc import Mapping

from supervision.survey.demo.answering import Unit, answers_of, numbers
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.states import ReturnState
from supervision.survey.services.definition import questionnaire_of

Totals = Mapping[tuple[str, str], int]


def expected_totals(survey: Survey) -> Totals:
    """By cell of the questionnaire and node of the statistics (``city``, ``district:500103``, ``kind:branch`` ...)."""
    form = questionnaire_of(survey)
    found: Counter[tuple[str, str]] = Counter()
    returns = SurveyReturn.objects.filter(survey=survey, state=ReturnState.ACCEPTED)
    for one in returns.select_related("district", "agency"):
        for cell, value in numbers(form, answers_for(form, one)).items():
            for node in _nodes(one):
                found[cell, node] += value
    return found


def answers_for(form: Questionnaire, one: SurveyReturn) -> dict[str, int | str]:
    """What this agency answers in this year; ``one`` comes with its agency and district."""
    return answers_of(form, Unit(one.agency_code, one.agency_name, one.district.code, one.agency.attorney_count or 0))


def _nodes(one: SurveyReturn) -> tuple[str, ...]:
    code = one.district.code
    return (
        "city",
        f"group:{one.district.group or '其他'}",
        f"district:{code}",
        f"kind:{one.kind}",
        f"size:{one.size_class}",
        f"kind_size:{one.kind}|{one.size_class}",
        f"district_kind:{code}|{one.kind}",
    )
