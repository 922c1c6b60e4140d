"""Which cells are open to the agency now."""

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.opening import opened
from supervision.survey.rules.states import QuestionState, ReturnState
from supervision.survey.services.definition import questionnaire_of


def open_cells(survey_return: SurveyReturn) -> frozenset[str] | None:
    """None where all are open; of a returned one, those asked about and their dependants. One statement at most."""
    if survey_return.state != ReturnState.RETURNED:
        return None
    asked = survey_return.questions.exclude(state=QuestionState.SETTLED).values_list("cell", flat=True)
    return opened(questionnaire_of(survey_return.survey), asked)
