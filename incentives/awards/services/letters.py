"""The letter to each agency: the result in plain Chinese, every figure and threshold, and the way to object."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from incentives.awards.models import DECISION_KIND, AwardLine
from ipservice.documents.letter import Letter, Table
from ipservice.documents.services import issue_letter
from ipservice.documents.subjects import LiveRecord, Subject
from ipservice.foundation.errors import DomainError
from ipservice.foundation.money import format_yuan, in_words
from ipservice.procedure.models import PUBLIC_STAGES, Decision, Stage

PAPER_KIND = "award_letter"
SUBJECT = "award_line"
VERDICTS = {True: "符合", False: "不符合", None: "说明"}


class ListNotPublished(DomainError):
    code = "list_not_published"
    template = "{title}尚未公布，公布后才出具通知书。"


def letter_of(line: AwardLine) -> Letter:
    """The letter about one line, with its check code. Raises ``ListNotPublished``."""
    decision = line.decision
    if decision.stage != Stage.PUBLISHED or decision.published_on is None:
        raise ListNotPublished(title=decision.title)
    return issue_letter(PAPER_KIND, (SUBJECT, str(line.pk)), _content(line, decision, decision.published_on))


def _content(line: AwardLine, decision: Decision, published_on: date) -> Letter:
    site: Mapping[str, Any] = settings.SITE
    notice = decision.notice
    return Letter(
        issuer=site["host_unit"],
        title=f"关于{decision.period}年度专利代理机构奖励结果的通知",
        number=decision.number or notice.number,
        addressee=line.name,
        paragraphs=(
            f"根据《关于加快推进知识产权服务业高质量发展的若干措施》第九条，我局对{decision.period}年度本市专利代理机构"
            f"进行了评定，名单经公示（{notice.number}）后确定。现将贵机构结果通知如下。",
            _result(line),
            "逐项认定如下：",
        ),
        table=_table(line),
        table_after=2,
        closing=(
            f"以上由系统按“{decision.ruleset}”和公布的数据计算，任何人可凭公布的数据包复算。计算输入摘要"
            f"{decision.inputs_digest[:16]}，结果摘要{decision.result_digest[:16]}。",
            "如认为认定有误，可持本通知及证据材料向我局书面提出；对本决定不服的，可以依法申请行政复议或者提起行政诉讼。",
        ),
        dated=published_on,
        contact=site["contact"],
        is_demo=decision.is_demo,
    )


def _result(line: AwardLine) -> str:
    figures = f"贵机构当年发明专利申请 {line.filed} 件，结案 {line.concluded} 件，其中授权 {line.granted} 件"
    if line.rank is None:
        reasons = "；".join(finding["requirement"] for finding in line.findings if finding["met"] is False)
        return f"{figures}，未列入奖励名单。未符合的条件：{reasons}。"
    if line.amount_fen:
        words = f"{format_yuan(line.amount_fen)} 元（人民币{in_words(line.amount_fen)}）"
        return f"{figures}，符合全部条件，列第 {line.rank} 名，奖励 {words}。"
    return f"{figures}，符合全部条件，列第 {line.rank} 名，未进入奖励名次。"


def _table(line: AwardLine) -> Table:
    rows = tuple(
        (finding["requirement"], finding["actual"], VERDICTS[finding["met"]], finding["gap"] or "—")
        for finding in line.findings
    )
    return Table(head=("条件", "贵机构情况", "认定", "差距"), rows=rows, widths=(5, 5, 2, 4))


def live_record(key: str, today: date) -> LiveRecord | None:
    """What anybody may see of one line today; None before its list has reached the public."""
    lines = AwardLine.objects.select_related("decision__ruleset").filter(decision__kind=DECISION_KIND)
    line = lines.filter(pk=int(key), decision__stage__in=PUBLIC_STAGES).first() if key.isdigit() else None
    if line is None:
        return None
    decision = line.decision
    outcome = f"第 {line.rank} 名，奖励 {format_yuan(line.amount_fen)} 元" if line.rank else "未列入奖励名单"
    return LiveRecord(
        title=f"{line.name}：{decision.title}",
        status=decision.get_stage_display(),
        is_valid=decision.stage == Stage.PUBLISHED,
        facts=(
            ("机构", line.name, line.subject_code),
            ("结果", outcome, str(decision.ruleset)),
            ("发明申请量", f"{line.filed} 件", ""),
            ("授权量／结案量", f"{line.granted}／{line.concluded} 件", ""),
        ),
        href=f"/awards/{decision.period}/{line.subject_code}/",
    )


PAPER_SUBJECT = Subject(SUBJECT, "奖励认定", live=live_record)
