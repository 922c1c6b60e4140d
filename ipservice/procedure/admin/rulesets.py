"""Rule sets: every parameter with its source, what is not confirmed in red, the difference, the adoption."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.accounts.models import Role
from ipservice.forms.days import DayInput
from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from ipservice.procedure.kinds import rule_kind
from ipservice.procedure.models import AdoptedDespite, RuleSet, RuleSetStage, RuleSetStatus
from ipservice.procedure.services import cases, rulesets

TRAIL = ("规则版本", "/admin/procedure/rulesets/")
MARKS = {"V": "已查原文", "R": "据转述", "P": "产品拟定"}


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """One parameter as the page prints it."""

    name: str
    label: str
    value: str
    text: str
    article: str
    mark: str
    is_confirmed: bool
    confirmed: str


class AdoptForm(forms.Form):
    in_force_from = forms.DateField(label="施行日", widget=DayInput())
    despite = forms.CharField(
        label="算例未通过仍采用的理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只在有算例未通过时填写；理由随版本保存。",
    )

    def __init__(self, *args: Any, failures: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not failures:
            del self.fields["despite"]


class CasesForm(forms.Form):
    file = forms.FileField(
        label="算例表（CSV）", help_text="列名与随产品提供的算例表相同，一行一家机构，同一算例的行连写。"
    )


class NewVersionForm(forms.Form):
    """Parameters one by one as JSON; a kind with its own page for drawing up versions uses ``propose`` itself."""

    reason = forms.CharField(label="修改理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, base: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in base.parameters.items():
            self.fields[f"p_{name}"] = forms.CharField(
                label=rulesets.label_of(base, name),
                initial=json.dumps(value, ensure_ascii=False),
                help_text=base.sources.get(name, {}).get("text", ""),
                max_length=4000,
            )
        self.order_fields([*[f"p_{name}" for name in base.parameters], "reason"])

    def clean(self) -> dict[str, Any]:
        for name in [name for name in self.cleaned_data if name.startswith("p_")]:
            try:
                self.cleaned_data[name] = json.loads(self.cleaned_data[name])
            except ValueError:
                self.add_error(name, "数值格式不正确：文字须加双引号，列表用方括号。")
        return self.cleaned_data

    def parameters(self) -> dict[str, Any]:
        return {name.removeprefix("p_"): value for name, value in self.cleaned_data.items() if name.startswith("p_")}


@for_city_officials
@require_safe
def ruleset_list(request: HttpRequest) -> HttpResponse:
    """By kind, newest version first; what is in force today is marked."""
    today = timezone.localdate()
    rows = [
        {"ruleset": ruleset, "kind": rule_kind(ruleset.kind).label, "in_force": _is_in_force(ruleset, today)}
        for ruleset in RuleSet.objects.select_related("adopted_by", "proposed_by").order_by("kind", "-version")
    ]
    return work.render(
        request, "procedure/rulesets.html", {"rows": rows, "title": "规则版本", "trail": [("规则版本", "")]}
    )


def _is_in_force(ruleset: RuleSet, today) -> bool:
    if ruleset.stage != RuleSetStage.ADOPTED or ruleset.in_force_from > today:
        return False
    return ruleset.in_force_until is None or today < ruleset.in_force_until


@for_city_officials
@require_safe
def ruleset_page(request: HttpRequest, ruleset_id: int) -> HttpResponse:
    ruleset = get_object_or_404(RuleSet.objects.select_related("based_on", "proposed_by", "adopted_by"), pk=ruleset_id)
    return _draw(request, ruleset)


def _draw(request: HttpRequest, ruleset: RuleSet, form: AdoptForm | None = None, upload: CasesForm | None = None):
    kind = rule_kind(ruleset.kind)
    is_draft = ruleset.stage == RuleSetStage.DRAFT
    base = ruleset.based_on
    failures = cases.failures(ruleset) if is_draft else []
    context = {
        "ruleset": ruleset,
        "kind": kind,
        "parameters": [_shown(ruleset, name) for name in ruleset.parameters],
        "changes": rulesets.diff(base, ruleset) if base else [],
        "affected": kind.affected(base.parameters, ruleset.parameters) if base and kind.affected else [],
        "failures": failures,
        "outcomes": cases.outcomes(ruleset),
        "upload": (upload or CasesForm()) if is_draft and kind.run_cases else None,
        "despite": AdoptedDespite.objects.filter(ruleset=ruleset).select_related("by").first(),
        "is_draft": is_draft,
        "may_adopt": is_draft and request.user.role == Role.REVIEWER and ruleset.proposed_by_id != request.user.pk,
        "form": form or AdoptForm(failures=failures),
        "title": str(ruleset),
        "trail": [TRAIL, (str(ruleset), "")],
    }
    return work.render(request, "procedure/ruleset.html", context)


def _shown(ruleset: RuleSet, name: str) -> ShownParameter:
    source = ruleset.sources.get(name, {})
    return ShownParameter(
        name=name,
        label=rulesets.label_of(ruleset, name),
        value=rulesets.in_words(ruleset, name) or "",
        text=source.get("text", ""),
        article=source.get("article", ""),
        mark=MARKS.get(source.get("mark", "P"), source.get("mark", "")),
        is_confirmed=source.get("status") == RuleSetStatus.CONFIRMED,
        confirmed="，".join(part for part in (source.get("confirmed_by"), source.get("confirmed_on")) if part),
    )


@for_city_officials
@require_POST
def confirm_value(request: HttpRequest, ruleset_id: int) -> HttpResponse:
    ruleset = get_object_or_404(RuleSet, pk=ruleset_id)
    rulesets.confirm_value(ruleset.pk, request.POST.get("name", ""), by=request.user)
    messages.success(request, "已确认该参数的数值。")
    return redirect("ruleset", ruleset_id)


@for_city_officials
@require_POST
def adopt(request: HttpRequest, ruleset_id: int) -> HttpResponse:
    ruleset = get_object_or_404(RuleSet, pk=ruleset_id)
    form = AdoptForm(request.POST, failures=cases.failures(ruleset))
    if not form.is_valid():
        return _draw(request, ruleset, form)
    try:
        adopted = rulesets.adopt(ruleset_id, by=request.user, **form.cleaned_data)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _draw(request, ruleset, form)
    messages.success(request, f"已采用“{adopted}”。")
    return redirect("ruleset", ruleset_id)


@for_city_officials
@require_POST
def upload_cases(request: HttpRequest, ruleset_id: int) -> HttpResponse:
    """Further worked cases for a draft; what cannot be run is said beside the field and not kept."""
    ruleset = get_object_or_404(RuleSet, pk=ruleset_id)
    form = CasesForm(request.POST, request.FILES)
    if form.is_valid():
        brought = form.cleaned_data["file"]
        try:
            cases.upload(ruleset.pk, brought.name, brought.read(cases.MAX_BYTES + 1), by=request.user)
        except DomainError as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, "算例已上传并检验。")
            return redirect("ruleset", ruleset_id)
    return _draw(request, ruleset, upload=form)


@for_city_officials
def new_version(request: HttpRequest, ruleset_id: int) -> HttpResponse:
    """Draw up the next version from this one."""
    base = get_object_or_404(RuleSet, pk=ruleset_id)
    form = NewVersionForm(request.POST or None, base=base)
    if request.method == "POST" and form.is_valid():
        try:
            draft = rulesets.propose(base, form.parameters(), reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已拟定“{draft}”，须由复核人采用后施行。")
            return redirect("ruleset", draft.pk)
    context = {
        "form": form,
        "ruleset": base,
        "title": "拟定新版本",
        "trail": [TRAIL, (str(base), ""), ("拟定新版本", "")],
    }
    return work.render(request, "procedure/ruleset_new.html", context)
