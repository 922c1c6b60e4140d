"""Main navigation. An entry whose page is not installed is left out, so there are no dead links."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

Menu = tuple[tuple[str, str], ...]

PUBLIC = (
    ("首页", "/"),
    ("找机构", "/agencies/"),
    ("约咨询", "/booking/"),
    ("服务网点", "/outlets/"),
    ("办事指南", "/catalogue/"),
    ("公示公告", "/notices/"),
    ("数据一览", "/data/"),
    ("核验文书", "/check/"),
)
PORTAL = (
    ("工作台", "/portal/"),
    ("待办", "/portal/todo/"),
    ("我的机构", "/portal/agency/"),
    ("专利申请", "/portal/filings/"),
    ("统计调查", "/portal/survey/"),
    ("奖励名单", "/portal/awards/"),
    ("惠企行动", "/portal/campaigns/"),
    ("机构账号", "/portal/team/"),
    ("消息", "/portal/messages/"),
    ("账号安全", "/account/"),
)
OUTLET = (
    ("工作台", "/portal/"),
    ("待办", "/portal/todo/"),
    ("值守网点", "/portal/outlets/"),
    ("维权援助", "/portal/rights-aid/"),
    ("消息", "/portal/messages/"),
    ("账号安全", "/account/"),
)
PERSON = (
    ("工作台", "/portal/"),
    ("我的预约", "/booking/mine/"),
    ("维权援助申请", "/portal/rights-aid/own/"),
    ("认领机构", "/portal/claims/"),
    ("消息", "/portal/messages/"),
    ("账号安全", "/account/"),
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


def entries(menu: Menu, path: str) -> tuple[Entry, ...]:
    """The entries that exist, the one for ``path`` (or a page under it) marked."""
    return _marked(menu, next((href for _, href in menu if _is_current(href, path)), ""))


@cache
def _marked(menu: Menu, current: str) -> tuple[Entry, ...]:
    return tuple(Entry(label, href, href == current) for label, href in menu if exists(href))


def _is_current(href: str, path: str) -> bool:
    if href in {"/", "/portal/"}:
        return path == href
    return path.startswith(href)
