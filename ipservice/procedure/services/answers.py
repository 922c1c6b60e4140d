"""The answer to an objection as a paper. It names nobody: it reads the same after the objector's data has ended."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from ipservice.documents.letter import Letter
from ipservice.documents.services import issue_letter
from ipservice.documents.subjects import LiveRecord, Subject
from ipservice.procedure.errors import NotAnswered
from ipservice.procedure.models import Objection, ObjectionState

PAPER_KIND = SUBJECT = "objection_answer"


def paper_of(objection: Objection) -> Letter:
    """The paper with its check code. Raises ``NotAnswered``."""
    if objection.answered_at is None:
        raise NotAnswered(number=objection.number, due_on=objection.due_on)
    return issue_letter(PAPER_KIND, (SUBJECT, str(objection.pk)), _content(objection))


def _content(objection: Objection) -> Letter:
    notice = objection.notice
    outcome = "异议成立" if objection.state == ObjectionState.UPHELD else "异议不成立"
    received = _words(timezone.localdate(objection.submitted_at))
    return Letter(
        issuer=settings.SITE["host_unit"],
        title="关于公示异议的答复",
        number=objection.number,
        addressee=f"异议（{objection.number}）提出人",
        paragraphs=(
            f"您于{received}就《{notice.title}》（{notice.number}）中{objection.subject_name}的内容提出的异议收悉。"
            f"经调查核实，认定{outcome}。",
            *(part for part in objection.answer.split("\n") if part.strip()),
        ),
        closing=("对本答复不服的，可以依法申请行政复议或者提起行政诉讼。",),
        dated=timezone.localdate(objection.answered_at),
        contact=notice.contact,
        is_demo=notice.decision.is_demo,
    )


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def live_record(key: str, today: date) -> LiveRecord | None:
    """Which list, which agency, the outcome and its day; neither who objected nor what was said."""
    answered = Objection.objects.exclude(answered_at=None).select_related("notice")
    objection = answered.filter(pk=int(key)).first() if key.isdigit() else None
    if objection is None:
        return None
    return LiveRecord(
        title=f"异议答复 {objection.number}",
        status=objection.get_state_display(),
        is_valid=True,
        facts=(
            ("公示", objection.notice.title, objection.notice.number),
            ("所涉机构", objection.subject_name, objection.subject_code),
            ("答复日期", _words(timezone.localdate(objection.answered_at)), ""),
        ),
        href=f"/notices/{objection.notice_id}/",
    )


PAPER_SUBJECT = Subject(SUBJECT, "异议答复", live=live_record)
