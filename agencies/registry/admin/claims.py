"""An official reads who claims an agency, with which proof, and accepts or refuses with a reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import AgencyClaim, AgencyMembership, ClaimState
from agencies.registry.services import claims
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage
from ipservice.portal import work

TONES = {ClaimState.SUBMITTED: "warn", ClaimState.ACCEPTED: "ok", ClaimState.REFUSED: "danger"}


class ClaimFilter(FilterForm):
    q = forms.CharField(label="机构名称", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *ClaimState.choices()])

    def by_q(self, queryset, value):
        return queryset.filter(agency__name__icontains=value)

    def by_state(self, queryset, value):
        return queryset.filter(state=value)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="审核结果", choices=[("accept", "通过"), ("refuse", "不通过")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="审核意见",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="不通过时必须写明原因，以及申请人可以怎样补正。",
    )


CLAIMS = ListPage(
    name="claims",
    title="机构认领",
    columns=(
        Column("id", "编号", value=lambda claim: f"第 {claim.pk} 号", sort=("id",), is_head=True,
               href=lambda claim: f"/admin/agencies/claims/{claim.pk}/"),
        Column("agency", "机构", value="agency.name", sort=("agency__name_pinyin", "id")),
        Column("claimant", "申请人", value="claimant.display_name"),
        Column("submitted_at", "提交时间", kind=Kind.MOMENT, sort=("submitted_at",)),
        Column("due_on", "办理期限", kind=Kind.DAY, sort=("due_on", "id")),
        Column("state", "状态", value=lambda claim: claim.get_state_display(),
               tone=lambda claim: TONES.get(claim.state, "")),
    ),
    order="-submitted_at",
    form=ClaimFilter,
    empty_title="没有认领申请",
    empty_text="有人申请认领机构时，会在这里列出并告知经办人。",
)  # fmt: skip


@require_safe
@work.require_staff
def inbox(request: HttpRequest) -> HttpResponse:
    """Claims on the agencies the official looks after."""
    bound = CLAIMS.bind(request, _visible(request).select_related("agency", "claimant"))
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"title": "机构认领", "list": bound, "trail": [("机构认领", "")]}
    return work.render(request, "agencies/registry/work/claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def show(request: HttpRequest, claim_id: int) -> HttpResponse:
    """A claim on an agency of another place does not exist here."""
    people = ("agency", "claimant", "decided_by", "remark_by")
    claim = get_object_or_404(_visible(request).select_related(*people), pk=claim_id)
    may_decide = claim.state == ClaimState.SUBMITTED and request.user.has_perm("agencies.change_agencyclaim")
    form = DecisionForm(request.POST or None) if may_decide or request.method == "POST" else None
    if request.method == "POST" and form.is_valid():
        act = claims.accept if form.cleaned_data["decision"] == "accept" else claims.refuse
        act(claim.pk, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, "审核结果已登记，已通知申请人。")
        return redirect("agencies:work_claim", claim_id=claim.pk)
    title = f"认领申请第 {claim.pk} 号"
    context = {
        "title": title,
        "claim": claim,
        "papers": claim.evidence.all(),
        "administrators": AgencyMembership.objects.filter(agency=claim.agency, is_admin=True, ended_at__isnull=True)
        .exclude(user=claim.claimant)
        .select_related("user"),
        "form": form,
        "trail": [("机构认领", "/admin/agencies/claims/"), (title, "")],
    }
    return work.render(request, "agencies/registry/work/claim.html", context)


def _visible(request: HttpRequest):
    if not request.user.has_perm("agencies.view_agencyclaim"):
        raise PermissionDenied
    return AgencyClaim.objects.visible_to(request.user)
