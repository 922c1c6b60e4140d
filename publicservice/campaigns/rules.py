"""措施（五）：开展知识产权惠企服务行动。What a campaign counts, and what may happen to what is reported to it.

An enterprise is reached once in a campaign, however often it was served; a service counts when an official has
confirmed it, or when it was booked under the campaign and was given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipservice.foundation.errors import DomainError
from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class CampaignState(Vocabulary):
    DRAFT = "draft", "筹备"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class CampaignStep(Vocabulary):
    OPEN = "open", "启动"
    CLOSE = "close", "结束"


CAMPAIGN = Lifecycle(
    {
        (CampaignState.DRAFT, CampaignStep.OPEN): CampaignState.OPEN,
        (CampaignState.OPEN, CampaignStep.CLOSE): CampaignState.CLOSED,
    }
)


class HelpKind(Vocabulary):
    """What is done for enterprises in a campaign."""

    CONSULT = "consult", "咨询"
    SEARCH = "search", "检索"
    RIGHTS = "rights", "维权"
    TRAINING = "training", "培训"
    DIAGNOSIS = "diagnosis", "诊断"


class ReportState(Vocabulary):
    REPORTED = "reported", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "不予确认"


class CampaignNotOpen(DomainError):
    code = "campaign_not_open"
    template = "“{title}”当前为“{state}”，只有进行中的行动可以登记服务。"


class OutsidePeriod(DomainError):
    code = "campaign_outside_period"
    template = "服务日期应在行动期间 {first:%Y年%-m月%-d日} 至 {last:%Y年%-m月%-d日}，且不晚于今天。"
    status = 422


class NotTakingPart(DomainError):
    code = "campaign_not_taking_part"
    template = "“{title}”没有邀请该单位参加，不能登记服务。"
    status = 403


class AlreadyReported(DomainError):
    code = "campaign_already_reported"
    template = "{enterprise} {day:%Y年%-m月%-d日} 的“{kind}”已经登记过，没有重复登记。"


class AlreadyDecided(DomainError):
    code = "campaign_already_decided"
    template = "这条服务已由 {who} 处理为“{state}”，没有重复办理。"


class CampaignIncomplete(DomainError):
    code = "campaign_incomplete"
    template = "{problem}"
    status = 422


@dataclass(frozen=True, slots=True)
class Given:
    """One service that counts: for whom (credit code; empty where none was given), of what kind, by whom."""

    enterprise: str
    kind: str
    provider: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a campaign has come to. ``by_kind`` in the order of ``HelpKind``; stars are those of its rated bookings."""

    services: int
    enterprises: int
    by_kind: tuple[tuple[str, int, int], ...]
    by_provider: tuple[tuple[str, int, int], ...]
    satisfied: int
    rated: int

    @property
    def satisfaction(self) -> Fraction | None:
        """Ratings of three stars and more over all; None where nothing was rated."""
        return Fraction(self.satisfied, self.rated) if self.rated else None


def tally(given: Sequence[Given], stars: Iterable[int]) -> Tally:
    """Counts over ``given``: (kind or provider, services, enterprises), each enterprise once in every count.

    A service for somebody without a credit code is a service and reaches no enterprise.
    """
    rated = list(stars)
    providers = sorted({one.provider for one in given})
    return Tally(
        services=len(given),
        enterprises=_enterprises(given),
        by_kind=tuple(_row(kind.label, [one for one in given if one.kind == kind]) for kind in HelpKind),
        by_provider=tuple(_row(name, [one for one in given if one.provider == name]) for name in providers),
        satisfied=sum(count >= 3 for count in rated),
        rated=len(rated),
    )


def _row(label: str, given: Sequence[Given]) -> tuple[str, int, int]:
    return label, len(given), _enterprises(given)


def _enterprises(given: Sequence[Given]) -> int:
    return len({one.enterprise for one in given if one.enterprise})


def require_within(day: date, *, first: date, last: date, today: date) -> None:
    """A service lies in the campaign's days and not in the future. Raises ``OutsidePeriod``."""
    if not first <= day <= min(last, today):
        raise OutsidePeriod(field="served_on", first=first, last=last)
