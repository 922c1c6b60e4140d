"""What collection and review offer to the shared ground; called with the rest of the slice."""

from ipservice.bulk import actions
from ipservice.jobs import registry as jobs
from ipservice.portal import cards
from supervision.survey import figures
from supervision.survey.admin.returns import EXTENSION
from supervision.survey.review_cards import WAITING
from supervision.survey.services import outlier_jobs, paper


def register() -> None:
    jobs.register(outlier_jobs.kind())
    actions.register(EXTENSION)
    paper.register_purpose()
    cards.dashboard.register(WAITING)
    figures.register_figures()
