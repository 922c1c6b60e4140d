"""The low-tech way: an agency sends the form on paper, an official keeps the scan and types it in.

The values are marked as typed in by the office, and who typed them does not accept the return.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from ipservice.foundation.errors import DomainError
from supervision.survey.models import PaperForm, SurveyReturn
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, Via
from supervision.survey.services import answers
from supervision.survey.services.answers import Saved
from supervision.survey.services.return_steps import SUBJECT, locked

PURPOSE = "survey_paper"


class ScanMissing(DomainError):
    code = "survey_scan_missing"
    template = "请先上传纸质调查表的扫描件并填写收到日期，再录入数据。"


class ReceivedLater(DomainError):
    code = "survey_received_later"
    template = "收到日期 {day:%Y年%-m月%-d日} 晚于今天，请核对。"


@dataclass(frozen=True, slots=True)
class Paper:
    """One scan and the day the paper came."""

    file: StoredFile
    received_on: date


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed from the paper: values and explanations by cell."""

    values: Mapping[str, str]
    explanations: Mapping[str, str]


@transaction.atomic
def keep_scan(return_id: int, paper: Paper, *, by: User, now: datetime) -> PaperForm:
    """Put the scan to the return. Raises ``IllegalStep`` once the return is sent, and ``ReceivedLater``."""
    found = locked(return_id, by=by)
    RETURN.after(ReturnState(found.state), ReturnStep.FILL)
    if paper.received_on > now.date():
        raise ReceivedLater(day=paper.received_on, field="received_on")
    kept = PaperForm.objects.create(survey_return=found, file=paper.file, received_on=paper.received_on, by=by, at=now)
    record(
        "survey.paper.keep",
        f"收到纸质调查表：{found.agency_name}",
        subject=(SUBJECT, found.pk),
        by=by,
        after={"file": paper.file.sha256, "received_on": f"{paper.received_on}"},
    )
    return kept


@transaction.atomic
def enter(return_id: int, typed: Typed, *, by: User, now: datetime) -> Saved:
    """Type values in for the agency. Raises ``ScanMissing`` while no scan is kept."""
    found = locked(return_id, by=by)
    if not found.paper_forms.exists():
        raise ScanMissing(field="scan")
    saved = answers.save(
        return_id, typed.values, explanations=typed.explanations, by=by, via=Via.OFFICE, seen_version=None, now=now
    )
    if saved.changed:
        record(
            "survey.paper.enter",
            f"代为录入 {len(saved.changed)} 处：{found.agency_name}",
            subject=(SUBJECT, found.pk),
            by=by,
        )
    return saved


def register_purpose() -> None:
    purposes.register(
        purposes.Purpose(
            PURPOSE, "纸质调查表", may_see=_may_see, in_use=_in_use, types=frozenset({"pdf", "jpeg", "png"})
        )
    )


def _may_see(user, stored: StoredFile) -> bool:
    return SurveyReturn.objects.visible_to(user).filter(paper_forms__file=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    return set(PaperForm.objects.filter(file__in=ids).values_list("file_id", flat=True))
