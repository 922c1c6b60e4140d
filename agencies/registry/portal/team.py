"""机构账号: an agency's administrator lets colleagues in, ends their access and shares the administration."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from agencies.registry.models import Agency, AgencyMembership
from agencies.registry.services import members
from ipservice.accounts.models import User
from ipservice.accounts.sessions import invitation_path


class InviteForm(forms.Form):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机构", empty_label=None)
    username = forms.RegexField(
        r"^[\w.@+-]+$", label="用户名", max_length=150, help_text="用于登录，例如姓名全拼。", strip=True
    )
    display_name = forms.CharField(label="姓名", max_length=64)
    email = forms.EmailField(label="电子邮箱", required=False)
    phone = forms.RegexField(
        r"^1[3-9]\d{9}$", label="手机号", required=False, error_messages={"invalid": "应填11位手机号。"}
    )
    is_admin = forms.BooleanField(label="同时设为机构管理员", required=False)

    def __init__(self, *args, agencies: list[Agency], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        self.fields["agency"].initial = agencies[0].pk
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()


@login_required
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Everybody who acts for the agencies that this person administers."""
    agencies = _administered(request)
    return render(request, "agencies/registry/team.html", _context(agencies, InviteForm(agencies=agencies)))


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown once, to be handed over; it sets the password of the new account."""
    agencies = _administered(request)
    form = InviteForm(request.POST, agencies=agencies)
    if not form.is_valid():
        return render(request, "agencies/registry/team.html", _context(agencies, form), status=422)
    fields = form.cleaned_data
    person = members.Invitation(fields["username"], fields["display_name"], fields["email"], fields["phone"])
    membership = members.invite(fields["agency"].pk, person, is_admin=fields["is_admin"], by=request.user)
    return _show_link(request, membership.user)


@login_required
@require_POST
def act(request: HttpRequest, membership_id: int, step: str) -> HttpResponse:
    """One of the steps on one membership; somebody else's membership does not exist here."""
    steps: dict[str, Callable[[int], object]] = {
        "deactivate": lambda key: members.deactivate(key, by=request.user, now=timezone.now()),
        "administrator": lambda key: members.make_administrator(key, by=request.user),
        "staff": lambda key: members.make_staff(key, by=request.user),
    }
    membership = get_object_or_404(_memberships(_administered(request)), pk=membership_id)
    if step == "link" and not membership.user.has_usable_password():
        return _show_link(request, membership.user)
    if step not in steps:
        raise Http404
    steps[step](membership.pk)
    messages.success(request, f"{membership.user}的账号已更新。")
    return redirect("agencies:team")


def _administered(request: HttpRequest) -> list[Agency]:
    agencies = members.administered_by(request.user)
    if not agencies:
        raise Http404
    return agencies


def _memberships(agencies: list[Agency]):
    return (
        AgencyMembership.objects.filter(agency__in=agencies, ended_at__isnull=True)
        .select_related("agency", "user")
        .order_by("agency__name_pinyin", "-is_admin", "user__username")
    )


def _context(agencies: list[Agency], form: InviteForm) -> dict:
    return {"form": form, "memberships": _memberships(agencies), "many": len(agencies) > 1}


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    address = request.build_absolute_uri(invitation_path(user))
    messages.warning(request, f"请把设置密码的链接交给 {user}，只能使用一次：{address}")
    return redirect("agencies:team")
