"""The day before, whoever booked is reminded; once for each time the booking stands at."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from publicservice.booking.models import Booking, BookingState
from publicservice.booking.services import telling


def remind(*, now: datetime) -> int:
    """Answers how many bookings of tomorrow were looked at; who was reminded already is not again."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    zone = timezone.get_current_timezone()
    first = datetime.combine(tomorrow, time.min, zone)
    due = Booking.objects.filter(
        state=BookingState.BOOKED, starts_at__gte=first, starts_at__lt=first + timedelta(days=1)
    ).select_related("outlet")
    count = 0
    for booking in due.order_by("pk").iterator(chunk_size=500):
        with transaction.atomic():
            telling.tell(booking, "reminder", f"明天有预约：{telling.where(booking)}", telling.BRING)
        count += 1
    return count
