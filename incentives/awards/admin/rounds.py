"""The rounds by year, a new one, and what each rests on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incentives.awards.admin.forms import GroundsForm, RoundForm, SettleForm, seen_at
from incentives.awards.models import AwardRound, CheckState, FigureCheck
from incentives.awards.services import compute, figures, rounds, settling
from incentives.awards.services.rounds import live_decision
from ipservice.drafts.door import keeps_input, open_draft
from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials

LIST = "/admin/awards/"


@for_city_officials
@require_http_methods(["GET", "POST"])
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round with its stage; a form for the next one."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = rounds.create(form.cleaned_data["year"], form.cleaned_data["ruleset"], by=request.user)
        messages.success(request, f"已建立{made.title}，请补全依据与预算。")
        return redirect(f"{LIST}{made.year}/grounds/")
    known = AwardRound.objects.select_related("ruleset")
    context = {
        "title": "奖励年度",
        "rows": [(award_round, live_decision(award_round)) for award_round in known],
        "form": form,
        "trail": [("奖励年度", "")],
    }
    return work.render(request, "incentives/awards/admin/rounds.html", context)


@keeps_input
@for_city_officials
@require_http_methods(["GET", "POST"])
def grounds(request: HttpRequest, year: int) -> HttpResponse:
    """National rate, basis, review and budget, each needed before anybody is asked to check figures."""
    award_round = get_object_or_404(AwardRound.objects.select_related("ruleset"), year=year)
    draft = open_draft(request, f"award_grounds:{award_round.pk}")
    form = GroundsForm(request.POST or None, instance=award_round, initial=draft.initial)
    if request.method == "POST" and form.is_valid() and _edited(request, award_round, form):
        draft.discard()
        messages.success(request, "依据与预算已保存。")
        return redirect(f"{LIST}{year}/")
    context = {
        "title": f"{award_round.title}：依据与预算",
        "round": award_round,
        "form": form,
        "draft": draft,
        "missing": rounds.missing_grounds(AwardRound.objects.get(pk=award_round.pk)),
        "trail": _trail(award_round, "依据与预算"),
    }
    return work.render(request, "incentives/awards/admin/grounds.html", context)


def _settled(request: HttpRequest, check: FigureCheck, form: SettleForm) -> bool:
    """Whether the contest was settled; a refusal stands in the form, and what was typed with it."""
    try:
        settling.settle(check.pk, form.settlement(), by=request.user, now=timezone.now())
    except DomainError as refused:
        field = refused.field.removeprefix("claimed_")
        form.add_error(field if field in form.fields else None, refused.message)
        return False
    return True


def _edited(request: HttpRequest, award_round: AwardRound, form: GroundsForm) -> bool:
    """Whether the grounds were taken; a refusal stands in the form, and what was typed with it."""
    seen = form.cleaned_data["seen_version"]
    try:
        rounds.edit(award_round.pk, form.changes(), by=request.user, seen_version=seen)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _trail(award_round: AwardRound, here: str) -> list[tuple[str, str]]:
    return [("奖励年度", LIST), (award_round.title, f"{LIST}{award_round.year}/"), (here, "")]


@for_city_officials
@require_POST
def open_checks(request: HttpRequest, year: int) -> HttpResponse:
    """Ask every agency to check its figures."""
    award_round = get_object_or_404(AwardRound, year=year)
    opened = figures.open_checks(award_round.pk, by=request.user, today=timezone.localdate())
    messages.success(request, f"已请各机构核对数据，截止 {opened.figures_due_on:%Y-%m-%d}。")
    return redirect(f"{LIST}{year}/")


@for_city_officials
@require_POST
def reopen_checks(request: HttpRequest, year: int) -> HttpResponse:
    """Ask again those whose figures changed since."""
    award_round = get_object_or_404(AwardRound, year=year)
    asked = figures.reopen_changed(award_round.pk, by=request.user, today=timezone.localdate())
    messages.success(request, f"已请 {asked} 家数据有变化的机构重新核对。" if asked else "没有数据发生变化的机构。")
    return redirect(f"{LIST}{year}/")


@for_city_officials
@require_POST
def ask_compute(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the list; the page then shows how far the work is."""
    get_object_or_404(AwardRound, year=year)
    compute.ask(year, by=request.user, today=timezone.localdate())
    return redirect(f"{LIST}{year}/")


@for_city_officials
@require_safe
def checks(request: HttpRequest, year: int) -> HttpResponse:
    """What the agencies say about their figures, contests first."""
    award_round = get_object_or_404(AwardRound, year=year)
    order = {state: place for place, state in enumerate((CheckState.CONTESTED, CheckState.SETTLED, CheckState.OPEN))}
    found = award_round.checks.select_related("agency", "answered_by", "settled_by")
    context = {
        "title": f"{award_round.title}：数据核对",
        "round": award_round,
        "counts": [(state.label, count) for state, count in figures.state_counts(award_round).items()],
        "checks": sorted(found, key=lambda check: (order.get(check.state, len(order)), check.agency.name_pinyin)),
        "trail": _trail(award_round, "数据核对"),
    }
    return work.render(request, "incentives/awards/admin/checks.html", context)


@for_city_officials
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, year: int, check_id: int) -> HttpResponse:
    """Decide one contest with a reason."""
    check = get_object_or_404(FigureCheck.objects.select_related("round", "agency"), pk=check_id, round__year=year)
    proposed = {name: getattr(check, f"claimed_{name}") for name in ("filed", "concluded", "granted")}
    form = SettleForm(request.POST or None, initial={**proposed, "seen_at": seen_at(check)})
    if request.method == "POST" and form.is_valid() and _settled(request, check, form):
        messages.success(request, f"已处理 {check.agency.name} 的数据异议。")
        return redirect(f"{LIST}{year}/checks/")
    context = {
        "title": f"处理数据异议：{check.agency.name}",
        "check": check,
        "form": form,
        "evidence": check.evidence.all(),
        "trail": _trail(check.round, "处理数据异议"),
    }
    return work.render(request, "incentives/awards/admin/settle.html", context)
