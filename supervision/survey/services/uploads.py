"""A workbook comes back: received and kept, read in the background, looked at, then written by the path of the page.

Nothing is written before the person has seen what would change; what was changed on both sides is chosen one by one.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from agencies.registry.models import Agency
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.documents.marking import CannotBeMarked
from ipservice.documents.workbook import XLSX
from ipservice.evidence import services as evidence
from ipservice.evidence.models import StoredFile
from ipservice.foundation.errors import DomainError
from ipservice.intake.reading.refusals import FileTooLarge
from ipservice.intake.services.runs import as_path
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job
from ipservice.jobs.registry import JobKind, Progress
from supervision.survey.models import SurveyReturn, UploadState, WorkbookIssue, WorkbookUpload
from supervision.survey.rules.comparing import Standing
from supervision.survey.rules.layout import WHY
from supervision.survey.rules.states import ReturnStep, Via
from supervision.survey.services import answers
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.return_steps import SUBJECT, ready
from supervision.survey.services.upload_errors import (
    AskedFirst,
    ConflictsOpen,
    ForeignWorkbook,
    NotOurWorkbook,
    UploadNotOpen,
)
from supervision.survey.services.upload_proposals import Proposal, explained, merged, proposal_of
from supervision.survey.services.workbook_marks import label_of, marked_copy
from supervision.survey.services.workbook_reading import LARGEST_BYTES, Sent, read_sent, require_workbook
from supervision.survey.services.workbooks import issue_named

PURPOSE = "survey.workbook"
READ_JOB = "survey.read_workbook"
FILE, PAGE = "file", "page"
MEGABYTE = 1024 * 1024


def receive(return_id: int, uploaded: UploadedFile | bytes, *, name: str, by: User, now: datetime) -> WorkbookUpload:
    """Judge and keep the file, and have it read in the background.

    Raises an ``UnreadableFile`` for what is no workbook, and what filling in raises; nothing is stored then.
    """
    size = len(uploaded) if isinstance(uploaded, bytes) else uploaded.size or 0
    if size > LARGEST_BYTES:
        raise FileTooLarge(size_mb=-(-size // MEGABYTE), limit_mb=LARGEST_BYTES // MEGABYTE)
    with as_path(uploaded) as path, transaction.atomic():
        found = ready(return_id, ReturnStep.FILL, by=by)
        require_workbook(path)
        stored = evidence.keep_judged(path, name, media_type=XLSX, purpose=PURPOSE, by=by)
        upload = WorkbookUpload.objects.create(survey_return=found, file=stored, by=by, at=now)
        jobs.ask(READ_JOB, str(upload.pk), {"upload": upload.pk}, by=by)
    return upload


@transaction.atomic
def prepare(upload_id: int, *, progress: Progress | None = None) -> WorkbookUpload:
    """Read the file up to its preview and make the marked copy; a file that is refused says why."""
    upload = _locked(upload_id)
    if upload.state != UploadState.RECEIVED:
        return upload
    questionnaire = questionnaire_of(upload.survey_return.survey)
    try:
        if progress:
            progress(0, 2, "正在读取工作簿")
        sent = read_sent(evidence.path_of(upload.file.sha256), questionnaire)
        upload.issue = _issue_of(upload, sent)
    except DomainError as refusal:
        upload.state, upload.refusal = UploadState.REFUSED, refusal.message[:500]
        upload.save(update_fields=["state", "refusal"])
        return upload
    upload.state, upload.outcome = UploadState.READ, _kept(sent)
    if progress:
        progress(1, 2, "正在核对")
    upload.corrected = _marked(upload)
    upload.save()
    return upload


@transaction.atomic
def apply(
    upload_id: int,
    choices: Mapping[str, str],
    *,
    by: User,
    now: datetime,
    seen_version: int,
    is_agreed: bool = False,
) -> answers.Saved:
    """Write what was shown: changed cells, and of those changed on both sides the chosen ones (``file`` or ``page``).

    Raises ``ReturnChanged`` when the page has moved on since the preview, ``ConflictsOpen``, ``AskedFirst`` when the
    file is of another year or form and that was not agreed to, ``UploadNotOpen``.
    """
    upload = _open(upload_id, by, "写入", seen_version=seen_version)
    proposal = proposal_of(upload)
    if proposal.questions and not is_agreed:
        raise AskedFirst(question=proposal.questions[0])
    taken = _chosen(proposal, choices)
    values, _ = merged(proposal.standing, taken)
    saved = answers.save(
        upload.survey_return_id,
        {slot: text for slot, text in taken.items() if not slot.endswith(WHY)},
        explanations=_open_words(proposal, explained(proposal.questionnaire, values, taken)),
        by=by,
        via=Via.WORKBOOK,
        seen_version=proposal.standing.version,
        now=now,
    )
    upload.outcome["written"] = {slot: text for slot, text in taken.items() if slot not in saved.refused}
    upload.outcome["refused"] = {slot: refusal.message for slot, refusal in saved.refused.items()}
    upload.state = UploadState.APPLIED
    upload.save(update_fields=["state", "outcome"])
    _record(upload, "apply", f"写入工作簿“{upload.file.name}”：改动 {len(saved.changed)} 格", by)
    return saved


@transaction.atomic
def drop(upload_id: int, *, by: User) -> WorkbookUpload:
    """Leave an upload that was not written."""
    upload = _open(upload_id, by, "放弃")
    upload.state = UploadState.DROPPED
    upload.save(update_fields=["state"])
    return upload


def read_job(job: Job, progress: Progress) -> dict[str, Any]:
    """The body of the job; delivered twice it reads once."""
    upload = prepare(job.arguments["upload"], progress=progress)
    return {"upload": upload.pk, "state": upload.state}


def address_of(upload: WorkbookUpload) -> str:
    return f"/portal/survey/{upload.survey_return.survey.year}/workbook/{upload.pk}/"


def _link(job: Job) -> str:
    return address_of(WorkbookUpload.objects.select_related("survey_return__survey").get(pk=job.arguments["upload"]))


READING = JobKind(READ_JOB, "核对填报工作簿", read_job, 300, _link)


def _marked(upload: WorkbookUpload) -> StoredFile | None:
    """The preview says everything too, so a file that no mark can be put into is no reason to refuse it."""
    try:
        return marked_copy(proposal_of(upload), by=None)
    except CannotBeMarked as refusal:
        upload.outcome["unmarked"] = refusal.message
        return None


def _locked(upload_id: int) -> WorkbookUpload:
    uploads = WorkbookUpload.objects.select_for_update(of=("self",))
    related = ("survey_return__survey", "file", "issue__survey_return__survey", "by")
    return uploads.select_related(*related).get(pk=upload_id)


def _open(upload_id: int, by: User, act: str, *, seen_version: int | None = None) -> WorkbookUpload:
    """The upload, locked after its year and return, waiting for a word. ``SurveyReturn.DoesNotExist`` for strangers."""
    found = WorkbookUpload.objects.filter(pk=upload_id, survey_return__in=SurveyReturn.objects.visible_to(by)).first()
    if found is None:
        raise SurveyReturn.DoesNotExist
    ready(found.survey_return_id, ReturnStep.FILL, by=by, seen_version=seen_version)
    upload = _locked(upload_id)
    if upload.state != UploadState.READ:
        raise UploadNotOpen(state=upload.get_state_display(), act=act)
    return upload


def _issue_of(upload: WorkbookUpload, sent: Sent) -> WorkbookIssue:
    issue = issue_named(sent.identity)
    if issue is None:
        raise NotOurWorkbook
    if issue.survey_return.agency_id != upload.survey_return.agency_id:
        raise ForeignWorkbook(agency=_name_for(upload))
    return issue


def _name_for(upload: WorkbookUpload) -> str:
    """The agency's own name, never that of the other one."""
    return Agency.objects.values_list("name", flat=True).get(pk=upload.survey_return.agency_id)


def _kept(sent: Sent) -> dict[str, Any]:
    return {
        "sent": dict(sent.values),
        "faults": {slot: asdict(fault) for slot, fault in sent.faults.items()},
        "places": {slot: list(place) for slot, place in sent.places.items()},
    }


def _chosen(proposal: Proposal, choices: Mapping[str, str]) -> dict[str, str]:
    conflicts = proposal.of(Standing.CONFLICT)
    waiting = [each for each in conflicts if choices.get(each.slot) not in (FILE, PAGE)]
    if waiting:
        raise ConflictsOpen(count=len(waiting), label=label_of(proposal, waiting[0].slot))
    left = {each.slot for each in conflicts if choices[each.slot] == PAGE}
    return {slot: text for slot, text in proposal.taken.items() if slot not in left}


def _open_words(proposal: Proposal, words: dict[str, str]) -> dict[str, str]:
    """Of a line that is open in part only the open cells are explained."""
    allowed = answers.open_cells(proposal.upload.survey_return)
    return words if allowed is None else {cell: text for cell, text in words.items() if cell in allowed}


def _record(upload: WorkbookUpload, verb: str, sentence: str, by: User) -> None:
    record(f"survey.workbook.{verb}", sentence, subject=(SUBJECT, upload.survey_return_id), by=by)
