"""Routes of booking: a booking is its account's, and whoever has opened it by its code in this browser."""

from datetime import timedelta

from django.utils import timezone

from publicservice.booking.models import Rectification
from publicservice.booking.services import ratings
from tests.factories.booking import make_booking, make_rules, make_schedule
from tests.security.ground import Case, World, register
from tests.security.routes.outlets import PEOPLE, outlet_a

OWN = ("citizen",)


def _booking(world: World) -> Case:
    make_rules()
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    return Case({"key": make_booking(starts_at=starts_at, user=world.people["citizen"]).pk})


register("booking/own/<int:key>/", seen_by=OWN, methods=("GET",))(_booking)
register("booking/own/<int:key>/move/", seen_by=OWN, methods=("GET",))(_booking)
register("booking/own/<int:key>/cancel/", seen_by=OWN, methods=("GET", "POST"))(_booking)
register("booking/own/<int:key>/calendar.ics", seen_by=OWN, methods=("GET",))(_booking)


def _schedule(world: World) -> Case:
    make_rules()
    outlet = outlet_a(world)
    return Case({"outlet_id": outlet.pk, "schedule_id": make_schedule(outlet).pk})


def _outlet(world: World) -> Case:
    make_rules()
    return Case({"outlet_id": outlet_a(world).pk})


def _bad_rating(world: World) -> Case:
    make_rules()
    outlet = outlet_a(world)
    served = make_booking(make_schedule(outlet), state="served")
    levels = {"overall": 1, "efficiency": 1, "level": 1, "attitude": 1}
    ratings.rate(ratings.token_of(served), levels, "", now=timezone.now())
    return Case({"outlet_id": outlet.pk, "key": Rectification.objects.get(rating__booking=served).pk})


for part in ("schedules/", "schedules/new/", "ratings/"):
    register(f"portal/outlets/<int:outlet_id>/{part}", seen_by=PEOPLE, methods=("GET",))(_outlet)
for part in ("schedules/<int:schedule_id>/", "schedules/<int:schedule_id>/rest/"):
    register(f"portal/outlets/<int:outlet_id>/{part}", seen_by=PEOPLE, methods=("GET",))(_schedule)
register("portal/outlets/<int:outlet_id>/ratings/<int:key>/", seen_by=PEOPLE, methods=("GET",))(_bad_rating)
