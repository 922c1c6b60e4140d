"""Many at once for few places: exactly the capacity is sold, everybody else is refused kindly, nothing is lost.

``REPEATED=20`` goes through everything mixed that often, with other dice each time.
"""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.foundation.errors import DomainError
from publicservice.booking.api import Bookings
from publicservice.booking.models import Booking, BookingState, Offer, Slot, WaitingEntry, WaitingState
from publicservice.booking.rules.states import FREE_STATES, OfferOutcome
from publicservice.booking.services import bookings, waiting
from publicservice.booking.services.refusals import SlotFull
from tests.factories.accounts import make_user
from tests.factories.booking import NOW, TUESDAY, a_person, a_wish, at, make_rules, make_schedule
from tests.faults.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
PARALLEL = 32
EVERY_DAY = [[["00:00", "23:30"]]] * 7


def all_at_once(acts: list[Callable[[], object]], *, parallel: int = PARALLEL) -> list[object]:
    """Each client has a connection that is already open and every nth act; their first acts are released together."""
    clients = min(parallel, len(acts))
    gate = Barrier(clients, timeout=60)

    def run(client: int) -> list[object]:
        try:
            connection.ensure_connection()
            gate.wait()
            return [outcome_of(act) for act in acts[client::clients]]
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return [outcome for outcomes in pool.map(run, range(clients)) for outcome in outcomes]


def outcome_of(act: Callable[[], object]) -> object:
    try:
        return act()
    except DomainError as refused:
        return refused


def require_counts_that_agree() -> None:
    """What each slot says is taken is what its live bookings take; no person has a slot twice."""
    live = Booking.objects.exclude(state__in=FREE_STATES)
    counted = Counter(live.values_list("schedule_id", "starts_at"))
    stored = {(slot.schedule_id, slot.starts_at): slot.taken for slot in Slot.objects.filter(taken__gt=0)}
    twice = live.exclude(person_key="").values("schedule", "starts_at", "person_key").annotate(n=Count("pk"))
    assert stored == dict(counted)
    assert all(slot.taken <= slot.capacity for slot in Slot.objects.all())
    assert not twice.filter(n__gt=1).exists()


def test_two_hundred_for_three_places_by_the_service():
    make_rules()
    schedule = make_schedule(capacity=3)
    acts = [partial(bookings.book, a_wish(schedule), a_person(n), code=f"C{n}", now=NOW) for n in range(200)]

    outcomes = all_at_once(acts)

    refused = refusals(outcomes)
    assert (Booking.objects.count(), len(refused)) == (3, 197)
    assert {type(each) for each in refused} == {SlotFull}
    require_counts_that_agree()


def test_two_hundred_for_three_places_on_the_web():
    make_rules(requests_per_hour=1000)
    schedule = make_schedule(capacity=3, week=EVERY_DAY)
    day = _weekday_to_come()
    form = {"item": schedule.items.get().item_id, "variant": "on_site", "schedule": schedule.pk}
    form["slot"] = at(9, day=day).isoformat()

    outcomes = all_at_once([partial(Client().post, "/booking/take/", form) for _ in range(200)])

    statuses = Counter(answer.status_code for answer in outcomes)
    assert statuses == {302: 3, 409: 197}
    assert Booking.objects.filter(state=BookingState.HELD).count() == 3
    require_counts_that_agree()


def test_two_hundred_for_three_places_by_the_interface_for_machines(monkeypatch):
    make_rules(requests_per_hour=1000)
    monkeypatch.setattr(Bookings, "throttle_classes", ())
    schedule = make_schedule(capacity=3, week=EVERY_DAY)
    matter = schedule.items.get().item.code
    order = {
        "schedule": schedule.pk,
        "starts_at": at(9, day=_weekday_to_come()).isoformat(),
        "items": [matter],
        "name": "演示人甲",
        "subject": "检索",
        "consent": True,
    }

    def ask(number: int) -> object:
        body, key = {**order, "phone": f"139{number:08d}"}, {"Idempotency-Key": f"key-{number}"}
        return Client().post("/api/v1/booking/bookings/", body, content_type="application/json", headers=key)

    outcomes = all_at_once([partial(ask, number) for number in range(200)])

    assert Counter(answer.status_code for answer in outcomes) == {201: 3, 409: 197}
    assert Booking.objects.count() == 3
    require_counts_that_agree()


def test_two_hundred_for_three_places_by_officials_who_book_for_callers(client_for):
    make_rules()
    schedule = make_schedule(capacity=3)
    desk = f"/portal/outlets/{schedule.outlet_id}/day/book/"
    official = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))
    form = {"item": schedule.items.get().item_id, "name": "演示人甲", "acting_for": "来电人口述"}
    first = official.get(desk, form).context["form"].fields["slot"].choices[0][0]

    def call(number: int) -> object:
        caller = Client()
        caller.cookies = official.cookies
        return caller.post(desk, {**form, "slot": first, "phone": f"139{number:08d}", "form_token": f"token-{number}"})

    outcomes = all_at_once([partial(call, number) for number in range(200)])

    statuses = Counter(answer.status_code for answer in outcomes)
    assert set(statuses) <= {302, 409, 422}
    assert (Booking.objects.count(), statuses[302]) == (3, 3)
    require_counts_that_agree()


def _weekday_to_come():
    day = timezone.localdate() + timezone.timedelta(days=7)
    while day.weekday() > 4:
        day += timezone.timedelta(days=1)
    return day


def test_without_the_trigger_the_same_three_places_would_be_sold_many_times():
    """The negative control: the service rests on the guard of the table, and on nothing else."""
    make_rules()
    schedule = make_schedule(capacity=3)
    acts = [partial(bookings.book, a_wish(schedule), a_person(n), code=f"C{n}", now=NOW) for n in range(PARALLEL)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publicservice_booking DISABLE TRIGGER USER")
    try:
        all_at_once(acts)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE publicservice_booking ENABLE TRIGGER USER")

    assert Booking.objects.count() > 3


def test_one_person_pressing_many_times_at_once_has_one_booking():
    make_rules()
    schedule = make_schedule(capacity=3)
    acts = [partial(bookings.book, a_wish(schedule), a_person(1), code=f"C{n}", now=NOW) for n in range(8)]

    outcomes = at_once(*acts)

    assert (len(refusals(outcomes)), Booking.objects.count()) == (7, 1)


def test_a_freed_place_is_offered_to_one_of_fifty_in_order_whoever_asks_meanwhile():
    make_rules()
    schedule = make_schedule(capacity=1)
    booked = bookings.book(a_wish(schedule), a_person(0), code="C0", now=NOW)
    for number in range(1, 51):
        waiting.join(a_wish(schedule), a_person(number), code=f"W{number}", now=NOW)
    others = [partial(bookings.book, a_wish(schedule), a_person(90 + n), code=f"X{n}", now=NOW) for n in range(10)]
    clocks = [partial(waiting.serve_waiting, now=NOW) for _ in range(5)]

    all_at_once([partial(bookings.cancel, booked.pk, now=NOW), *others, *clocks])

    offer = Offer.objects.get()
    assert (offer.outcome, offer.entry) == (OfferOutcome.OPEN, WaitingEntry.objects.first())
    assert WaitingEntry.objects.filter(state=WaitingState.WAITING).count() == 49
    require_counts_that_agree()


def test_two_who_change_places_do_not_wait_for_each_other():
    make_rules()
    schedule = make_schedule(capacity=2)
    here = [bookings.book(a_wish(schedule, at(9, day=TUESDAY)), a_person(n), code=f"A{n}", now=NOW) for n in (1, 2)]
    there = [bookings.book(a_wish(schedule, at(10, day=TUESDAY)), a_person(n), code=f"B{n}", now=NOW) for n in (3, 4)]
    to_there = [partial(bookings.reschedule, b.pk, a_wish(schedule, at(10, day=TUESDAY)), now=NOW) for b in here]
    to_here = [partial(bookings.reschedule, b.pk, a_wish(schedule, at(9, day=TUESDAY)), now=NOW) for b in there]

    outcomes = at_once(*to_there, *to_here)

    assert {type(each) for each in refusals(outcomes)} <= {SlotFull}
    require_counts_that_agree()


class Crowd:
    """32 clients that book, move, cancel, wait and answer offers on a few slots, each by its own dice."""

    def __init__(self, schedule, repetition: int = 0) -> None:
        self.schedule, self.repetition = schedule, repetition
        self.starts = [at(hour, day=TUESDAY) for hour in (9, 10, 11)]
        self.told_yes: dict[str, int] = {}

    def round_of(self, client: int, round_: int) -> object:
        dice = Random(self.repetition * 100_000 + client * 1000 + round_)
        act = dice.choice([self.book, self.book, self.move, self.cancel, self.wait, self.answer])
        return act(client, round_, dice)

    def wish(self, dice: Random):
        return a_wish(self.schedule, dice.choice(self.starts))

    def own(self, client: int) -> Booking | None:
        mine = Booking.objects.filter(person_key=a_person(client).key, state=BookingState.BOOKED)
        return mine.order_by("?").first()

    def book(self, client: int, round_: int, dice: Random) -> object:
        return bookings.book(self.wish(dice), a_person(client), code=f"{client}-{round_}", now=NOW)

    def move(self, client: int, round_: int, dice: Random) -> object:
        mine = self.own(client)
        return bookings.reschedule(mine.pk, self.wish(dice), now=NOW) if mine else None

    def cancel(self, client: int, round_: int, dice: Random) -> object:
        mine = self.own(client)
        return bookings.cancel(mine.pk, now=NOW) if mine else None

    def wait(self, client: int, round_: int, dice: Random) -> object:
        return waiting.join(self.wish(dice), a_person(client), code=f"w{client}-{round_}", now=NOW)

    def answer(self, client: int, round_: int, dice: Random) -> object:
        offers = Offer.objects.filter(entry__person_key=a_person(client).key, outcome=OfferOutcome.OPEN)
        mine = offers.first()
        if mine is None:
            return waiting.serve_waiting(now=NOW)
        return waiting.accept(mine.pk, now=NOW) if dice.random() < 0.7 else waiting.decline(mine.pk, now=NOW)


@pytest.mark.parametrize("repetition", range(int(os.environ.get("REPEATED", "1"))))
def test_thirty_two_clients_in_twenty_rounds_of_everything_mixed(repetition):
    make_rules()
    crowd = Crowd(make_schedule(capacity=5), repetition)

    for round_ in range(20):
        outcomes = all_at_once([partial(crowd.round_of, client, round_) for client in range(PARALLEL)])
        booked = [each for each in outcomes if isinstance(each, Booking)]
        require_counts_that_agree()
        assert len({each.pk for each in booked}) == Booking.objects.filter(pk__in=[b.pk for b in booked]).count()

    waiting.serve_waiting(now=NOW)
    for slot in Slot.objects.all():
        someone_waits = WaitingEntry.objects.filter(starts_at=slot.starts_at, state=WaitingState.WAITING)
        free = slot.capacity - slot.taken
        live = Booking.objects.exclude(state__in=FREE_STATES).filter(starts_at=slot.starts_at)
        keys = set(live.values_list("person_key", flat=True))
        assert free == 0 or all(entry.person_key in keys for entry in someone_waits)
