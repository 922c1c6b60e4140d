"""Who works at an outlet: named, with or without an account of the portal, until the day the post ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.accounts.sessions import sign_out_everywhere
from ipservice.foundation.errors import DomainError
from publicservice.network.models import Outlet, OutletStaff, ServiceItem
from publicservice.network.services import access


class StaffNameTaken(DomainError):
    code = "username_taken"
    template = "用户名“{username}”已被使用，请换一个；如该人员已有网点账号，请直接选择其账号。"


class AlreadyServing(DomainError):
    code = "already_serving"
    template = "{name}已在“{outlet}”任职。"


class PostEnded(DomainError):
    code = "post_ended"
    template = "{name}在该网点的任职已于{day:%Y年%-m月%-d日}结束。"


class NotOutletStaff(DomainError):
    code = "not_outlet_staff"
    template = "账号“{username}”不是网点工作人员账号，不能登记为网点人员。"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to appoint. ``username`` makes or finds an account; empty names a person without one."""

    name: str
    username: str = ""
    position: str = ""
    phone: str = ""
    is_consultant: bool = False


@transaction.atomic
def appoint(
    outlet_id: int, person: Person, items: Iterable[ServiceItem] = (), *, today: date, by: User | None
) -> OutletStaff:
    """Begin a post today. A new account has no password until the person sets one by the link handed over.

    An account of outlet staff that exists is used again, so one person may serve at several outlets.
    Raises ``StaffNameTaken``, ``NotOutletStaff``, ``AlreadyServing``, ``NotYourOutlet``.
    """
    outlet = access.locked_for_officials(outlet_id, "登记网点人员", by)
    user = _account(person, outlet, by) if person.username else None
    if user and outlet.staff.filter(user=user, ended_on__isnull=True).exists():
        raise AlreadyServing(name=person.name, outlet=outlet.name, field="username")
    post = OutletStaff.objects.create(
        outlet=outlet,
        user=user,
        name=person.name,
        position=person.position,
        phone=person.phone,
        is_consultant=person.is_consultant,
        started_on=today,
    )
    post.items.set(items)
    access.tell("staff.appoint", f"网点“{outlet.name}”登记一名工作人员", outlet, by, {"after": {"post": post.pk}})
    return post


@transaction.atomic
def end_post(post_id: int, *, today: date, by: User | None) -> OutletStaff:
    """The person serves here no longer; with no other post left the account is shut."""
    post = OutletStaff.objects.select_related("outlet", "user").get(pk=post_id)
    outlet = access.locked_for_officials(post.outlet_id, "结束任职", by)
    post.refresh_from_db(fields=["ended_on"])
    if post.ended_on is not None:
        raise PostEnded(name=post.name, day=post.ended_on)
    post.ended_on = max(today, post.started_on)
    post.save(update_fields=["ended_on"])
    if post.user and not post.user.outlet_posts.filter(ended_on__isnull=True).exists():
        post.user.is_active = False
        post.user.save(update_fields=["is_active"])
        sign_out_everywhere(post.user)
    access.tell("staff.end", f"网点“{outlet.name}”一名工作人员离岗", outlet, by, {"after": {"post": post.pk}})
    return post


def _account(person: Person, outlet: Outlet, by: User | None) -> User:
    known = User.objects.filter(username__iexact=person.username).first()
    if known is None:
        user = User(
            username=person.username,
            display_name=person.name,
            phone=person.phone,
            role=Role.OUTLET_STAFF,
            is_demo=outlet.is_demo,
        )
        user.set_unusable_password()
        user.save()
        return user
    if known.role != Role.OUTLET_STAFF:
        raise NotOutletStaff(username=person.username, field="username")
    if by is not None and not by.is_city_official and not _serves_in(known, by):
        raise StaffNameTaken(username=person.username, field="username")
    if not known.is_active:
        known.is_active = True
        known.save(update_fields=["is_active"])
    return known


def _serves_in(user: User, by: User) -> bool:
    """A district official may use again only accounts of his own district's staff."""
    return user.outlet_posts.filter(outlet__in=Outlet.objects.managed_by(by)).exists()
