"""The catalogue's place in the search over everything."""

from datetime import date
from urllib.parse import urlencode

from ipservice.portal.searching import SHOWN, Found, Hit, Place
from publicservice.catalogue.services import search


def found(words: str, today: date) -> Found:
    """Published entries by words or what means the same; those with the words in the title first."""
    entries = search.find(search.read(words))
    hits = [
        Hit(version.title, f"/catalogue/{version.entry.code}/", version.get_kind_display())
        for version in entries.select_related("entry")[:SHOWN]
    ]
    return Found(hits, entries.order_by().count(), f"/catalogue/?{urlencode({'q': words})}")


PLACE = Place("catalogue", "办事指南与服务", 20, found)
