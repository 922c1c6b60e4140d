"""The award for everybody: the lists by year, and every agency's line with its reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incentives.awards.lists import LINES, interval, rate
from incentives.awards.models import DECISION_KIND, AwardLine
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services import papers
from ipservice.procedure.services.decisions import stayed_codes

STAGE_TONES = {Stage.ON_NOTICE: "info", Stage.CONFIRMED: "ok", Stage.PUBLISHED: "ok"}


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every list that has reached the public and still counts, newest first."""
    lists = _public_lists().select_related("ruleset", "notice").order_by("-period")
    rows = [(decision, STAGE_TONES.get(Stage(decision.stage), "")) for decision in lists]
    return render(request, "incentives/awards/years.html", {"rows": rows, "trail": [("奖励名单", "")]})


@require_safe
def year_list(request: HttpRequest, year: int) -> HttpResponse:
    """The list of one year, every agency on it, rewarded or not."""
    decision = get_object_or_404(_public_lists().select_related("ruleset", "notice"), period=str(year))
    lines = AwardLine.objects.filter(decision=decision).select_related("decision").order_by("position")
    context = {
        "decision": decision,
        "check_code": papers.check_code(decision.notice),
        "tone": STAGE_TONES.get(Stage(decision.stage), ""),
        "trail": [("奖励名单", "/awards/"), (f"{year}年度", "")],
    }
    return LINES.respond(request, lines, "incentives/awards/year_list.html", context)


@require_safe
def line_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One agency's result: every condition with its value, threshold and distance, and how to object."""
    decision = get_object_or_404(_public_lists().select_related("ruleset", "notice"), period=str(year))
    line = get_object_or_404(AwardLine.objects.filter(decision=decision), subject_code=code)
    context = {
        "decision": decision,
        "check_code": papers.check_code(decision.notice),
        "line": line,
        "rate": rate(line),
        "interval": interval(line),
        "is_stayed": line.subject_code in stayed_codes(decision),
        "is_on_notice": decision.stage == Stage.ON_NOTICE,
        "trail": [("奖励名单", "/awards/"), (f"{year}年度", f"/awards/{year}/"), (line.name, "")],
    }
    return render(request, "incentives/awards/line.html", context)


def _public_lists():
    """What the public sees, for everybody alike: officials read drafts on their own pages."""
    return Decision.objects.filter(kind=DECISION_KIND, stage__in=sorted(STAGE_TONES))
