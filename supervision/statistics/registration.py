"""What the annual statistics offer to the shared ground."""

from ipservice.figures import registry as figures
from ipservice.jobs import registry as jobs
from ipservice.portal import work
from ipservice.procedure import kinds
from supervision.statistics.figures import FIGURES
from supervision.statistics.rules import parameters
from supervision.statistics.services import runs
from supervision.survey.admin.access import has_city_post


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
    for figure in FIGURES:
        figures.register(figure)
    work.announce(
        work.WorkPage(
            work.Job.SURVEY,
            "年度统计",
            "/admin/statistics/",
            icon="table_chart",
            order=62,
            allowed=has_city_post,
        )
    )
