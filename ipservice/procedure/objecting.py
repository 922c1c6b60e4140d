"""The public form of an objection, its receipt, and where the answer is read."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.documents import pdf
from ipservice.documents.workbook import file_response
from ipservice.drafts.door import open_public_draft
from ipservice.evidence.content import FileRefused
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token, once
from ipservice.procedure.forms import LookUpForm, ObjectionForm
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, Objection, PublicNotice
from ipservice.procedure.public import is_open, objection_term
from ipservice.procedure.services import answers, objections
from ipservice.procedure.services.lookups import find_own
from ipservice.reference.calendar import working_calendar

RECEIPTS = "objection_receipts"


def object_form(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The form; sent twice it is one objection, and both answers lead to the same receipt."""
    visible = Decision.objects.visible_to(request.user)
    notice = get_object_or_404(
        PublicNotice.objects.filter(decision__in=visible).select_related("decision"), pk=notice_id
    )
    today = timezone.localdate()
    subjects = kind_of(notice.decision).subjects(notice.decision)
    draft = open_public_draft(request, f"objection:{notice.pk}")
    form = ObjectionForm(
        request.POST or None,
        request.FILES or None,
        subjects=subjects,
        initial={"subject_code": request.GET.get("subject", ""), **draft.initial, "form_token": new_token()},
    )
    if request.method == "POST" and form.is_valid() and (number := _accepted(request, notice, form)):
        draft.discard()
        return _to_receipt(request, notice, number)
    context = {
        "notice": notice,
        "form": form,
        "draft": draft,
        "is_open": is_open(notice, today),
        "term": objection_term(notice, today, working_calendar()),
        "trail": [("公示公告", "/notices/"), (notice.title, f"/notices/{notice.pk}/"), ("提出异议", "")],
    }
    return render(request, "procedure/object.html", context)


def _accepted(request: HttpRequest, notice: PublicNotice, form: ObjectionForm) -> str:
    """The number, or an empty text with the refusal in the form, so that nothing typed is lost."""
    try:
        return _submit(request, notice, form.cleaned_data)
    except DomainError as refused:
        field = "evidence" if isinstance(refused, FileRefused) else refused.field
        form.add_error(field if field in form.fields else None, refused.message)
        return ""


def _submit(request: HttpRequest, notice: PublicNotice, answers: dict) -> str:
    person = request.user if request.user.is_authenticated else None
    statement = objections.Statement(
        subject_code=answers["subject_code"],
        objector_name=answers["objector_name"],
        objector_phone=answers["objector_phone"],
        text=answers["statement"],
        files=answers["evidence"],
        is_consented=answers["consent"],
    )
    payload = {
        "notice": notice.pk,
        "statement": [statement.subject_code, statement.objector_name, statement.objector_phone, statement.text],
        "files": [_fingerprint(upload) for upload in statement.files],
    }

    def act() -> str:
        return objections.submit(notice.pk, statement, by=person, today=timezone.localdate()).number

    return once("objection", answers["form_token"], payload, act)


def _fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _to_receipt(request: HttpRequest, notice: PublicNotice, number: str) -> HttpResponse:
    """The receipt is shown to this browser only."""
    objection = Objection.objects.only("pk").get(number=number)
    _remember(request, objection)
    return redirect("objection_receipt", notice.pk, objection.pk)


def _remember(request: HttpRequest, objection: Objection) -> None:
    mine = [pk for pk in request.session.get(RECEIPTS, []) if pk != objection.pk]
    request.session[RECEIPTS] = [*mine, objection.pk][-20:]


@require_safe
def receipt(request: HttpRequest, notice_id: int, objection_id: int) -> HttpResponse:
    """Number, what happens next and by when. Only for the browser that sent the objection, or its account."""
    objection = _own(request, notice_id, objection_id)
    context = {
        "objection": objection,
        "notice": objection.notice,
        "evidence": objection.evidence.all(),
        "trail": [("公示公告", "/notices/"), (objection.notice.title, f"/notices/{notice_id}/"), ("已收到异议", "")],
    }
    return render(request, "procedure/receipt.html", context)


@require_safe
def answer_paper(request: HttpRequest, notice_id: int, objection_id: int) -> HttpResponse:
    """The answer as PDF with its check code, for whoever may see the objection. Refused before there is one."""
    objection = _own(request, notice_id, objection_id)
    content = pdf.letter(answers.paper_of(objection))
    return file_response(content, f"异议答复_{objection.number}.pdf", "application/pdf")


def _own(request: HttpRequest, notice_id: int, objection_id: int) -> Objection:
    """An objection that this browser sent or has looked up, or that its account may see."""
    found = Objection.objects.filter(notice_id=notice_id).select_related("notice__decision")
    if objection_id not in request.session.get(RECEIPTS, []):
        found = found.visible_to(request.user)
    return get_object_or_404(found, pk=objection_id)


def look_up(request: HttpRequest) -> HttpResponse:
    """The answer to one's own objection, by its number and the last four digits of the phone."""
    form = LookUpForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_own(form.cleaned_data["number"], form.cleaned_data["phone_tail"], now=timezone.now())
        if found:
            _remember(request, found)
        else:
            form.add_error(None, "没有找到。请核对异议编号和联系电话后四位；连续 5 次不符须等待 15 分钟。")
    mine = Objection.objects.filter(submitted_by_id=request.user.pk or 0).select_related("notice")
    context = {"form": form, "found": found, "mine": mine, "trail": [("公示公告", "/notices/"), ("查询异议答复", "")]}
    return render(request, "procedure/look_up.html", context)
