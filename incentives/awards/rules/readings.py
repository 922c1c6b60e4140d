"""The readings that clause 9.1 leaves open, each a closed list: a rule set names one, an official decides it.

措施（九）：发明专利授权率达到当年全国平均水平，且发明专利代理量达到当年全市代理机构平均数量的，按授权率排名予以奖励。
"""

from ipservice.foundation.vocabulary import Vocabulary


class RateReading(Vocabulary):
    CONCLUDED = "concluded", "授权量÷结案量（授权、驳回、撤回之和）"
    FILED = "filed", "授权量÷申请量（综合成功率）"


class MeanOver(Vocabulary):
    REGISTERED = "registered", "年末在册的全部机构，含当年无申请的"
    FILED = "filed", "当年有发明专利申请的机构"
    WHOLE_YEAR = "whole_year", "全年执业的机构，含当年无申请的"


class Comparison(Vocabulary):
    AT_LEAST = "at_least", "达到即可（≥）"
    ABOVE = "above", "须高于（>）"


class RouteTreatment(Vocabulary):
    COUNT = "count", "计入"
    EXCLUDE = "exclude", "不计入"


class Subtraction(Vocabulary):
    NONE = "none", "不扣减"
    FILINGS = "filings", "只从申请量中扣减"
    ALL = "all", "从申请量、结案量、授权量中扣减"


class AbnormalState(Vocabulary):
    """Letters as the filings keep them; a part may stand for several of them at once."""

    NOTIFIED = "n", "已通报"
    CONTESTED = "c", "已申诉"
    UPHELD = "u", "认定非正常"
    WITHDRAWN = "w", "通报后撤回"


class AmountRule(Vocabulary):
    FIXED = "fixed", "按名次定额"
    SHARES = "shares", "按名次权重分配预算"


class OverBudget(Vocabulary):
    SCALE = "scale", "全部按比例缩减至预算"
    CUT = "cut", "按名次依次足额，预算用尽为止"


class TieRule(Vocabulary):
    SPLIT = "split", "并列，所占各名次奖金合并后均分"
    FULL = "full", "并列，各得该名次奖金"
    BREAK = "break", "依次比较排序项，仍相同者并列均分"


class TieBreaker(Vocabulary):
    GRANTS = "grants", "授权量多者在前"
    ABNORMAL = "abnormal", "非正常申请少者在前"
    CREDIT = "credit", "信用等级高者在前"
    LICENCE = "licence", "取得执业许可早者在前"


class ExclusionWindow(Vocabulary):
    YEAR = "year", "奖励年度内"
    YEAR_TO_DECISION = "year_to_decision", "奖励年度起至计算之日"
    DECISION_DAY = "decision_day", "计算之日"


class Grade(Vocabulary):
    """National credit grades of patent agencies, best first."""

    A_PLUS = "A+", "A+"
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class ExcludingStanding(Vocabulary):
    SANCTION = "sanction", "行政处罚"
    ABNORMAL_LIST = "abnormal_list", "经营异常名录"
    SERIOUS_LIST = "serious_list", "严重违法失信名单"


class AgencyState(Vocabulary):
    ACTIVE = "active", "正常执业"
    SUSPENDED = "suspended", "停止承接新业务"
    REVOKED = "revoked", "吊销"
    DISSOLVED = "dissolved", "注销"
    MOVED_OUT = "moved_out", "迁出本市"


REGISTERED_STATES = frozenset({AgencyState.ACTIVE, AgencyState.SUSPENDED})
