"""The database sells no place twice, by whatever path a booking is written."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from publicservice.booking.models import Booking, BookingState, Slot, Source
from tests.factories.booking import at, make_booking, make_schedule
from tests.factories.publicservice import make_outlet, make_staff

pytestmark = pytest.mark.django_db
HALF_HOUR = dt.timedelta(minutes=30)


def taken(schedule) -> dict:
    return dict(Slot.objects.filter(schedule=schedule).values_list("starts_at", "taken"))


def refused(act) -> str:
    """The name of the constraint that refuses ``act``."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return error.value.__cause__.diag.constraint_name


def test_a_fourth_booking_of_three_places_fails_in_plain_sql():
    schedule = make_schedule(capacity=3)
    for _ in range(3):
        make_booking(schedule)

    def fourth() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO publicservice_booking (outlet_id, schedule_id, starts_at, ends_at, variant, state, source,"
                " person_key, name, phone, email, organisation, credit_code, subject, acting_for, sequence, uid,"
                " times_called, end_reason, is_demo, created_at) SELECT outlet_id, schedule_id, starts_at, ends_at,"
                " variant, state, source, 'p', name, phone, email, organisation, credit_code, subject, '', 0, %s, 0,"
                " '', false, created_at FROM publicservice_booking LIMIT 1",
                [uuid4()],
            )

    assert refused(fourth) == "slot_is_never_oversold"
    assert (Booking.objects.count(), taken(schedule)) == (3, {at(9): 3})


def test_an_update_brings_no_booking_into_a_full_slot():
    schedule = make_schedule(capacity=1)
    make_booking(schedule)
    other = make_booking(schedule, starts_at=at(10))
    gone = make_booking(schedule, starts_at=at(9), state=BookingState.CANCELLED)

    moved = refused(lambda: Booking.objects.filter(pk=other.pk).update(starts_at=at(9), ends_at=at(9, 30)))
    revived = refused(lambda: Booking.objects.filter(pk=gone.pk).update(state=BookingState.BOOKED))

    assert (moved, revived) == ("slot_is_never_oversold",) * 2
    assert taken(schedule) == {at(9): 1, at(10): 1}


def test_the_count_of_a_full_slot_cannot_be_written_over():
    schedule = make_schedule(capacity=1)
    make_booking(schedule)

    assert refused(lambda: Slot.objects.update(taken=2)) == "slot_is_never_oversold"
    assert refused(lambda: Slot.objects.update(taken=-1)) == "slot_gives_back_what_was_taken"


@pytest.mark.parametrize("state", [BookingState.CANCELLED, BookingState.EXPIRED])
def test_what_ends_gives_its_places_back(state):
    schedule = make_schedule()
    booking = make_booking(schedule, ends_at=at(10, 30))

    Booking.objects.filter(pk=booking.pk).update(state=state)

    assert taken(schedule) == {at(9): 0, at(9, 30): 0, at(10): 0}


def test_a_deleted_row_gives_its_places_back():
    schedule = make_schedule()
    make_booking(schedule, ends_at=at(10)).delete()

    assert taken(schedule) == {at(9): 0, at(9, 30): 0}


def test_a_move_by_half_its_length_counts_each_slot_once():
    schedule = make_schedule()
    booking = make_booking(schedule, ends_at=at(10))

    Booking.objects.filter(pk=booking.pk).update(starts_at=at(9, 30), ends_at=at(10, 30))

    assert taken(schedule) == {at(9): 0, at(9, 30): 1, at(10): 1}


def test_a_move_to_another_schedule_counts_on_both_sides():
    here, there = make_schedule(), make_schedule()
    booking = make_booking(here)

    Booking.objects.filter(pk=booking.pk).update(schedule=there, outlet=there.outlet)

    assert (taken(here), taken(there)) == ({at(9): 0}, {at(9): 1})


def test_a_booking_beside_the_grid_is_refused():
    schedule = make_schedule()
    make_booking(schedule)

    assert refused(lambda: make_booking(schedule, starts_at=at(9, 10))) == "slots_do_not_overlap"


def test_a_consultant_of_two_schedules_is_in_one_place_at_a_time():
    outlet = make_outlet()
    person = make_staff(outlet)
    on_site = make_schedule(outlet, consultant=person)
    by_phone = make_schedule(outlet, consultant=person, slot_minutes=20)
    make_booking(on_site)

    constraint = refused(lambda: make_booking(by_phone, starts_at=at(9, 20)))

    assert constraint == "a_consultant_is_in_one_place_at_a_time"
    assert taken(by_phone) == {}


def test_one_person_has_a_slot_once_until_it_is_given_up():
    schedule = make_schedule()
    first = make_booking(schedule, person_key="one")

    assert refused(lambda: make_booking(schedule, person_key="one")) == "one_place_per_person_and_slot"
    Booking.objects.filter(pk=first.pk).update(state=BookingState.CANCELLED)
    make_booking(schedule, person_key="one")

    assert taken(schedule) == {at(9): 1}


def test_a_walk_in_takes_no_slot():
    schedule = make_schedule()
    make_booking(schedule, source=Source.WALK_IN)

    assert taken(schedule) == {}


def test_the_grid_of_a_schedule_stays():
    schedule = make_schedule()
    schedule.slot_minutes = 20

    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        schedule.save()
