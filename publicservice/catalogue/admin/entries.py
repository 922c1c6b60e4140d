"""Officials write entries; a second one publishes them. A district finds what its own outlets offer."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from publicservice.catalogue.forms import EntryForm, ReasonForm
from publicservice.catalogue.lists import BROKEN, DESK
from publicservice.catalogue.models import CatalogueEntry, EntryVersion, TargetHealth
from publicservice.catalogue.rules import VERSION, VersionState, VersionStep
from publicservice.catalogue.services import entries
from publicservice.catalogue.services.targets import target_of

HOME = "/admin/catalogue/"
WITH_REASON = {VersionStep.SEND_BACK: entries.send_back, VersionStep.RETIRE: entries.retire}
PLAIN = {VersionStep.SUBMIT: entries.submit, VersionStep.PUBLISH: entries.publish, VersionStep.DROP: entries.drop}
SHOWN_STEPS = (*PLAIN, *WITH_REASON)


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Strangers sign in; for everybody but officials of city and districts the page does not exist."""
    staffed = work.require_staff(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not request.user.is_official:
            raise Http404
        return staffed(request, *args, **kwargs)

    return guarded


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every entry by the version that is worked on."""
    shown = EntryVersion.objects.visible_to(request.user)
    newest = shown.newest().select_related("entry__district", "item", "drawn_up_by")
    bound = DESK.bind(request, newest)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {
        "list": bound,
        "title": "服务目录",
        "trail": [("服务目录", "")],
        "broken": TargetHealth.objects.broken().count(),
        "waiting": shown.filter(state=VersionState.IN_REVIEW).count(),
    }
    return work.render(request, "publicservice/catalogue/work/desk.html", context)


@for_officials
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """All versions, what the newest changes, and what may be done with it."""
    versions = list(_versions(request, code))
    newest = versions[0]
    published = next((one for one in versions if one.state == VersionState.PUBLISHED), None)
    mine = EntryVersion.objects.kept_by(request.user).filter(pk=newest.pk).exists()
    steps = [step for step in VERSION.steps_from(VersionState(newest.state)) if step in SHOWN_STEPS and mine]
    context = {
        "title": newest.title,
        "version": newest,
        "versions": versions,
        "published": published,
        "changes": entries.differences(published if published != newest else None, newest),
        "steps": [(step, step in WITH_REASON) for step in steps],
        "may_edit": mine,
        "target": target_of(newest),
        "health": TargetHealth.objects.filter(version=newest).first(),
        "trail": [("服务目录", HOME), (newest.title, "")],
    }
    return work.render(request, "publicservice/catalogue/work/entry.html", context)


def _versions(request: HttpRequest, code: str):
    shown = EntryVersion.objects.visible_to(request.user).filter(entry__code=code)
    found = shown.select_related("entry__district", "item", "drawn_up_by", "reviewed_by").order_by("-number")
    if not found:
        raise Http404
    return found


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new entry, or the next version of one; what was typed stays when it is refused."""
    version = None
    if code:
        kept = EntryVersion.objects.kept_by(request.user).filter(entry__code=code)
        version = get_object_or_404(kept.newest().select_related("entry", "item"))
    form = EntryForm(request.POST or None, by=request.user, version=version)
    if request.method == "POST" and form.is_valid() and (saved := _save(request, form, is_new=version is None)):
        messages.success(request, f"已保存“{saved.title}”第{saved.number}版草稿，提交复核后由另一人发布。")
        return redirect("catalogue_entry_work", saved.entry.code)
    title = f"修改：{version.title}" if version else "新建目录条目"
    context = {"title": title, "form": form, "trail": [("服务目录", HOME), (title, "")]}
    return work.render(request, "publicservice/catalogue/work/write.html", context, 422 if form.errors else 200)


def _save(request: HttpRequest, form: EntryForm, *, is_new: bool) -> EntryVersion | None:
    """None with the refusal in the form, so that nothing typed is lost."""
    code = form.cleaned_data["code"]
    if is_new and CatalogueEntry.objects.filter(code=code).exists():
        form.add_error("code", f"编码“{code}”已被使用，请换一个。")
        return None
    try:
        return entries.propose(code, form.text(), by=request.user)
    except DomainError as refused:
        name = "fee_yuan" if refused.field == "fee_fen" else refused.field
        form.add_error(name if name in form.fields else None, refused.message)
        return None


@for_officials
@require_POST
def take_step(request: HttpRequest, version_id: int, step: str) -> HttpResponse:
    kept = EntryVersion.objects.kept_by(request.user).select_related("entry")
    version = get_object_or_404(kept, pk=version_id)
    if step not in set(SHOWN_STEPS):
        raise Http404
    chosen = VersionStep(step)
    if chosen in PLAIN:
        PLAIN[chosen](version_id, by=request.user)
    else:
        form = ReasonForm(request.POST)
        form.is_valid()
        WITH_REASON[chosen](version_id, reason=form.cleaned_data.get("reason", ""), by=request.user)
    messages.success(request, f"“{version.title}”：已{chosen.label}。")
    return redirect("catalogue_entry_work", version.entry.code)


@for_officials
@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    """Entries whose target failed twice in a row."""
    shown = EntryVersion.objects.visible_to(request.user)
    found = TargetHealth.objects.broken().filter(version__in=shown).select_related("version__entry")
    bound = BROKEN.bind(request, found)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {"list": bound, "title": "打不开的链接", "trail": [("服务目录", HOME), ("打不开的链接", "")]}
    return work.render(request, "publicservice/catalogue/work/broken.html", context)
