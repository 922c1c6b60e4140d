"""The acts that lists offer for many rows at once; apps register theirs in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from ipservice.foundation.errors import DomainError

MOST_ROWS = 2_000


class TooManyRows(DomainError):
    code = "too_many_rows"
    template = "选中 {count} 条，一次最多办理 {most} 条；请分批办理。"


@dataclass(frozen=True, slots=True)
class Target:
    """One row as its official knows it. ``problem`` says beforehand why it cannot be done; empty: it can."""

    key: int
    label: str
    now: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """``targets(keys, user)`` gives only rows this person may act on; ``act(key, values, by, today)`` does one row
    in a transaction of its own and returns what ``undo(token, by)`` needs. Without ``undo`` it cannot be taken back.
    """

    code: str
    label: str
    permission: str
    form: type[forms.Form]
    targets: Callable[[Iterable[int], Any], list[Target]]
    act: Callable[[int, Mapping[str, Any], Any, date], Any]
    undo: Callable[[Any, Any], None] | None = None
    back: str = "/admin/"


_actions: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    _actions[action.code] = action


def find_action(code: str) -> BulkAction | None:
    return _actions.get(code)


def action_of(code: str) -> BulkAction:
    """Raises ``KeyError`` for an act that no app registered: that is a bug, not a refusal."""
    return _actions[code]
