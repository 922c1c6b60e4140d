"""What the award puts on the first pages: the latest list for the public, the own result for an agency."""

from datetime import date
from typing import Any

from agencies.registry.models import Agency
from incentives.awards.models import DECISION_KIND, AwardLine, CheckState, FigureCheck
from ipservice.foundation.money import format_yuan
from ipservice.portal.cards import Number, Shown, Urgency
from ipservice.procedure.models import Decision, Stage

SHOWN_STAGES = (Stage.ON_NOTICE, Stage.CONFIRMED, Stage.PUBLISHED)


def latest_list(user: Any, today: date) -> Shown | None:
    """The newest list that everybody may read."""
    lists = Decision.objects.filter(kind=DECISION_KIND, stage__in=SHOWN_STAGES).order_by("-period")
    decision = lists.first()
    if decision is None:
        return None
    paid = AwardLine.objects.filter(decision=decision, amount_fen__gt=0)
    number = Number(f"{decision.period}年度获奖机构", paid.count(), f"/awards/{decision.period}/", unit="家")
    return Shown("专利代理机构奖励", numbers=(number,), href="/awards/", href_label="历年名单")


def my_result(user: Any, today: date) -> Shown | None:
    """My latest line that has reached the public, and figures that still wait for my answer."""
    mine = Agency.objects.run_by(user)
    numbers = []
    waiting = FigureCheck.objects.filter(agency__in=mine, state=CheckState.OPEN, round__figures_due_on__gte=today)
    if waiting.exists():
        numbers.append(Number("待核对年度数据", waiting.count(), "/portal/awards/", "份", urgency=Urgency.THIS_WEEK))
    lines = AwardLine.objects.filter(agency__in=mine, decision__kind=DECISION_KIND, decision__stage__in=SHOWN_STAGES)
    line = lines.select_related("decision").order_by("-decision__period").first()
    if line:
        result = f"第 {line.rank} 名" if line.rank else "未列入"
        note = f"奖励 {format_yuan(line.amount_fen)} 元" if line.amount_fen else ""
        period = line.decision.period
        numbers.append(Number(f"{period}年度奖励", result, f"/portal/awards/{period}/", note=note))
    return Shown("奖励名单", numbers=tuple(numbers), href="/portal/awards/") if numbers else None
