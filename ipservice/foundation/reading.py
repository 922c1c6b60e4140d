"""What comes of reading one cell or field: the value, what was done to it, and a Chinese sentence about it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from ipservice.foundation.vocabulary import Vocabulary

T = TypeVar("T")


class Action(Vocabulary):
    """What a reader did. ``FIX`` repairs and says so, ``ASK`` proposes and a person decides, ``REJECT`` gives back."""

    KEEP = "keep", "原样"
    FIX = "fix", "已修正"
    ASK = "ask", "待确认"
    REJECT = "reject", "退回"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """``value`` is set for KEEP and FIX; for ASK ``proposal`` holds what would be meant, where that can be said.

    ``message`` says what is wrong and what would be right; ``suggestion`` is the text to type instead.
    """

    value: T | None
    action: Action = Action.KEEP
    message: str = ""
    proposal: T | None = None
    suggestion: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.action in (Action.KEEP, Action.FIX)


def kept(value: T) -> Reading[T]:
    """Read as it stands."""
    return Reading(value)


def fixed(value: T, message: str) -> Reading[T]:
    """Read after a repair that cannot be wrong; ``message`` names the repair."""
    return Reading(value, Action.FIX, message)


def asked(proposal: T | None, message: str, suggestion: str = "") -> Reading[T]:
    """Not accepted before a person has decided."""
    return Reading(None, Action.ASK, message, proposal, suggestion)


def rejected(message: str, suggestion: str = "") -> Reading[T]:
    """Not readable; nothing may be stored for it."""
    return Reading(None, Action.REJECT, message, None, suggestion)


def accepted_as(value: T, repairs: list[str]) -> Reading[T]:
    """``kept`` when nothing was repaired, else ``fixed`` with the repairs in order."""
    return fixed(value, "；".join(repairs) + "。") if repairs else kept(value)
