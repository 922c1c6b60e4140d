"""What an official does to one record: rename, change state, record standing; and its history."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import Agency, AgencyState, StandingKind
from agencies.registry.rules import NEXT_STATES
from agencies.registry.services import history as histories
from agencies.registry.services import names, register, standing
from agencies.registry.services.grounds import Grounds
from ipservice.accounts.models import User
from ipservice.forms.days import DayInput
from ipservice.portal import work


class GroundsForm(forms.Form):
    """From when, by which paper, why."""

    since = forms.DateField(label="生效日", widget=DayInput())
    source = forms.CharField(label="依据文件", max_length=200, help_text="名称或文号")
    reason = forms.CharField(label="原因", max_length=300, required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def grounds(self) -> Grounds:
        return Grounds(self.cleaned_data["since"], self.cleaned_data["source"], self.cleaned_data["reason"])


class RenameForm(GroundsForm):
    title = "更名"
    name = forms.CharField(label="新名称", max_length=200)
    field_order = ["name", "since", "source", "reason"]

    def act(self, *, today: date, by: User) -> None:
        names.rename(self.agency.pk, self.cleaned_data["name"], grounds=self.grounds(), today=today, by=by)


class StateForm(GroundsForm):
    title = "变更状态"
    state = forms.ChoiceField(label="新状态")
    field_order = ["state", "since", "source", "reason"]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in NEXT_STATES[AgencyState(agency.state)]]

    def act(self, *, today: date, by: User) -> None:
        register.change_state(self.agency.pk, self.cleaned_data["state"], grounds=self.grounds(), today=today, by=by)


class StandingFields(forms.Form):
    """One fact about an agency's standing."""

    kind = forms.ChoiceField(label="种类", choices=StandingKind.choices())
    value = forms.CharField(label="内容", max_length=64, help_text="信用等级填 A+、A、B、C 或 D；名录、处罚填名称。")
    valid_from = forms.DateField(label="自", widget=DayInput())
    valid_until = forms.DateField(label="至", required=False, widget=DayInput(), help_text="自该日起不再有效")
    source = forms.CharField(label="依据文件", max_length=200)


class StandingForm(StandingFields):
    title = "登记信用与监管状况"

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def act(self, *, today: date, by: User) -> None:
        standing.record_standing(self.agency.pk, standing.StandingFact(**self.cleaned_data), by=by)


FORMS = {"rename": RenameForm, "state": StateForm, "standing": StandingForm}


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def act(request: HttpRequest, agency_id: int, name: str) -> HttpResponse:
    """One act on one record, through its service; a refusal says what would be right and keeps what was typed."""
    if name not in FORMS:
        raise Http404
    agency = managed_agency(request, agency_id)
    if not request.user.has_perm("agencies.change_agency"):
        raise PermissionDenied
    form = FORMS[name](request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        form.act(today=timezone.localdate(), by=request.user)
        messages.success(request, f"已办理：{agency.name} {form.title}。")
        return redirect("admin:agencies_agency_change", agency.pk)
    context = {"title": form.title, "agency": agency, "form": form, "trail": trail_of(agency, form.title)}
    return work.render(request, "agencies/registry/work/act.html", context, 422 if form.errors else 200)


@require_safe
@work.require_staff
def history(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Every change of the record, newest first, with who, and the request it came from."""
    agency = managed_agency(request, agency_id)
    context = {
        "title": "变更历史",
        "agency": agency,
        "events": histories.events_of(agency),
        "trail": trail_of(agency, "变更历史"),
    }
    return work.render(request, "agencies/registry/work/history.html", context)


def managed_agency(request: HttpRequest, agency_id: int) -> Agency:
    """An agency outside the official's place does not exist here."""
    if not request.user.has_perm("agencies.view_agency"):
        raise PermissionDenied
    return get_object_or_404(Agency.objects.managed_by(request.user), pk=agency_id)


def trail_of(agency: Agency, last: str) -> list[tuple[str, str]]:
    return [
        ("服务机构", "/admin/agencies/agency/"),
        (agency.name, f"/admin/agencies/agency/{agency.pk}/change/"),
        (last, ""),
    ]
