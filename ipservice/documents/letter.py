"""What stands in a letter of the office. One content object; Word and PDF are made from it alike."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a paper: head, rows of text, and which columns are numbers (set right)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def width_of(self, index: int) -> int:
        """Share of the width that a column takes; equal where none is given."""
        return self.widths[index] if self.widths else 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the form of GB/T 9704-2012 (信函格式): head, number, title, addressee, body, signature, date.

    ``table`` stands after the paragraph with index ``table_after``. ``check_code`` and ``check_url`` are printed
    with a QR code at the end; ``is_demo`` prints that nothing in it is real.
    """

    issuer: str
    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    dated: date
    signature_unit: str = ""
    table: Table | None = None
    table_after: int = 0
    closing: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    contact: str = ""
    check_code: str = ""
    check_url: str = ""
    is_demo: bool = False

    @property
    def signed_by(self) -> str:
        return self.signature_unit or self.issuer

    @property
    def dated_text(self) -> str:
        return f"{self.dated.year}年{self.dated.month}月{self.dated.day}日"

    @property
    def spoken_code(self) -> str:
        """The check code in groups of four, as it is printed."""
        return "-".join(self.check_code[i : i + 4] for i in range(0, len(self.check_code), 4))
