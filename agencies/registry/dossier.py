"""What the office holds about one agency, gathered from every slice that holds something.

A slice registers its part from ``AppConfig.ready``::

    dossier.register(Section("awards.lines", 40, "奖励决定", build=lines, seen_by="公示后所有人可见"))

``build(agency, user, today)`` answers entries in order. Nothing of the survey is registered: its answers have pages of
their own, so that these pages need no right on them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.registry.models import Agency


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing held: what, its value, from where, of which day; ``reason`` is why the office decided so."""

    what: str
    value: str
    source: str = ""
    day: date | None = None
    reason: str = ""
    href: str = ""


Build = Callable[[Agency, Any, date], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. ``seen_by`` says in words who besides the agency sees these entries."""

    code: str
    order: int
    title: str
    build: Build
    seen_by: str
    empty: str = "没有记录。"


@dataclass(frozen=True, slots=True)
class Held:
    section: Section
    entries: list[Entry]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Make a part known; the same code registered again replaces the former."""
    _sections[section.code] = section


def held_about(agency: Agency, user: Any, *, today: date) -> list[Held]:
    """Every part in order, empty ones too: that nothing is held is an answer."""
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.code))
    return [Held(section, list(section.build(agency, user, today))) for section in ordered]
