"""An official decides a request of an agency: before and after side by side, the papers, a reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import Agency, ChangeRequest, RequestState
from agencies.registry.services import change_requests, facts, papers
from ipservice.documents import pdf
from ipservice.documents.workbook import file_response
from ipservice.portal import work


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="审核结果", choices=[("approve", "通过"), ("reject", "不通过")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="审核意见",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="不通过时必须写明原因和需要补正的内容。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def show(request: HttpRequest, request_id: int) -> HttpResponse:
    """A request of an agency of another place does not exist here."""
    asked = _managed(request, request_id)
    may_decide = asked.state == RequestState.SUBMITTED and request.user.has_perm("agencies.change_changerequest")
    form = DecisionForm(request.POST or None) if may_decide or request.method == "POST" else None
    if request.method == "POST" and form.is_valid():
        _decide(asked, form.cleaned_data, request)
        messages.success(request, "审核结果已登记，已通知该机构。")
        return redirect("agencies:request", request_id=asked.pk)
    title = f"变更申请第 {asked.pk} 号"
    context = {
        "title": title,
        "asked": asked,
        "changes": facts.differences(asked.changes),
        "papers": asked.evidence.all(),
        "form": form,
        "trail": [("变更申请", "/admin/agencies/changerequest/"), (title, "")],
    }
    return work.render(request, "agencies/registry/work/request.html", context)


@require_safe
@work.require_staff
def paper(request: HttpRequest, request_id: int) -> HttpResponse:
    """The decision as PDF with its check code. Refused before there is one."""
    asked = _managed(request, request_id)
    return file_response(pdf.letter(papers.paper_of(asked)), f"变更申请第{asked.pk}号审核结果.pdf", "application/pdf")


def _managed(request: HttpRequest, request_id: int) -> ChangeRequest:
    if not request.user.has_perm("agencies.view_changerequest"):
        raise PermissionDenied
    requests = ChangeRequest.objects.filter(agency__in=Agency.objects.managed_by(request.user))
    return get_object_or_404(requests.select_related("agency", "submitted_by", "decided_by"), pk=request_id)


def _decide(asked: ChangeRequest, answer: dict[str, str], request: HttpRequest) -> None:
    if answer["decision"] == "approve":
        change_requests.approve(asked.pk, reason=answer["reason"], today=timezone.localdate(), by=request.user)
    else:
        change_requests.reject(asked.pk, reason=answer["reason"], by=request.user)
