"""How long the way from one outlet to others takes, told by whoever knows a travel model.

The half-hour circle registers its model when the app starts; booking itself knows no roads, and a line is none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from publicservice.network.models import Outlet

Ways = Callable[[Outlet, Sequence[Outlet], date], Mapping[int, int]]
_known: dict[str, Ways] = {}


def register(ways: Ways) -> None:
    """``ways(home, others, day)`` answers minutes by the key of the outlet, for those it can tell."""
    _known["ways"] = ways


def minutes(home: Outlet, others: Sequence[Outlet], *, day: date) -> dict[int, int]:
    """Minutes from ``home`` by the key of the outlet; unknown ones are missing, ``home`` itself is 0."""
    elsewhere = [there for there in others if there.pk != home.pk]
    told = _known["ways"](home, elsewhere, day) if "ways" in _known else {}
    return {**told, home.pk: 0}
