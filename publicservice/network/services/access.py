"""Who may change an outlet: officials their own, its staff some of its facts. ``by`` None is the product itself."""

from django.db.models import QuerySet

from ipservice.accounts.models import User
from ipservice.audit.services import Details, record
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump
from publicservice.network.models import Outlet
from publicservice.network.rules import OutletState

PAGES = "outlets"


class NotYourOutlet(DomainError):
    code = "not_your_outlet"
    template = "只有{who}可以{act}。"


class OutletIsClosed(DomainError):
    code = "outlet_is_closed"
    template = "“{name}”已于{day:%Y年%-m月%-d日}撤销，不能再{act}。"


def locked_for_officials(outlet_id: int, act: str, by: User | None) -> Outlet:
    """The outlet, locked, still there, and this official's to change. Raises ``NotYourOutlet``, ``OutletIsClosed``."""
    outlet = Outlet.objects.select_for_update(of=("self",)).get(pk=outlet_id)
    if by is not None and not manages(outlet, by):
        raise NotYourOutlet(who="本市或本区县的经办人", act=act)
    return _still_there(outlet, act)


def locked_for_staff(outlet_id: int, act: str, by: User | None) -> Outlet:
    """Like ``locked_for_officials``, and open to the outlet's own staff too."""
    outlet = Outlet.objects.select_for_update(of=("self",)).get(pk=outlet_id)
    if by is not None and not manages(outlet, by) and not works_at(outlet, by):
        raise NotYourOutlet(who="该网点的工作人员或经办人", act=act)
    return _still_there(outlet, act)


def workable_by(user: User) -> QuerySet[Outlet]:
    """Outlets at which this person serves, or whose facts it may change or review as an official."""
    if not user.is_authenticated:
        return Outlet.objects.none()
    managed = Outlet.objects.managed_by(user) if user.is_official else Outlet.objects.worked_at_by(user)
    return Outlet.objects.filter(pk__in=managed.values("pk"))


def manages(outlet: Outlet, by: User) -> bool:
    return by.has_perm("publicservice.change_outlet") and Outlet.objects.managed_by(by).filter(pk=outlet.pk).exists()


def works_at(outlet: Outlet, by: User) -> bool:
    return by.is_active and Outlet.objects.worked_at_by(by).filter(pk=outlet.pk).exists()


def tell(verb: str, sentence: str, outlet: Outlet, by: User | None, details: Details | None = None) -> None:
    """One entry about the outlet; its public pages are made afresh after the commit."""
    record(f"outlet.{verb}", sentence, subject=("outlet", outlet.pk), by=by, **(details or {}))
    bump(PAGES)


def _still_there(outlet: Outlet, act: str) -> Outlet:
    if outlet.state == OutletState.CLOSED:
        raise OutletIsClosed(name=outlet.name, day=outlet.closed_on, act=act)
    return outlet
