"""Main navigation. An entry whose page is not installed is left out, so there are no dead links."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

PUBLIC = (
    ("首页", "/"),
    ("找机构", "/agencies/"),
    ("公示公告", "/notices/"),
    ("奖励名单", "/awards/"),
    ("数据一览", "/data/"),
    ("核验文书", "/check/"),
)
PORTAL = (
    ("工作台", "/portal/"),
    ("我的机构", "/portal/agency/"),
    ("专利申请", "/portal/filings/"),
    ("奖励名单", "/portal/awards/"),
    ("机构账号", "/portal/team/"),
    ("消息", "/portal/messages/"),
)
# The admin answers every address below it with this view, and the view with 404.
ADMIN_CATCH_ALL = "catch_all_view"


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    href: str
    is_current: bool


@cache
def exists(path: str) -> bool:
    """Whether a page answers at ``path``; the routes do not change while the process lives."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.func.__name__ != ADMIN_CATCH_ALL


def entries(menu: tuple[tuple[str, str], ...], path: str) -> list[Entry]:
    """The entries that exist, the one for ``path`` (or a page under it) marked."""
    return [Entry(label, href, _is_current(href, path)) for label, href in menu if exists(href)]


def _is_current(href: str, path: str) -> bool:
    if href in {"/", "/portal/"}:
        return path == href
    return path.startswith(href)
