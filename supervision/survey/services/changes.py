"""What differs from what was last accepted: how many cells, which, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from supervision.survey.models import Submission, SurveyReturn
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.questions import plain, values_of


@dataclass(frozen=True, slots=True)
class Change:
    """One cell; an empty text is an empty cell."""

    cell: str
    label: str
    before: str
    after: str


def since_approval(survey_return: SurveyReturn) -> list[Change]:
    """Against the last accepted submission, in the order of the form; none where nothing was accepted yet."""
    accepted = survey_return.submissions.filter(is_accepted=True).order_by("-number").first()
    return _against(survey_return, accepted)


def since_sent_back(survey_return: SurveyReturn) -> list[Change]:
    """Against the submission before the latest one: what the agency changed after it was asked."""
    sent = list(survey_return.submissions.order_by("-number")[:2])
    return _against(survey_return, sent[1] if len(sent) > 1 else None)


def _against(survey_return: SurveyReturn, submission: Submission | None) -> list[Change]:
    if submission is None:
        return []
    cells = questionnaire_of(survey_return.survey).cells
    sent = {
        cell: _alike(stored["value"], cell in cells and cells[cell].item.is_numeric)
        for cell, stored in submission.answers.items()
    }
    return differences(sent, values_of(survey_return), {cell: known.label for cell, known in cells.items()})


def _alike(value: object, is_numeric: bool) -> str:
    """A number written with needless zeros is no change."""
    if value is None or value == "":
        return ""
    return plain(Decimal(str(value)), "") if is_numeric else str(value)


def differences(before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, str]) -> list[Change]:
    """Cells whose text differs, in the order of ``labels``, then those it does not name."""
    order = [*labels, *sorted((before.keys() | after.keys()) - labels.keys())]
    return [
        Change(cell, labels.get(cell, cell), before.get(cell, ""), after.get(cell, ""))
        for cell in order
        if before.get(cell, "") != after.get(cell, "")
    ]
