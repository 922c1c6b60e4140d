"""What the annual statistics offer to the shared ground."""

from ipservice.jobs import registry as jobs
from ipservice.procedure import kinds
from supervision.statistics.rules import parameters
from supervision.statistics.services import runs


def register() -> None:
    """Called once when the app starts."""
    kinds.register_rules(
        kinds.RuleKind(
            parameters.KIND,
            "年度统计汇总",
            check=parameters.problems,
            labels=parameters.LABELS,
            show=parameters.in_words,
        )
    )
    jobs.register(runs.job_kind())
