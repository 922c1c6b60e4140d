"""The parts of the demonstration, registered by the apps and loaded in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.module_loading import import_string

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary

# Printed beside the logins by the start command; the accounts exist only where demonstration data was loaded.
PASSWORD = "yanshi-2026"


class Scale(Vocabulary):
    CITY = "city", "演示城市"
    NATION = "nation", "全国规模"


class DemoIsPresent(DomainError):
    code = "demo_is_present"
    template = "已经装有演示数据；请先运行 manage.py demo_remove 再装入。"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for; the same order gives the same data."""

    scale: Scale
    today: date
    seed: int = 20260101
    agencies: int = 3_000
    filings: int = 5_000_000
    say: Callable[[str], Any] = print


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the demonstration; parts load in ascending ``place``.

    ``load`` is the dotted path of a function that takes the order: only who loads it pays for its imports.
    """

    name: str
    place: int
    load: str


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Make a part known; the same name registered again replaces the former."""
    _parts[part.name] = part


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: part.place)


def is_demo_present() -> bool:
    """Whether demonstration data is loaded: it always brings people."""
    return User.objects.filter(is_demo=True).exists()


def load(order: Order) -> None:
    """Load every part. Raises ``DemoIsPresent``."""
    if is_demo_present():
        raise DemoIsPresent()
    for part in parts():
        order.say(f"装入演示数据：{part.name}")
        import_string(part.load)(order)
