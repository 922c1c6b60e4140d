"""Routes of booking: a booking is its account's, and whoever has opened it by its code in this browser."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.booking import make_booking, make_rules
from tests.security.ground import Case, World, register

OWN = ("citizen",)


def _booking(world: World) -> Case:
    make_rules()
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    return Case({"key": make_booking(starts_at=starts_at, user=world.people["citizen"]).pk})


register("booking/own/<int:key>/", seen_by=OWN, methods=("GET",))(_booking)
register("booking/own/<int:key>/move/", seen_by=OWN, methods=("GET",))(_booking)
register("booking/own/<int:key>/cancel/", seen_by=OWN, methods=("GET", "POST"))(_booking)
register("booking/own/<int:key>/calendar.ics", seen_by=OWN, methods=("GET",))(_booking)
