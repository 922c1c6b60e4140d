"""Staff of an outlet: the requests assigned to it, to begin and to answer. Who asked from an account: their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ipservice.accounts.models import Role
from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from publicservice.rights_aid.forms import CompletionForm, WordsForm
from publicservice.rights_aid.lists import desk as work_list
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import State
from publicservice.rights_aid.services import filing, handling, rating

HOME = "/portal/rights-aid/"
MINE = "/portal/rights-aid/own/"


def _assigned(request: HttpRequest):
    """For whom serves at no outlet the page does not exist."""
    if request.user.role != Role.OUTLET_STAFF:
        raise Http404
    return AidRequest.objects.visible_to(request.user).select_related("district", "outlet", "ruleset")


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    page = work_list(HOME, timezone.localdate())
    context = {"trail": [("维权援助", "")]}
    return page.respond(request, _assigned(request), "publicservice/rights_aid/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, request_id: int) -> HttpResponse:
    """Begin, then answer; a refusal keeps what was typed."""
    found = get_object_or_404(_assigned(request), pk=request_id)
    form = WordsForm(request.POST if found.state == State.HANDLED and request.method == "POST" else None)
    if request.method == "POST" and _took(request, found, form):
        return redirect("rights_aid_own", found.pk)
    context = {
        "found": found,
        "form": form if found.state == State.HANDLED else None,
        "may_begin": found.state == State.ACCEPTED,
        "evidence": found.evidence.all(),
        "steps": found.steps.select_related("by").order_by("id"),
        "trail": [("维权援助", HOME), (found.number, "")],
    }
    return render(request, "publicservice/rights_aid/own.html", context, status=422 if form.errors else 200)


def _took(request: HttpRequest, found: AidRequest, form: WordsForm) -> bool:
    who = {"by": request.user, "today": timezone.localdate()}
    try:
        if found.state != State.HANDLED:
            handling.begin(found.pk, **who)
        elif form.is_valid():
            handling.answer(found.pk, words=form.cleaned_data["words"], **who)
        else:
            return False
    except DomainError as refused:
        messages.error(request, refused.message)
        return True
    messages.success(request, "已登记。")
    return True


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this person asked for by name; anonymous requests are found by their code alone."""
    context = {"requests": AidRequest.objects.asked_by(request.user), "trail": [("维权援助申请", "")]}
    return render(request, "publicservice/rights_aid/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """The steps told, the answer, and what is still to add; the account stands for the code."""
    found = get_object_or_404(AidRequest.objects.asked_by(request.user), pk=request_id)
    needs = found.state == State.INCOMPLETE
    form = CompletionForm(request.POST or None, request.FILES or None) if needs or request.method == "POST" else None
    if request.method == "POST" and form.is_valid() and _completed(request, found, form):
        messages.success(request, "补正已提交。")
        return redirect("rights_aid_my_request", found.pk)
    context = {
        "found": found,
        "form": form,
        "steps": found.steps.filter(is_told=True).order_by("id"),
        "rating": rating.may_rate(found),
        "trail": [("维权援助申请", MINE), (found.number, "")],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "publicservice/rights_aid/my_request.html", context, status=status)


def _completed(request: HttpRequest, found: AidRequest, form: CompletionForm) -> bool:
    try:
        files = [keep(upload, purpose=filing.PURPOSE, by=request.user) for upload in form.cleaned_data["evidence"]]
        handling.complete(found.pk, words=form.cleaned_data["words"], files=files, today=timezone.localdate())
    except DomainError as refused:
        form.add_error("evidence" if isinstance(refused, FileRefused) else None, refused.message)
        return False
    return True
