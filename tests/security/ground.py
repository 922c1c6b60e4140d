"""Routes, neighbours and the register of who may see what."""

import copy
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from agencies.registry.models import Agency
from ipservice.accounts.models import Role, User
from ipservice.reference.models import District
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_member

ANONYMOUS = "anonymous"
BACKEND = "ipservice.accounts.permissions.RoleBackend"
PERSONAS = (
    ANONYMOUS,
    "citizen",
    "agency_a_admin",
    "agency_a_staff",
    "agency_b_admin",
    "outlet_a_staff",
    "outlet_b_staff",
    "district_1",
    "district_2",
    "municipal",
    "reviewer",
    "system_admin",
)
CITY = ("municipal", "reviewer")
AGENCY_A = ("agency_a_admin", "agency_a_staff")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_THERE = 987_654_321
NEVER_TOGETHER = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|hx-headers=\'[^\']*\'|nonce="[^"]*"|form_token" value="[^"]*"'
)


@dataclass(frozen=True, slots=True)
class World:
    """Agency A in district 1, agency B in district 2, and their people."""

    agency_a: Agency
    agency_b: Agency
    district_1: District
    district_2: District
    people: dict[str, User]
    sessions: dict[str, SimpleCookie]

    def client(self, persona: str) -> Client:
        """A browser of its own, signed in as ``persona``, even after a request that signed the persona out."""
        client = Client(raise_request_exception=False)
        if persona != ANONYMOUS:
            client.cookies = copy.deepcopy(self.sessions[persona])
            if not SessionStore().exists(client.cookies[settings.SESSION_COOKIE_NAME].value):
                client.force_login(self.people[persona], backend=BACKEND)
        return client


def make_world() -> World:
    first, second = make_district(), make_district()
    agency_a, agency_b = make_agency(district=first), make_agency(district=second)
    people = {
        "citizen": make_user(role=Role.PUBLIC),
        "agency_a_admin": make_member(agency_a, is_admin=True),
        "agency_a_staff": make_member(agency_a),
        "agency_b_admin": make_member(agency_b, is_admin=True),
        "outlet_a_staff": make_user(role=Role.OUTLET_STAFF),
        "outlet_b_staff": make_user(role=Role.OUTLET_STAFF),
        "district_1": make_user(role=Role.DISTRICT_OFFICIAL, district=first),
        "district_2": make_user(role=Role.DISTRICT_OFFICIAL, district=second),
        "municipal": make_user(role=Role.MUNICIPAL_OFFICIAL),
        "reviewer": make_user(role=Role.REVIEWER),
        "system_admin": make_user(role=Role.SYSTEM_ADMIN),
    }
    return World(agency_a, agency_b, first, second, people, {name: _sign_in(user) for name, user in people.items()})


def _sign_in(user: User) -> SimpleCookie:
    """Signing in costs more than most requests, so it is done once for each."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies


@dataclass(frozen=True, slots=True)
class Case:
    """One object's address; ``data`` is what an allowed person would post.

    ``is_thin`` says that the object was made by hand, too thin to be shown or worked on: then all that is asked for
    those who may see it is that they reach it.
    """

    kwargs: dict[str, Any]
    missing: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    is_thin: bool = False

    def not_there(self) -> dict[str, Any]:
        moved = {name: NOT_THERE for name, value in self.kwargs.items() if isinstance(value, int)}
        return self.kwargs | (self.missing or moved)


@dataclass(frozen=True, slots=True)
class Registered:
    """A route and who may see the object of its case."""

    route: str
    make: Callable[[World], Case]
    seen_by: tuple[str, ...]
    methods: tuple[str, ...] = METHODS


REGISTER: dict[str, Registered] = {}


def register(route: str, *, seen_by: tuple[str, ...], methods: tuple[str, ...] = METHODS) -> Callable[..., Any]:
    """Say whose a route is. ``methods`` are those an allowed person may use; strangers are tried with all."""

    def remember(make: Callable[[World], Case]) -> Callable[[World], Case]:
        REGISTER[route] = Registered(route, make, seen_by, methods)
        return make

    return remember


def load_register() -> dict[str, Registered]:
    package = importlib.import_module("tests.security.routes")
    for module in pkgutil.iter_modules(package.__path__, "tests.security.routes."):
        importlib.import_module(module.name)
    return REGISTER


def all_routes() -> Iterator[tuple[str, URLPattern]]:
    """Every (route text, pattern) of the portal."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        else:
            yield route, entry


def takes_parameter(route: str) -> bool:
    return "<" in route


def is_model_page(pattern: URLPattern) -> bool:
    """A page that a ModelAdmin makes for itself; ``test_doors.py`` knocks at those."""
    admin = getattr(pattern.callback, "model_admin", None)
    return admin is not None or getattr(pattern.callback, "admin_site", None) is not None


def path_of(route: str, kwargs: dict[str, Any]) -> str:
    """The path of a route with its parameters filled in, whether it was written as path or as expression."""
    filled = re.sub(r"\(\?P<(\w+)>[^()]*\)", lambda match: str(kwargs[match[1]]), route)
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(kwargs[match[1]]), filled)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def plain(response: HttpResponse, path: str) -> str:
    """Body and redirect without what differs on every request, and without the path itself."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers if response.streaming else ():
        close()
    text = NEVER_TOGETHER.sub("", body.decode(errors="replace")) + response.get("Location", "")
    for written in (path, quote(path), quote(path, safe="")):
        text = text.replace(written, "PATH")
    return text
