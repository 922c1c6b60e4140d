"""The day of the staff: arrival, number, call, record; nobody is called twice, nobody is lost."""

import datetime as dt
from itertools import product

import pytest

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from publicservice.booking.models import Booking, BookingState, FollowUp, Source
from publicservice.booking.services import consultations, desk
from publicservice.booking.services.consultations import Record, Task
from publicservice.booking.services.desk import Seat
from publicservice.booking.services.people import code_for, digest_of
from publicservice.network.services.access import NotYourOutlet
from tests.factories.accounts import make_user
from tests.factories.booking import DAY, NOW, TUESDAY, a_person, at, make_booking, make_rules, make_schedule
from tests.factories.publicservice import make_outlet, make_staff, make_window

pytestmark = pytest.mark.django_db
S = BookingState


@pytest.fixture
def schedule(db):
    make_rules()
    return make_schedule()


@pytest.fixture
def outlet(schedule):
    return schedule.outlet


@pytest.fixture
def clerk(outlet):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


def arrived(schedule, clerk, hour, *, now):
    return desk.check_in(make_booking(schedule, starts_at=at(hour)).pk, now=now, by=clerk)


def in_state(schedule, clerk, state):
    facts = {"queue_day": DAY, "queue_number": 900, "checked_in_at": NOW} if state in (S.CHECKED_IN, S.CALLED) else {}
    facts |= {"held_until": NOW} if state == S.HELD else {}
    return make_booking(schedule, starts_at=at(9), state=state, **facts)


def test_arriving_people_get_numbers_one_after_the_other(schedule, outlet, clerk):
    first, second = (arrived(schedule, clerk, hour, now=at(8, 50)) for hour in (9, 10))
    third = desk.walk_in(outlet.pk, a_person(3), now=at(8, 55), by=clerk)

    assert [one.queue_number for one in (first, second, third)] == [1, 2, 3]
    assert [one.state for one in (first, second, third)] == [S.CHECKED_IN] * 3
    assert (third.source, third.schedule, third.queue_day) == (Source.WALK_IN, None, DAY)


def test_checking_in_twice_keeps_the_number(schedule, clerk):
    booking = arrived(schedule, clerk, 9, now=at(8, 50))

    again = desk.check_in(booking.pk, now=at(8, 55), by=clerk)

    assert (again.queue_number, again.checked_in_at) == (1, at(8, 50))


def test_only_a_booking_of_today_is_checked_in(schedule, clerk):
    tomorrow = make_booking(schedule, starts_at=at(9, day=TUESDAY))

    with pytest.raises(desk.NotToday) as refused:
        desk.check_in(tomorrow.pk, now=at(8, 50), by=clerk)

    assert refused.value.message == ("该预约的日期是 6月2日（周二）09:00，不是今天，不能签到。可以先改约，或现场取号。")


@pytest.mark.parametrize("typed", ["{code}", "{spaced}", "https://x.cn/booking/find/?code={code}&a=1", " {lower} "])
def test_the_code_is_found_as_typed_or_scanned(schedule, outlet, clerk, typed):
    code = code_for("token-1")
    booking = make_booking(schedule, starts_at=at(9), code_digest=digest_of(code))
    spaced = "-".join([code[:4], code[4:8], code[8:]])

    found = desk.find_by_code(outlet.pk, typed.format(code=code, spaced=spaced, lower=code.lower()), now=NOW)

    assert found == booking


@pytest.mark.parametrize("where", ["another outlet", "another day", "nonsense"])
def test_a_code_of_elsewhere_is_unknown_here(schedule, outlet, clerk, where):
    code = code_for("token-1")
    make_booking(schedule, starts_at=at(9, day=TUESDAY if where == "another day" else DAY), code_digest=digest_of(code))
    place = make_outlet() if where == "another outlet" else outlet

    with pytest.raises(desk.CodeUnknownHere):
        desk.find_by_code(place.pk, "???" if where == "nonsense" else code, now=NOW)


def test_the_next_one_is_who_was_due_or_came_first(schedule, outlet, clerk):
    early_for_ten = arrived(schedule, clerk, 10, now=at(8, 30))
    walk_in = desk.walk_in(outlet.pk, a_person(9), now=at(8, 40), by=clerk)
    for_nine = arrived(schedule, clerk, 9, now=at(8, 50))

    called = [desk.call_next(outlet.pk, Seat(), now=at(9, 1), by=clerk) for _ in range(3)]

    assert called == [walk_in, for_nine, early_for_ten]
    with pytest.raises(desk.NobodyWaits):
        desk.call_next(outlet.pk, Seat(), now=at(9, 2), by=clerk)


def test_a_call_notes_who_called_whither_and_how_often(schedule, outlet, clerk):
    window = make_window(outlet)
    arrived(schedule, clerk, 9, now=at(8, 50))

    booking = desk.call_next(outlet.pk, Seat(window=window), now=at(9, 1), by=clerk)
    booking = desk.recall(booking.pk, now=at(9, 3), by=clerk)

    assert (booking.state, booking.window, booking.called_by, booking.times_called) == (S.CALLED, window, clerk, 2)
    sentences = AuditEntry.objects.filter(subject_key=str(booking.pk)).order_by("pk").values_list("sentence", flat=True)
    assert list(sentences) == ["签到，1 号", "叫号：1 号", "重呼：1 号"]


def test_whoever_was_put_back_is_next_again(schedule, outlet, clerk):
    first = arrived(schedule, clerk, 9, now=at(8, 50))
    arrived(schedule, clerk, 10, now=at(8, 51))
    desk.call_next(outlet.pk, Seat(), now=at(9), by=clerk)

    desk.put_back(first.pk, by=clerk)

    assert desk.call_next(outlet.pk, Seat(), now=at(9, 5), by=clerk) == first


def test_who_did_not_come_may_still_check_in_late(schedule, clerk):
    booking = make_booking(schedule, starts_at=at(9))

    missed = desk.miss(booking.pk, now=at(9, 30), by=clerk)
    assert (missed.state, missed.end_reason) == (S.NO_SHOW, "未到")
    late = desk.check_in(booking.pk, now=at(9, 40), by=clerk)

    assert (late.state, late.queue_number, late.ended_at, late.end_reason) == (S.CHECKED_IN, 1, None, "")


def test_a_transfer_keeps_the_number_and_tells_why(schedule, outlet, clerk):
    other = make_staff(outlet, name="李咨询")
    booking = arrived(schedule, clerk, 9, now=at(8, 50))
    desk.call_next(outlet.pk, Seat(), now=at(9), by=clerk)

    moved = desk.transfer(booking.pk, Seat(consultant=other), reason="涉外问题", now=at(9, 5), by=clerk)

    assert (moved.state, moved.consultant, moved.queue_number, moved.called_at) == (S.CHECKED_IN, other, 1, None)
    assert AuditEntry.objects.latest("pk").reason == "涉外问题"


def test_a_transfer_stays_in_the_outlet_and_has_a_reason(schedule, outlet, clerk):
    booking = arrived(schedule, clerk, 9, now=at(8, 50))

    with pytest.raises(desk.ElsewhereRefused):
        desk.transfer(booking.pk, Seat(consultant=make_staff()), reason="涉外问题", now=at(9), by=clerk)
    with pytest.raises(desk.ReasonWanted):
        desk.transfer(booking.pk, Seat(), reason=" ", now=at(9), by=clerk)


def test_a_window_that_is_closed_calls_nobody(schedule, outlet, clerk):
    closed = make_window(outlet, closed_on=DAY)

    with pytest.raises(desk.ElsewhereRefused):
        desk.call_next(outlet.pk, Seat(window=closed), now=at(9), by=clerk)


def test_acting_for_somebody_is_in_the_history(schedule, outlet, clerk):
    booking = desk.walk_in(outlet.pk, a_person(1, acting_for="来电人口述"), now=at(9), by=clerk)

    entry = AuditEntry.objects.latest("pk")
    assert (booking.booked_by, booking.acting_for) == (clerk, "来电人口述")
    assert (entry.sentence, entry.reason, entry.actor) == ("现场取号，1 号", "来电人口述", clerk)


def test_a_person_without_a_telephone_gets_a_number_too(schedule, outlet, clerk):
    booking = desk.walk_in(outlet.pk, a_person(phone=""), now=at(9), by=clerk)

    assert (booking.phone, booking.person_key, booking.queue_number) == ("", "", 1)


def test_a_served_consultation_has_its_record_its_task_and_one_request_to_rate(schedule, outlet, clerk):
    booking = arrived(schedule, clerk, 9, now=at(8, 50))
    desk.call_next(outlet.pk, Seat(), now=at(9), by=clerk)
    task = Task("寄送检索报告", clerk, dt.date(2026, 6, 5))

    record = consultations.serve(booking.pk, Record(" 检索三件 ", "建议申请"), task=task, now=at(9, 20), by=clerk)

    booking.refresh_from_db()
    assert (booking.state, booking.served_at, record.summary) == (S.SERVED, at(9, 20), "检索三件")
    follow_up = FollowUp.objects.get()
    message = Message.objects.get(recipient=clerk, is_task=True)
    assert (follow_up.task, follow_up.owner, message.due_on) == ("寄送检索报告", clerk, dt.date(2026, 6, 5))
    done = consultations.finish_follow_up(follow_up.pk, "已寄出", now=at(11), by=clerk)
    message.refresh_from_db()
    assert (done.state, done.result, message.done_at is not None) == ("done", "已寄出", True)


@pytest.mark.parametrize(
    ("summary", "task", "refusal"),
    [
        (" ", None, consultations.SummaryMissing),
        ("问答", ("", DAY), consultations.FollowUpRefused),
        ("问答", ("回电", DAY - dt.timedelta(days=1)), consultations.FollowUpRefused),
    ],
    ids=["no words", "task without words", "task of yesterday"],
)
def test_an_incomplete_record_changes_nothing(schedule, outlet, clerk, summary, task, refusal):
    booking = arrived(schedule, clerk, 9, now=at(8, 50))
    desk.call_next(outlet.pk, Seat(), now=at(9), by=clerk)
    wanted = Task(task[0], clerk, task[1]) if task else None

    with pytest.raises(refusal):
        consultations.serve(booking.pk, Record(summary), task=wanted, now=at(9, 20), by=clerk)

    booking.refresh_from_db()
    assert (booking.state, FollowUp.objects.count()) == (S.CALLED, 0)


def test_a_task_goes_to_somebody_of_the_outlet(schedule, outlet, clerk):
    stranger = make_user(role=Role.OUTLET_STAFF)
    booking = make_booking(schedule, starts_at=at(9))

    with pytest.raises(consultations.FollowUpRefused):
        consultations.add_follow_up(booking.pk, Task("回电", stranger, TUESDAY), now=NOW, by=clerk)


DESK_STEPS = {
    "check_in": ({S.BOOKED, S.NO_SHOW, S.CHECKED_IN}, lambda key, by: desk.check_in(key, now=NOW, by=by)),
    "recall": ({S.CALLED}, lambda key, by: desk.recall(key, now=NOW, by=by)),
    "put_back": ({S.CALLED}, lambda key, by: desk.put_back(key, by=by)),
    "miss": ({S.BOOKED, S.CHECKED_IN, S.CALLED}, lambda key, by: desk.miss(key, now=NOW, by=by)),
    "transfer": (
        {S.CHECKED_IN, S.CALLED},
        lambda key, by: desk.transfer(key, Seat(), reason="换人", now=NOW, by=by),
    ),
    "serve": ({S.CALLED}, lambda key, by: consultations.serve(key, Record("问答"), now=NOW, by=by)),
}


@pytest.mark.parametrize(("name", "state"), [
    (name, state) for name, state in product(DESK_STEPS, BookingState) if state not in DESK_STEPS[name][0]
])  # fmt: skip
def test_a_step_outside_the_table_is_refused(schedule, clerk, name, state):
    booking = in_state(schedule, clerk, state)

    with pytest.raises(IllegalStep):
        DESK_STEPS[name][1](booking.pk, clerk)

    booking.refresh_from_db()
    assert booking.state == state


@pytest.mark.parametrize("name", DESK_STEPS)
def test_only_the_people_of_the_outlet_work_at_its_desk(schedule, clerk, name):
    stranger = make_user(role=Role.OUTLET_STAFF)
    make_staff(make_outlet(), user=stranger)
    booking = in_state(schedule, clerk, next(iter(DESK_STEPS[name][0])))

    for nobody in (stranger, make_user(role=Role.PUBLIC)):
        with pytest.raises(NotYourOutlet):
            DESK_STEPS[name][1](booking.pk, nobody)


def test_strangers_neither_call_nor_draw_numbers(schedule, outlet):
    stranger = make_user(role=Role.OUTLET_STAFF)

    with pytest.raises(NotYourOutlet):
        desk.call_next(outlet.pk, Seat(), now=NOW, by=stranger)
    with pytest.raises(NotYourOutlet):
        desk.walk_in(outlet.pk, a_person(), now=NOW, by=stranger)
    assert Booking.objects.count() == 0
