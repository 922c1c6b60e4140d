"""An outlet with hours, its people, the officials around it, and bookings that other hours would touch."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from ipservice.accounts.models import Role, User
from publicservice.network.models import Outlet
from publicservice.network.services import hours, touched
from publicservice.network.services.hours import NewWeek
from tests.factories.accounts import make_user
from tests.factories.publicservice import make_outlet, make_staff

NINE_TO_FIVE = [[["09:00", "12:00"], ["14:00", "17:00"]]] * 5 + [[], []]
MORNINGS = [[["09:00", "12:00"]]] * 5 + [[], []]


@dataclass
class Diary:
    """Bookings as the booking slice would plug them in, and what was decided about them."""

    live: list[touched.Touched] = field(default_factory=list)
    settled: list[tuple[str, touched.Choice, str]] = field(default_factory=list)

    def add(self, key: str, day: dt.date, start: dt.time, end: dt.time) -> None:
        self.live.append(touched.Touched(key, f"{day:%m-%d} {start:%H:%M}", day, start, end))

    def between(self, outlet_id: int, first: dt.date, last: dt.date | None) -> list[touched.Touched]:
        return [each for each in self.live if first <= each.day <= (last or dt.date.max)]

    def settle(self, key: str, answer: touched.Answer, reason: str, by: User | None) -> None:
        self.settled.append((key, answer.choice, answer.to or answer.message))


@pytest.fixture
def diary(monkeypatch) -> Iterator[Diary]:
    """The only source of bookings during this test."""
    kept = Diary()
    monkeypatch.setattr(touched, "_sources", {})
    offers = {"later": [("slot-1", "6月2日 09:00")]}
    hours.register_touched(touched.BookingSource("diary", kept.between, lambda key: offers.get(key, []), kept.settle))
    return kept


@pytest.fixture
def outlet(district_official) -> Outlet:
    """Yuzhong's outlet, in the district official's district."""
    return make_outlet(name="渝中窗口", district=district_official.district)


@pytest.fixture
def staff_user(outlet) -> User:
    """Serves at ``outlet`` and nowhere else."""
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=user)
    return user


@pytest.fixture
def opened(outlet, today) -> Outlet:
    """The outlet with its first week in force since January."""
    week = NewWeek(dt.date(2026, 1, 1), NINE_TO_FIVE, "首次公布")
    hours.add_version(outlet.pk, week, today=today, by=None)
    return outlet
