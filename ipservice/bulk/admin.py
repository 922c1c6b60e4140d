"""The officials' pages of a bulk action: what will happen, then what happened."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.bulk import services
from ipservice.bulk.actions import BulkAction, action_of, find_action
from ipservice.bulk.models import BulkRun
from ipservice.portal import work


def start(request: HttpRequest, action: BulkAction, keys: Iterable[int]) -> HttpResponse:
    """The preview, as an action of a list: every chosen row with what would become of it."""
    return _preview(request, action, list(keys), action.form())


@require_POST
@work.require_staff
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Does it, when the form is right; else the preview again with what was typed."""
    action = find_action(code)
    if action is None or not request.user.has_perm(action.permission):
        raise Http404
    keys = [int(key) for key in request.POST.getlist("key") if key.isascii() and key.isdigit() and len(key) < 19]
    form = action.form(request.POST)
    if not form.is_valid():
        return _preview(request, action, keys, form, status=422)
    done = services.run(action, keys, form.cleaned_data, today=timezone.localdate(), by=request.user)
    return redirect("bulk:result", run_id=done.pk)


@require_safe
@work.require_staff
def result(request: HttpRequest, run_id: int) -> HttpResponse:
    """Rows that failed first, with the reason; then those that were done."""
    done = get_object_or_404(BulkRun.objects.visible_to(request.user), pk=run_id)
    action = action_of(done.action)
    context = {"title": f"{action.label}：办理结果", "run": done, "action": action, "trail": [(action.label, "")]}
    return work.render(request, "bulk/result.html", context)


@require_POST
@work.require_staff
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    done = get_object_or_404(BulkRun.objects.visible_to(request.user), pk=run_id)
    services.undo(done.pk, now=timezone.now(), by=request.user)
    return redirect("bulk:result", run_id=done.pk)


def _preview(request: HttpRequest, action: BulkAction, keys: list[int], form, status: int = 200) -> HttpResponse:
    targets = action.targets(keys, request.user)
    context = {
        "title": action.label,
        "action": action,
        "targets": targets,
        "ready": sum(not target.problem for target in targets),
        "form": form,
        "trail": [(action.label, "")],
    }
    return work.render(request, "bulk/preview.html", context, status)
