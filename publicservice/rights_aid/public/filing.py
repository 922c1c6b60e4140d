"""Asking for help: one question a page, a last look, a receipt with the code. No session, no account, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ipservice.accounts.addresses import address_of
from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token
from publicservice.booking.rules import codes
from publicservice.rights_aid.forms import FinishForm
from publicservice.rights_aid.rules import TooManyKnocks
from publicservice.rights_aid.services import doors, filing
from publicservice.rights_aid.wizard import CHECK, FORMS, ORDER, Answers

TRAIL = [("维权援助", "/rights-aid/")]
MOST_FILES = 5


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What rights aid is for and not for, and the two ways on."""
    return render(request, "publicservice/rights_aid/start.html", {"trail": [("维权援助", "")]})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``at`` is the page that was filled in; ``go`` is a page to go back to."""
    if request.method != "POST":
        return _page(request, ORDER[0], Answers())
    answers = Answers.read(request.POST)
    if request.POST.get("go") in ORDER:
        return _page(request, _allowed(answers, request.POST["go"]), answers)
    page = _allowed(answers, request.POST.get("at", ""))
    try:
        return _finish(request, answers) if page == CHECK else _next(request, answers, page)
    except TooManyKnocks as refused:
        return too_many(request, refused)


def _allowed(answers: Answers, page: str) -> str:
    return page if page in answers.pages() else ORDER[0]


def _next(request: HttpRequest, answers: Answers, page: str) -> HttpResponse:
    form = FORMS[page](request.POST, request.FILES)
    answers.take(form, request.POST)
    if not form.is_valid() or (page == "evidence" and not _keep_files(request, form, answers)):
        return _page(request, page, answers, form)
    return _page(request, answers.after(page), answers)


def _keep_files(request: HttpRequest, form, answers: Answers) -> bool:
    """Uploads are kept at once, by nobody: an anonymous request must not lead to an account."""
    by = request.user if request.user.is_authenticated and not answers.is_anonymous else None
    if "drop_files" in request.POST:
        answers.files = []
    uploads = form.cleaned_data["evidence"]
    if len(answers.files) + len(uploads) > MOST_FILES:
        form.add_error("evidence", f"最多上传 {MOST_FILES} 个文件，已有 {len(answers.files)} 个。")
        return False
    try:
        doors.require_calm(doors.FILE, address_of(request), now=timezone.now())
        answers.files += [keep(upload, purpose=filing.PURPOSE, by=by).pk for upload in uploads]
    except FileRefused as refused:
        form.add_error("evidence", refused.message)
        return False
    return True


def _finish(request: HttpRequest, answers: Answers) -> HttpResponse:
    """File it. Sent twice it is one request, and both answers are the same receipt."""
    wrong = answers.first_wrong()
    if wrong:
        return _page(request, wrong[0], answers, wrong[1])
    form = FinishForm(request.POST, is_anonymous=answers.is_anonymous)
    if not form.is_valid():
        return _page(request, CHECK, answers, form)
    now, token = timezone.now(), form.cleaned_data["form_token"]
    by = request.user if request.user.is_authenticated and not answers.is_anonymous else None
    wanted = answers.filing(is_consented=form.cleaned_data.get("consent", False))
    try:
        doors.require_calm(doors.FILE, address_of(request), now=now)
        found, code = filing.file_once(token, wanted, by=by, today=timezone.localdate(now))
        doors.count(doors.FILE, address_of(request), now=now)
    except TooManyKnocks:
        raise
    except DomainError as refused:
        form.add_error(None, refused.message)
        return _page(request, CHECK, answers, form)
    context = {"found": found, "code": codes.shown(code), "trail": [*TRAIL, ("已收到", "")]}
    return render(request, "publicservice/rights_aid/receipt.html", context)


def _page(request: HttpRequest, page: str, answers: Answers, form=None) -> HttpResponse:
    pages = answers.pages()
    context = {
        "page": page,
        "place": pages.index(page) + 1,
        "of": len(pages),
        "hidden": answers.hidden(),
        "back": answers.before(page) if page != pages[0] else "",
        "files": len(answers.files),
        "is_anonymous": answers.is_anonymous,
        "trail": [*TRAIL, ("提出请求", "")],
    }
    status = 422 if form is not None and form.errors else 200
    if page == CHECK:
        context["rows"] = answers.shown()
        context["form"] = form or FinishForm(initial={"form_token": new_token()}, is_anonymous=answers.is_anonymous)
        return render(request, "publicservice/rights_aid/check.html", context, status=status)
    context["form"] = form if form is not None else answers.form(page)
    own = set(context["form"].fields)
    context["hidden"] = [(name, value) for name, value in answers.hidden() if name.removeprefix("kept-") not in own]
    return render(request, "publicservice/rights_aid/question.html", context, status=status)


def too_many(request: HttpRequest, refused: TooManyKnocks) -> HttpResponse:
    response = render(request, "429.html", {"error": refused}, status=429)
    response.headers["Retry-After"] = str(refused.params["minutes"] * 60)
    return response
