"""A real browser in front of the site's own pages."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


class Visit:
    """One browser window on the site; remembers what it was asked to load from elsewhere, and what went wrong."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.page = context.new_page()
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        host = urlsplit(address).netloc
        self.page.on("request", lambda request: self._note(request.url, host))
        self.page.on("console", lambda entry: entry.type == "error" and self.complaints.append(entry.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, url: str, host: str) -> None:
        if urlsplit(url).scheme in {"http", "https", "ws"} and urlsplit(url).netloc != host:
            self.elsewhere.append(url)

    def open(self, path: str) -> None:
        self.page.goto(path, wait_until="networkidle")


@pytest.fixture
def visit(browser, live_server, settings) -> Iterator[Callable[..., Visit]]:
    """``visit(viewport=..., scripts=..., user=...)``: a window on the running site, signed in where a user is given."""
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "sessionid", False
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE = "csrftoken", False
    settings.SECURE_SSL_REDIRECT = False
    opened: list[BrowserContext] = []

    def start(viewport=DESKTOP, scripts: bool = True, client=None) -> Visit:
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=scripts, locale="zh-CN"
        )
        opened.append(context)
        if client is not None:
            cookie = {"name": "sessionid", "value": client.session.session_key, "url": live_server.url}
            context.add_cookies([cookie])
        return Visit(context, live_server.url)

    yield start
    for context in opened:
        context.close()
