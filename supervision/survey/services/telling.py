"""The questionnaire among the tasks of an agency's people: there when the year opens, done once it is sent."""

from ipservice.accounts.models import User
from ipservice.notices.services import complete_task, notify
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.states import ReturnState
from supervision.survey.services.review_notices import people_of, sent_again

UNSENT = (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED)


def event_of(survey_id: int) -> str:
    return f"survey.fill:{survey_id}"


def year_opened(survey: Survey) -> int:
    """One task to everybody who acts for a listed agency, written set by set; returns how many were told."""
    people = (
        User.objects.active()
        .filter(memberships__agency__survey_returns__survey=survey, memberships__ended_at__isnull=True)
        .distinct()
    )
    told = notify(
        people,
        event=event_of(survey.pk),
        title=f"填报{survey.title}",
        body=f"请于 {survey.due_on:%Y年%-m月%-d日} 前完成填报。可以网上分部分填写，也可以下载工作簿离线填写后上传。"
        "依照统计法，填报资料只用于统计。",
        link=f"/portal/survey/{survey.year}/",
        due_on=survey.due_on,
        is_task=True,
    )
    return len(told)


def sent(survey_return: SurveyReturn) -> None:
    """Nothing is left to do for this agency; who also acts for another one that has not sent keeps the task."""
    sent_again(survey_return)
    waiting = SurveyReturn.objects.filter(survey=survey_return.survey_id, state__in=UNSENT).exclude(pk=survey_return.pk)
    people = people_of(survey_return)
    busy = people.filter(memberships__agency__survey_returns__in=waiting, memberships__ended_at__isnull=True)
    done = list(people.exclude(pk__in=busy.values("pk")))
    complete_task(event_of(survey_return.survey_id), recipients=done)
