"""The award for everybody: the lists by year, and every agency's line with its reasons."""

from fractions import Fraction

from django import forms
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incentives.awards.models import DECISION_KIND, AwardLine
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services.decisions import stayed_codes

STAGE_TONES = {Stage.ON_NOTICE: "info", Stage.CONFIRMED: "ok", Stage.PUBLISHED: "ok"}


class LineFilter(FilterForm):
    """Narrows a list by the agency's name or code and by the result."""

    q = forms.CharField(label="机构名称或代码", max_length=60)
    result = forms.ChoiceField(
        label="结果", choices=[("", "全部"), ("paid", "获得奖励"), ("ranked", "符合条件"), ("not", "不符合条件")]
    )

    def by_q(self, queryset, value):
        return queryset.filter(Q(name__icontains=value) | Q(subject_code__iexact=value) | Q(agency_code=value))

    def by_result(self, queryset, value):
        chosen = {"paid": Q(amount_fen__gt=0), "ranked": Q(is_qualified=True), "not": Q(is_qualified=False)}
        return queryset.filter(chosen[value])


def _rate(line: AwardLine) -> Fraction | None:
    return Fraction(line.granted, line.concluded) if line.concluded else None


def _interval(line: AwardLine) -> str:
    if line.rate_low is None:
        return ""
    ranks = f"，名次 {line.rank_low}–{line.rank_high}" if line.rank_low else ""
    return f"{line.rate_low}%–{line.rate_high}%{ranks}"


LINES = ListPage(
    name="award-lines",
    title="奖励名单",
    columns=(
        Column("rank", "名次", kind=Kind.COUNT, sort=(F("rank").asc(nulls_last=True), "position")),
        Column(
            "name",
            "机构名称",
            is_head=True,
            href=lambda line: f"/awards/{line.decision.period}/{line.subject_code}/",
            sort=("name", "position"),
        ),
        Column("subject_code", "统一社会信用代码"),
        Column("filed", "发明申请量", kind=Kind.COUNT, unit="件", sort=("filed", "position")),
        Column("granted", "授权量", kind=Kind.COUNT, unit="件", sort=("granted", "position")),
        Column("concluded", "结案量", kind=Kind.COUNT, unit="件", sort=("concluded", "position")),
        Column("rate", "授权率", value=_rate, kind=Kind.RATE),
        Column("interval", "95%区间与名次范围", value=_interval),
        Column("amount_fen", "奖励金额", kind=Kind.MONEY_FEN, unit="元", sort=("amount_fen", "position")),
    ),
    order="rank",
    form=LineFilter,
    unit="家",
    empty_title="没有符合筛选条件的机构",
    empty_text="可以去掉筛选条件，查看全部机构。",
)


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
        "line": line,
        "rate": _rate(line),
        "interval": _interval(line),
        "is_stayed": line.subject_code in stayed_codes(decision),
        "is_on_notice": decision.stage == Stage.ON_NOTICE,
        "trail": [("奖励名单", "/awards/"), (f"{year}年度", f"/awards/{year}/"), (line.name, "")],
    }
    return render(request, "incentives/awards/line.html", context)


def _public_lists():
    """What the public sees, for everybody alike: officials read drafts on their own pages."""
    return Decision.objects.filter(kind=DECISION_KIND, stage__in=sorted(STAGE_TONES))
