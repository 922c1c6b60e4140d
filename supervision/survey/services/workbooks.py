"""Hands out the workbook of one return: signed, with what stands on the page now, and remembered.

What is remembered is what was stored, not what was merely offered: an offer that is left standing and sent in becomes
an answer, as it does on the page. Last year's stocks are printed beside and not offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.foundation.canonical import canonical_json, digest
from supervision.survey.models import SurveyReturn, WorkbookIssue
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.layout import WHY, Front, cells_of_slot, explanations_by_line, slots_of
from supervision.survey.rules.states import ReturnStep
from supervision.survey.rules.values import Value, as_text, parse
from supervision.survey.services import last_year, prefill
from supervision.survey.services.answers import Stored, open_cells, read, values_of
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.return_steps import ready
from supervision.survey.services.workbook_writing import Filling, write

SALT = "supervision.survey.workbook"
FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Made:
    """The workbook as it goes out."""

    issue: WorkbookIssue
    name: str
    content: bytes


@transaction.atomic
def hand_out(return_id: int, *, by: User, now: datetime) -> Made:
    """A workbook of the return as it stands. Raises what filling in raises: ``IllegalStep``, ``SurveySealed``."""
    found = ready(return_id, ReturnStep.FILL, by=by)
    questionnaire = questionnaire_of(found.survey)
    stored = read(found.pk)
    state = state_of(questionnaire, stored)
    issue = WorkbookIssue.objects.create(
        survey_return=found,
        questionnaire_version=found.survey.version,
        values=state,
        digest=digest(state),
        issued_to=by,
        issued_at=now,
    )
    last = last_year.figures(found)
    filling = Filling(
        front=_front(found),
        values={**values_of(stored), **{slot: text for slot, text in state.items() if slot.endswith(WHY)}},
        last_year=last,
        identity=identity_of(issue),
        made_at=timezone.localtime(now),
        offers=_offers(questionnaire, found),
        locked=locked_slots(questionnaire, found),
    )
    content = write(questionnaire, filling)
    return Made(issue, f"{found.agency_name}_{found.survey.year}年统计调查表.xlsx", content)


def state_of(questionnaire: Questionnaire, stored: Mapping[str, Stored]) -> dict[str, str]:
    """What stands in each slot that holds something, as text."""
    cells = questionnaire.cells
    values = {
        key: as_text(cells[key].item, each.value)
        for key, each in stored.items()
        if key in cells and each.value is not None
    }
    explanations = {key: each.explanation for key, each in stored.items() if each.explanation}
    return {**values, **explanations_by_line(questionnaire, explanations)}


def locked_slots(questionnaire: Questionnaire, survey_return: SurveyReturn) -> frozenset[str]:
    """Of a return that was sent back, all slots none of whose cells was asked about."""
    allowed = open_cells(survey_return)
    if allowed is None:
        return frozenset()
    return frozenset(
        slot for slot in slots_of(questionnaire) if not allowed.intersection(cells_of_slot(questionnaire, slot))
    )


def identity_of(issue: WorkbookIssue) -> dict[str, str]:
    """What the very hidden sheet says, signed so that nobody can pass off one return's workbook as another's."""
    found = issue.survey_return
    said = {
        "format": FORMAT,
        "issue": str(issue.pk),
        "return": str(found.pk),
        "year": str(found.survey.year),
        "questionnaire": str(issue.questionnaire_version),
        "digest": issue.digest,
    }
    return {**said, "signature": _signer().signature(_spoken(said))}


def issue_named(identity: Mapping[str, str]) -> WorkbookIssue | None:
    """The issue that a file names, if its signature is ours and it says what we wrote; None otherwise."""
    said = {name: text for name, text in identity.items() if name != "signature"}
    try:
        _signer().unsign(f"{_spoken(said)}:{identity.get('signature', '')}")
    except BadSignature:
        return None
    issues = WorkbookIssue.objects.select_related("survey_return__survey")
    return issues.filter(pk=said["issue"], digest=said["digest"]).first()


def _signer() -> Signer:
    return Signer(salt=SALT)


def _spoken(said: Mapping[str, str]) -> str:
    return canonical_json(dict(said)).decode()


def _offers(questionnaire: Questionnaire, found: SurveyReturn) -> dict[str, tuple[Value, str]]:
    offered = prefill.offers(found, {})
    return {key: (parse(questionnaire.cells[key].item, offer.value), offer.source) for key, offer in offered.items()}


def _front(found: SurveyReturn) -> Front:
    form = found.survey.form
    code = found.agency.credit_code
    subject = (("单位详细名称", found.agency_name), ("统一社会信用代码", code), ("所在区县", str(found.district)))
    if found.agency_code:
        subject = (*subject, ("机构代码", found.agency_code))
    marks = (
        ("表　　号", form.number),
        ("制定机关", form.made_by),
        ("批准（备案）机关", form.approved_by),
        ("文　　号", form.document_number),
        ("有效期至", f"{form.valid_until:%Y年%-m月%-d日}"),
    )
    return Front(found.survey.title, subject, marks)
