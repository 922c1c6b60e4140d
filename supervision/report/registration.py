"""What the development report offers to the shared ground."""

from ipservice.documents import subjects
from ipservice.evidence import purposes
from ipservice.figures import registry as figures
from ipservice.jobs import registry as jobs
from ipservice.portal import work
from supervision.report.evidence import PURPOSE
from supervision.report.figures import FIGURES
from supervision.report.services import compiling, papers


def register() -> None:
    """Called once when the app starts."""
    for figure in FIGURES:
        figures.register(figure)
    purposes.register(PURPOSE)
    subjects.register(papers.SUBJECT)
    jobs.register(
        jobs.JobKind(compiling.JOB_KIND, "编制发展报告", compiling.run, time_limit_seconds=600, link=compiling.link_of)
    )
    work.announce(
        work.WorkPage(
            work.Job.SURVEY,
            "发展报告",
            "/admin/reports/",
            icon="menu_book",
            order=80,
            allowed=lambda user: user.is_city_official,
        )
    )
