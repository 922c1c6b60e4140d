"""Two closed years in which everybody answered, and an open one with returns in every state."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.demo.parts import Order, Scale
from supervision.survey.demo.sums import answers_for
from supervision.survey.models import CellQuestion, Survey, SurveyForm, SurveyItem, SurveyReturn
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.states import QuestionState, ReturnState
from supervision.survey.services import posts, years
from supervision.survey.services.definition import questionnaire_of

TO_BE_ANSWERED = "99001"
MARK = "（演示）"
STILL_OPEN = timedelta(days=20)
# One round of twenty agencies of the open year.
STATES = (
    *[ReturnState.ACCEPTED] * 12,
    ReturnState.DISTRICT_PASSED,
    ReturnState.SUBMITTED,
    ReturnState.RETURNED,
    ReturnState.FILLING,
    ReturnState.WAITING,
    ReturnState.SUBMITTED,
    ReturnState.EXCUSED,
    ReturnState.WAITING,
)
SENT = (ReturnState.ACCEPTED, ReturnState.DISTRICT_PASSED, ReturnState.SUBMITTED, ReturnState.RETURNED)
ANSWERED = (*SENT, ReturnState.FILLING)
ASKED_CELL = "10302"
COLUMNS = "survey_return_id, item_id, cell, number, text, explanation, via, changed_at, version"
SUBMIT = """
INSERT INTO supervision_submission
    (survey_return_id, number, answers, digest, submitted_by_id, submitted_at, is_accepted)
SELECT sent.id, 1, answers.content, encode(sha256(answers.content::text::bytea), 'hex'), NULL, %(at)s,
    sent.state = 'accepted'
FROM supervision_surveyreturn AS sent
JOIN LATERAL (
    SELECT jsonb_object_agg(
        answer.cell,
        jsonb_build_object('value', COALESCE(trim_scale(answer.number)::text, answer.text), 'explanation', '')
    ) AS content
    FROM supervision_answer AS answer WHERE answer.survey_return_id = sent.id
) AS answers ON answers.content IS NOT NULL
WHERE sent.survey_id = %(survey)s AND sent.state = ANY(%(sent)s)
"""


@transaction.atomic
def load(order: Order) -> None:
    """Nothing without the officials and agencies of the demonstration city."""
    official = User.objects.filter(role=Role.MUNICIPAL_OFFICIAL, is_demo=True).order_by("pk").first()
    if order.scale != Scale.CITY or official is None:
        return
    _appoint(official, order.today)
    last = order.today.year - 1
    earlier: Survey | None = None
    for year in range(last - 2, last + 1):
        due_on = date(year + 1, 7, 15) if year < last else max(date(year + 1, 7, 15), order.today + STILL_OPEN)
        earlier = _open(year, earlier, due_on=due_on, by=official)
        _answer(earlier, is_closed=year < last)
        if year < last:
            years.close(earlier.pk, by=official, now=_moment(year, 9))


def _appoint(official: User, today: date) -> None:
    """The city's post for an official and a reviewer, a district's for its official."""
    posts.appoint(official, by=official, today=today)
    for person in User.objects.filter(role__in=(Role.REVIEWER, Role.DISTRICT_OFFICIAL), is_demo=True):
        posts.appoint(person, person.district, by=official, today=today)


def _open(year: int, earlier: Survey | None, *, due_on: date, by: User) -> Survey:
    """The shipped questionnaire for the first year, a copy of it for each one after."""
    survey = years.copy(earlier.pk, year=year, by=by) if earlier else years.load_shipped(year, by)
    survey.form = SurveyForm.objects.create(
        number="演示统1表",
        title="知识产权服务机构年度统计调查表（演示）",
        made_by="演示制定机关",
        approved_by="演示备案机关",
        document_number=f"演示〔{year + 1}〕1号",
        valid_until=date(year + 3, 12, 31),
        is_demo=True,
    )
    survey.is_demo, survey.title = True, f"{survey.title.removesuffix(MARK)}{MARK}"
    survey.opens_on, survey.due_on = date(year + 1, 3, 1), due_on
    survey.save()
    return years.open_year(survey.pk, by=by, today=survey.opens_on)


def _answer(survey: Survey, *, is_closed: bool) -> None:
    form = questionnaire_of(survey)
    returns = list(survey.returns.select_related("agency", "district").order_by("pk"))
    moment = _moment(survey.year, 6)
    for place, one in enumerate(returns):
        one.state = ReturnState.ACCEPTED if is_closed else _state(one, place)
        one.version = 1 if one.state in ANSWERED else 0
        one.submitted_at = moment if one.state in SENT else None
        one.accepted_at = moment if one.state == ReturnState.ACCEPTED else None
    _copy(_rows(survey, form, returns, moment))
    SurveyReturn.objects.bulk_update(returns, ["state", "submitted_at", "accepted_at", "version"], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(SUBMIT, {"survey": survey.pk, "at": moment, "sent": [str(state) for state in SENT]})
    _ask(survey, moment)


def _state(one: SurveyReturn, place: int) -> ReturnState:
    return ReturnState.WAITING if one.agency.agency_code == TO_BE_ANSWERED else STATES[place % len(STATES)]


def _rows(
    survey: Survey, form: Questionnaire, returns: Iterable[SurveyReturn], moment: datetime
) -> Iterator[tuple[object, ...]]:
    items: Mapping[str, int] = dict(SurveyItem.objects.filter(section__survey=survey).values_list("code", "pk"))
    for one in returns:
        if one.state not in ANSWERED:
            continue
        answers = list(answers_for(form, one).items())
        if one.state == ReturnState.FILLING:
            answers = answers[: len(answers) // 2]
        for cell, value in answers:
            is_number = form.cells[cell].item.is_numeric
            number, text = (value, "") if is_number else (r"\N", value)
            yield one.pk, items[cell.split("/")[0]], cell, number, text, "", "page", moment.isoformat(), 1


def _copy(rows: Iterable[tuple[object, ...]]) -> None:
    buffer = io.StringIO()
    buffer.writelines("\t".join(map(str, row)) + "\n" for row in rows)
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY supervision_answer ({COLUMNS}) FROM STDIN", buffer)


def _ask(survey: Survey, moment: datetime) -> None:
    """A question about revenue in each return that went back."""
    CellQuestion.objects.bulk_create(
        CellQuestion(
            survey_return=one,
            cell=ASKED_CELL,
            question="营业收入与上年相比变动较大，请核对单位和数值。",
            state=QuestionState.ASKED,
            asked_by=survey.opened_by,
            asked_at=moment,
        )
        for one in survey.returns.filter(state=ReturnState.RETURNED)
    )


def _moment(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year + 1, month, 20), time(10)))
