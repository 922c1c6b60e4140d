"""The network's place in the search over everything."""

from datetime import date
from urllib.parse import urlencode

from ipservice.portal.searching import SHOWN, Found, Hit, Place
from publicservice.network.lists import found_by
from publicservice.network.models import Outlet


def found(words: str, today: date) -> Found:
    """Outlets by name, host, address or pinyin."""
    outlets = found_by(Outlet.objects.listed(), words)
    hits = [Hit(outlet.name, f"/outlets/{outlet.pk}/", outlet.address) for outlet in outlets[:SHOWN]]
    return Found(hits, outlets.order_by().count(), f"/outlets/?{urlencode({'q': words})}")


PLACE = Place("outlets", "服务网点", 30, found)
