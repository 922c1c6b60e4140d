"""What the slice offers to the shared ground."""

from django.db.models import Q

from agencies.registry.services import children
from ipservice.demo import parts
from ipservice.procedure import kinds
from supervision.survey import cards, review_registration, setup_registration, workbook_registration
from supervision.survey.models import SurveyReturn
from supervision.survey.rules import review_terms, survey_terms
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import prefill_sources


def register() -> None:
    """Called once when the app starts."""
    parts.register(parts.Part("年度统计调查", place=80, load="supervision.survey.demo.load"))
    prefill_sources.register_sources()
    # A year that is closed keeps the agencies as they were.
    children.register(children.Child(SurveyReturn, "agency", key=("survey",), only=Q(survey__state=SurveyState.OPEN)))
    cards.register_cards()
    kinds.register_rules(
        kinds.RuleKind(
            survey_terms.KIND,
            "年度统计调查",
            check=survey_terms.problems,
            labels=survey_terms.LABELS,
            show=survey_terms.show,
        )
    )
    kinds.register_rules(
        kinds.RuleKind(
            review_terms.KIND,
            "统计调查审核和催报",
            check=review_terms.problems,
            labels=review_terms.LABELS,
            show=review_terms.show,
        )
    )
    review_registration.register()
    setup_registration.register()
    workbook_registration.register()
