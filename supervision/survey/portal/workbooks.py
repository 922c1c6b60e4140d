"""The questionnaire as a workbook: download it, send it in, look at what it would change, choose, and write it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.documents.workbook import file_response
from ipservice.jobs.idempotency import new_token, once
from ipservice.jobs.models import Job
from ipservice.jobs.registry import label_of as job_label
from supervision.survey.forms.upload import (
    AGREED,
    TONES,
    WorkbookForm,
    choices_in,
    preview_of,
    written_rows,
)
from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.portal.overview import head
from supervision.survey.portal.place import Place, at_own_place, own_returns
from supervision.survey.rules.layout import slots_of
from supervision.survey.services import uploads, workbooks
from supervision.survey.services.upload_errors import AskedFirst, ConflictsOpen
from supervision.survey.services.upload_proposals import proposal_of
from supervision.survey.services.workbook_marks import name_of

MOST_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@at_own_place
def desk(request: HttpRequest, place: Place) -> HttpResponse:
    """工作簿: how it goes, the two buttons, and every file that came and went."""
    form = WorkbookForm(request.POST or None, request.FILES or None, initial={"form_token": new_token()})
    if request.method == "POST" and form.is_valid():
        return redirect("survey_upload", place.survey.year, _receive(request, place, form))
    sent = place.survey_return.uploads.select_related("file", "by").order_by("-id")[:MOST_SHOWN]
    context = {
        **head(place, ("工作簿填报", "")),
        "form": form,
        "uploads": [(upload, uploads.address_of(upload), TONES[upload.state]) for upload in sent],
        "issues": place.survey_return.workbooks.select_related("issued_to").order_by("-id")[:MOST_SHOWN],
        "download": place.href("workbook_download"),
    }
    return render(request, "supervision/survey/workbook.html", context, status=422 if form.is_bound else 200)


def _receive(request: HttpRequest, place: Place, form: WorkbookForm) -> int:
    uploaded, now = form.cleaned_data["file"], timezone.now()

    def act() -> int:
        return uploads.receive(place.survey_return.pk, uploaded, name=uploaded.name, by=request.user, now=now).pk

    payload = {"return": place.survey_return.pk, "name": uploaded.name, "size": uploaded.size}
    return once("survey.workbook", form.cleaned_data["form_token"], payload, act)


@require_POST
@login_required
@at_own_place
def download(request: HttpRequest, place: Place) -> HttpResponse:
    """A workbook of the return as it stands now."""
    made = workbooks.hand_out(place.survey_return.pk, by=request.user, now=timezone.now())
    return file_response(made.content, made.name)


@require_safe
@login_required
def upload(request: HttpRequest, year: int, upload_id: int) -> HttpResponse:
    """One file: being read, refused and why, what it would change, or what it has changed."""
    found = _own(request, year, upload_id)
    return _page(request, found)


@require_POST
@login_required
def apply(request: HttpRequest, year: int, upload_id: int) -> HttpResponse:
    """Write it. What still has to be chosen is said on the page, with what was chosen already."""
    found = _own(request, year, upload_id)
    if found.state == UploadState.APPLIED:
        return redirect(uploads.address_of(found))
    version = request.POST.get("version", "")
    try:
        saved = uploads.apply(
            found.pk,
            choices_in(request.POST),
            by=request.user,
            now=timezone.now(),
            seen_version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            is_agreed=bool(request.POST.get(AGREED)),
        )
    except (ConflictsOpen, AskedFirst) as refused:
        messages.error(request, refused.message)
        return _page(request, found, status=refused.status)
    messages.success(request, f"已写入 {len(saved.changed)} 格，可以继续在网页上填写或提交。")
    return redirect(uploads.address_of(found))


@require_POST
@login_required
def drop(request: HttpRequest, year: int, upload_id: int) -> HttpResponse:
    """Leave it; nothing is written."""
    found = _own(request, year, upload_id)
    uploads.drop(found.pk, by=request.user)
    messages.success(request, "已放弃这份工作簿，没有写入任何数据。")
    return redirect(_place(request, found).href("workbook"))


def _own(request: HttpRequest, year: int, upload_id: int) -> WorkbookUpload:
    """One upload of an own return of the year; anything else is a 404."""
    mine = WorkbookUpload.objects.filter(survey_return__in=own_returns(request), survey_return__survey__year=year)
    related = ("survey_return__survey__form", "survey_return__agency", "survey_return__district")
    others = ("issue__survey_return__survey", "file", "corrected", "by")
    return get_object_or_404(mine.select_related(*related, *others), pk=upload_id)


def _place(request: HttpRequest, found: WorkbookUpload) -> Place:
    returns = own_returns(request).filter(survey=found.survey_return.survey_id)
    return Place(found.survey_return, is_named=returns.count() > 1)


def _page(request: HttpRequest, found: WorkbookUpload, *, status: int = 200) -> HttpResponse:
    place = _place(request, found)
    trail = (("工作簿填报", place.href("workbook")), (found.file.name, ""))
    context = {
        **head(place, *trail),
        "upload": found,
        "tone": TONES[found.state],
        "desk": place.href("workbook"),
        "preview": None,
        "written": [],
        **_work(request, found),
    }
    if found.state == UploadState.READ:
        context["preview"] = preview_of(proposal_of(found), request.POST)
        context["may_write"] = place.may_fill
    elif found.state == UploadState.APPLIED:
        labels = {slot: name_of(place.questionnaire, slot) for slot in slots_of(place.questionnaire)}
        context["written"] = written_rows(found, labels)
        context["refused"] = [
            (labels.get(slot, slot), problem) for slot, problem in found.outcome.get("refused", {}).items()
        ]
    return render(request, "supervision/survey/upload.html", context, status=status)


def _work(request: HttpRequest, found: WorkbookUpload) -> dict[str, object]:
    """The panel of the reading, for whom the job belongs to."""
    if found.state != UploadState.RECEIVED:
        return {}
    job = Job.objects.visible_to(request.user).filter(kind=uploads.READ_JOB, key=str(found.pk)).first()
    if job is None:
        return {}
    return {
        "job": job,
        "label": job_label(job.kind),
        "fragment_url": reverse("job_progress", args=[job.pk]),
        "can_retry": job.is_finished,
    }
