"""What the office decided about an agency's award, with the reasons, and what it paid."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from agencies.registry.dossier import Entry, Section, register
from agencies.registry.models import Agency
from incentives.awards.models import DECISION_KIND, AwardLine, FigureCheck
from ipservice.foundation.money import format_yuan
from ipservice.payments.models import PayeeAccount, Payment, Recovery
from ipservice.procedure.models import Decision


def register_sections() -> None:
    """Called when the app is ready."""
    office = "本机构和经办人可见"
    register(Section("awards.lines", 40, "奖励决定", _lines, "公示后所有人可见"))
    register(Section("awards.checks", 42, "年度数据核对", _checks, office))
    register(Section("awards.payments", 44, "付款与收款账户", _payments, office))


def _lines(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    """Lists that have reached the public, redrawn and revoked ones too; each with the findings behind it."""
    visible = Decision.objects.visible_to(user).filter(kind=DECISION_KIND)
    lines = AwardLine.objects.filter(agency=agency, decision__in=visible).select_related("decision")
    for line in lines.order_by("-decision__period", "-decision__pk"):
        result = f"第 {line.rank} 名，{format_yuan(line.amount_fen)} 元" if line.rank else "未列入"
        decision = line.decision
        yield Entry(
            f"{decision.title}（{decision.get_stage_display()}）",
            result,
            decision.number or "尚未编号",
            timezone.localdate(decision.created_at),
            "；".join(_reason(finding) for finding in line.findings),
            f"/portal/awards/{decision.period}/",
        )


def _reason(finding: dict[str, Any]) -> str:
    outcome = {True: "符合", False: "不符合"}.get(finding["met"], "不适用")
    return f"{finding['requirement']}：{finding['actual']}，{outcome}"


def _checks(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for check in FigureCheck.objects.filter(agency=agency).select_related("round").order_by("-round__year"):
        figures = f"申请 {check.filed} 件，结案 {check.concluded} 件，授权 {check.granted} 件"
        day = timezone.localdate(check.answered_at) if check.answered_at else None
        what = f"{check.round.year}年度：{check.get_state_display()}"
        yield Entry(what, figures, "登记数据", day, check.settled_reason, f"/portal/awards/{check.round.year}/")


def _payments(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    for account in PayeeAccount.objects.filter(payee_code=agency.public_code):
        state = "已停用" if account.ended_at else "使用中"
        what = f"收款账户（{state}）"
        yield Entry(
            what, f"{account.bank}，尾号 {account.account[-4:]}", "本机构填写", timezone.localdate(account.given_at)
        )
    for payment in Payment.objects.filter(payee_code=agency.public_code).order_by("-pk"):
        value = f"{format_yuan(payment.amount_fen)} 元，{payment.get_state_display()}"
        yield Entry(f"付款：{payment.basis}", value, payment.basis, payment.paid_on, payment.returned_reason)
    for recovery in Recovery.objects.filter(payee_code=agency.public_code).order_by("-pk"):
        value = f"追回 {format_yuan(recovery.amount_fen)} 元"
        yield Entry("奖励追回", value, recovery.document, timezone.localdate(recovery.decided_at), recovery.finding)
