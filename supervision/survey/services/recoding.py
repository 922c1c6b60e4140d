"""An item that gets another code: whatever names it in the same questionnaire goes on naming it."""

import re

from supervision.survey.models import Survey, SurveyCheck, SurveyItem, SurveySection


def recode(survey: Survey, old: str, new: str) -> None:
    """Rewrite conditions, formulas and places of explanation from ``old`` to ``new``."""
    named = re.compile(rf"\[\s*{re.escape(old)}(?=\s*[\]/])")
    for model, field, owner in (
        (SurveyCheck, "expression", "survey"),
        (SurveyItem, "shown_if", "section__survey"),
        (SurveySection, "shown_if", "survey"),
    ):
        rows = [row for row in model.objects.filter(**{owner: survey}) if named.search(getattr(row, field))]
        for row in rows:
            setattr(row, field, named.sub(f"[{new}", getattr(row, field)))
        model.objects.bulk_update(rows, [field])
    SurveyCheck.objects.filter(survey=survey, definition=old).update(definition=new)
