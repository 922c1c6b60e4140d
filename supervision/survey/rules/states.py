"""Life cycles of a survey year, of one agency's return, and of a question about one cell."""

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class SurveyState(Vocabulary):
    DRAFT = "draft", "编制中"
    OPEN = "open", "填报中"
    CLOSED = "closed", "已结束"


class SurveyStep(Vocabulary):
    OPEN = "open", "启动填报"
    CLOSE = "close", "结束并封存"


SURVEY = Lifecycle(
    {
        (SurveyState.DRAFT, SurveyStep.OPEN): SurveyState.OPEN,
        (SurveyState.OPEN, SurveyStep.CLOSE): SurveyState.CLOSED,
    }
)


class ReturnState(Vocabulary):
    """Where the return of one agency stands. Closing the year freezes every state as it is."""

    WAITING = "waiting", "未填报"
    FILLING = "filling", "填报中"
    SUBMITTED = "submitted", "待区县审核"
    DISTRICT_PASSED = "district_passed", "待市级审核"
    RETURNED = "returned", "退回更正"
    ACCEPTED = "accepted", "已通过"
    EXCUSED = "excused", "免予填报"


class ReturnStep(Vocabulary):
    FILL = "fill", "填写"
    SUBMIT = "submit", "提交"
    PASS_DISTRICT = "pass_district", "区县审核通过"
    SEND_BACK = "send_back", "退回更正"
    ACCEPT = "accept", "市级审核通过"
    REOPEN = "reopen", "重新打开"
    EXCUSE = "excuse", "免予填报"


RETURN = Lifecycle(
    {
        (ReturnState.WAITING, ReturnStep.FILL): ReturnState.FILLING,
        (ReturnState.FILLING, ReturnStep.FILL): ReturnState.FILLING,
        (ReturnState.RETURNED, ReturnStep.FILL): ReturnState.RETURNED,
        (ReturnState.FILLING, ReturnStep.SUBMIT): ReturnState.SUBMITTED,
        (ReturnState.RETURNED, ReturnStep.SUBMIT): ReturnState.SUBMITTED,
        (ReturnState.SUBMITTED, ReturnStep.PASS_DISTRICT): ReturnState.DISTRICT_PASSED,
        (ReturnState.SUBMITTED, ReturnStep.SEND_BACK): ReturnState.RETURNED,
        (ReturnState.DISTRICT_PASSED, ReturnStep.SEND_BACK): ReturnState.RETURNED,
        (ReturnState.DISTRICT_PASSED, ReturnStep.ACCEPT): ReturnState.ACCEPTED,
        (ReturnState.ACCEPTED, ReturnStep.REOPEN): ReturnState.RETURNED,
        (ReturnState.WAITING, ReturnStep.EXCUSE): ReturnState.EXCUSED,
        (ReturnState.FILLING, ReturnStep.EXCUSE): ReturnState.EXCUSED,
    }
)


class QuestionState(Vocabulary):
    """A reviewer's question about one cell."""

    ASKED = "asked", "待机构答复"
    CONFIRMED = "confirmed", "机构确认无误"
    CHANGED = "changed", "机构已更正"
    SETTLED = "settled", "已办结"


class Via(Vocabulary):
    """How a value came in."""

    PAGE = "page", "网页"
    WORKBOOK = "workbook", "工作簿"
    PREFILL = "prefill", "预填"
    OFFICE = "office", "纸质代录"
