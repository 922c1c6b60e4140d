"""Life of one version of the statistics of a year: computed once, checked by a second person, then published."""

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class RunState(Vocabulary):
    COMPUTED = "computed", "已计算"
    SUBMITTED = "submitted", "待复核"
    PUBLISHED = "published", "已公布"
    SUPERSEDED = "superseded", "已被新版替代"
    DISCARDED = "discarded", "不采用"


class RunStep(Vocabulary):
    SUBMIT = "submit", "提交复核"
    SEND_BACK = "send_back", "退回"
    PUBLISH = "publish", "复核并公布"
    SUPERSEDE = "supersede", "由新版替代"
    DISCARD = "discard", "不采用"


RUN = Lifecycle(
    {
        (RunState.COMPUTED, RunStep.SUBMIT): RunState.SUBMITTED,
        (RunState.SUBMITTED, RunStep.SEND_BACK): RunState.COMPUTED,
        (RunState.SUBMITTED, RunStep.PUBLISH): RunState.PUBLISHED,
        (RunState.PUBLISHED, RunStep.SUPERSEDE): RunState.SUPERSEDED,
        (RunState.COMPUTED, RunStep.DISCARD): RunState.DISCARDED,
    }
)
SHOWN = (RunState.PUBLISHED, RunState.SUPERSEDED)


class CellStatus(Vocabulary):
    """Why a cell is shown or not. What is hidden is printed as an asterisk, whatever the reason."""

    PUBLISHED = "published", "公布"
    PRIMARY = "primary", "涉及单个单位，不公布"
    SECONDARY = "secondary", "为避免推算，不公布"
    EMPTY = "empty", "无数据"


class Method(Vocabulary):
    """How a missing value of an accepted return was estimated."""

    RATIO = "ratio", "本单位上年数×同组增长比"
    CLASS_MEAN = "class_mean", "同组平均"
