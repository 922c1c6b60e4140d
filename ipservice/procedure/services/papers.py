"""A notice as a paper: the list as it was shown, with a code by which anyone sees how it stands today."""

from datetime import date

from ipservice.documents import services as documents
from ipservice.documents.letter import Letter, Table
from ipservice.documents.models import IssuedPaper
from ipservice.documents.subjects import LiveRecord, Subject
from ipservice.procedure.kinds import NoticeTable, kind_of
from ipservice.procedure.models import PUBLIC_STAGES, PublicNotice, Stage

PAPER_KIND = SUBJECT = "public_notice"
NARROWEST, WIDEST = 5, 18
STANDING = frozenset({Stage.ON_NOTICE, Stage.CONFIRMED, Stage.PUBLISHED})


def paper_of(notice: PublicNotice) -> Letter:
    """The paper with its check code; asked again, the same paper, for nothing on notice is ever amended."""
    return documents.issue_letter(PAPER_KIND, (SUBJECT, str(notice.pk)), _content(notice))


def check_code(notice: PublicNotice) -> str:
    """The code in groups of four, to be printed on pages of this list; empty before the paper was issued."""
    paper = IssuedPaper.objects.filter(kind=PAPER_KIND, subject_type=SUBJECT, subject_key=str(notice.pk)).first()
    return "-".join(paper.check_code[at : at + 4] for at in range(0, len(paper.check_code), 4)) if paper else ""


def _content(notice: PublicNotice) -> Letter:
    decision = notice.decision
    paragraphs = tuple(part for part in notice.basis.split("\n") if part.strip())
    return Letter(
        issuer=notice.issuer,
        title=notice.title,
        number=notice.number,
        addressee="",
        paragraphs=paragraphs,
        table=_table(kind_of(decision).notice_table(decision)),
        table_after=len(paragraphs) - 1,
        closing=(
            f"公示期为{_words(notice.first_day)}至{_words(notice.last_day)}（{notice.working_days}个工作日）。对公示内容有"
            "异议的，请在公示期内以书面形式实名提出，写明异议事项、事实和理由，并附证据材料。",
        ),
        dated=notice.written_on,
        contact=notice.contact,
        is_demo=decision.is_demo,
    )


def _table(shown: NoticeTable) -> Table:
    rows = tuple(map(tuple, shown.rows))
    widths = tuple(
        min(max([NARROWEST, *(_room(row[column]) for row in rows)]), WIDEST) for column in range(len(shown.columns))
    )
    return Table(head=tuple(shown.columns), rows=rows, numeric=tuple(sorted(shown.numeric)), widths=widths)


def _room(text: str) -> int:
    """How wide a text is, a Chinese character counting two."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def live_record(key: str, today: date) -> LiveRecord | None:
    """What became of the list until today; None for what never reached the public."""
    notices = PublicNotice.objects.select_related("decision__ruleset").filter(decision__stage__in=PUBLIC_STAGES)
    notice = notices.filter(pk=int(key)).first() if key.isdigit() else None
    if notice is None:
        return None
    decision = notice.decision
    return LiveRecord(
        title=notice.title,
        status=decision.get_stage_display(),
        is_valid=decision.stage in STANDING,
        facts=(
            ("发文字号", notice.number, notice.issuer),
            ("公示期", f"{_words(notice.first_day)}至{_words(notice.last_day)}", ""),
            ("结果摘要", decision.result_digest, str(decision.ruleset)),
        ),
        href=f"/notices/{notice.pk}/",
    )


PAPER_SUBJECT = Subject(SUBJECT, "公示", live=live_record)
