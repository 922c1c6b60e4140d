"""What the same agency answered the year before, by the cells of this year."""

from decimal import Decimal

from supervision.survey.models import Answer, SurveyReturn
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.services.definition import questionnaire_of


def figures(survey_return: SurveyReturn) -> dict[str, Decimal]:
    """Numbers of last year's return, if it was ever sent, by this year's cells. One statement.

    An item that changed its code names the former one; rows and columns keep theirs.
    """
    former = dict(
        Answer.objects.filter(
            survey_return__agency=survey_return.agency_id,
            survey_return__survey__year=survey_return.survey.year - 1,
            survey_return__submitted_at__isnull=False,
            number__isnull=False,
        ).values_list("cell", "number")
    )
    return renamed(questionnaire_of(survey_return.survey), former) if former else {}


def renamed(questionnaire: Questionnaire, former: dict[str, Decimal]) -> dict[str, Decimal]:
    """Last year's figures under this year's cells, numeric items only, in the order of the form."""
    found = {}
    for key, cell in questionnaire.cells.items():
        code, *rest = key.split("/")
        before = former.get("/".join([cell.item.former_code or code, *rest]))
        if before is not None and cell.item.is_numeric:
            found[key] = before
    return found
