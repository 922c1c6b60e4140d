"""The file of a filled workbook, and what a preview of it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.rules.checking import CheckFinding
from supervision.survey.rules.comparing import Compared, Standing
from supervision.survey.rules.definition import Severity
from supervision.survey.services.upload_proposals import Proposal
from supervision.survey.services.uploads import FILE, PAGE
from supervision.survey.services.workbook_marks import label_of

TAKE, AGREED = "take:", "agreed"
TONES = {
    UploadState.RECEIVED: "info",
    UploadState.READ: "warn",
    UploadState.REFUSED: "danger",
    UploadState.APPLIED: "ok",
    UploadState.DROPPED: "",
}


class WorkbookForm(forms.Form):
    """One file; what it is, is told by its content."""

    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    file = forms.FileField(
        label="填好的工作簿",
        help_text="请选择从本页下载、填好后保存的 .xlsx 文件，不超过 10 MB。Excel、WPS、LibreOffice 保存的均可。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
        allow_empty_file=True,
        max_length=255,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One slot as the preview shows it: where it stands in the file, what was there and what comes."""

    slot: str
    label: str
    address: str
    before: str
    after: str
    base: str = ""
    problem: str = ""
    choice: str = ""

    @property
    def name(self) -> str:
        return f"{TAKE}{self.slot}"


@dataclass(frozen=True)
class Preview:
    """Everything that one upload would do, in rows."""

    changed: list[Row]
    conflicts: list[Row]
    locked: list[Row]
    faults: list[Row]
    hard: list[CheckFinding]
    soft: list[CheckFinding]
    questions: list[str]
    untouched: int
    version: int
    is_agreed: bool

    @property
    def writes(self) -> int:
        """How many cells may be written at most."""
        return len(self.changed) + len(self.conflicts)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The counts above the rows."""
        return [
            {"label": "有改动", "value": len(self.changed), "unit": "格"},
            {
                "label": "两边都改过",
                "value": len(self.conflicts),
                "unit": "格",
                "tone": "warn" if self.conflicts else "",
            },
            {"label": "没有读取", "value": len(self.faults), "unit": "格", "tone": "danger" if self.faults else ""},
            {"label": "没有改动", "value": self.untouched, "unit": "格"},
        ]


def preview_of(proposal: Proposal, posted: Mapping[str, Any]) -> Preview:
    """``posted`` are the choices already made, so that a refusal does not lose them."""
    found = proposal.findings
    return Preview(
        changed=[_row(proposal, each) for each in proposal.of(Standing.CHANGED)],
        conflicts=[_row(proposal, each, posted) for each in proposal.of(Standing.CONFLICT)],
        locked=[_row(proposal, each) for each in proposal.of(Standing.LOCKED)],
        faults=[
            Row(slot, label_of(proposal, slot), _address(proposal, slot), "", fault.typed, problem=fault.problem)
            for slot, fault in proposal.faults.items()
        ],
        hard=[finding for finding in found if finding.severity == Severity.HARD],
        soft=[finding for finding in found if finding.severity == Severity.SOFT and finding.stops],
        questions=list(proposal.questions),
        untouched=len(proposal.of(Standing.UNTOUCHED)),
        version=proposal.standing.version,
        is_agreed=bool(posted.get(AGREED)),
    )


def choices_in(posted: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen for cells that both sides changed."""
    return {
        name.removeprefix(TAKE): value
        for name, value in posted.items()
        if name.startswith(TAKE) and value in (FILE, PAGE)
    }


def written_rows(upload: WorkbookUpload, labels: Mapping[str, str]) -> list[Row]:
    """What an upload wrote, as its own record has it."""
    places = upload.outcome["places"]
    return [
        Row(slot, labels.get(slot, slot), " ".join(places.get(slot, ())), "", text)
        for slot, text in upload.outcome.get("written", {}).items()
    ]


def _row(proposal: Proposal, each: Compared, posted: Mapping[str, Any] | None = None) -> Row:
    choice = str((posted or {}).get(f"{TAKE}{each.slot}", ""))
    label, address = label_of(proposal, each.slot), _address(proposal, each.slot)
    return Row(each.slot, label, address, each.current, each.sent, base=each.base, choice=choice)


def _address(proposal: Proposal, slot: str) -> str:
    return " ".join(proposal.places.get(slot, ()))
