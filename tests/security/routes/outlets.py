"""Routes of the network and of an outlet's desk: its staff's, its district's, the city's."""

import datetime as dt

from django.utils import timezone

from ipservice.procedure.models import RuleSet, RuleSetStage
from publicservice.booking.models import Booking, FollowUp
from publicservice.network.models import Assessment, HoursException, HoursVersion, Outlet, OutletQualification
from tests.factories.booking import make_booking, make_rules, make_schedule
from tests.factories.publicservice import make_outlet, make_staff, make_window
from tests.security.ground import CITY, Case, World, register

OFFICIALS = (*CITY, "district_1")
PEOPLE = ("outlet_a_staff", *OFFICIALS)
CHANGING = ("municipal", "district_1")
WEEK = [[["09:00", "12:00"]]] * 5 + [[], []]


def outlet_a(world: World) -> Outlet:
    """Outlet A lies in district 1 and has one member of staff; outlet B lies in district 2."""
    outlet = make_outlet(district=world.district_1)
    make_staff(outlet, user=world.people["outlet_a_staff"])
    make_staff(make_outlet(district=world.district_2), user=world.people["outlet_b_staff"])
    return outlet


def _version(outlet: Outlet) -> HoursVersion:
    return HoursVersion.objects.create(
        outlet=outlet, in_force_from=dt.date(2026, 1, 1), week=WEEK, reason="设立", created_at=timezone.now()
    )


@register("portal/outlets/<int:outlet_id>/", seen_by=PEOPLE, methods=("GET",))
def work(world: World) -> Case:
    return Case({"outlet_id": outlet_a(world).pk})


for part in ("hours/", "hours/change/", "exceptions/new/", "day/", "day/book/", "figures/"):
    register(f"portal/outlets/<int:outlet_id>/{part}", seen_by=PEOPLE, methods=("GET",))(work)
for part in ("day/check-in/", "day/walk-in/", "day/next/"):
    register(f"portal/outlets/<int:outlet_id>/{part}", seen_by=PEOPLE, methods=("POST",))(work)


@register("portal/outlets/<int:outlet_id>/hours/<int:version_id>/restore/", seen_by=PEOPLE, methods=("GET",))
def restore(world: World) -> Case:
    outlet = outlet_a(world)
    return Case({"outlet_id": outlet.pk, "version_id": _version(outlet).pk})


@register("portal/outlets/<int:outlet_id>/exceptions/<int:exception_id>/end/", seen_by=PEOPLE, methods=("POST",))
def end_exception(world: World) -> Case:
    outlet = outlet_a(world)
    day = HoursException.objects.create(
        outlet=outlet, day=dt.date(2030, 1, 1), reason="培训", created_at=timezone.now()
    )
    return Case({"outlet_id": outlet.pk, "exception_id": day.pk})


def _booking(world: World) -> Booking:
    make_rules()
    return make_booking(make_schedule(outlet_a(world)))


@register("portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/", seen_by=PEOPLE, methods=("GET",))
def consultation(world: World) -> Case:
    booking = _booking(world)
    return Case({"outlet_id": booking.outlet_id, "booking_id": booking.pk})


register("portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/transfer/", seen_by=PEOPLE, methods=("POST",))(
    consultation
)


@register("portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/<slug:name>/", seen_by=PEOPLE, methods=("POST",))
def act(world: World) -> Case:
    booking = _booking(world)
    return Case({"outlet_id": booking.outlet_id, "booking_id": booking.pk, "name": "miss"})


@register("portal/outlets/<int:outlet_id>/follow-ups/<int:follow_up_id>/", seen_by=PEOPLE, methods=("POST",))
def follow_up(world: World) -> Case:
    booking, staff = _booking(world), world.people["outlet_a_staff"]
    task = FollowUp.objects.create(
        booking=booking,
        task="回电",
        owner=staff,
        due_on=dt.date(2030, 1, 1),
        created_by=staff,
        created_at=timezone.now(),
    )
    return Case({"outlet_id": booking.outlet_id, "follow_up_id": task.pk})


@register("admin/outlets/<int:outlet_id>/", seen_by=OFFICIALS, methods=("GET",))
def desk(world: World) -> Case:
    return Case({"outlet_id": outlet_a(world).pk})


register("admin/outlets/<int:outlet_id>/change/", seen_by=CHANGING, methods=("GET",))(desk)


@register("admin/outlets/<int:outlet_id>/add/<slug:name>/", seen_by=CHANGING, methods=("GET",))
def add(world: World) -> Case:
    return Case({"outlet_id": outlet_a(world).pk, "name": "window"})


@register("admin/outlets/<int:outlet_id>/step/<slug:name>/", seen_by=CHANGING, methods=("GET",))
def step(world: World) -> Case:
    return Case({"outlet_id": outlet_a(world).pk, "name": "suspend"})


@register("admin/outlets/<int:outlet_id>/assess/<int:year>/", seen_by=CHANGING, methods=("POST",))
def assess(world: World) -> Case:
    return Case({"outlet_id": outlet_a(world).pk, "year": timezone.localdate().year})


@register("admin/outlets/<int:outlet_id>/qualifications/<int:row_id>/end/", seen_by=CHANGING, methods=("GET",))
def end_qualification(world: World) -> Case:
    outlet = outlet_a(world)
    row = OutletQualification.objects.create(outlet=outlet, kind="NODE", valid_from=dt.date(2025, 1, 1))
    return Case({"outlet_id": outlet.pk, "row_id": row.pk})


@register("admin/outlets/<int:outlet_id>/windows/<int:row_id>/close/", seen_by=CHANGING, methods=("POST",))
def close_window(world: World) -> Case:
    outlet = outlet_a(world)
    return Case({"outlet_id": outlet.pk, "row_id": make_window(outlet).pk})


@register("admin/outlets/<int:outlet_id>/staff/<int:row_id>/end/", seen_by=CHANGING, methods=("POST",))
def end_post(world: World) -> Case:
    outlet = outlet_a(world)
    return Case({"outlet_id": outlet.pk, "row_id": outlet.staff.get().pk})


def _assessment(world: World) -> Assessment:
    ruleset = RuleSet.objects.create(
        kind="outlet_norm",
        version=1,
        title="管理规范",
        stage=RuleSetStage.ADOPTED,
        parameters={},
        digest="",
        in_force_from=dt.date(2026, 1, 1),
        adopted_at=timezone.now(),
    )
    by = world.people["municipal"]
    return Assessment.objects.create(outlet=outlet_a(world), year=2026, ruleset=ruleset, assessed_by=by)


@register("admin/outlets/assessments/<int:assessment_id>/", seen_by=OFFICIALS, methods=("GET",))
def assessment(world: World) -> Case:
    return Case({"assessment_id": _assessment(world).pk})


@register("admin/outlets/assessments/<int:assessment_id>/<slug:name>/", seen_by=OFFICIALS, methods=("POST",))
def assessment_step(world: World) -> Case:
    return Case({"assessment_id": _assessment(world).pk, "name": "confirm"})
