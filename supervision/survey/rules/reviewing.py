"""Who may review what, and the refusals of the review, each a sentence that says what would be right.

The district looks first, the city second, and one person does not do both; who typed a paper form in does not accept
it. A return goes back with a question on every cell that is asked about; only those cells open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ipservice.foundation.errors import DomainError
from supervision.survey.rules.states import ReturnState, ReturnStep

SHORTEST_REASON = 10
SHORTEST_QUESTION = 4


class SurveySealed(DomainError):
    code = "survey_sealed"
    template = "“{survey}”{state}，填报数据不能再改动。"


class ReturnChanged(DomainError):
    code = "return_changed"
    template = "您打开页面之后，“{agency}”的填报已有变化：{changes}。本次操作未执行，请刷新页面、核对后再办理。"


class NotYourReviewStep(DomainError):
    code = "not_your_review_step"
    template = "“{step}”须由{who}办理。"


class SamePersonReviews(DomainError):
    code = "same_person_reviews"
    template = "“{agency}”由您{did}，市级审核须由另一人办理。"


class QuestionsMissing(DomainError):
    code = "questions_missing"
    template = "请至少就一个单元格写明询问的问题（每条不少于 {shortest} 个字）。{problem}"


class WordsTooShort(DomainError):
    code = "words_too_short"
    template = "{what}不少于 {shortest} 个字，现为 {length} 个字。"


class DayNotLater(DomainError):
    code = "day_not_later"
    template = "期限应晚于 {day:%Y年%-m月%-d日}，填写的是 {given:%Y年%-m月%-d日}。"


class QuestionClosed(DomainError):
    code = "question_closed"
    template = "关于“{cell}”的询问已是“{state}”，不能再答复。"


class NothingChanged(DomainError):
    code = "nothing_changed"
    template = "“{cell}”仍是退回时的 {value}，没有更正。数值无误的，请选择“确认无误”并说明理由。"


class QuestionsUnanswered(DomainError):
    code = "questions_unanswered"
    template = "还有 {count} 条询问没有答复（{cells}）。请逐条更正，或者确认无误并说明理由，然后再提交。"


class VerdictMissing(DomainError):
    code = "verdict_missing"
    template = "请写明审核结论。"


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands a return went through since it was last sent: keys of persons, None where nobody."""

    passed_by: int | None
    typed_by: frozenset[int]


def require_city_for(step: ReturnStep, state: ReturnState, *, is_city: bool) -> None:
    """Raises ``NotYourReviewStep``: what the district passed on is the city's, and so is what was accepted."""
    if is_city:
        return
    if step in (ReturnStep.ACCEPT, ReturnStep.REOPEN) or state == ReturnState.DISTRICT_PASSED:
        raise NotYourReviewStep(step=step.label, who="全市统计人员")


def require_other_person(hands: Hands, person: int, agency: str) -> None:
    """Raises ``SamePersonReviews``."""
    if person == hands.passed_by:
        raise SamePersonReviews(agency=agency, did="通过区县审核")
    if person in hands.typed_by:
        raise SamePersonReviews(agency=agency, did="代为录入")


def require_words(what: str, text: str, shortest: int = SHORTEST_REASON) -> str:
    """The text without outer blanks. Raises ``WordsTooShort``."""
    said = text.strip()
    if len(said) < shortest:
        raise WordsTooShort(what=what, shortest=shortest, length=len(said), field="reason")
    return said


def require_questions(questions: Mapping[str, str], known: Mapping[str, object]) -> dict[str, str]:
    """The questions by cell without outer blanks. Raises ``QuestionsMissing``."""
    asked = {cell: text.strip() for cell, text in questions.items() if text.strip()}
    if not asked:
        raise QuestionsMissing(shortest=SHORTEST_QUESTION, problem="")
    for cell, text in asked.items():
        if cell not in known:
            raise QuestionsMissing(shortest=SHORTEST_QUESTION, problem=f"问卷中没有单元格“{cell}”。")
        if len(text) < SHORTEST_QUESTION:
            raise QuestionsMissing(shortest=SHORTEST_QUESTION, problem=f"“{cell}”的问题太短。")
    return asked


def require_later(given: date, day: date) -> date:
    """Raises ``DayNotLater``."""
    if given <= day:
        raise DayNotLater(day=day, given=given, field="due_on")
    return given
