"""The words of a section: written in the browser around the figures, kept by version, compared side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.report.admin.desk import HOME, for_city
from supervision.report.forms import WordsForm
from supervision.report.models import IndustryReport, SectionVersion
from supervision.report.rules import queries, slots
from supervision.report.rules.tables import Snapshot
from supervision.report.services import freezing, writing
from supervision.report.services.template import sections


@for_city
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, version_id: int) -> HttpResponse:
    """What was typed stays when it is refused."""
    version = _version(request, version_id)
    form = WordsForm(request.POST or None, initial={"text": version.text})
    if request.method == "POST" and form.is_valid() and _save(request, form, version):
        messages.success(request, "已保存。排印后才会出现在报告中。")
        return redirect("report_work", version.report.year)
    context = {
        "title": sections()[version.section][1].title,
        "version": version,
        "form": form,
        "slots": _slots(version),
        "history": _history(version),
        "trail": _trail(version),
    }
    return work.render(request, "supervision/report/work/section.html", context, 422 if form.errors else 200)


def _save(request: HttpRequest, form: WordsForm, version: SectionVersion) -> SectionVersion | None:
    try:
        return writing.save(
            version.pk,
            form.cleaned_data["text"],
            by=request.user,
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except DomainError as refused:
        form.add_error("text", refused.message)
        return None


def _slots(version: SectionVersion) -> list[tuple[str, str]]:
    """Each slot of the text with what it prints now."""
    report = version.report
    snapshot = freezing.load(report.snapshot) if report.snapshot else {}
    found = [piece for piece in slots.pieces(version.text) if isinstance(piece, slots.Slot)]
    return [(slot.text, _printed(slot, snapshot, report.year)) for slot in dict.fromkeys(found)]


def _printed(slot: slots.Slot, snapshot: Snapshot, year: int) -> str:
    if slot.reference:
        return f"{slot.reference[0]}号"
    try:
        return queries.run(queries.read(slot.text, year=year, place=""), snapshot).text
    except DomainError:
        return "（尚无数据）"


@for_city
@require_safe
def compare(request: HttpRequest, version_id: int) -> HttpResponse:
    """This version beside the one before it, or the one asked for."""
    version = _version(request, version_id)
    history = list(_history(version))
    asked = request.GET.get("with", "")
    wanted = int(asked) if asked.isdecimal() else version.number - 1
    other = next((one for one in history if one.number == wanted), version)
    context = {
        "title": sections()[version.section][1].title,
        "version": version,
        "other": other,
        "lines": writing.compare(other, version),
        "history": history,
        "trail": _trail(version),
    }
    return work.render(request, "supervision/report/work/compare.html", context)


def _history(version: SectionVersion):
    same = SectionVersion.objects.filter(report=version.report_id, section=version.section)
    return same.select_related("written_by").order_by("-number")


def _trail(version: SectionVersion) -> list[tuple[str, str]]:
    year = version.report.year
    return [("发展报告", HOME), (str(year), f"{HOME}{year}/"), (sections()[version.section][1].title, "")]


def _version(request: HttpRequest, version_id: int) -> SectionVersion:
    visible = SectionVersion.objects.filter(report__in=IndustryReport.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("report__snapshot"), pk=version_id, section__in=sections())
