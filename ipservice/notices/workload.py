"""各岗位待办: how many tasks wait with whom, since when and how many are overdue; the rows add up to all open tasks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.accounts.models import Role
from ipservice.notices.models import Message
from ipservice.portal import work


@dataclass(frozen=True, slots=True)
class Load:
    """The open tasks of one person."""

    name: str
    role: Role
    is_active: bool
    open: int
    overdue: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """The open tasks of all people with one role."""

    role: Role
    people: list[Load]

    @property
    def open(self) -> int:
        return sum(person.open for person in self.people)

    @property
    def overdue(self) -> int:
        return sum(person.overdue for person in self.people)


@require_safe
@work.require_staff
def people(request: HttpRequest) -> HttpResponse:
    """For the city and the system administrator: where work piles up, and what waits at accounts that are shut."""
    if not (request.user.is_city_official or request.user.is_system_admin):
        raise PermissionDenied
    roles = loads(timezone.localdate())
    context = {
        "title": "各岗位待办",
        "roles": roles,
        "total": sum(role.open for role in roles),
        "overdue": sum(role.overdue for role in roles),
        "trail": [("待办", "/admin/todo/"), ("各岗位待办", "")],
    }
    return work.render(request, "notices/workload.html", context)


def loads(today: date) -> list[RoleLoad]:
    """Every person with an open task, by role in the order of the roles, most overdue first. One statement."""
    rows = (
        Message.objects.filter(is_task=True, done_at__isnull=True, recipient__isnull=False)
        .order_by()
        .values("recipient", username=F("recipient__username"), name=F("recipient__display_name"),
                role=F("recipient__role"), is_active=F("recipient__is_active"))
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), oldest=Min("created_at"))
        .order_by("-overdue", "oldest", "recipient")
    )  # fmt: skip
    by_role: dict[Role, list[Load]] = {role: [] for role in Role}
    for row in rows:
        role = Role(row["role"])
        name = row["name"] or row["username"]
        by_role[role].append(Load(name, role, row["is_active"], row["open"], row["overdue"], row["oldest"]))
    return [RoleLoad(role, found) for role, found in by_role.items() if found]
