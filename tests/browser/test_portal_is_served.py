"""The machinery of the browser tests: pages, people, phones, findings; and what every page must not do."""

import pytest

pytestmark = pytest.mark.browser


def test_the_public_home_loads_nothing_from_elsewhere_and_breaks_no_policy(page, portal, outside_requests, screenshot):
    outside = outside_requests(page)
    complaints = _complaints(page)

    answer = page.goto("/")
    page.wait_for_load_state("networkidle")

    assert answer.status == 200
    assert outside == []
    assert complaints == []
    assert screenshot(page, "home-desktop").exists()


def test_the_home_fits_a_phone(phone, screenshot):
    phone.goto("/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert screenshot(phone, "home-phone").exists()


def test_a_person_is_signed_in_without_the_form(page, login, official):
    login(page, official)

    page.goto("/")

    assert official.display_name in page.content()


def test_two_visitors_have_cookies_of_their_own(new_page, login, official):
    first, second = new_page(), new_page()
    login(first, official)

    second.goto("/")

    assert official.display_name not in second.content()


def test_the_admin_works_under_its_policy(page, login, system_admin, screenshot):
    """The theme needs evaluated expressions, and nothing else that the policy forbids."""
    complaints = _complaints(page)
    login(page, system_admin)

    for path in ("/admin/", "/admin/accounts/user/", f"/admin/accounts/user/{system_admin.pk}/change/"):
        answer = page.goto(path)
        page.wait_for_load_state("networkidle")
        assert answer.status == 200
        screenshot(page, f"admin-{path.strip('/').replace('/', '-')}")

    assert complaints == []


def _complaints(page) -> list[str]:
    """Fills with what the console calls an error: broken policies, missing files, failed scripts."""
    seen: list[str] = []
    page.on("console", lambda line: seen.append(f"{line.text} {line.location}") if line.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen
