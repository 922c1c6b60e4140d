"""Releases of open data, made and published as the office does."""

import datetime as dt

from ipservice.accounts.models import Role, User
from ipservice.figures.registry import Figure, Table, Value
from ipservice.opendata import services
from ipservice.opendata.models import Release
from tests.factories.accounts import make_user

NOW = dt.datetime(2027, 2, 1, 9, 0, tzinfo=dt.UTC)
COUNTS = {"渝中区": 1_500, "=江北区": 2}


def small_figure(key: str = "test.agencies", counts: dict[str, int] | None = None, **changes) -> Figure:
    """Counts by district; a later release reads what ``counts`` holds then."""
    held = COUNTS if counts is None else counts
    facts = {
        "key": key,
        "title": "测试机构数",
        "unit": "家",
        "clause": "措施（一）",
        "definition": "测试用的机构数。",
        "dimensions": ("区县",),
        "read": lambda day: Table([Value((place,), count=count) for place, count in held.items()], day, "测试登记"),
    }
    return Figure(**{**facts, **changes})


def make_release(*, by: User | None = None, now: dt.datetime = NOW, **fields) -> Release:
    return services.make(by=by or make_user(role=Role.MUNICIPAL_OFFICIAL), now=now, **fields)


def publish_release(*, now: dt.datetime = NOW, **fields) -> Release:
    """Made by one official, published by another."""
    release = make_release(now=now, **fields)
    return services.publish(release.pk, by=make_user(role=Role.REVIEWER), now=now)
