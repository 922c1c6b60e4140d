"""Whoever has no business with an object cannot tell it from one that does not exist."""

import csv
from urllib.parse import urlencode

import pytest

from tests.security import sign
from tests.security.ground import (
    METHODS,
    PERSONAS,
    Registered,
    all_routes,
    is_model_page,
    load_register,
    path_of,
    plain,
    takes_parameter,
)

REGISTERED = load_register()
PUBLIC = {row["route"] for row in csv.DictReader(sign.lines())}


def routes_with_parameters() -> set[str]:
    return {route for route, pattern in all_routes() if takes_parameter(route) and not is_model_page(pattern)}


def test_every_route_with_a_parameter_is_registered_or_public():
    unknown = routes_with_parameters() - REGISTERED.keys() - PUBLIC
    unknown = {route for route in unknown if not _made_by_the_admin(route)}

    assert sorted(unknown) == [], "say whose these are: see tests/security/__init__.py"


def _made_by_the_admin(route: str) -> bool:
    """A ModelAdmin's pages and the admin's index of an app; tests/security/test_doors.py knocks at them."""
    return "<path:object_id>" in route or route.startswith("admin/^(?P<app_label>") or route.startswith("admin/r/")


def test_nothing_is_registered_that_is_not_there():
    assert (REGISTERED.keys() | PUBLIC) - {route for route, _ in all_routes()} == set()


def test_no_route_is_both_public_and_somebodys():
    assert REGISTERED.keys() & PUBLIC == set()


def test_the_list_of_public_routes_is_signed():
    assert sign.signature() == sign.digest(), "after review: python -m tests.security.sign"


@pytest.mark.parametrize("registered", REGISTERED.values(), ids=REGISTERED.keys())
def test_a_strangers_answer_is_that_of_a_missing_object(world, registered: Registered):
    case = registered.make(world)
    here, nowhere = path_of(registered.route, case.kwargs), path_of(registered.route, case.not_there())

    found = [
        f"{persona} {method}: {problem}"
        for persona in PERSONAS
        if persona not in registered.seen_by
        for method in METHODS
        if (problem := _difference(world.client(persona), method, here, nowhere, case.data))
    ]

    assert found == []


@pytest.mark.parametrize("registered", REGISTERED.values(), ids=REGISTERED.keys())
def test_who_may_see_it_does_see_it(world, registered: Registered):
    case = registered.make(world)
    client = world.client(registered.seen_by[0])
    method = registered.methods[0]

    there = client.generic(method, path_of(registered.route, case.kwargs), **_form(case.data, method))
    missing = client.generic(method, path_of(registered.route, case.not_there()), **_form(case.data, method))

    plain(there, "/nowhere")
    if case.is_thin:
        assert there.status_code not in (403, 404)
        assert there.status_code < 500
        return
    assert there.status_code < 400 or there.status_code in (409, 422)
    assert missing.status_code == 404 or method != "GET"


def _difference(client, method: str, here: str, nowhere: str, data: dict) -> str:
    answers = [(path, client.generic(method, path, **_form(data, method))) for path in (here, nowhere)]
    (_, there), (_, missing) = answers
    if there.status_code != missing.status_code:
        return f"{there.status_code} instead of {missing.status_code}"
    if there.status_code < 300 or there.status_code >= 500:
        return f"answers {there.status_code}"
    bodies = {plain(answer, path) for path, answer in answers}
    return "" if len(bodies) == 1 else "the two answers differ"


def _form(data: dict, method: str) -> dict:
    if method == "GET" or not data:
        return {}
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}
