"""One search over everything the public may find. Apps register where they look, in ``AppConfig.ready``::

    searching.register(Place("agencies", "服务机构", 20, look=find_agencies))

``look(words, today)`` answers ``Found``: the first few hits, how many there are, and the list that shows all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

SHOWN = 5
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """``href`` opens the place's own list narrowed to the words."""

    hits: Sequence[Hit]
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    title: str
    order: int
    look: Callable[[str, date], Found]


@dataclass(frozen=True, slots=True)
class Group:
    place: Place
    found: Found


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Make a place known; the same code registered again replaces the former."""
    _places[place.code] = place


def clean(text: str) -> str:
    """What was typed as it is looked for: one line of bounded length, no character that no database takes."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def look(words: str, *, today: date) -> list[Group]:
    """What each place finds, in order; places that find nothing are left out."""
    ordered = sorted(_places.values(), key=lambda place: (place.order, place.code))
    groups = [Group(place, place.look(words, today)) for place in ordered] if words else []
    return [group for group in groups if group.found.count]
