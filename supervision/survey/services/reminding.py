"""Reminders by schedule, each once, and the list of those who stay silent to their district.

The clock may ask as often as it likes: a reminder is a row that the database takes once, written with its message.
Who has sent is left in peace.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.notices.services import notify
from supervision.survey.models import Survey, SurveyPost, SurveyReturn
from supervision.survey.rules.review_terms import Occasion, occasion
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services import rates, review_notices, review_terms

STILL_OPEN = (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED)
CLAIM = """
INSERT INTO supervision_reminder (survey_return_id, occasion, sent_at) VALUES (%s, %s, %s)
ON CONFLICT (survey_return_id, occasion) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """Returns reminded of, and districts that were given their list."""

    reminders: int
    lists: int


def remind(*, now: datetime) -> Sent:
    """What is due today in every open year."""
    today = timezone.localdate(now)
    surveys = list(Survey.objects.filter(state=SurveyState.OPEN))
    if not surveys:
        return Sent(0, 0)
    numbers = review_terms.in_force(today)
    reminders = sum(_remind_year(survey, numbers, now=now) for survey in surveys)
    lists = sum(_escalate(survey, numbers["escalate_days_after"], today=today) for survey in surveys)
    return Sent(reminders, lists)


def _remind_year(survey: Survey, numbers, *, now: datetime) -> int:
    today = timezone.localdate(now)
    waiting = survey.returns.filter(state__in=STILL_OPEN).order_by("pk")
    by_day: dict[date, Occasion | None] = {}
    sent = 0
    for key, due_on in waiting.values_list("pk", "due_on"):
        if due_on not in by_day:
            by_day[due_on] = occasion(due_on, today, numbers)
        found = by_day[due_on]
        if found and found.day >= survey.opens_on:
            sent += _remind_one(key, found, now=now)
    return sent


@transaction.atomic
def _remind_one(return_id: int, found: Occasion, *, now: datetime) -> int:
    """0 when it was sent before, or when the agency has sent its return since the list was drawn up."""
    held = SurveyReturn.objects.select_for_update(of=("self",)).select_related("survey")
    survey_return = held.get(pk=return_id)
    if survey_return.state not in STILL_OPEN:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [return_id, found.code, now])
        if not cursor.rowcount:
            return 0
    notify(
        review_notices.people_of(survey_return),
        event=f"{review_notices.prefix(survey_return)}remind:{found.code}",
        title=_title(survey_return, found),
        body=f"“{survey_return.survey.title}”{_standing(survey_return)}，"
        f"截止日期为 {survey_return.due_on:%Y年%-m月%-d日}。已经提交的，请忽略本提醒。"
        "确有困难的，请联系所在区县申请延期。",
        link=review_notices.link(survey_return),
        due_on=survey_return.due_on,
    )
    return 1


def _title(survey_return: SurveyReturn, found: Occasion) -> str:
    if found.days_left > 0:
        return f"统计调查还有 {found.days_left} 天截止"
    return "统计调查今天截止" if found.days_left == 0 else f"统计调查已逾期 {-found.days_left} 天"


def _standing(survey_return: SurveyReturn) -> str:
    return {"waiting": "尚未填报", "filling": "尚未提交", "returned": "退回更正后尚未再次提交"}[survey_return.state]


def _escalate(survey: Survey, days_after: int, *, today: date) -> int:
    """The list of the silent to who handles the survey in their district, once a year and due day."""
    late = rates.silent(survey.returns.all()).filter(due_on__lte=today - timedelta(days=days_after))
    by_district: dict[int, int] = {}
    for district in late.order_by().values_list("district", flat=True):
        by_district[district] = by_district.get(district, 0) + 1
    posts = SurveyPost.objects.live().filter(district__in=by_district).select_related("user", "district")
    people: dict[int, list[User]] = {}
    for post in posts:
        people.setdefault(post.district_id, []).append(post.user)
    return sum(_tell_district(survey, key, count, people.get(key, ())) for key, count in sorted(by_district.items()))


def _tell_district(survey: Survey, district_id: int, count: int, people: Iterable[User]) -> int:
    told = notify(
        people,
        event=f"survey.silent:{survey.pk}:{district_id}:{survey.due_on:%Y%m%d}",
        title=f"本区县有 {count} 家机构逾期未填报统计调查",
        body=f"“{survey.title}”已过截止日期，请电话或上门催报，可代为录入纸质表。名单随时更新，以页面为准。",
        link=f"/admin/survey/{survey.year}/returns/?answered=no&district={district_id}",
        is_task=True,
    )
    return 1 if told else 0
