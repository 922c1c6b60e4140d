"""Several members of staff press at the same moment."""

import pytest

from ipservice.accounts.models import Role
from publicservice.booking.services import desk
from publicservice.booking.services.desk import NobodyWaits, Seat
from tests.factories.accounts import make_user
from tests.factories.booking import a_person, at, make_rules, make_schedule
from tests.factories.publicservice import make_staff
from tests.faults.races import at_once, refusals, slowly

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


@pytest.fixture
def outlet():
    make_rules()
    return make_schedule().outlet


@pytest.fixture
def clerk(outlet):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


def waiting(outlet, clerk, count):
    return [desk.walk_in(outlet.pk, a_person(number), now=at(8, number), by=clerk) for number in range(count)]


def next_one(outlet, clerk):
    return lambda: desk.call_next(outlet.pk, Seat(), now=at(9), by=clerk)


def test_two_who_press_next_at_once_get_two_different_people(outlet, clerk):
    people = waiting(outlet, clerk, 3)

    called = at_once(slowly(next_one(outlet, clerk)), slowly(next_one(outlet, clerk)))

    assert sorted(one.pk for one in called) == [one.pk for one in people[:2]]


def test_everybody_is_called_once_and_who_comes_too_late_is_told(outlet, clerk):
    people = waiting(outlet, clerk, PEOPLE)

    outcomes = at_once(*[next_one(outlet, clerk)] * (PEOPLE + 2))

    called = [one.pk for one in outcomes if not isinstance(one, NobodyWaits)]
    assert sorted(called) == [one.pk for one in people]
    assert [type(refused) for refused in refusals(outcomes)] == [NobodyWaits] * 2


def test_numbers_drawn_at_once_are_all_different_and_without_gaps(outlet, clerk):
    acts = [
        (lambda number=number: desk.walk_in(outlet.pk, a_person(number), now=at(8, number), by=clerk))
        for number in range(PEOPLE)
    ]

    drawn = at_once(*acts)

    assert sorted(one.queue_number for one in drawn) == list(range(1, PEOPLE + 1))


def test_without_the_lock_two_would_get_the_same_person(outlet, clerk, monkeypatch):
    """The control: the same test sees the fault when the row is not locked."""
    people = waiting(outlet, clerk, 3)
    plain = type(desk.waiting_on(outlet.pk, at(8).date()))
    monkeypatch.setattr(plain, "select_for_update", lambda rows, **options: rows)

    called = at_once(slowly(next_one(outlet, clerk)), slowly(next_one(outlet, clerk)))

    assert [one.pk for one in called] == [people[0].pk] * 2
