"""Following a request by its code alone. A wrong code and an unknown one are answered alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ipservice.accounts.addresses import address_of
from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from publicservice.rights_aid.forms import CodeForm, CompletionForm, RatingForm
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.public.filing import TRAIL, too_many
from publicservice.rights_aid.rules import CodeUnknown, State, TooManyKnocks
from publicservice.rights_aid.services import doors, filing, handling, rating


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The code is posted, so that it stands in no address, log or history of a browser."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _progress(request, _found(request, form.cleaned_data["code"]), form.cleaned_data["code"])
        except TooManyKnocks as refused:
            return too_many(request, refused)
        except CodeUnknown as refused:
            form.add_error("code", refused.message)
    context = {"form": form, "trail": [*TRAIL, ("查询进度", "")]}
    return render(request, "publicservice/rights_aid/track.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, code: str) -> AidRequest:
    """Raises ``CodeUnknown`` and ``TooManyKnocks``; only wrong codes count."""
    now, address = timezone.now(), address_of(request)
    doors.require_calm(doors.LOOK_UP, address, now=now)
    try:
        return filing.find_by_code(code)
    except CodeUnknown:
        doors.count(doors.LOOK_UP, address, now=now)
        raise


def _progress(request: HttpRequest, found: AidRequest, code: str, form: CompletionForm | None = None) -> HttpResponse:
    needs = found.state == State.INCOMPLETE
    context = {
        "found": found,
        "steps": found.steps.filter(is_told=True).order_by("id"),
        "code": code,
        "form": (form or CompletionForm()) if needs else None,
        "rating": rating.may_rate(found),
        "trail": [*TRAIL, ("查询进度", "")],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "publicservice/rights_aid/progress.html", context, status=status)


@never_cache
@require_http_methods(["POST"])
def complete(request: HttpRequest) -> HttpResponse:
    """What was asked for is added; the code stands for its owner."""
    code = request.POST.get("code", "")
    form = CompletionForm(request.POST, request.FILES)
    try:
        found = _found(request, code)
        if not form.is_valid():
            return _progress(request, found, code, form)
        by = request.user if request.user.is_authenticated and not found.is_anonymous else None
        files = [keep(upload, purpose=filing.PURPOSE, by=by) for upload in form.cleaned_data["evidence"]]
        words, today = form.cleaned_data["words"], timezone.localdate()
        return _progress(request, handling.complete(found.pk, words=words, files=files, today=today), code)
    except TooManyKnocks as refused:
        return too_many(request, refused)
    except FileRefused as refused:
        form.add_error("evidence", refused.message)
        return _progress(request, found, code, form)
    except DomainError as refused:
        return render(request, "409.html", {"error": refused}, status=refused.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """By the signed link of the answer, once."""
    found, is_follow_up = rating.read_link(token)
    form = RatingForm(request.POST or None)
    done = found.ratings.filter(is_follow_up=is_follow_up).first()
    if request.method == "POST" and done is None and form.is_valid():
        done = rating.rate(token, form.cleaned_data["stars"], form.cleaned_data["comment"], today=timezone.localdate())
    context = {"found": found, "form": form, "done": done, "trail": [*TRAIL, ("评价", "")]}
    return render(request, "publicservice/rights_aid/rate.html", context)
