"""Every page of every door carries the headers that keep a browser on our side."""

import pytest

from tests.security.ground import ANONYMOUS, all_routes, load_register, path_of, takes_parameter

PERSONAS = (ANONYMOUS, "agency_a_admin", "municipal", "system_admin")
NO_PAGE = ("^static/", "admin/jsi18n/", "admin/logout/", "accounts/logout/")
REGISTERED = load_register()


def plain_paths() -> list[str]:
    routes = {route for route, _ in all_routes() if not takes_parameter(route) and "(" not in route}
    return sorted(path_of(route, {}) for route in routes if not route.startswith(NO_PAGE))


def problems(path: str, response, *, is_signed_in: bool) -> list[str]:
    policy = response.get("Content-Security-Policy", "")
    wanted = {
        "a content policy": bool(policy),
        "no inline script": "'unsafe-inline'" not in policy,
        "no frames around it": "frame-ancestors 'none'" in policy or "sandbox" in policy,
        "nosniff": response.get("X-Content-Type-Options") == "nosniff",
        "a referrer policy": response.get("Referrer-Policy") == "same-origin",
        "not kept": not is_signed_in or "no-store" in response.get("Cache-Control", ""),
    }
    evaluates = "'unsafe-eval'" in policy and not path.startswith("/admin/")
    return [f"{path}: {name}" for name, held in wanted.items() if not held] + ([f"{path}: eval"] if evaluates else [])


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_has_the_headers(world, persona):
    client = world.client(persona)

    found = []
    for path in plain_paths():
        response = client.get(path)
        if response.status_code < 500:
            found += problems(path, response, is_signed_in=persona != ANONYMOUS)

    assert found == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_breaks(world, persona):
    client = world.client(persona)

    assert [path for path in plain_paths() if client.get(path).status_code in (500, 501, 502)] == []


def test_cookies_are_bound_to_the_host_and_closed_to_scripts(world, client, settings):
    client.get("/accounts/login/")
    cookie = client.cookies[settings.CSRF_COOKIE_NAME]

    assert settings.CSRF_COOKIE_NAME.startswith("__Host-") == settings.TLS
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", settings.TLS)


def test_behind_tls_browsers_are_told_to_stay_there(world, client, settings):
    response = client.get("/", secure=True)

    assert "max-age=31536000" in response["Strict-Transport-Security"]
