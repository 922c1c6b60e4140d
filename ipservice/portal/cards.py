"""Cards of the three first pages: the public's, the agencies' and the officials'.

Apps plug theirs in from ``AppConfig.ready``::

    cards.home.register(Card("procedure.notices", order=10, build=latest))
    cards.portal.register(Card("registry.glance", order=20, build=glance))
    cards.dashboard.register(Card("awards.rounds", order=30, build=rounds))

``build(user, today)`` answers a ``Shown`` or None (nothing to show, or not for this person). The project
package imports no app: it only walks these registries.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from ipservice.foundation.vocabulary import Vocabulary


class Urgency(Vocabulary):
    OVERDUE = "overdue", "已逾期"
    THIS_WEEK = "this_week", "本周到期"
    NEW = "new", "新到"
    STANDING = "standing", "概况"


@dataclass(frozen=True, slots=True)
class Number:
    """One number that opens its list. ``urgency`` groups it on the officials' dashboard."""

    label: str
    value: int | str
    href: str
    unit: str = ""
    note: str = ""
    urgency: Urgency = Urgency.STANDING

    @property
    def tone(self) -> str:
        if self.urgency == Urgency.OVERDUE and self.value:
            return "danger"
        if self.urgency == Urgency.THIS_WEEK and self.value:
            return "warn"
        return ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card shows now: numbers, or a template with its context, or both."""

    title: str
    numbers: tuple[Number, ...] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""
    href_label: str = "查看全部"


@dataclass(frozen=True, slots=True)
class Card:
    """``wide`` takes the whole row; lower ``order`` comes first."""

    code: str
    order: int
    build: Callable[[Any, date], Shown | None]
    wide: bool = False


class CardRegistry:
    """Cards by code; registering a code again replaces it, so a reloaded app does not show twice."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}

    def register(self, card: Card) -> None:
        self._cards[card.code] = card

    def __iter__(self) -> Iterator[Card]:
        return iter(sorted(self._cards.values(), key=lambda card: (card.order, card.code)))

    def shown_to(self, user: Any, today: date) -> list[tuple[Card, Shown]]:
        """Every card that has something for ``user``, in order."""
        built = ((card, card.build(user, today)) for card in self)
        return [(card, shown) for card, shown in built if shown is not None]


def today() -> date:
    """The day in the site's own time zone, asked once by the page and handed to every card."""
    return timezone.localdate()


home = CardRegistry()
portal = CardRegistry()
dashboard = CardRegistry()
