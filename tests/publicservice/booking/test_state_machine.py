"""Booking, holding, moving, cancelling, waiting against a model of thirty lines that knows no database."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ipservice.foundation.errors import DomainError
from publicservice.booking.models import Booking, BookingState, Offer, Slot, WaitingEntry
from publicservice.booking.services import bookings, waiting
from tests.factories.booking import NOW, TUESDAY, a_person, a_wish, at, make_rules, make_schedule

pytestmark = pytest.mark.django_db
CAPACITY = 2
STARTS = [at(9, day=TUESDAY), at(10, day=TUESDAY)]
PEOPLE = st.integers(1, 4)
PLACES = st.sampled_from([0, 1])
PICK = st.integers(0, 50)
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "25"))
STEPS = 40


@dataclass
class Row:
    """One booking of the model; ``person`` 0 is a place held for nobody yet."""

    person: int
    slot: int
    state: str
    until: datetime | None = None
    entry: int | None = None


@dataclass
class Model:
    rows: dict[int, Row] = field(default_factory=dict)
    line: dict[int, list] = field(default_factory=dict)

    def live(self, slot: int) -> list[Row]:
        return [row for row in self.rows.values() if row.slot == slot and row.state in ("held", "booked")]

    def has(self, person: int, slot: int) -> bool:
        return any(row.person == person for row in self.live(slot))

    def open_of(self, person: int) -> int:
        return sum(row.person == person and row.state in ("held", "booked") for row in self.rows.values())

    def waiting(self, slot: int) -> list[int]:
        return [key for key, (_, place, state) in sorted(self.line.items()) if place == slot and state == "waiting"]


class Machine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        make_rules()
        self.schedule = make_schedule(capacity=CAPACITY)
        self.model, self.now, self.count = Model(), NOW, 0

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, act) -> tuple[str, object]:
        """The code of the refusal, or empty with what was made."""
        try:
            with transaction.atomic():
                return "", act()
        except DomainError as refused:
            return refused.code, None

    def wish(self, slot: int):
        return a_wish(self.schedule, STARTS[slot])

    def code(self) -> str:
        self.count += 1
        return f"code-{self.count}"

    def after_freeing(self, slot: int) -> None:
        """The model's places go to who waits; which rows they are is read from the database."""
        for key in self.model.waiting(slot):
            person = self.model.line[key][0]
            if len(self.model.live(slot)) < CAPACITY and not self.model.has(person, slot):
                offer = Offer.objects.get(entry=key)
                self.model.rows[offer.booking_id] = Row(person, slot, "held", self.now + timedelta(minutes=30), key)
                self.model.line[key] = (person, slot, "offered")

    def end(self, key: int, state: str, entry_state: str) -> None:
        row = self.model.rows[key]
        row.state = state
        if row.entry:
            person, slot, _ = self.model.line[row.entry]
            self.model.line[row.entry] = (person, slot, entry_state)
        self.after_freeing(row.slot)

    def expire(self, slots: tuple[int, ...]) -> None:
        """Only who would be refused looks for places that were held too long."""
        if len(self.model.live(slots[0])) < CAPACITY:
            return
        for key, row in sorted(self.model.rows.items()):
            if row.state == "held" and row.until <= self.now and row.slot in slots:
                self.end(key, "expired", "lapsed")

    def refusal_of_taking(self, person: int, slot: int) -> str:
        if self.model.has(person, slot):
            return "already_booked"
        return "slot_full" if len(self.model.live(slot)) >= CAPACITY else ""

    @rule(person=PEOPLE, slot=PLACES)
    def book(self, person: int, slot: int) -> None:
        code, made = self.act(lambda: bookings.book(self.wish(slot), a_person(person), code=self.code(), now=self.now))
        if code:
            # A refusal undoes the expiry that came before it; the clock does it again.
            probe = self.probe(slot)
            expected = "too_many_open_bookings" if probe.open_of(person) >= 3 else self.taking_in(probe, person, slot)
            assert code == expected
            return
        self.expire((slot,))
        assert self.refusal_of_taking(person, slot) == ""
        self.model.rows[made.pk] = Row(person, slot, "booked")

    def probe(self, slot: int) -> Model:
        """The model as it would be after the overdue places of ``slot`` went on."""
        rows = {key: Row(**vars(row)) for key, row in self.model.rows.items()}
        probe = Model(rows, dict(self.model.line))
        if len(probe.live(slot)) < CAPACITY:
            return probe
        for key, row in sorted(rows.items()):
            if row.state == "held" and row.until <= self.now and row.slot == slot:
                row.state = "expired"
                for entry in probe.waiting(slot):
                    waiter = probe.line[entry][0]
                    if len(probe.live(slot)) < CAPACITY and not probe.has(waiter, slot):
                        rows[10**9 + key] = Row(waiter, slot, "held", self.now + timedelta(minutes=30), entry)
                        probe.line[entry] = (waiter, slot, "offered")
        return probe

    @staticmethod
    def taking_in(model: Model, person: int, slot: int) -> str:
        if person and model.has(person, slot):
            return "already_booked"
        return "slot_full" if len(model.live(slot)) >= CAPACITY else ""

    @rule(slot=PLACES)
    def hold(self, slot: int) -> None:
        code, made = self.act(lambda: bookings.hold(self.wish(slot), now=self.now))
        if code:
            assert code == self.taking_in(self.probe(slot), 0, slot) == "slot_full"
            return
        self.expire((slot,))
        self.model.rows[made.pk] = Row(0, slot, "held", self.now + timedelta(minutes=15))

    @rule(pick=PICK, person=PEOPLE)
    def confirm(self, pick: int, person: int) -> None:
        held = [key for key, row in sorted(self.model.rows.items()) if row.person == 0]
        if not held:
            return
        key = held[pick % len(held)]
        row = self.model.rows[key]
        code, _ = self.act(lambda: bookings.confirm(key, a_person(person), code=self.code(), now=self.now))
        if row.state != "held" or row.until <= self.now:
            assert code == "hold_over"
        elif self.model.open_of(person) >= 3:
            assert code == "too_many_open_bookings"
        elif self.model.has(person, row.slot):
            assert code == "already_booked"
        else:
            assert code == ""
            row.person, row.state, row.until = person, "booked", None

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        keys = sorted(self.model.rows)
        if not keys:
            return
        key = keys[pick % len(keys)]
        state = self.model.rows[key].state
        code, _ = self.act(lambda: bookings.cancel(key, now=self.now))
        assert code == ("illegal_step" if state == "expired" else "")
        if state in ("held", "booked"):
            self.end(key, "cancelled", "declined" if state == "held" else "served")

    @rule(pick=PICK, slot=PLACES)
    def move(self, pick: int, slot: int) -> None:
        keys = [key for key, row in sorted(self.model.rows.items()) if row.state == "booked"]
        if not keys:
            return
        key = keys[pick % len(keys)]
        row = self.model.rows[key]
        code, _ = self.act(lambda: bookings.reschedule(key, self.wish(slot), now=self.now))
        if code:
            assert slot != row.slot
            assert code == self.taking_in(self.probe(slot), row.person, slot)
            return
        self.expire((slot,))
        former, row.slot = row.slot, slot
        self.after_freeing(former)

    @rule(person=PEOPLE, slot=PLACES)
    def join(self, person: int, slot: int) -> None:
        code, made = self.act(lambda: waiting.join(self.wish(slot), a_person(person), code=self.code(), now=self.now))
        probe = self.probe(slot)
        in_line = any(
            who == person and place == slot
            for who, place, state in probe.line.values()
            if state in ("waiting", "offered")
        )
        if code:
            assert code == ("slot_still_free" if len(probe.live(slot)) < CAPACITY else "already_booked")
            assert code == "slot_still_free" or in_line
            return
        self.expire((slot,))
        assert not in_line
        self.model.line[made.pk] = (person, slot, "waiting")

    @rule(pick=PICK, is_taken=st.booleans())
    def answer(self, pick: int, is_taken: bool) -> None:
        offered = [key for key, row in sorted(self.model.rows.items()) if row.entry and row.state == "held"]
        if not offered:
            return
        key = offered[pick % len(offered)]
        row, offer = self.model.rows[key], Offer.objects.get(booking=key)
        code, _ = self.act(lambda: (waiting.accept if is_taken else waiting.decline)(offer.pk, now=self.now))
        if is_taken and row.until <= self.now:
            assert code == "offer_over"
        elif is_taken:
            row.state, row.until = "booked", None
            self.model.line[row.entry] = (row.person, row.slot, "served")
        else:
            self.end(key, "cancelled", "declined")

    @rule(minutes=st.sampled_from([1, 15, 30]))
    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def clock(self) -> None:
        with transaction.atomic():
            due = [key for key, row in self.model.rows.items() if row.state == "held" and row.until <= self.now]
            for key in sorted(due, key=lambda key: (self.model.rows[key].until, key)):
                waiting._expire(key, now=self.now)
                self.end(key, "expired", "lapsed")

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "model"):
            return
        stored = {row.pk: (row.state, STARTS.index(row.starts_at)) for row in Booking.objects.all()}
        assert stored == {key: (row.state, row.slot) for key, row in self.model.rows.items()}
        assert dict(WaitingEntry.objects.values_list("pk", "state")) == {k: v[2] for k, v in self.model.line.items()}
        for slot in Slot.objects.all():
            assert slot.taken == len(self.model.live(STARTS.index(slot.starts_at)))
        assert BookingState.HELD == "held"


def test_whatever_people_do_the_places_are_those_of_the_model():
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
