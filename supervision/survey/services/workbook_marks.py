"""The workbook given back as its sender filled it: what is wrong is coloured, commented and listed with links."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ipservice.accounts.models import User
from ipservice.documents.marking import Line, Mark, Wording, mark_copy
from ipservice.documents.workbook import XLSX
from ipservice.evidence import services as evidence
from ipservice.evidence.models import StoredFile
from ipservice.intake.findings import LIST_SHEET
from supervision.survey.rules.checking import CheckFinding
from supervision.survey.rules.comparing import Standing
from supervision.survey.rules.definition import Questionnaire, Severity
from supervision.survey.rules.layout import WHY, cells_of_slot
from supervision.survey.services.upload_proposals import Proposal
from supervision.survey.services.workbook_formats import INPUT_FILL

COPY = "survey.workbook_copy"
RED, AMBER, BLUE = "FFC7CE", "FFEB9C", "BDD7EE"
COLOURS = {Severity.HARD: RED, Severity.SOFT: AMBER}
HEADINGS = (
    ("序号", 6),
    ("处理", 14),
    ("工作表", 20),
    ("单元格", 10),
    ("指标", 34),
    ("填报值", 22),
    ("规则", 36),
    ("问题", 50),
    ("更正办法", 50),
)
WORDING = Wording(
    "【填报核对】", "填报核对", LIST_SHEET, HEADINGS, 3, frozenset({RED, AMBER, BLUE}), unmarked=INPUT_FILL
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to be said about one slot."""

    slot: str
    colour: str
    treatment: str
    value: str
    rule: str
    problem: str
    cure: str

    @property
    def text(self) -> str:
        lines = (("规则", self.rule), ("填报值", self.value), ("问题", self.problem), ("更正办法", self.cure))
        return f"{self.treatment}\n" + "\n".join(f"{name}：{said}" for name, said in lines if said)


def remarks_of(proposal: Proposal) -> list[Remark]:
    """In the order of the file: unreadable, locked, changed on both sides, then what the checks find."""
    found = [*_unread(proposal), *_locked(proposal), *_conflicts(proposal), *_findings(proposal)]
    order = {slot: place for place, slot in enumerate(proposal.places)}
    return sorted(found, key=lambda remark: order.get(remark.slot, len(order)))


def marked_copy(proposal: Proposal, *, by: User | None) -> StoredFile | None:
    """The sender's file with its marks; None where nothing is to be said. Runs in the worker only."""
    remarks = remarks_of(proposal)
    if not remarks:
        return None
    stored = proposal.upload.file
    with tempfile.TemporaryDirectory(prefix="survey-") as folder:
        made = Path(folder) / "marked.xlsx"
        lines = [_line(proposal, number, remark) for number, remark in enumerate(remarks, 1)]
        mark_copy(evidence.path_of(stored.sha256), made, WORDING, marks=_marks(proposal, remarks), lines=lines)
        name = f"{stored.name.rsplit('.', 1)[0].removesuffix('_批注退回')}_批注退回.xlsx"
        return evidence.keep_judged(made, name, media_type=XLSX, purpose=COPY, by=by)


def label_of(proposal: Proposal, slot: str) -> str:
    return name_of(proposal.questionnaire, slot)


def name_of(questionnaire: Questionnaire, slot: str) -> str:
    """10202 从业人员学历 · 硕士 · 女"""
    cell = questionnaire.cells[cells_of_slot(questionnaire, slot)[0]]
    if not slot.endswith(WHY):
        return f"{cell.item.code} {cell.label}"
    row = f" · {cell.row.label}" if cell.row else ""
    return f"{cell.item.code} {cell.item.label}{row} 的说明"


def _unread(proposal: Proposal) -> Iterator[Remark]:
    for slot, fault in proposal.faults.items():
        yield Remark(slot, RED, "没有读取", fault.typed, "", fault.problem, "改好后原样再上传。")


def _locked(proposal: Proposal) -> Iterator[Remark]:
    for each in proposal.of(Standing.LOCKED):
        problem = f"本次退回更正没有询问此项，不能修改，现值为“{each.current or '空白'}”。"
        yield Remark(each.slot, RED, "不写入", each.sent, "", problem, "请恢复原值；确需修改的，请联系审核人员。")


def _conflicts(proposal: Proposal) -> Iterator[Remark]:
    for each in proposal.of(Standing.CONFLICT):
        problem = f"下载之后，网页上已改为“{each.current or '空白'}”，与工作簿不同。"
        yield Remark(each.slot, BLUE, "请您选择", each.sent, "", problem, "请在上传结果页面选择采用哪一个。")


def _findings(proposal: Proposal) -> Iterator[Remark]:
    for finding in proposal.findings:
        if finding.stops:
            yield _of_check(finding)


def _of_check(finding: CheckFinding) -> Remark:
    return Remark(
        finding.anchor,
        COLOURS[finding.severity],
        finding.severity.label,
        finding.value,
        finding.rule,
        finding.message,
        finding.cure,
    )


def _marks(proposal: Proposal, remarks: list[Remark]) -> Iterator[Mark]:
    """The most severe colour of a cell is put on last, so that it stays."""
    order = [AMBER, BLUE, RED]
    for remark in sorted(remarks, key=lambda each: order.index(each.colour)):
        if remark.slot in proposal.places:
            yield Mark(*proposal.places[remark.slot], remark.colour, remark.text)


def _line(proposal: Proposal, number: int, remark: Remark) -> Line:
    sheet, address = proposal.places.get(remark.slot, ("", ""))
    said = (remark.value, remark.rule, remark.problem, remark.cure)
    texts = (str(number), remark.treatment, sheet, address, label_of(proposal, remark.slot), *said)
    return Line(texts, sheet, address)
