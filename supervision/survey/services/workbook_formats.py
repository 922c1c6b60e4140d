"""How the cells of the workbook look: what may be filled in is yellow and unlocked, everything else is not."""

from functools import cached_property
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from supervision.survey.rules.definition import ItemType
from supervision.survey.rules.layout import Look

INPUT_FILL, LOCKED_FILL, LAST_FILL, HEAD_FILL = "FFFBE6", "E4E7EB", "F4F6F8", "E9EDF2"
PREFILL_COLOUR = "#1D4F91"
NUMBER_FORMATS = {
    ItemType.INTEGER: "#,##0",
    ItemType.DECIMAL: "#,##0.####",
    ItemType.MONEY: "#,##0.00",
    ItemType.PERCENT: "0.00",
    ItemType.DATE: "yyyy-mm-dd",
}
TEXT_FORMAT = "@"
_GRID = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter"}
_PLAIN = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
_LOOKS: dict[Look, dict[str, Any]] = {
    Look.TITLE: {**_PLAIN, "font_name": "黑体", "font_size": 16, "bold": True, "align": "center"},
    Look.PART: {**_PLAIN, "font_name": "黑体", "font_size": 13, "align": "center"},
    Look.SUBJECT: _PLAIN,
    Look.MARK: {**_PLAIN, "align": "right"},
    Look.NOTE: {**_PLAIN, "text_wrap": True, "font_color": "#4A5564"},
    Look.HEAD: {**_GRID, "bold": True, "align": "center", "text_wrap": True, "bg_color": f"#{HEAD_FILL}"},
    Look.GROUP: {**_GRID, "bold": True, "text_wrap": True, "bg_color": f"#{HEAD_FILL}"},
    Look.LABEL: {**_GRID, "text_wrap": True},
    Look.ROW: {**_GRID, "text_wrap": True, "indent": 1},
    Look.SMALL: {**_GRID, "align": "center"},
}


class Formats:
    """Each look made once for a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self._made: dict[tuple[Any, ...], Format] = {}

    def printed(self, look: Look) -> Format:
        return self._of(("printed", look), _LOOKS[look])

    def input(self, number_format: str, *, is_locked: bool = False, is_offer: bool = False, quoted: bool = False):
        """A cell to be filled in; ``quoted`` keeps a text that begins like a formula a text."""
        fill = LOCKED_FILL if is_locked else INPUT_FILL
        look = {**_GRID, "text_wrap": True, "num_format": number_format, "locked": is_locked, "bg_color": f"#{fill}"}
        if is_offer:
            look |= {"font_color": PREFILL_COLOUR, "italic": True}
        if quoted:
            look |= {"quote_prefix": True}
        return self._of(("input", number_format, is_locked, is_offer, quoted), look)

    def last_year(self, number_format: str) -> Format:
        look = {**_GRID, "num_format": number_format, "font_color": "#4A5564", "bg_color": f"#{LAST_FILL}"}
        return self._of(("last", number_format), look)

    @cached_property
    def wrapped(self) -> Format:
        return self.book.add_format({**_GRID, "text_wrap": True, "valign": "top"})

    @cached_property
    def link(self) -> Format:
        return self.book.add_format({**_GRID, "font_color": PREFILL_COLOUR, "underline": 1})

    @cached_property
    def line(self) -> Format:
        return self.book.add_format({**_PLAIN, "text_wrap": True, "valign": "top"})

    def _of(self, key: tuple[Any, ...], look: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self.book.add_format(look)
        return self._made[key]


def number_format_of(kind: ItemType) -> str:
    return NUMBER_FORMATS.get(kind, TEXT_FORMAT)
