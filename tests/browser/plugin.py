"""Fixtures for tests in a real browser, for every folder of tests: ``portal``, ``page``, ``phone``, ``login``.

They ask for ``transactional_db``: the served portal is another process and sees only what is committed. The servers
live as long as the run; the tables are emptied after each test.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ipservice.accounts.models import User
from ipservice.local.valkey import EmbeddedValkey
from tests.browser.served import ServedPortal, serve

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "test-results"
COOKIE_WITHOUT_TLS = "sessionid"


@pytest.fixture(scope="session")
def served_portal(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[ServedPortal]:
    """One portal and one queue a run."""
    directory = Path(tmp_path_factory.mktemp("portal"))
    queue = EmbeddedValkey(directory / "valkey")
    queue.start()
    try:
        with serve(directory, queue) as portal:
            yield portal
    finally:
        queue.stop()


@pytest.fixture
def portal(transactional_db, served_portal) -> Iterator[ServedPortal]:
    """A real served portal with a real worker, on an empty database of this test's own, today.

    Its relay runs only meanwhile: it would send the jobs of every other test on this database.
    """
    served_portal.put_forward(0)
    served_portal.programs["relay"].start()
    yield served_portal
    served_portal.programs["relay"].stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a run. Playwright keeps an event loop in this thread, which Django would take for async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def _context(browser: Browser, portal: ServedPortal, **options) -> BrowserContext:
    context = browser.new_context(base_url=portal.url(""), locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(20_000)
    return context


@pytest.fixture
def page(browser, portal) -> Iterator[Page]:
    """A page on a desktop."""
    context = _context(browser, portal, viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser, portal) -> Iterator[Page]:
    """A page on a phone."""
    context = _context(browser, portal, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    yield context.new_page()
    context.close()


@pytest.fixture
def new_page(browser, portal) -> Iterator[Callable[[], Page]]:
    """``new_page()``: a further visitor with cookies of their own, as when two officials work at once."""
    contexts: list[BrowserContext] = []

    def make() -> Page:
        contexts.append(_context(browser, portal, viewport=DESKTOP))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def login() -> Callable[[Page, User], None]:
    """``login(page, user)``: signs ``user`` in without the form, as ``client_for`` does."""
    return sign_in


def sign_in(page: Page, user: User) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies(
        [{"name": COOKIE_WITHOUT_TLS, "value": session.session_key, "domain": "127.0.0.1", "path": "/"}]
    )


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """``screenshot(page, "award-round")``: the whole page as test-results/<name>.png."""

    def take(page: Page, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        return path

    return take


@pytest.fixture
def accessibility_findings() -> Callable[[Page], list[str]]:
    """``accessibility_findings(page)``: what axe calls serious or critical, one line a rule with its first place."""

    def find(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [
            f"{rule['id']}: {len(rule['nodes'])} × {rule['nodes'][0]['html'][:120]}"
            for rule in violations
            if rule["impact"] in ("serious", "critical")
        ]

    return find


@pytest.fixture
def outside_requests() -> Callable[[Page], list[str]]:
    """``outside_requests(page)``: call it before the first page; the list fills with addresses of other hosts."""

    def listen(page: Page) -> list[str]:
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url) if _is_outside(request.url) else None)
        return seen

    return listen


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))
