"""What papers speak of. Each app says how to read its subjects as they stand now, for the public check page.

subjects.register(Subject("award_line", "奖励认定", live=lambda key, today: LiveRecord(...)))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LiveRecord:
    """The record behind a paper, today. ``is_valid`` says whether the paper still holds; ``status`` says it in words.

    ``facts`` are triples (label, value, source or date); only what the public may see. ``href`` opens its page.
    """

    title: str
    status: str
    is_valid: bool
    facts: tuple[Fact, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """``live(key, today)`` answers None where the record is not public any more."""

    code: str
    label: str
    live: Callable[[str, date], LiveRecord | None]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    _subjects[subject.code] = subject


def live_record(subject_type: str, key: str, today: date) -> LiveRecord | None:
    """None where nothing is public under this key, or its app is not installed."""
    subject = _subjects.get(subject_type)
    return subject.live(key, today) if subject else None
