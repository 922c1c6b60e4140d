"""What collection and review offer to the shared ground; called with the rest of the slice."""

from ipservice.jobs import registry as jobs
from supervision.survey.services import outlier_jobs


def register() -> None:
    jobs.register(outlier_jobs.kind())
