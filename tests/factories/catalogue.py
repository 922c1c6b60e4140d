"""The smallest valid entries of the catalogue."""

from itertools import count
from typing import Any

from ipservice.accounts.models import Role, User
from publicservice.catalogue.models import EntryVersion
from publicservice.catalogue.services import entries
from tests.factories.accounts import make_user

_numbers = count(1)


def make_text(**facts: Any) -> entries.Text:
    plain = {
        "title": f"演示条目{next(_numbers)}",
        "kind": "service",
        "stages": ("create",),
        "audiences": ("enterprise",),
        "summary": "一句话",
        "form": "online",
        "way": "link",
        "link": "/agencies/",
    }
    return entries.Text(**{**plain, **facts})


def make_draft(code: str = "", *, by: User | None = None, **facts: Any) -> EntryVersion:
    return entries.propose(code or f"entry-{next(_numbers)}", make_text(**facts), by=by)


def make_published(code: str = "", *, by: User | None = None, **facts: Any) -> EntryVersion:
    """Drawn up by one official, published by another."""
    draft = make_draft(code, by=by, **facts)
    author = by or make_user(role=Role.MUNICIPAL_OFFICIAL)
    entries.submit(draft.pk, by=author)
    return entries.publish(draft.pk, by=make_user(role=Role.REVIEWER))
