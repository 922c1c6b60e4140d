"""What stands in the cells of a workbook that was sent in: read in the bounded child, never in this process.

Cells are found by their defined names, which move with them; where a program has dropped the names, by their places,
if the code of the item still stands in the line. A formula's result is never believed: the cell is told with its
address, and so is a failed one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

from ipservice.documents.neutral import without_control
from ipservice.intake.findings import LIST_SHEET
from ipservice.intake.reading.kinds import FileKind
from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import WrongFileType
from ipservice.intake.reading.uploads import Chunk, Sheet, judge, limits_from_settings, read
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.layout import CODE, WHY, Front, SheetPlan, layout
from supervision.survey.rules.values import ValueFault, as_text, parse
from supervision.survey.services.answers.saving import LONGEST_EXPLANATION
from supervision.survey.services.workbook_writing import IDENTITY_SHEET

IS_FORMULA = "此格是公式，公式的计算结果不读取。请复制此格，“选择性粘贴”为数值后再上传。"
IS_ERROR = "此格是公式错误值“{error}”，请改填数值；没有的请留空。"
LARGEST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: what stands in it, and what is wrong with it and would be right."""

    typed: str
    problem: str


@dataclass(frozen=True)
class Sent:
    """``values`` by slot in their stored form as text, ``places`` by slot as sheet and address."""

    identity: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Text:
    """One cell as the file has it."""

    text: str
    sheet: str
    address: str
    problem: str = ""


def limits() -> Limits:
    """A questionnaire is small: less is allowed than for an import."""
    common = limits_from_settings()
    return replace(
        common,
        workbook_bytes=min(common.workbook_bytes, LARGEST_BYTES),
        text_bytes=min(common.text_bytes, LARGEST_BYTES),
        rows=MOST_ROWS,
        cpu_seconds=30,
        wall_seconds=60,
    )


def require_workbook(path: Path) -> None:
    """What can be refused without unpacking: anything but an xlsx, a bomb, macros. Raises an ``UnreadableFile``."""
    kind = judge(path, limits())
    if kind != FileKind.XLSX:
        raise WrongFileType(found="旧版 .xls 工作簿" if kind == FileKind.XLS else "文本")


def read_sent(path: Path, questionnaire: Questionnaire) -> Sent:
    """Raises an ``UnreadableFile`` for the whole file only; what is wrong with a cell is a fault of that cell."""
    require_workbook(path)
    identity: dict[str, str] = {}
    found: dict[str, _Text] = {}
    plans = layout(questionnaire, Front("", (), ()))
    for sheet, chunk in _sheets(path):
        if sheet.name == IDENTITY_SHEET:
            identity = {name: _at(chunk, row, 1) for row in range(chunk.frame.height) if (name := _at(chunk, row, 0))}
        elif sheet.name != LIST_SHEET:
            found |= _texts(sheet, chunk, plans)
    values, faults = _understood(questionnaire, found)
    places = {slot: (text.sheet, text.address) for slot, text in found.items()}
    return Sent(identity, values, faults, places)


def _sheets(path: Path) -> Iterator[tuple[Sheet, Chunk]]:
    """Every sheet with its rows; ``MOST_ROWS`` is less than one chunk."""
    for part in read(path, limits()):
        if isinstance(part, Chunk):
            yield part.sheet, part


def _at(chunk: Chunk, row: int, column: int) -> str:
    """The text in a cell, rows and columns from 0; empty outside what is filled."""
    name, line = f"c{column}", row + 1 - chunk.first_line
    if name not in chunk.frame.columns or not 0 <= line < chunk.frame.height:
        return ""
    return chunk.frame[name][line] or ""


def _texts(sheet: Sheet, chunk: Chunk, plans: tuple[SheetPlan, ...]) -> dict[str, _Text]:
    """The slots of one sheet with what stands in them."""
    places = _named(sheet, plans) or _placed(sheet, chunk, plans)
    return {slot: _text(sheet, chunk, address) for slot, address in places.items()}


def _named(sheet: Sheet, plans: tuple[SheetPlan, ...]) -> dict[str, str]:
    slots = {place.name: place.slot for plan in plans for place in plan.inputs}
    return {slots[name]: address for name, address in sheet.names.items() if name in slots}


def _placed(sheet: Sheet, chunk: Chunk, plans: tuple[SheetPlan, ...]) -> dict[str, str]:
    """By the places of the plan of this name, moved as far as its first line was: the front is of any height."""
    plan = next((plan for plan in plans if plan.name == sheet.name), None)
    if plan is None or not plan.inputs:
        return {}
    first = plan.inputs[0]
    codes = [_at(chunk, row, CODE) for row in range(chunk.frame.height)]
    wanted = first.cell.item.code
    if wanted not in codes:
        return {}
    moved = codes.index(wanted) - (first.row - bool(first.cell.row))
    return {
        place.slot: f"{get_column_letter(place.column + 1)}{place.row + moved + 1}"
        for place in plan.inputs
        if _at(chunk, place.row + moved, CODE) == place.cell.item.code
    }


def _text(sheet: Sheet, chunk: Chunk, address: str) -> _Text:
    letters, row = coordinate_from_string(address)
    text = _at(chunk, row - 1, column_index_from_string(letters) - 1)
    if address in sheet.errors:
        return _Text(text, sheet.name, address, IS_ERROR.format(error=sheet.errors[address]))
    if address in sheet.formulas:
        return _Text(text, sheet.name, address, IS_FORMULA)
    return _Text(text, sheet.name, address)


def _understood(questionnaire: Questionnaire, found: Mapping[str, _Text]) -> tuple[dict[str, str], dict[str, Fault]]:
    values: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    for slot, cell in found.items():
        text = without_control(cell.text)
        if cell.problem:
            faults[slot] = Fault(text, cell.problem)
        elif slot.endswith(WHY):
            _take_words(slot, text.strip(), values, faults)
        else:
            _take_value(questionnaire, slot, text, (values, faults))
    return values, faults


def _take_words(slot: str, text: str, values: dict[str, str], faults: dict[str, Fault]) -> None:
    if len(text) > LONGEST_EXPLANATION:
        faults[slot] = Fault(text, f"说明有 {len(text)} 个字，最多 {LONGEST_EXPLANATION} 个字，请缩短。")
    else:
        values[slot] = text


def _take_value(
    questionnaire: Questionnaire, slot: str, text: str, into: tuple[dict[str, str], dict[str, Fault]]
) -> None:
    values, faults = into
    item = questionnaire.cells[slot].item
    try:
        values[slot] = as_text(item, parse(item, text))
    except ValueFault as fault:
        faults[slot] = Fault(text, fault.problem)
