"""What a workbook that was sent in would change: compared anew with the page whenever it is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.rules.checking import CheckFinding, check
from supervision.survey.rules.comparing import Compared, Standing, compare
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.layout import WHY, cells_of_slot, slots_of
from supervision.survey.rules.values import parse
from supervision.survey.services import answers
from supervision.survey.services.workbook_reading import Fault
from supervision.survey.services.workbooks import locked_slots, state_of

OTHER_YEAR = (
    "这份工作簿是为 {then} 年度下载的，现在填报的是 {now} 年度。只有确认其中改动过的数字是 {now} 年度的数，才可以采用。"
)
OTHER_VERSION = "下载这份工作簿之后，调查表的题目作过调整：仍有的题目可以采用，{gone} 个已不再有的单元格不写入。"


@dataclass(frozen=True)
class Proposal:
    """One upload held against the return as it stands now. ``questions`` must be answered before it is written."""

    upload: WorkbookUpload
    standing: answers.Standing
    compared: tuple[Compared, ...]
    faults: Mapping[str, Fault]
    gone: Sequence[str]
    questions: Sequence[str]

    @property
    def questionnaire(self) -> Questionnaire:
        return self.standing.questionnaire

    @property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """Sheet and address of each slot in the file."""
        return {slot: (sheet, address) for slot, (sheet, address) in self.upload.outcome["places"].items()}

    def of(self, standing: Standing) -> list[Compared]:
        return [each for each in self.compared if each.standing == standing]

    @cached_property
    def taken(self) -> dict[str, str]:
        """What the file has changed, conflicts included: the file is judged as its sender filled it."""
        return {each.slot: each.sent for each in (*self.of(Standing.CHANGED), *self.of(Standing.CONFLICT))}

    @cached_property
    def findings(self) -> list[CheckFinding]:
        """What the checks say once the file is taken over; cells that could not be read are told by themselves."""
        values, explanations = merged(self.standing, self.taken)
        found = check(
            self.questionnaire,
            values,
            last_year=self.standing.last_year,
            register=self.standing.register,
            explanations=explanations,
        )
        unread = self.faults.keys()
        return [finding for finding in found if not unread & set(finding.cells)]


def proposal_of(upload: WorkbookUpload) -> Proposal:
    """A bounded number of statements, however many cells."""
    found = upload.survey_return
    standing = answers.standing_of(found)
    questionnaire = standing.questionnaire
    sent, faults = upload.outcome["sent"], upload.outcome["faults"]
    current = state_of(questionnaire, standing.stored)
    compared = compare(
        [slot for slot in slots_of(questionnaire) if slot in sent and slot not in faults],
        base=base_of(upload),
        sent=sent,
        current=current,
        locked=locked_slots(questionnaire, found),
    )
    unread = {slot: Fault(**fault) for slot, fault in faults.items() if fault["typed"] != current.get(slot, "")}
    gone = [slot for slot in upload.issue.values if slot not in set(slots_of(questionnaire))]
    return Proposal(upload, standing, compared, unread, gone, _questions(upload, len(gone)))


def base_of(upload: WorkbookUpload) -> dict[str, str]:
    """What the page and the workbook agreed on last: as handed out, and as written from it since."""
    written = WorkbookUpload.objects.filter(issue=upload.issue_id, state=UploadState.APPLIED).order_by("id")
    base = dict(upload.issue.values)
    for outcome in written.values_list("outcome", flat=True):
        base |= outcome.get("written", {})
    return base


def merged(
    standing: answers.Standing, taken: Mapping[str, str]
) -> tuple[dict[str, Decimal | str | None], dict[str, str]]:
    """Values and explanations by cell, with what is taken over laid over what is stored."""
    values: dict[str, Decimal | str | None] = dict(standing.values)
    for slot, text in taken.items():
        if not slot.endswith(WHY):
            values[slot] = parse(standing.questionnaire.cells[slot].item, text)
    explanations = {cell: each.explanation for cell, each in standing.stored.items() if each.explanation}
    return values, explanations | explained(standing.questionnaire, values, taken)


def explained(
    questionnaire: Questionnaire, values: Mapping[str, Decimal | str | None], taken: Mapping[str, str]
) -> dict[str, str]:
    """The explanations that are taken over, by cell: those of the line that hold a value, or its first one."""
    found = {}
    for slot, text in taken.items():
        if slot.endswith(WHY):
            cells = cells_of_slot(questionnaire, slot)
            filled = [cell for cell in cells if values.get(cell) is not None]
            found |= dict.fromkeys(cells if not text else filled or cells[:1], text)
    return found


def _questions(upload: WorkbookUpload, gone: int) -> list[str]:
    issue, found = upload.issue, upload.survey_return
    then, now = issue.survey_return.survey.year, found.survey.year
    if then != now:
        return [OTHER_YEAR.format(then=then, now=now)]
    if issue.questionnaire_version != found.survey.version:
        return [OTHER_VERSION.format(gone=gone)]
    return []
