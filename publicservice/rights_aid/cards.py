"""On the officials' first page: requests that are late, due this week, waiting."""

from datetime import date, timedelta

from ipservice.portal.cards import Card, Number, Shown, Urgency
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import State

HOME = "/admin/rights-aid/"


def _waiting(user, today: date) -> Shown | None:
    if not (user.is_authenticated and user.is_official):
        return None
    theirs = AidRequest.objects.visible_to(user)
    soon = today + timedelta(days=6 - today.weekday())
    week = theirs.waiting().exclude(state=State.INCOMPLETE).filter(due_on__range=(today, soon)).count()
    new = theirs.filter(state=State.FILED).count()
    late = theirs.overdue_on(today).count()
    return Shown(
        "维权援助",
        (
            Number("逾期维权援助请求", late, f"{HOME}?is_late=on", unit="件", urgency=Urgency.OVERDUE),
            Number("本周到期维权援助请求", week, HOME, unit="件", urgency=Urgency.THIS_WEEK),
            Number("待审查", new, f"{HOME}?state=filed", unit="件"),
            Number("办理中", theirs.filter(state=State.HANDLED).count(), f"{HOME}?state=handled", unit="件"),
        ),
    )


WAITING = Card("rights_aid.waiting", order=35, build=_waiting)
