"""我的机构: the registered facts of an agency, and requests to change them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.registry.models import Agency, ChangeRequest, RequestState
from agencies.registry.rules.requests import CHANGEABLE
from agencies.registry.services import change_requests, facts, papers
from ipservice.documents import pdf
from ipservice.documents.workbook import file_response
from ipservice.drafts.door import keeps_input, open_draft
from ipservice.evidence import services as evidence
from ipservice.jobs.idempotency import new_token, once
from ipservice.portal import acting
from ipservice.procedure.forms import ManyFilesField
from ipservice.reference.models import District


class ChangeForm(forms.ModelForm):
    """The facts an agency may ask to have changed; what is left as it is is not asked for."""

    languages = forms.MultipleChoiceField(
        label="工作语言", choices=facts.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label="网站", max_length=200, required=False, assume_scheme="https")
    statement = forms.CharField(label="变更说明", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    papers = ManyFilesField(
        label="证明材料",
        required=False,
        help_text="变更名称、组织形式、区县或地址时必须上传，如变更后的营业执照。每个文件不超过 20 MB。",
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Agency
        fields = CHANGEABLE

    def __init__(self, *args: Any, today, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.valid_on(today).order_by("code")
        self.fields["form_token"].initial = new_token()
        for name in CHANGEABLE:
            before = facts.plain(self.instance, name)
            self.fields[name].help_text = f"现登记：{facts.spoken(name, before)}"

    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    def _post_clean(self) -> None:
        """The instance keeps the registered values: nothing typed here reaches it."""


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The agency this person acts for, at once; without one, how to come to one."""
    agencies = list(Agency.objects.run_by(request.user).select_related("district"))
    if len(agencies) == 1:
        return redirect("agencies:own", code=agencies[0].public_code)
    return render(request, "agencies/registry/mine.html", {"agencies": agencies})


@require_safe
@login_required
def own(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says about the agency, and its requests."""
    agency = own_agency(request, code)
    context = {
        "agency": agency,
        "facts": [
            (str(Agency._meta.get_field(name).verbose_name), facts.spoken(name, facts.plain(agency, name)), "")
            for name in ("credit_code", "agency_code", "kind", "state", "founded_on", "licensed_on", *CHANGEABLE)
        ],
        "requests": [(each, change_requests.labels_of(each.changes)) for each in agency.change_requests.all()[:50]],
        "offers": agency.services.select_related("service_type"),
        "standings": agency.standings.in_force_on(timezone.localdate()),
    }
    return render(request, "agencies/registry/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_input
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for a change; the same form sent twice is one request."""
    agency = own_agency(request, code)
    today = timezone.localdate()
    draft = open_draft(request, f"agency_change:{agency.pk}")
    form = ChangeForm(request.POST or None, request.FILES or None, instance=agency, today=today, initial=draft.initial)
    if request.method != "POST" or not form.is_valid():
        context = {"agency": agency, "form": form, "draft": draft}
        return render(request, "agencies/registry/change.html", context, status=422 if form.errors else 200)
    number = once(
        "agency_change",
        form.cleaned_data["form_token"],
        {name: str(value) for name, value in form.wanted().items()} | {"agency": agency.pk},
        lambda: _submit(request, agency, form),
    )
    draft.discard()
    messages.success(request, f"变更申请已提交（第 {number} 号）。")
    return redirect("agencies:own_request", request_id=number)


@require_safe
@login_required
def own_request(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = _my_request(request, request_id)
    context = {
        "asked": asked,
        "agency": asked.agency,
        "changes": facts.differences(asked.changes),
        "papers": asked.evidence.all(),
        "can_cancel": asked.state == RequestState.SUBMITTED,
    }
    return render(request, "agencies/registry/own_request.html", context)


@require_safe
@login_required
def request_paper(request: HttpRequest, request_id: int) -> HttpResponse:
    """The decision as PDF with its check code. Refused before there is one."""
    asked = _my_request(request, request_id)
    return file_response(pdf.letter(papers.paper_of(asked)), f"变更申请第{asked.pk}号审核结果.pdf", "application/pdf")


@require_POST
@login_required
def cancel_request(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = _my_request(request, request_id)
    change_requests.cancel(asked.pk, by=request.user)
    messages.success(request, "变更申请已撤回。")
    return redirect("agencies:own_request", request_id=asked.pk)


def own_agency(request: HttpRequest, code: str) -> Agency:
    """Somebody else's agency does not exist here. The address names the agency: from now on the person acts for it."""
    field = "credit_code" if len(code) == 18 else "agency_code"
    agency = get_object_or_404(Agency.objects.open_to(request.user).select_related("district"), **{field: code})
    acting.choose(request, agency.pk)
    return agency


def _my_request(request: HttpRequest, request_id: int) -> ChangeRequest:
    requests = ChangeRequest.objects.filter(agency__in=Agency.objects.open_to(request.user))
    asked = get_object_or_404(requests.select_related("agency", "decided_by"), pk=request_id)
    acting.choose(request, asked.agency_id)
    return asked


def _submit(request: HttpRequest, agency: Agency, form: ChangeForm) -> int:
    papers = [
        evidence.keep(upload, purpose=change_requests.EVIDENCE, by=request.user)
        for upload in form.cleaned_data["papers"]
    ]
    asked = change_requests.Asked(form.wanted(), form.cleaned_data["statement"], papers)
    return change_requests.submit(agency.pk, asked, today=timezone.localdate(), by=request.user).pk
