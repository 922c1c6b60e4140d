"""An agency's award years: what it has to check, and what was decided about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.registry.models import Agency
from incentives.awards.evidence import PURPOSE
from incentives.awards.forms import ContestForm
from incentives.awards.models import DECISION_KIND, AwardLine, AwardRound, CheckState, FigureCheck
from incentives.awards.rules import Figures
from incentives.awards.services import figures
from incentives.awards.services.money import group_of
from ipservice.drafts.door import OpenDraft, keeps_input, open_draft
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from ipservice.payments.models import Payment, PaymentState
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services.decisions import stayed_codes

TONES = {
    CheckState.OPEN: "warn",
    CheckState.CONFIRMED: "ok",
    CheckState.CONTESTED: "info",
    CheckState.SETTLED: "ok",
    CheckState.LAPSED: "",
}


@login_required
@require_safe
def my_years(request: HttpRequest) -> HttpResponse:
    """Every year in which one of my agencies has figures to check or a line that has reached the public."""
    checks = _checks(request).select_related("round", "agency").order_by("-round__year", "agency__name_pinyin")
    lines = {(line.decision.period, line.agency_id): line for line in _lines(request)}
    rows = [
        {
            "check": check,
            "state": CheckState(check.state).label,
            "tone": TONES[CheckState(check.state)],
            "line": lines.get((str(check.round.year), check.agency_id)),
        }
        for check in checks
    ]
    return render(request, "incentives/awards/my_years.html", {"rows": rows, "trail": [("奖励名单", "")]})


@login_required
@require_safe
def my_year(request: HttpRequest, year: int) -> HttpResponse:
    """My figures of one year against the thresholds, and what I can do until when."""
    return _year_page(request, year)


@login_required
@require_POST
def confirm(request: HttpRequest, check_id: int) -> HttpResponse:
    check = get_object_or_404(_checks(request).select_related("round"), pk=check_id)
    now = timezone.localtime()
    figures.confirm(check.pk, by=request.user, today=now.date(), now=now)
    messages.success(request, "已确认。名单公示前您还可以在本页查看所用数据。")
    return redirect("my_award", check.round.year)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_input
def contest(request: HttpRequest, check_id: int) -> HttpResponse:
    """Other figures with a reason and evidence; what is refused is said beside the field and nothing is lost.

    Whoever comes back here after signing in anew is led to the page with the form.
    """
    check = get_object_or_404(_checks(request).select_related("round"), pk=check_id)
    if request.method != "POST":
        return redirect("my_award", check.round.year)
    form = ContestForm(request.POST, request.FILES, prefix=f"check{check.pk}")
    if form.is_valid() and _contested(request, check, form):
        _draft(request, check).discard()
        messages.success(request, "异议已提交，处理结果会以站内消息告知。")
        return redirect("my_award", check.round.year)
    return _year_page(request, check.round.year, refused=(check.pk, form))


def _contested(request: HttpRequest, check: FigureCheck, form: ContestForm) -> bool:
    answers, now = form.cleaned_data, timezone.localtime()
    try:
        claim = figures.Claim(
            figures=Figures(answers["claimed_filed"], answers["claimed_concluded"], answers["claimed_granted"]),
            statement=answers["statement"],
            evidence=tuple(keep(upload, purpose=PURPOSE, by=request.user) for upload in answers["evidence"]),
        )
        figures.contest(check.pk, claim, by=request.user, today=now.date(), now=now)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _year_page(request: HttpRequest, year: int, refused: tuple[int, ContestForm] | None = None) -> HttpResponse:
    award_round = get_object_or_404(AwardRound, year=year)
    agencies = list(Agency.objects.run_by(request.user).order_by("name_pinyin"))
    checks = {
        check.agency_id: check
        for check in _checks(request).filter(round=award_round).select_related("round", "settled_by")
    }
    lines = {line.agency_id: line for line in _lines(request).filter(decision__period=str(year))}
    known = [agency for agency in agencies if agency.pk in checks or agency.pk in lines]
    if not known:
        get_object_or_404(FigureCheck.objects.none(), pk=0)
    parts = [_part(request, agency, checks.get(agency.pk), lines.get(agency.pk), refused) for agency in known]
    context = {
        "round": award_round,
        "parts": parts,
        "is_open": bool(award_round.figures_due_on) and timezone.localdate() <= award_round.figures_due_on,
        "trail": [("奖励名单", "/portal/awards/"), (f"{year}年度", "")],
    }
    return render(request, "incentives/awards/my_year.html", context, status=422 if refused else 200)


def _draft(request: HttpRequest, check: FigureCheck) -> OpenDraft:
    return open_draft(request, f"contest:{check.pk}")


def _form_part(request: HttpRequest, check: FigureCheck | None, refused) -> dict[str, object]:
    """The form about figures that are still open, with what was typed into it before."""
    if not check or check.state != CheckState.OPEN:
        return {"form": None, "is_unfolded": False}
    draft = _draft(request, check)
    shown = {"claimed_filed": check.filed, "claimed_concluded": check.concluded, "claimed_granted": check.granted}
    is_refused = bool(refused) and refused[0] == check.pk
    prefix = f"check{check.pk}"
    form = refused[1] if is_refused else ContestForm(initial=shown | draft.initial_of(prefix), prefix=prefix)
    return {"form": form, "draft": draft, "is_unfolded": is_refused or draft.saved_at is not None}


def _part(request: HttpRequest, agency: Agency, check, line: AwardLine | None, refused) -> dict[str, object]:
    return _form_part(request, check, refused) | {
        "agency": agency,
        "check": check,
        "tone": TONES[CheckState(check.state)] if check else "",
        "line": line,
        "is_stayed": bool(line) and line.subject_code in stayed_codes(line.decision),
        "has_letter": bool(line) and line.decision.stage == Stage.PUBLISHED,
        "notice": getattr(line.decision, "notice", None) if line else None,
        "payment": _payment(line) if line else None,
    }


def _payment(line: AwardLine) -> tuple[Payment, str] | None:
    payments = Payment.objects.of(group_of(line.decision)).live().filter(subject_key=str(line.pk))
    payment = payments.first()
    return (payment, PaymentState(payment.state).label) if payment else None


def _checks(request: HttpRequest):
    return FigureCheck.objects.filter(agency__in=Agency.objects.run_by(request.user))


def _lines(request: HttpRequest):
    """Lines about my agencies in lists that have reached the public; of a redrawn year the list that counts."""
    visible = Decision.objects.visible_to(request.user).live().filter(kind=DECISION_KIND)
    lines = AwardLine.objects.filter(decision__in=visible, agency__in=Agency.objects.run_by(request.user))
    return lines.select_related("decision__ruleset", "decision__notice").order_by("-decision__period")
