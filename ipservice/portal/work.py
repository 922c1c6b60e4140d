"""Officials' own pages in the admin: how they are drawn, and the sidebar grouped by job.

A page of an app is announced from ``AppConfig.ready``::

    work.announce(WorkPage(Job.AWARDS, "奖励轮次", "/admin/awards/", icon="trophy", allowed=lambda user: ...))

and drawn by ``work.render(request, "admin/incentives/rounds.html", {"title": "奖励轮次", ...})`` with a template
that extends ``admin/base_work.html``. Models of the admin that no page announces are listed under the job of their app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template

from ipservice.foundation.vocabulary import Vocabulary
from ipservice.portal.navigation import exists


class Job(Vocabulary):
    """What an official is here to do; the order is that of the sidebar."""

    TODAY = "today", "今日办理"
    REGISTER = "register", "机构登记"
    DATA = "data", "数据导入与口径"
    NETWORK = "network", "公共服务"
    SURVEY = "survey", "统计调查"
    AWARDS = "awards", "奖励评定"
    DECISIONS = "decisions", "决定与公示"
    RULES = "rules", "规则与基础资料"
    SYSTEM = "system", "账号与系统"


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One entry of the sidebar. ``icon`` is a Material Symbols name; ``allowed(user)`` decides who sees it."""

    job: Job
    title: str
    path: str
    icon: str = "description"
    order: int = 50
    allowed: Callable[[Any], bool] = lambda user: user.is_staff


MODELS = {
    "agencies.agency": (Job.REGISTER, "domain"),
    "agencies.patentattorney": (Job.REGISTER, "badge"),
    "agencies.changerequest": (Job.REGISTER, "edit_note"),
    "agencies.standing": (Job.REGISTER, "verified"),
    "agencies.agencymerge": (Job.REGISTER, "merge"),
    "payments.payment": (Job.AWARDS, "payments"),
    "payments.paymentbatch": (Job.AWARDS, "receipt_long"),
    "payments.payeeaccount": (Job.AWARDS, "account_balance"),
    "payments.recovery": (Job.AWARDS, "undo"),
    "procedure.decision": (Job.DECISIONS, "gavel"),
    "procedure.publicnotice": (Job.DECISIONS, "campaign"),
    "procedure.ruleset": (Job.RULES, "rule"),
    "reference.district": (Job.RULES, "map"),
    "reference.industry": (Job.RULES, "category"),
    "reference.servicetype": (Job.RULES, "handyman"),
    "reference.calendarday": (Job.RULES, "event"),
    "reference.calendaryear": (Job.RULES, "calendar_month"),
    "reference.referencefigure": (Job.RULES, "query_stats"),
    "accounts.user": (Job.SYSTEM, "person"),
    "accounts.loginfailure": (Job.SYSTEM, "lock"),
    "jobs.job": (Job.SYSTEM, "sync"),
    "jobs.heartbeat": (Job.SYSTEM, "monitor_heart"),
    "audit.auditentry": (Job.SYSTEM, "history"),
    "notices.delivery": (Job.SYSTEM, "outgoing_mail"),
    "privacy.retentionterm": (Job.SYSTEM, "auto_delete"),
    "privacy.consent": (Job.SYSTEM, "handshake"),
}
BY_APP = {
    "agencies": Job.REGISTER,
    "publicservice": Job.NETWORK,
    "intake": Job.DATA,
    "supervision": Job.SURVEY,
    "incentives": Job.AWARDS,
    "payments": Job.AWARDS,
    "procedure": Job.DECISIONS,
    "documents": Job.DECISIONS,
    "reference": Job.RULES,
}
_pages: dict[str, WorkPage] = {}


def announce(page: WorkPage) -> None:
    """Put a page into the sidebar; announcing the same path again replaces it."""
    _pages[page.path] = page


def render(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200):
    """A page of ours inside the admin's frame. ``title`` in ``context`` stands in the head."""
    frame = {**admin.site.each_context(request), "has_own_heading": True}
    return render_template(request, template, {**frame, **(context or {})}, status=status)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar for the person who asks: only what they may open, grouped by job."""
    groups: dict[Job, list[dict[str, Any]]] = {job: [] for job in Job}
    groups[Job.TODAY].append({"title": "工作台", "icon": "dashboard", "link": "/admin/"})
    for page in sorted(_pages.values(), key=lambda page: (page.order, page.title)):
        if exists(page.path) and page.allowed(request.user):
            groups[page.job].append({"title": page.title, "icon": page.icon, "link": page.path})
    for job, entry in _model_entries(request):
        groups[job].append(entry)
    return [{"title": job.label, "separator": bool(index), "items": items} for index, (job, items) in _filled(groups)]


def _filled(groups: dict[Job, list]) -> list[tuple[int, tuple[Job, list]]]:
    return list(enumerate((job, items) for job, items in groups.items() if items))


def _model_entries(request: HttpRequest) -> list[tuple[Job, dict[str, Any]]]:
    announced = set(_pages)
    found = []
    for app in admin.site.get_app_list(request):
        for model in app["models"]:
            link = model.get("admin_url")
            if not link or link in announced:
                continue
            key = f"{app['app_label']}.{model['object_name'].lower()}"
            job, icon = MODELS.get(key, (BY_APP.get(app["app_label"], Job.SYSTEM), "list_alt"))
            found.append((job, {"title": model["name"], "icon": icon, "link": link}))
    return found


def require_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard of an officials' page: the admin's own rule of who comes in, with its login page."""
    return admin.site.admin_view(view)
