"""How an official decides what an agency contests about its figures."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incentives.awards.errors import CheckClosed, ClaimRefused, SettledMeanwhile
from incentives.awards.models import CheckState, FigureCheck
from incentives.awards.rules import Figures
from incentives.awards.services.figures import plain_figures, require_possible
from incentives.awards.services.rounds import require_official
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.notices.services import notify


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an official holds right, and why. ``seen_at``: when the contest was settled last, as its page said."""

    figures: Figures
    reason: str
    seen_at: datetime | None = None


@transaction.atomic
def settle(check_id: int, settlement: Settlement, *, by: User, now: datetime) -> FigureCheck:
    """An official decides a contest with a reason; these figures count from then on.

    Raises ``CheckClosed``, or ``SettledMeanwhile`` where another official was first.
    """
    require_official(by, "处理数据异议")
    check = FigureCheck.objects.select_for_update(of=("self",)).select_related("round", "agency").get(pk=check_id)
    _require_settleable(check, settlement)
    figures = settlement.figures
    check.state = CheckState.SETTLED
    check.settled_filed, check.settled_concluded, check.settled_granted = (
        figures.filed,
        figures.concluded,
        figures.granted,
    )
    check.settled_by, check.settled_reason, check.settled_at = by, settlement.reason.strip(), now
    check.save()
    _tell_settled(check)
    record(
        "award.figures.settle",
        f"处理{check.agency.name}对{check.round.year}年度数据的异议",
        subject=("figure_check", check.pk),
        by=by,
        reason=check.settled_reason,
        before=plain_figures(check, "claimed_"),
        after=plain_figures(check, "settled_"),
    )
    return check


def _require_settleable(check: FigureCheck, settlement: Settlement) -> None:
    if check.state not in (CheckState.CONTESTED, CheckState.SETTLED):
        raise CheckClosed(state=check.get_state_display(), step="处理异议")
    if check.settled_at and check.settled_at != settlement.seen_at:
        raise SettledMeanwhile(
            by=check.settled_by,
            when=timezone.localtime(check.settled_at),
            reason=check.settled_reason,
            **plain_figures(check, "settled_"),
        )
    if not settlement.reason.strip():
        raise ClaimRefused(field="reason", problem="请写明处理理由，它会随结果告知该机构。")
    require_possible(settlement.figures)


def _tell_settled(check: FigureCheck) -> None:
    notify(
        User.objects.filter(memberships__agency=check.agency, memberships__ended_at__isnull=True),
        event=f"award.figures_settled:{check.pk}:{check.settled_at:%Y%m%d%H%M%S}",
        title=f"{check.round.year}年度数据异议已处理",
        body=f"核定申请 {check.settled_filed} 件、结案 {check.settled_concluded} 件、授权 {check.settled_granted} 件。"
        f"理由：{check.settled_reason}",
        link=f"/portal/awards/{check.round.year}/",
    )
