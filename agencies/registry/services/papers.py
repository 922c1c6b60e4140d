"""The decision about a change request as a paper, with a code by which anyone sees how it stands today."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from agencies.registry.models import ChangeRequest, RequestState
from agencies.registry.rules import requests as rules
from agencies.registry.services import facts
from agencies.registry.services.change_requests import labels_of
from ipservice.documents.letter import Letter, Table
from ipservice.documents.services import issue_letter
from ipservice.documents.subjects import LiveRecord, Subject

PAPER_KIND = SUBJECT = "agency_change_request"
DECIDED = (RequestState.APPROVED, RequestState.REJECTED)


def paper_of(request: ChangeRequest) -> Letter:
    """The paper about a decided request, with its check code. Raises ``NotDecided``."""
    if request.state not in DECIDED or request.decided_at is None:
        raise rules.NotDecided(number=request.pk, state=request.get_state_display())
    return issue_letter(
        PAPER_KIND, (SUBJECT, str(request.pk)), _content(request, timezone.localdate(request.decided_at))
    )


def _content(request: ChangeRequest, decided_on: date) -> Letter:
    submitted = timezone.localdate(request.submitted_at)
    is_approved = request.state == RequestState.APPROVED
    outcome = "经审核，准予变更，登记内容自即日起按下表执行。" if is_approved else "经审核，不予变更，登记内容不变。"
    paragraphs = [f"贵机构于{_words(submitted)}提交的变更申请（第{request.pk}号）收悉。{outcome}"]
    if request.reason:
        paragraphs.append(f"审核意见：{request.reason}")
    paragraphs.append("申请变更的项目如下：")
    return Letter(
        issuer=settings.SITE["host_unit"],
        title="关于登记信息变更申请审核结果的通知",
        number=f"变更申请第{request.pk}号",
        addressee=name_on(request, decided_on),
        paragraphs=tuple(paragraphs),
        table=Table(
            head=("项目", "原登记内容", "申请变更为"),
            rows=tuple(facts.differences(request.changes)),
            widths=(2, 4, 4),
        ),
        table_after=len(paragraphs) - 1,
        closing=()
        if is_approved
        else ("对审核结果有异议的，可以补正材料后重新申请，或者依法申请行政复议、提起行政诉讼。",),
        dated=decided_on,
        contact=settings.SITE["contact"],
        is_demo=request.agency.is_demo,
    )


def name_on(request: ChangeRequest, day: date) -> str:
    """The name under which the agency was written to, however it is called today."""
    if "name" in request.changes:
        return request.changes["name"]["after" if request.state == RequestState.APPROVED else "before"]
    spans = request.agency.names.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))
    borne = spans.order_by("-since").first()
    return borne.name if borne else request.agency.name


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def live_record(key: str, today: date) -> LiveRecord | None:
    """What anybody may see of a decided request: whose, which fields, the outcome; the values are not told."""
    decided = ChangeRequest.objects.filter(state__in=DECIDED).select_related("agency__district")
    request = decided.filter(pk=int(key)).first() if key.isdigit() else None
    if request is None:
        return None
    agency = request.agency
    still = all(facts.plain(agency, name) == change["after"] for name, change in request.changes.items())
    later = "登记内容与批准的一致" if still else "批准之后登记内容又有变更"
    is_approved = request.state == RequestState.APPROVED
    return LiveRecord(
        title=f"{agency.name}：变更申请第{request.pk}号",
        status=f"{request.get_state_display()}，{later}" if is_approved else request.get_state_display(),
        is_valid=still or not is_approved,
        facts=(
            ("机构", agency.name, agency.public_code),
            ("变更项目", labels_of(request.changes), ""),
            ("审核日期", _words(timezone.localdate(request.decided_at)), ""),
        ),
        href=f"/agencies/{agency.public_code}/",
    )


PAPER_SUBJECT = Subject(SUBJECT, "变更申请审核结果", live=live_record)
