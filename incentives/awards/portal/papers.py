"""Letters to download, and the account to which an award is paid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import Agency
from incentives.awards.models import DECISION_KIND, AwardLine
from incentives.awards.services.letters import letter_of
from ipservice.accounts.models import Role
from ipservice.documents import pdf, word
from ipservice.documents.workbook import file_response
from ipservice.drafts.door import keeps_input, open_draft
from ipservice.foundation.errors import DomainError
from ipservice.payments.forms import AccountForm
from ipservice.payments.services.accounts import GivenAccount, account_of, give_account
from ipservice.procedure.models import Decision, Stage

MAKERS = {
    "pdf": (pdf.letter, "application/pdf"),
    "docx": (word.letter, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@login_required
@require_safe
def letter(request: HttpRequest, line_id: int, form: str) -> HttpResponse:
    """The letter about my own line, in Word or PDF; officials of the city may open any."""
    published = Decision.objects.visible_to(request.user).filter(kind=DECISION_KIND, stage=Stage.PUBLISHED)
    lines = AwardLine.objects.filter(decision__in=published).select_related("decision__ruleset", "decision__notice")
    if not request.user.is_city_official:
        lines = lines.filter(agency__in=Agency.objects.run_by(request.user))
    line = get_object_or_404(lines, pk=line_id)
    make, media_type = MAKERS[form]
    return file_response(
        make(letter_of(line)), f"{line.decision.period}年度奖励结果通知_{line.name}.{form}", media_type
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_input
def account(request: HttpRequest) -> HttpResponse:
    """The account in use, by its last digits, and the form for another. Only an agency's administrator changes it."""
    agency = _my_agency(request)
    draft = open_draft(request, f"payee_account:{agency.pk}")
    form = AccountForm(request.POST or None, initial={"payee_name": agency.name} | draft.initial)
    may_change = request.user.role == Role.AGENCY_ADMIN
    if request.method == "POST" and may_change and form.is_valid() and _given(request, agency, form):
        draft.discard()
        messages.success(request, "收款账户已更新，以后的奖励资金支付到该账户。")
        return redirect("payee_account")
    context = {
        "agency": agency,
        "form": form,
        "draft": draft,
        "account": account_of(agency.credit_code),
        "may_change": may_change,
        "trail": [("奖励名单", "/portal/awards/"), ("收款账户", "")],
    }
    return render(request, "incentives/awards/account.html", context, status=422 if form.errors else 200)


def _my_agency(request: HttpRequest) -> Agency:
    agency = Agency.objects.run_by(request.user).filter(credit_code__isnull=False).order_by("pk").first()
    if agency is None:
        raise Http404
    return agency


def _given(request: HttpRequest, agency: Agency, form: AccountForm) -> bool:
    given = GivenAccount(payee_code=agency.credit_code, registered_name=agency.name, **form.cleaned_data)
    try:
        give_account(given, by=request.user, is_demo=agency.is_demo)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
