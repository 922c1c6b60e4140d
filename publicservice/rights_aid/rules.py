"""措施（五）：开展知识产权维权援助。What may happen to a request, and what must be true before it is taken up.

《知识产权维权援助工作指引》 (2023) and the conditions of a city's line: definite object and facts, within aid policy
and competence, real identity or an anonymous report with sufficient proof, no other body already at work; what another
body hands over is taken; a suspicion of crime goes to the police. The terms are parameters of the rule set
``rights_aid``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Finding
from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary

KIND = "rights_aid"
ARTICLE = "维权援助受理条件"
TERMS = {
    "acceptance_working_days": "受理审查工作日数",
    "completion_working_days": "补正工作日数",
    "answer_working_days": "答复工作日数",
    "close_working_days": "答复、不予受理或移送后自动办结工作日数",
    "mend_working_days": "差评整改工作日数",
}
COUNTS = {
    "call_back_days": "差评回访自然日数",
    "facts_min_characters": "事实陈述最少字数",
    "anonymous_min_files": "匿名请求最少证据件数",
    "filings_per_hour": "同一来源每小时最多提交件数",
    "look_ups_per_quarter_hour": "同一来源每刻钟最多查询失败次数",
}
LABELS = TERMS | COUNTS
LIMITS = {name: (1, 60) for name in TERMS} | {
    "call_back_days": (1, 30),
    "facts_min_characters": (5, 500),
    "anonymous_min_files": (1, 10),
    "filings_per_hour": (1, 1000),
    "look_ups_per_quarter_hour": (1, 1000),
}


class RightKind(Vocabulary):
    PATENT = "patent", "专利"
    TRADEMARK = "trademark", "商标、商业秘密"
    COPYRIGHT = "copyright", "著作权"
    GEOGRAPHIC = "geographic", "地理标志"
    PLANT = "plant", "植物新品种"
    LAYOUT = "layout", "集成电路布图设计"


class State(Vocabulary):
    FILED = "filed", "已收到"
    INCOMPLETE = "incomplete", "待补正"
    ACCEPTED = "accepted", "已受理"
    REFUSED = "refused", "不予受理"
    HANDLED = "handled", "办理中"
    ANSWERED = "answered", "已答复"
    TRANSFERRED = "transferred", "已移送"
    CLOSED = "closed", "已办结"


class Step(Vocabulary):
    FILE = "file", "提交"
    ASK = "ask", "要求补正"
    COMPLETE = "complete", "补正"
    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    ASSIGN = "assign", "分派"
    HANDLE = "handle", "开始办理"
    ANSWER = "answer", "答复"
    TRANSFER = "transfer", "移送"
    CLOSE = "close", "办结"


MOVES = Lifecycle(
    {
        (State.FILED, Step.ASK): State.INCOMPLETE,
        (State.FILED, Step.ACCEPT): State.ACCEPTED,
        (State.FILED, Step.REFUSE): State.REFUSED,
        (State.FILED, Step.TRANSFER): State.TRANSFERRED,
        (State.FILED, Step.ASSIGN): State.FILED,
        (State.INCOMPLETE, Step.COMPLETE): State.FILED,
        (State.INCOMPLETE, Step.REFUSE): State.REFUSED,
        (State.ACCEPTED, Step.ASSIGN): State.ACCEPTED,
        (State.ACCEPTED, Step.HANDLE): State.HANDLED,
        (State.ACCEPTED, Step.TRANSFER): State.TRANSFERRED,
        (State.HANDLED, Step.ASSIGN): State.HANDLED,
        (State.HANDLED, Step.ANSWER): State.ANSWERED,
        (State.HANDLED, Step.TRANSFER): State.TRANSFERRED,
        (State.ANSWERED, Step.CLOSE): State.CLOSED,
        (State.REFUSED, Step.CLOSE): State.CLOSED,
        (State.TRANSFERRED, Step.CLOSE): State.CLOSED,
    }
)
WAITING = (State.FILED, State.INCOMPLETE, State.ACCEPTED, State.HANDLED)
# Steps that the applicant is told about; those of the second line with words of the office.
TOLD = frozenset({Step.FILE, Step.COMPLETE, Step.ACCEPT, Step.HANDLE, Step.CLOSE})
TOLD_WITH_WORDS = frozenset({Step.ASK, Step.REFUSE, Step.TRANSFER, Step.ANSWER})
# What staff of the outlet may do in a request that is assigned to it; the rest is the officials'.
BY_OUTLETS = frozenset({Step.HANDLE, Step.ANSWER})
POLICE = "公安机关"
# Which term runs in a state; in the others nothing is owed.
CLOCKS = {
    State.FILED: "acceptance_working_days",
    State.INCOMPLETE: "completion_working_days",
    State.ACCEPTED: "answer_working_days",
    State.HANDLED: "answer_working_days",
    State.ANSWERED: "close_working_days",
    State.REFUSED: "close_working_days",
    State.TRANSFERRED: "close_working_days",
}


class ConditionsUnmet(DomainError):
    code = "rights_aid_conditions_unmet"
    template = "不符合受理条件：{problem}。可以要求补正、移送，或写明理由不予受理。"


class CrimeGoesToThePolice(DomainError):
    code = "rights_aid_crime"
    template = "涉嫌犯罪的请求移送公安机关，不在本系统办理。请使用“移送”，接收单位选公安机关。"


class WordsMissing(DomainError):
    code = "rights_aid_words_missing"
    template = "“{step}”须写明{what}（至少 {least} 个字），请求人会看到。"
    status = 422


class NotForYou(DomainError):
    code = "rights_aid_not_for_you"
    template = "“{step}”由{who}办理。"
    status = 403


class CodeUnknown(DomainError):
    code = "rights_aid_code_unknown"
    template = "没有找到。请核对查询码，注意不要漏掉字符；多次不符须稍后再试。"
    status = 404


class AlreadyRated(DomainError):
    code = "rights_aid_already_rated"
    template = "这件请求已经评价过。一件请求评价一次，整改后可再评价一次。"


class RatingRefused(DomainError):
    code = "rights_aid_rating_refused"
    template = "现在不能这样评价：答复之后评价一次，从五级中选一级；差评整改之后可再评价一次。"


class TooManyKnocks(DomainError):
    code = "too_many_requests"
    template = "短时间内从同一网络来的请求太多，请 {minutes} 分钟后再试；急事请拨打 12345。"
    status = 429


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked before a request is taken up. ``files`` counts the evidence; texts are counted in characters."""

    has_object: bool
    facts_length: int
    is_anonymous: bool
    has_identity: bool
    files: int
    other_body: str
    handed_over_by: str
    is_in_competence: bool
    is_crime_suspected: bool


def acceptance(facts: Facts, parameters: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Every condition of intake in its order; a request is taken up when all are met."""
    return (
        _object_and_facts(facts, parameters),
        _identity(facts, parameters),
        Finding(
            "rights_aid.competence",
            ARTICLE,
            "属于维权援助的范围和本机关的职责",
            "经办人判断属于" if facts.is_in_competence else "经办人判断不属于",
            facts.is_in_competence,
        ),
        _other_body(facts),
        Finding(
            "rights_aid.crime",
            ARTICLE,
            "不涉嫌犯罪；涉嫌犯罪的移送公安机关",
            "经办人判断涉嫌犯罪" if facts.is_crime_suspected else "未发现涉嫌犯罪的情形",
            not facts.is_crime_suspected,
        ),
    )


def _object_and_facts(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    least = parameters["facts_min_characters"]
    missing = max(least - facts.facts_length, 0)
    said = "有明确的被请求人" if facts.has_object else "没有写明被请求人"
    return Finding(
        "rights_aid.object",
        ARTICLE,
        f"有明确的被请求人和具体事实（不少于 {least} 字）",
        f"{said}，事实 {facts.facts_length} 字",
        facts.has_object and not missing,
        f"还差 {missing} 字" if missing else "",
    )


def _identity(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    least = parameters["anonymous_min_files"]
    if not facts.is_anonymous:
        said = "实名，有联系方式" if facts.has_identity else "姓名或联系方式不全"
        return Finding("rights_aid.identity", ARTICLE, "实名提出", said, facts.has_identity)
    missing = max(least - facts.files, 0)
    return Finding(
        "rights_aid.identity",
        ARTICLE,
        f"匿名的须附足以证明的材料（不少于 {least} 件）",
        f"匿名，附材料 {facts.files} 件",
        not missing,
        f"还差 {missing} 件" if missing else "",
    )


def _other_body(facts: Facts) -> Finding:
    handed = f"由{facts.handed_over_by}移送" if facts.handed_over_by else ""
    said = f"{facts.other_body}已经受理" if facts.other_body else "没有其他单位受理"
    return Finding(
        "rights_aid.other_body",
        ARTICLE,
        "没有其他单位已经受理；移送来的除外",
        "，".join(part for part in (said, handed) if part),
        not facts.other_body or bool(facts.handed_over_by),
    )


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a rule set of rights aid, by parameter."""
    wrong = {name: "缺少此项。" for name in LABELS if name not in parameters}
    for name, value in parameters.items():
        if name not in LABELS:
            wrong[name] = "没有这一参数。"
            continue
        low, high = LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            wrong[name] = f"“{value}”应为 {low} 至 {high} 的整数。"
    return wrong


def show(name: str, value: Any) -> str:
    """A parameter as an official reads it."""
    return f"{value} 个工作日" if name in TERMS else f"{value}"
