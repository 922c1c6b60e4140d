"""Every night: do the pages that published entries lead to still answer? What failed twice is listed for officials.

Pages of this portal are looked up among its addresses. Pages of other hosts are asked with HEAD, and only of the hosts
that the setting ``CATALOGUE_CHECKED_HOSTS`` names (``*``: of every host with a public address); without it nothing
leaves the machine and such entries are neither found nor missed.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.notices.services import notify
from ipservice.portal.navigation import exists
from publicservice.catalogue.models import EntryVersion, TargetHealth
from publicservice.catalogue.rules import FAILURES_THAT_LIST, Way, counts_as_answer

TIME_OUT_SECONDS = 8
BOOKING = "/booking/"
LISTED_AT = "/admin/catalogue/targets/"


@dataclass(frozen=True, slots=True)
class Answer:
    """``problem`` is empty where the target answered."""

    problem: str = ""

    @property
    def is_alive(self) -> bool:
        return not self.problem


Ask = Callable[[str], Answer]


def target_of(version: EntryVersion) -> str:
    """Where the entry leads: an address, or the number to call."""
    if version.way == Way.BOOKING:
        return f"{BOOKING}?item={version.item.code}"
    return version.link if version.way == Way.LINK else f"tel:{version.phone}"


def check_all(*, today: date, ask: Ask | None = None) -> int:
    """Look at every published entry; returns how many are listed as broken now. Run twice a day it counts once.

    ``ask`` stands for the network in tests.
    """
    published = EntryVersion.objects.published().select_related("item", "entry")
    for version in published.order_by("pk"):
        answer = _answer(version, ask or head)
        if answer is not None:
            _write_down(version, answer, today)
    return _tell(today)


def _answer(version: EntryVersion, ask: Ask) -> Answer | None:
    """None where the target cannot be asked from here: a telephone, a host that no setting names."""
    target = target_of(version)
    if target.startswith("tel:"):
        return None
    if target.startswith("/"):
        if version.way == Way.BOOKING and not version.item.is_active:
            return Answer("预约的事项已停用")
        return Answer() if exists(urlsplit(target).path) else Answer("站内没有这个页面")
    host = urlsplit(target).hostname or ""
    return ask(target) if _may_ask(host) else None


def _may_ask(host: str) -> bool:
    allowed = settings.CATALOGUE_CHECKED_HOSTS
    return host in allowed or "*" in allowed


@transaction.atomic
def _write_down(version: EntryVersion, answer: Answer, today: date) -> None:
    health = TargetHealth.objects.select_for_update().filter(version=version).first()
    if health is None:
        health = TargetHealth(version=version, checked_on=date.min)
    if not answer.is_alive and (health.checked_on < today or not health.failures):
        health.failures += 1
    if answer.is_alive:
        health.failures, health.answered_on = 0, today
    health.target, health.problem, health.checked_on = target_of(version), answer.problem, today
    health.save()


def _tell(today: date) -> int:
    """One task an entry for the city's officials, on the night it failed for the second time."""
    broken = list(TargetHealth.objects.broken().select_related("version__entry"))
    keepers = list(User.objects.filter(role=Role.MUNICIPAL_OFFICIAL, is_active=True))
    for health in broken:
        if health.failures == FAILURES_THAT_LIST:
            notify(
                keepers,
                event=f"catalogue:{health.version_id}:target:{today:%Y%m%d}",
                title=f"目录条目“{health.version.title}”的链接连续两次打不开",
                body=f"{health.target}：{health.problem}",
                link=LISTED_AT,
                is_task=True,
            )
    return len(broken)


def head(address: str) -> Answer:
    """Ask the page by HEAD, once, with a time-out; a redirection is an answer and is not followed."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        place = _public_address(host)
        connection = _connection(parts.scheme, host, place, parts.port)
        connection.request("HEAD", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        status = connection.getresponse().status
        connection.close()
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        return Answer(f"没有应答：{error}"[:200])
    return Answer() if counts_as_answer(status) else Answer(f"应答 {status}")


def _public_address(host: str) -> str:
    """The address to ask. A name that leads into a private net is not asked unless the setting names the host."""
    place = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    if host not in settings.CATALOGUE_CHECKED_HOSTS and not ipaddress.ip_address(place).is_global:
        raise ValueError("不是公网地址")
    return str(place)


def _connection(scheme: str, host: str, place: str, port: int | None) -> http.client.HTTPConnection:
    """Bound to the address that was judged, so that the name cannot lead elsewhere a moment later."""
    default = 443 if scheme == "https" else 80
    connection = http.client.HTTPConnection(host, port or default, timeout=TIME_OUT_SECONDS)
    plain = socket.create_connection((place, port or default), timeout=TIME_OUT_SECONDS)
    secure = ssl.create_default_context()
    connection.sock = secure.wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
    return connection
