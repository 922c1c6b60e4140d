"""What-if beside the workbench: other rules on the same facts, before and after side by side, nothing saved."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from incentives.awards.admin.forms import WhatIfForm
from incentives.awards.models import AwardRound
from incentives.awards.rules import AwardParameters
from incentives.awards.services import whatif
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.procedure.services import rulesets


class ReasonForm(forms.Form):
    """Why the rules should change."""

    reason = forms.CharField(max_length=300)


def _form(award_round: AwardRound, known: whatif.Snapshot, data) -> WhatIfForm:
    initial = {
        "national_rate": Decimal(known.terms.national_rate.numerator * 100) / known.terms.national_rate.denominator,
        "budget_yuan": Decimal(known.terms.budget_fen) / 100,
    }
    return WhatIfForm(data or None, parameters=award_round.ruleset.parameters, initial=initial)


@for_city_officials
@require_safe
def trial(request: HttpRequest, year: int) -> HttpResponse:
    """The trial stands in the address: it can be sent to a colleague, and reloading repeats it."""
    award_round = get_object_or_404(AwardRound.objects.select_related("ruleset"), year=year)
    known = whatif.snapshot(award_round, today=timezone.localdate())
    form = _form(award_round, known, request.GET)
    outlook = None
    if form.is_bound and form.is_valid():
        terms = replace(
            known.terms,
            national_rate=Fraction(form.cleaned_data["national_rate"]) / 100,
            budget_fen=int(form.cleaned_data["budget_yuan"] * 100),
        )
        current = AwardParameters.read(award_round.ruleset.parameters)
        outlook = whatif.outlook(known, current, AwardParameters.read(form.parameters()), terms=terms)
    context = {
        "title": f"{award_round.title}：试算",
        "round": award_round,
        "form": form,
        "outlook": outlook,
        "query": [(name, values) for name, values in request.GET.lists() if name in form.fields],
        "trail": [("奖励年度", "/admin/awards/"), (award_round.title, f"/admin/awards/{year}/"), ("试算", "")],
    }
    return work.render(request, "incentives/awards/admin/whatif.html", context)


@for_city_officials
@require_POST
def save(request: HttpRequest, year: int) -> HttpResponse:
    """Keep the tried parameters as the draft of a new version of the rules, with a reason."""
    award_round = get_object_or_404(AwardRound.objects.select_related("ruleset"), year=year)
    known = whatif.snapshot(award_round, today=timezone.localdate())
    form, reason = _form(award_round, known, request.POST), ReasonForm(request.POST)
    if not form.is_valid() or not reason.is_valid():
        messages.error(request, "未保存：请写明修改理由，并检查各项参数。")
        return redirect(f"/admin/awards/{year}/whatif/")
    draft = rulesets.propose(
        award_round.ruleset, form.parameters(), reason=reason.cleaned_data["reason"], by=request.user
    )
    messages.success(request, f"已存为草案“{draft}”，须由另一人采用后生效。")
    return redirect(f"/admin/procedure/rulesets/{draft.pk}/")


@for_city_officials
@require_safe
def readings(request: HttpRequest, year: int) -> HttpResponse:
    """Every reading that the clause leaves open: its text, who decided it, what the other choices would do."""
    award_round = get_object_or_404(AwardRound.objects.select_related("ruleset"), year=year)
    known = whatif.snapshot(award_round, today=timezone.localdate())
    context = {
        "title": f"{award_round.title}：口径",
        "round": award_round,
        "switches": whatif.switches(known, award_round.ruleset),
        "trail": [("奖励年度", "/admin/awards/"), (award_round.title, f"/admin/awards/{year}/"), ("口径", "")],
    }
    return work.render(request, "incentives/awards/admin/readings.html", context)
