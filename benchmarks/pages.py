"""Every kind of page under load, made afresh, with 100,000 agencies in the register: 50 clients on one address.

Floor: a bare Django view behind Django's default middleware, served the same way in the same run. Public pages are
asked by a visitor with a cookie, so that none comes out of the page cache; the portal by an agency's administrator, the
admin by a municipal official. The last line is the page that is nearest to its goal, or farthest from it.
"""

import tempfile
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.test import Client

from agencies.registry.models import Agency, AgencyMembership
from benchmarks import _web
from benchmarks.harness import Benchmark, Goal, Result, pairs, say
from benchmarks.search import UNCACHED, environment, fill_register, sound
from ipservice.accounts.models import Role, User
from ipservice.local.valkey import EmbeddedValkey

PUBLIC, PORTAL, ADMIN = Goal(">=", 0.03), Goal(">=", 0.02), Goal(">=", 0.01)
PUBLIC_PAGES = ("/", "/agencies/", "/agencies/{code}/", "/notices/", "/awards/", "/data/", "/check/")
PORTAL_PAGES = ("/portal/", "/portal/agency/{code}/", "/portal/team/", "/portal/messages/", "/portal/filings/")
ADMIN_PAGES = ("/admin/", "/admin/agencies/agency/")
SESSION_COOKIE = "sessionid"  # its name without TLS, as the servers of the benchmarks run


def run() -> list[Result]:
    fill_register()
    agency = Agency.objects.first()
    asked = [(page.format(code=agency.credit_code), UNCACHED, PUBLIC) for page in PUBLIC_PAGES]
    asked += [(page.format(code=agency.credit_code), _signed_in(_member(agency)), PORTAL) for page in PORTAL_PAGES]
    asked += [(page, _signed_in(_person(Role.MUNICIPAL_OFFICIAL)), ADMIN) for page in ADMIN_PAGES]
    with tempfile.TemporaryDirectory() as directory:
        valkey = EmbeddedValkey(Path(directory) / "valkey")
        valkey.start()
        try:
            results = _measure(environment(directory, valkey) | {"REQUIRE_OFFICIAL_MFA": "0"}, asked)
        finally:
            valkey.stop()
    return sorted(results, key=lambda result: result.ratio / result.goal.bound, reverse=True)


def _person(role: str) -> User:
    return User.objects.create(username=f"bench-{role}-{User.objects.count()}", role=role)


def _member(agency: Agency) -> User:
    user = _person(Role.AGENCY_ADMIN)
    AgencyMembership.objects.create(agency=agency, user=user, is_admin=True)
    return user


def _signed_in(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend="ipservice.accounts.permissions.RoleBackend")
    return {"Cookie": f"{SESSION_COOKIE}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def _measure(served_with: dict[str, str], asked: list[tuple[str, dict[str, str], Goal]]) -> list[Result]:
    with _web.gunicorn("benchmarks._bare", served_with) as bare, _web.gunicorn("ipservice.wsgi", served_with) as ours:
        return [_page(bare, ours, page) for page in asked]


def _page(bare: str, ours: str, page: tuple[str, dict[str, str], Goal]) -> Result:
    path, headers, goal = page
    say(f"{path}: {_size(ours, path, headers)} bytes")

    def floor() -> float:
        return sound("bare", _web.load(bare, ["/"]))

    return pairs(floor, lambda: sound(path, _web.load(ours, [path], headers))).result(f"pages {path}", goal)


def _size(address: str, path: str, headers: dict[str, str]) -> int:
    """Bytes of the page; a redirection or a refusal is no page, and would be measured as a fast one."""
    line = HTTPConnection(address)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return len(body)


BENCHMARK = Benchmark("pages", run)
