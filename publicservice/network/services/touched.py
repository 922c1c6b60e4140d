"""What stands in the way of other hours: bookings that fell into hours which are taken away.

The network knows no bookings. The slice that has them registers a ``BookingSource``; each touched booking must be
moved, kept or cancelled in the same transaction that changes the hours (row 5.11).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.foundation.workdays import Calendar
from publicservice.network.rules import Hours


class Choice(Vocabulary):
    """What becomes of a booking that no longer lies in opening hours."""

    MOVE = "move", "改到其他时段"
    KEEP = "keep", "保留原时段"
    CANCEL = "cancel", "取消并告知"


class BookingsTouched(DomainError):
    code = "bookings_touched"
    template = "{count} 项预约落在不再开放的时间内，须逐项选择改期、保留或取消：{list}。"


class ChoiceIncomplete(DomainError):
    code = "choice_incomplete"
    template = "预约 {label}：{problem}"


@dataclass(frozen=True, slots=True)
class Change:
    """From ``first_day`` to ``last_day`` (None: for good) the outlet's hours are no longer what they were."""

    outlet_id: int
    first_day: date
    last_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """One live booking; ``label`` names it without personal data."""

    key: str
    label: str
    day: date
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Answer:
    """What an official or the staff decided for one booking: ``to`` is a slot value from ``offers``."""

    choice: Choice
    to: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class BookingSource:
    """How a slice plugs its bookings in.

    ``live(outlet_id, first_day, last_day)``: every live booking of these days, ``last_day`` None without end.
    ``offers(key)``: free slots as (value, words) under the hours now stored, for moving one booking.
    ``settle(key, answer, reason, by)``: carry out one answer; runs in the transaction of the change, after the new
    hours are stored, and tells the person who booked.
    """

    code: str
    live: Callable[[int, date, date | None], Sequence[Touched]]
    offers: Callable[[str], Sequence[tuple[str, str]]]
    settle: Callable[[str, Answer, str, User | None], None]


_sources: dict[str, BookingSource] = {}


def register_touched(source: BookingSource) -> None:
    """Make a source of bookings known; the same code registered again replaces the former."""
    _sources[source.code] = source


def touched_by(change: Change, before: Hours, after: Hours, calendar: Calendar) -> list[tuple[BookingSource, Touched]]:
    """Live bookings that lay in the hours before and do not lie in the hours after, by day and time."""
    return [
        (source, booking)
        for source, booking in live_in(change)
        if before.include(booking.day, booking.start, booking.end, calendar)
        and not after.include(booking.day, booking.start, booking.end, calendar)
    ]


def live_in(change: Change) -> list[tuple[BookingSource, Touched]]:
    """Every live booking of the days of the change, by day and time."""
    found = [
        (source, booking)
        for source in _sources.values()
        for booking in source.live(change.outlet_id, change.first_day, change.last_day)
    ]
    return sorted(found, key=lambda pair: (pair[1].day, pair[1].start, pair[1].key))


def require_answered(found: Sequence[tuple[BookingSource, Touched]], answers: Mapping[str, Answer]) -> None:
    """Raises ``BookingsTouched`` naming those without an answer, ``ChoiceIncomplete`` for one that can't be done."""
    open_ones = [booking for _, booking in found if booking.key not in answers]
    if open_ones:
        raise BookingsTouched(count=len(open_ones), list="；".join(booking.label for booking in open_ones[:10]))
    for _, booking in found:
        answer = answers[booking.key]
        if answer.choice == Choice.MOVE and not answer.to:
            raise ChoiceIncomplete(label=booking.label, problem="改期须选择新的时段。", field=f"to-{booking.key}")
        if answer.choice == Choice.CANCEL and not answer.message.strip():
            raise ChoiceIncomplete(label=booking.label, problem="取消须写明告知内容。", field=f"message-{booking.key}")


def settle(
    found: Sequence[tuple[BookingSource, Touched]], answers: Mapping[str, Answer], *, reason: str, by: User | None
) -> None:
    for source, booking in found:
        source.settle(booking.key, answers[booking.key], reason, by)
