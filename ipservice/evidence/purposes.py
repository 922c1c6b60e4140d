"""What a file is kept for decides who may see it and which types are taken; the apps register their purposes."""

from collections.abc import Callable
from dataclasses import dataclass

from ipservice.evidence.models import StoredFile

PAPERS = frozenset({"pdf", "jpeg", "png", "docx", "xlsx"})


def _nobody(user, stored: StoredFile) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Purpose:
    """``may_see(user, stored)`` is asked at the door; whoever uploaded a file may always see it.

    ``types`` are the accepted content types by short name; ``max_bytes`` the largest upload. ``in_use(ids)`` gives
    those of the ids that something refers to, so that the rest can be cleaned up after a day.
    """

    code: str
    label: str
    may_see: Callable[[object, StoredFile], bool] = _nobody
    types: frozenset[str] = PAPERS
    max_bytes: int = 20 * 1024 * 1024
    in_use: Callable[[set[int]], set[int]] | None = None


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Make a purpose known; the same code registered again replaces the former."""
    _purposes[purpose.code] = purpose


def purpose_of(code: str) -> Purpose:
    """Raises ``KeyError`` for a purpose that no app registered: that is a bug, not a refusal."""
    return _purposes[code]


def all_purposes() -> list[Purpose]:
    """In the order of their codes."""
    return [_purposes[code] for code in sorted(_purposes)]
