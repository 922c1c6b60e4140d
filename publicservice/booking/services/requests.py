"""What the public pages ask for, each as one act that may be sent twice: booking, or waiting, with consent."""

from dataclasses import asdict, dataclass
from datetime import datetime

from ipservice.accounts.models import User
from ipservice.evidence.models import StoredFile
from ipservice.jobs.idempotency import once
from ipservice.privacy.services import consenting
from publicservice.booking.models import Booking, WaitingEntry
from publicservice.booking.services import bookings, waiting
from publicservice.booking.services.facts import Wish
from publicservice.booking.services.people import Person, code_for


@dataclass(frozen=True, slots=True)
class Form:
    """What came in with the last page: the form's own token and whether its box was ticked."""

    token: str
    is_consented: bool
    user: User | None = None


def person_from(answers: dict[str, str], files: list[int], user: User | None) -> Person:
    stored = tuple(StoredFile.objects.filter(pk__in=files)) if files else ()
    return Person(**answers, files=stored, user=user)


def book_held(hold_id: int, answers: dict[str, str], files: list[int], form: Form, *, now: datetime) -> int:
    """Confirm a held place; sent twice it is one booking, and the same key is answered."""

    def act() -> int:
        consenting.require("booking", form.is_consented)
        person = person_from(answers, files, form.user)
        booking = bookings.confirm(hold_id, person, code=code_for(form.token), now=now)
        _consent("booking", booking, person, form, now)
        return booking.pk

    return once("booking", form.token, {"hold": hold_id, "answers": answers, "files": files}, act)


def book_at_once(wish: Wish, answers: dict[str, str], form: Form, *, now: datetime) -> int:
    """Book without holding the place first; sent twice under one token it is one booking."""

    def act() -> int:
        consenting.require("booking", form.is_consented)
        person = person_from(answers, [], form.user)
        booking = bookings.book(wish, person, code=code_for(form.token), now=now)
        _consent("booking", booking, person, form, now)
        return booking.pk

    return once("booking.machine", form.token, {"wish": _plain(wish), "answers": answers}, act)


def _plain(wish: Wish) -> dict[str, object]:
    return {**asdict(wish), "starts_at": wish.starts_at.isoformat()}


def _consent(purpose: str, made: Booking | WaitingEntry, person: Person, form: Form, now: datetime) -> None:
    subject = (made._meta.label, made.pk)
    consenting.give(purpose, subject, by=form.user, contact=person.phone, now=now)


def wait(wish: Wish, answers: dict[str, str], form: Form, *, now: datetime) -> int:
    """Join the waiting list of a full slot; sent twice it is one entry."""

    def act() -> int:
        consenting.require("waiting", form.is_consented)
        person = person_from(answers, [], form.user)
        entry = waiting.join(wish, person, code=code_for(form.token), now=now)
        _consent("waiting", entry, person, form, now)
        return entry.pk

    return once("booking.wait", form.token, {"wish": _plain(wish), "answers": answers}, act)
