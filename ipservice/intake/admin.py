"""Officials bring files in: choose the kind, see what is recognised, answer, confirm, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.intake import feeds, preview
from ipservice.intake.forms import MappingForm, UndoForm, UploadForm
from ipservice.intake.lists import ISSUES, RUNS, address
from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services import answers, queue, runs
from ipservice.intake.services.correction import correction
from ipservice.intake.services.undo import undo
from ipservice.jobs.idempotency import new_token, once
from ipservice.portal import work

VIEW, ADD = "intake.view_importrun", "intake.add_importrun"
HOME = ("数据导入", "/admin/intake/runs/")


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _run(request: HttpRequest, run_id: int, permission: str = VIEW) -> ImportRun:
    _require(request, permission)
    return get_object_or_404(ImportRun.objects.visible_to(request.user).for_pages(), pk=run_id)


def _feed(request: HttpRequest, code: str) -> feeds.Feed:
    found = next((feed for feed in feeds.all_feeds() if feed.code == code), None)
    if found is None:
        raise Http404
    _require(request, found.permission)
    return found


@require_safe
@work.require_staff
def run_list(request: HttpRequest) -> HttpResponse:
    """Every run, newest first."""
    _require(request, VIEW)
    bound = RUNS.bind(request, ImportRun.objects.visible_to(request.user).for_pages())
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"title": "数据导入", "list": bound, "can_add": request.user.has_perm(ADD), "trail": [("数据导入", "")]}
    return work.render(request, "intake/runs.html", context)


@require_safe
@work.require_staff
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of data is it?"""
    _require(request, ADD)
    context = {"title": "导入文件", "feeds": preview.feed_cards(request.user), "trail": [HOME, ("选择数据种类", "")]}
    return work.render(request, "intake/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """The file, and what has to be said with it; then it is read in the background."""
    feed = _feed(request, code)
    form = UploadForm(feed, request.POST or None, request.FILES or None, initial={"form_token": new_token()})
    if request.method == "POST" and form.is_valid():
        return redirect("intake:run", _receive(request, feed, form))
    context = {"title": f"导入{feed.label}", "feed": feed, "form": form, "trail": [HOME, (feed.label, "")]}
    return work.render(request, "intake/upload.html", context, status=422 if form.is_bound else 200)


def _receive(request: HttpRequest, feed: feeds.Feed, form: UploadForm) -> int:
    uploaded = form.cleaned_data["file"]
    options = form.options()

    def act() -> int:
        run = runs.receive(feed.code, uploaded, name=uploaded.name, by=request.user, options=options)
        queue.ask_to_prepare(run.pk, by=request.user)
        return run.pk

    payload = {"feed": feed.code, "name": uploaded.name, "size": uploaded.size, "options": options}
    return once("intake.upload", form.cleaned_data["form_token"], payload, act)


@require_safe
@work.require_staff
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Everything about one run, and what may be done with it now."""
    run = _run(request, run_id)
    can_change = request.user.has_perm(ADD)
    context: dict[str, Any] = {
        **preview.of(run),
        "title": f"第 {run.pk} 批：{feeds.label_of(run.feed)}",
        "trail": [HOME, (f"第 {run.pk} 批", "")],
        "can_change": can_change,
        "undo_form": UndoForm() if can_change and run.state == RunState.COMMITTED else None,
    }
    if can_change and run.state in (RunState.PREVIEW, RunState.REFUSED) and run.columns:
        context["mapping_form"] = MappingForm(feeds.feed_of(run.feed), run.columns)
    return work.render(request, "intake/run.html", context)


@require_safe
@work.require_staff
def issue_list(request: HttpRequest, run_id: int) -> HttpResponse:
    """All that is said about one run."""
    run = _run(request, run_id)
    bound = ISSUES.bind(request, run.issues.all())
    if request.GET.get("export") == "xlsx":
        return bound.export()
    trail = [HOME, (f"第 {run.pk} 批", address(run)), ("问题清单", "")]
    context = {"title": f"第 {run.pk} 批问题清单", "list": bound, "run": run, "trail": trail}
    return work.render(request, "intake/issues.html", context)


@require_safe
@work.require_staff
def correction_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file given back with its marks."""
    run = _run(request, run_id)
    if run.state in (RunState.RECEIVED, RunState.REFUSED):
        raise Http404
    return redirect("evidence_file", correction(run, by=request.user).pk)


@require_POST
@work.require_staff
def answer(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answers to single proposals (``answer-<issue>``), or one answer to all that wait (``rest``)."""
    run = _run(request, run_id, ADD)
    said = {
        int(name.removeprefix("answer-")): value == "yes"
        for name, value in request.POST.items()
        if name.startswith("answer-") and name.removeprefix("answer-").isdecimal() and value in ("yes", "no")
    }
    answers.answer(run.pk, said, by=request.user)
    if request.POST.get("rest") in ("yes", "no"):
        answers.answer_rest(run.pk, request.POST["rest"] == "yes", by=request.user)
    messages.success(request, "已记录。")
    return redirect(f"{address(run)}#asks")


@require_POST
@work.require_staff
def commit(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id, ADD)
    queue.ask_to_commit(run.pk, by=request.user)
    return redirect(address(run))


@require_POST
@work.require_staff
def discard(request: HttpRequest, run_id: int) -> HttpResponse:
    run = runs.discard(_run(request, run_id, ADD).pk, by=request.user)
    messages.success(request, f"第 {run.pk} 批已放弃，没有写入任何数据。")
    return redirect(address(run))


@require_POST
@work.require_staff
def read_again(request: HttpRequest, run_id: int) -> HttpResponse:
    """With another mapping of columns where one is sent."""
    run = _run(request, run_id, ADD)
    form = MappingForm(feeds.feed_of(run.feed), run.columns, request.POST)
    if "remap" in request.POST and form.is_valid():
        runs.remap(run.pk, form.mapping(), by=request.user)
    queue.ask_to_prepare(run.pk, by=request.user)
    return redirect(address(run))


@require_POST
@work.require_staff
def take_back(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id, ADD)
    form = UndoForm(request.POST)
    undo(run.pk, by=request.user, reason=form.data.get("reason", ""))
    messages.success(request, f"第 {run.pk} 批已撤销，数据已恢复到写入之前。")
    return redirect(address(run))
