"""How a view says that its pages may be kept, and under which data."""

from collections.abc import Callable
from typing import Any


def kept_under(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Pages of this view are made only of the data named; ``bump(name)`` makes them anew.

    Only for pages that are the same for every visitor without a cookie: no CSRF token, no message, no name. They
    may speak of today (what is in force, which districts there are), for the day is part of the key.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.kept_under = names  # type: ignore[attr-defined]
        return view

    return mark


def names_kept_under(view: Callable[..., Any]) -> tuple[str, ...]:
    return getattr(view, "kept_under", ())
