"""Which places there are on a day, what a name means on it, and what became of a place."""

from datetime import date

from ipservice.foundation.errors import DomainError
from ipservice.reference.gazetteer import Gazetteer
from ipservice.reference.models import District, DistrictQuerySet


class PlaceUnknown(DomainError):
    """``suggestion`` is the name that was probably meant, or empty."""

    code = "place_unknown"
    template = "{sentence}"

    def __init__(self, *, suggestion: str = "", **params) -> None:
        super().__init__(**params)
        self.suggestion = suggestion


def units_on(day: date) -> DistrictQuerySet:
    """The county-level units of ``day``: 38 until 2025-11-05, 37 since, without functional areas."""
    return District.objects.valid_on(day).units().order_by("code")


def places_on(day: date) -> DistrictQuerySet:
    """Units and functional areas of ``day``."""
    return District.objects.valid_on(day).order_by("code")


def resolve(name_or_code: object, *, on: date) -> District:
    """The unit meant on ``on``. Raises ``PlaceUnknown`` with the suggestion where a person has to decide."""
    reading = Gazetteer.load().read(name_or_code, on=on)
    if reading.value is None:
        raise PlaceUnknown(sentence=reading.message, suggestion=reading.suggestion, field="district")
    return reading.value.district


def successors_of(place: District, *, on: date) -> list[District]:
    """The units that hold its territory on ``on``; the place itself while it exists."""
    return Gazetteer.load().successors_on(place, on)


def successor_of(place: District, *, on: date) -> District:
    """The one unit that holds its territory on ``on``. Raises ``PlaceUnknown`` when it was divided."""
    found = successors_of(place, on=on)
    if len(found) != 1:
        names = "、".join(unit.name for unit in found)
        raise PlaceUnknown(sentence=f"“{place.name}”已划入{names or '其他区县'}，须按街镇确定。", suggestion=names)
    return found[0]
