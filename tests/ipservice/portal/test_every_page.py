"""Every page that needs no number in its address and is open to the public or to agencies, looked at by axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.factories.agencies import make_agency, make_member
from tests.security.ground import all_routes, takes_parameter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
# Drawn by other people's software for machines and developers; its own faults are not ours to mend.
NOT_OURS = ("/api/v1/docs/",)
ENDS_THE_VISIT = ("/accounts/logout/", "/admin/logout/")


def paths() -> list[str]:
    """Every address without a parameter, as the resolver has them."""
    plain = (
        "/" + route.replace("^", "").replace("$", "").replace("\\", "") for route, _ in all_routes() if _is_plain(route)
    )
    return sorted({path for path in plain if path not in (*NOT_OURS, *ENDS_THE_VISIT)})


def _is_plain(route: str) -> bool:
    return not takes_parameter(route) and "(" not in route and "?" not in route


def pages_of(client: Client, known: set[str]) -> Iterator[str]:
    """The pages that this person can open and nobody before; a page that fails is a failure here."""
    for path in paths():
        if path in known:
            continue
        answer = client.get(path)
        assert answer.status_code != 500, path
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield path


@pytest.fixture
def people(client_for) -> dict[str, Client]:
    return {
        "visitor": Client(),
        "agency": client_for(make_member(make_agency(), is_admin=True)),
    }


@pytest.mark.parametrize("who", ["visitor", "agency"])
def test_no_page_has_a_serious_accessibility_fault(visit, people, who):
    known: set[str] = set()
    for name, client in people.items():
        own = list(pages_of(client, known))
        if name == who:
            break
        known.update(own)
    window = visit(client=None if who == "visitor" else people[who])
    faults = {}
    for path in own:
        window.page.goto(path, wait_until="load")
        found = Axe().run(window.page).response["violations"]
        faults[path] = [
            f"{rule['id']}: {rule['nodes'][0]['html'][:160]}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]

    assert own, "somebody of this kind has pages of their own"
    assert {path: told for path, told in faults.items() if told} == {}
    assert window.elsewhere == []
