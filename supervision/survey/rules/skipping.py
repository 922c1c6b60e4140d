"""Which cells are not asked, because a condition of their part or item is not met (yet)."""

from collections.abc import Mapping
from decimal import Decimal

from supervision.survey.rules.definition import Questionnaire, cells_of
from supervision.survey.rules.expressions import Context, holds, parse


def hidden_cells(questionnaire: Questionnaire, values: Mapping[str, Decimal | str | None]) -> frozenset[str]:
    """The cells that do not show. A condition that can't be decided yet hides; what is hidden counts as not answered.

    One pass in the order of the form: a condition names earlier items only (``validating`` holds that).
    """
    hidden: set[str] = set()
    for section in questionnaire.sections:
        shown = _shows(section.shown_if, questionnaire, values, hidden)
        for item in section.items:
            if not (shown and _shows(item.shown_if, questionnaire, values, hidden)):
                hidden.update(cell.key for cell in cells_of(item))
    return frozenset(hidden)


def _shows(
    condition: str, questionnaire: Questionnaire, values: Mapping[str, Decimal | str | None], hidden: set[str]
) -> bool:
    if not condition:
        return True
    return holds(parse(condition), Context(questionnaire, values, hidden=frozenset(hidden))) is True
