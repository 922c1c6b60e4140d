"""The sidebar's entries of the survey; called with the rest of the slice."""

from ipservice.portal import work
from supervision.survey.admin.access import has_post
from supervision.survey.services.posts import may_appoint


def register() -> None:
    work.announce(
        work.WorkPage(work.Job.SURVEY, "年度统计调查", "/admin/survey/", icon="fact_check", order=10, allowed=has_post)
    )
    work.announce(
        work.WorkPage(
            work.Job.SURVEY, "调查表式", "/admin/survey/forms/", icon="assignment", order=20, allowed=has_post
        )
    )
    work.announce(
        work.WorkPage(work.Job.SURVEY, "统计人员", "/admin/survey/posts/", icon="group", order=30, allowed=may_appoint)
    )
