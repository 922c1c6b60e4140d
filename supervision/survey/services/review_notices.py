"""What the people of an agency are told of the review, in the transaction of the step."""

from ipservice.accounts.models import User
from ipservice.notices.services import complete_task, notify
from supervision.survey.models import Extension, ReturnLog, SurveyReturn


def people_of(survey_return: SurveyReturn):
    """Who acts for the agency."""
    return (
        User.objects.active()
        .filter(memberships__agency=survey_return.agency_id, memberships__ended_at__isnull=True)
        .distinct()
    )


def prefix(survey_return: SurveyReturn) -> str:
    """How the events of one return begin; tasks that begin so are done once it is sent."""
    return f"survey.return:{survey_return.pk}:"


def link(survey_return: SurveyReturn) -> str:
    return f"/portal/survey/{survey_return.survey.year}/"


def gone_back(survey_return: SurveyReturn, count: int, step: ReturnLog) -> None:
    reason = f"审核意见：{step.reason}。" if step.reason else ""
    notify(
        people_of(survey_return),
        event=f"{prefix(survey_return)}back:{step.pk}",
        title=f"统计调查有 {count} 处需要核对",
        body=f"“{survey_return.survey.title}”退回更正。{reason}请逐条更正，或者确认无误并说明理由，"
        f"于 {survey_return.due_on:%Y年%-m月%-d日} 前再次提交。其余数据不用改动。",
        link=link(survey_return),
        due_on=survey_return.due_on,
        is_task=True,
    )


def sent_again(survey_return: SurveyReturn) -> None:
    """The agency has sent it: nothing is left to do."""
    complete_task(prefix(survey_return))


def accepted(survey_return: SurveyReturn, step: ReturnLog) -> None:
    sent_again(survey_return)
    notify(
        people_of(survey_return),
        event=f"{prefix(survey_return)}accepted:{step.pk}",
        title="统计调查已通过审核",
        body=f"“{survey_return.survey.title}”已通过审核，不用再办理。",
        link=link(survey_return),
    )


def excused(survey_return: SurveyReturn, step: ReturnLog) -> None:
    sent_again(survey_return)
    notify(
        people_of(survey_return),
        event=f"{prefix(survey_return)}excused:{step.pk}",
        title="本年度免予填报统计调查",
        body=f"“{survey_return.survey.title}”免予填报。理由：{step.reason}。",
        link=link(survey_return),
    )


def extended(survey_return: SurveyReturn, extension: Extension) -> None:
    notify(
        people_of(survey_return),
        event=f"{prefix(survey_return)}extended:{extension.pk}",
        title=f"统计调查延期至 {extension.due_on:%Y年%-m月%-d日}",
        body=f"“{survey_return.survey.title}”的填报期限延至 {extension.due_on:%Y年%-m月%-d日}。"
        f"理由：{extension.reason}。",
        link=link(survey_return),
        due_on=extension.due_on,
    )
