"""What is counted and said while the chunks of a file pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ipservice.foundation.tabular.text import as_text
from ipservice.intake.findings import Findings, Found, letters, line_of, storable
from ipservice.intake.headers import Header
from ipservice.intake.models import Severity
from ipservice.intake.reading.uploads import Sheet
from ipservice.intake.totals import ControlTotals


@dataclass(slots=True)
class InHand:
    """The sheet that is being read, its number among the sheets, and its header once it has been seen."""

    sheet: Sheet
    number: int
    header: Header
    is_begun: bool = False
    skips: bool = False

    def line(self, row: int) -> int:
        return line_of(self.number, row)


@dataclass(slots=True)
class Tally:
    """Rows by what became of them, and everything said about them. ``total`` contains skipped and refused rows."""

    total: int = 0
    skipped: int = 0
    refused: int = 0
    findings: Findings = field(default_factory=Findings)
    totals: ControlTotals = field(default_factory=ControlTotals)

    def skip(self, hand: InHand, row: int, reason: str, cells: Sequence[object]) -> None:
        """Name a row that is no data."""
        self.total += 1
        self.skipped += 1
        place = next((place for place, cell in enumerate(cells) if as_text(cell).strip()), 0)
        cell = f"第{row}行" if hand.sheet.is_text else f"{letters(place)}{row}"
        where = (Severity.SKIPPED, hand.line(row), hand.sheet.name, row, cell, "", storable(cells[place]))
        self.findings.add(Found(*where, "row.skipped", f"{reason}，已跳过。", ""))

    def say_row(self, severity: Severity, hand: InHand, row: int, said: tuple[str, str]) -> None:
        """An issue about a whole row, or with row 0 about the sheet; ``said`` is code and message."""
        cell = f"第{row}行" if row else ""
        self.findings.add(Found(severity, hand.line(row), hand.sheet.name, row, cell, "", "", *said, ""))
