"""Registered facts as plain values for requests and histories, and in words for people."""

from collections.abc import Mapping
from typing import Any

from agencies.registry.models import Agency
from ipservice.reference.models import District

LANGUAGES = (
    ("zh", "中文"),
    ("en", "英语"),
    ("ja", "日语"),
    ("de", "德语"),
    ("fr", "法语"),
    ("ko", "韩语"),
    ("ru", "俄语"),
    ("es", "西班牙语"),
)
UNSET = object()


def plain(agency: Agency, name: str, value: Any = UNSET) -> Any:
    """A fact of ``agency``, or ``value`` for it, as JSON keeps it: a place is its number, blanks are trimmed."""
    if value is UNSET:
        value = getattr(agency, name)
    if isinstance(value, District):
        return value.pk
    if isinstance(value, list | tuple):
        return sorted(value)
    return " ".join(value.split()) if isinstance(value, str) else value


def spoken(name: str, value: Any, *, places: Mapping[int, str] | None = None) -> str:
    """A plain value in words; ``places`` saves the query for the name of a district."""
    if value in (None, "", []):
        return "（空）"
    if name in ("district", "functional_area"):
        return places[value] if places and value in places else _place(value)
    if name == "languages":
        labels = dict(LANGUAGES)
        return "、".join(labels.get(each, each) for each in value)
    choices = dict(Agency._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def _place(pk: int) -> str:
    place = District.objects.filter(pk=pk).first()
    return place.name if place else str(pk)


def differences(changes: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """(label, before, after) in words, for the pages of a request."""
    return [
        (
            str(Agency._meta.get_field(name).verbose_name),
            spoken(name, change["before"]),
            spoken(name, change["after"]),
        )
        for name, change in changes.items()
    ]
