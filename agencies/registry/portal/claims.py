"""认领机构: a person asks to administer an agency, follows the request, and takes it back; a present administrator
reads that somebody asks and says what they know.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.registry.models import AgencyClaim, ClaimState
from agencies.registry.services import claims
from ipservice.drafts.door import keeps_input, open_draft
from ipservice.evidence import services as evidence
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token, once
from ipservice.procedure.forms import ManyFilesField

TYPED = ("credit_code", "agency_code", "position", "statement")


class ClaimForm(forms.Form):
    credit_code = forms.CharField(label="统一社会信用代码", max_length=40, help_text="见营业执照，18 位。")
    agency_code = forms.CharField(
        label="专利代理机构代码",
        max_length=20,
        required=False,
        help_text="见执业许可证，5 位；不是专利代理机构的不填。",
    )
    position = forms.CharField(label="您在机构的职务", max_length=60)
    statement = forms.CharField(label="申请说明", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    papers = ManyFilesField(
        label="证明材料",
        help_text="营业执照或执业许可证，以及机构盖章、写明您姓名的授权书。每个文件不超过 20 MB。",
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="您的意见",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="例如：此人是否为本机构人员、是否得到授权。由市知识产权局决定是否通过。",
    )


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What this person asked for, newest first."""
    asked = AgencyClaim.objects.filter(claimant=request.user).select_related("agency")
    may_ask = request.user.role in claims.CLAIMING_ROLES
    return render(request, "agencies/registry/claims.html", {"claims": asked, "may_ask": may_ask})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_input
def new(request: HttpRequest) -> HttpResponse:
    """The same form sent twice is one claim; a refusal is said above the fields, which keep what was typed."""
    draft = open_draft(request, "agency_claim")
    start = {name: request.GET.get(name, "") for name in ("credit_code", "agency_code")}
    start |= draft.initial | {"form_token": new_token()}
    form = ClaimForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            number = _submit(request, form)
        except DomainError as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            draft.discard()
            messages.success(request, f"认领申请已提交（第 {number} 号）。")
            return redirect("agencies:claim", claim_id=number)
    status = 422 if form.errors else 200
    return render(request, "agencies/registry/claim_new.html", {"form": form, "draft": draft}, status=status)


@require_safe
@login_required
def show(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The claimant sees all of it; a present administrator of the agency who asks and when, and may say something."""
    return _draw(request, _seen(request, claim_id), RemarkForm())


@require_POST
@login_required
def withdraw(request: HttpRequest, claim_id: int) -> HttpResponse:
    claim = get_object_or_404(AgencyClaim, pk=claim_id, claimant=request.user)
    claims.withdraw(claim.pk, by=request.user)
    messages.success(request, "认领申请已撤回。")
    return redirect("agencies:claim", claim_id=claim.pk)


@require_POST
@login_required
def remark(request: HttpRequest, claim_id: int) -> HttpResponse:
    claim = get_object_or_404(AgencyClaim.objects.on_agencies_of(request.user), pk=claim_id)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _draw(request, claim, form, status=422)
    claims.remark(claim.pk, form.cleaned_data["text"], by=request.user, now=timezone.now())
    messages.success(request, "意见已提交给经办人。")
    return redirect("agencies:claim", claim_id=claim.pk)


def _seen(request: HttpRequest, claim_id: int) -> AgencyClaim:
    told = AgencyClaim.objects.on_agencies_of(request.user).values("pk")
    theirs = AgencyClaim.objects.filter(Q(claimant=request.user) | Q(pk__in=told))
    return get_object_or_404(theirs.select_related("agency", "claimant", "remark_by"), pk=claim_id)


def _draw(request: HttpRequest, claim: AgencyClaim, form: RemarkForm, status: int = 200) -> HttpResponse:
    is_open = claim.state == ClaimState.SUBMITTED
    is_mine = claim.claimant_id == request.user.pk
    context = {
        "claim": claim,
        "is_open": is_open,
        "is_mine": is_mine,
        "papers": claim.evidence.all() if is_mine else [],
        "form": form if is_open and not is_mine else None,
    }
    return render(request, "agencies/registry/claim.html", context, status=status)


def _submit(request: HttpRequest, form: ClaimForm) -> int:
    typed = {name: form.cleaned_data[name] for name in TYPED}

    def act() -> int:
        papers = [
            evidence.keep(upload, purpose=claims.EVIDENCE, by=request.user) for upload in form.cleaned_data["papers"]
        ]
        return claims.submit(claims.Claimed(**typed, papers=papers), today=timezone.localdate(), by=request.user).pk

    return once("agency_claim", form.cleaned_data["form_token"], typed | {"by": request.user.pk}, act)
