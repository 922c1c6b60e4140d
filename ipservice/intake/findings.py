"""What is said about rows and cells while a file is checked, gathered as plain tuples and written by COPY."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ipservice.foundation.reading import Action
from ipservice.intake.models import Severity

LISTED_LIMIT = 1_000
LIST_SHEET = "问题清单"
OUR_COMMENT = "【导入核对】"
RAW_LENGTH = 200
LINES_PER_SHEET = 10_000_000
SEVERITIES = {
    Action.FIX: Severity.FIXED,
    Action.ASK: Severity.ASK,
    Action.REJECT: Severity.REJECTED,
    Action.KEEP: Severity.KEPT,
}
_ALWAYS_LISTED = frozenset({Severity.ASK, Severity.REJECTED})


class Found(NamedTuple):
    """One issue; ``line`` counts through all sheets, ``row`` is what the person sees."""

    severity: Severity
    line: int
    sheet: str
    row: int
    cell: str
    column: str
    raw: str
    code: str
    message: str
    suggestion: str


@dataclass(slots=True)
class Findings:
    """Asks and refusals are kept one by one; repairs of one kind beyond ``LISTED_LIMIT`` are only counted."""

    found: list[Found] = field(default_factory=list)
    counts: Counter[tuple[Severity, str, str]] = field(default_factory=Counter)

    def add(self, issue: Found) -> None:
        kind = (issue.severity, issue.column, issue.code)
        self.counts[kind] += 1
        if issue.severity in _ALWAYS_LISTED or self.counts[kind] <= LISTED_LIMIT:
            self.found.append(issue)

    def unlisted(self) -> list[Found]:
        """One summary line for each kind of repair of which not every cell is listed."""
        return [
            Found(
                severity,
                0,
                "",
                0,
                "",
                column,
                "",
                code,
                f"“{column}”列另有 {number - LISTED_LIMIT} 个单元格作了同样的处理，未逐一列出。",
                "",
            )
            for (severity, column, code), number in self.counts.items()
            if severity not in _ALWAYS_LISTED and number > LISTED_LIMIT
        ]

    def all(self) -> list[Found]:
        """In the order of the file."""
        return sorted([*self.found, *self.unlisted()], key=lambda issue: (issue.line, issue.cell))


def letters(place: int) -> str:
    """``0`` is A, ``26`` is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def storable(raw: object) -> str:
    """A raw value for the report: shortened, and without the NUL that the database cannot hold."""
    return str("" if raw is None else raw).replace("\x00", "␀")[:RAW_LENGTH]


def line_of(sheet: int, row: int) -> int:
    """One number for a row of a workbook; for the first sheet it is the row itself."""
    return sheet * LINES_PER_SHEET + row


def row_of(line: int) -> tuple[int, int]:
    """Sheet and row of a line."""
    return divmod(line, LINES_PER_SHEET)
