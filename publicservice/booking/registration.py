"""What the slice offers to the shared ground."""

from ipservice.demo import parts
from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from ipservice.intake import feeds
from ipservice.portal import cards as pages
from ipservice.portal import work
from ipservice.procedure import kinds
from publicservice.booking import cards, figures, personal
from publicservice.booking.feeds import BOOKINGS
from publicservice.booking.models import Booking, ServiceRecord
from publicservice.booking.services import terms, touched

PURPOSE = "booking"


def register() -> None:
    """Called when the app is ready."""
    kinds.register_rules(kinds.RuleKind(terms.KIND, "预约规则", check=terms.problems, labels=terms.LABELS))
    personal.declare_all()
    parts.register(parts.Part("预约咨询", place=70, load="publicservice.booking.demo.load"))
    pages.portal.register(cards.MINE)
    touched.register()
    page = work.WorkPage(work.Job.NETWORK, "预约", "/admin/bookings/", "event", order=12, allowed=_officials)
    work.announce(page)
    figures.register_figures()
    feeds.register(BOOKINGS)
    purposes.register(purposes.Purpose(PURPOSE, "预约材料", may_see=_may_see, in_use=_in_use))


def _officials(user) -> bool:
    return user.is_official


def _may_see(user, stored: StoredFile) -> bool:
    return user.is_authenticated and Booking.objects.visible_to(user).filter(files=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    booked = Booking.files.through.objects.filter(storedfile_id__in=ids).values_list("storedfile_id", flat=True)
    recorded = ServiceRecord.files.through.objects.filter(storedfile_id__in=ids)
    return set(booked) | set(recorded.values_list("storedfile_id", flat=True))
