"""Takes what the reader gives, sheet by sheet and chunk by chunk, and yields rows that may be stored."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ipservice.foundation.tabular.text import as_text
from ipservice.intake import headers
from ipservice.intake.checking.lines import Lines
from ipservice.intake.checking.tally import InHand, Tally
from ipservice.intake.feeds import Context, Feed
from ipservice.intake.findings import LIST_SHEET, Found, letters
from ipservice.intake.headers import Header
from ipservice.intake.models import Severity
from ipservice.intake.reading.refusals import EmptyFile, HeaderNotFound
from ipservice.intake.reading.uploads import Chunk, Sheet

_PAGE = re.compile(r"第\s*\d+\s*页")
_NO_HEADER = Header(0, 0, ())


@dataclass(slots=True)
class Checker:
    """``mapping`` is a person's correction of the columns (feed column to file column, None for none).

    ``columns`` describes every column of the file, ``present`` the feed's columns that were found.
    """

    feed: Feed
    context: Context
    mapping: Mapping[str, int | None] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    columns: list[dict[str, Any]] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    sheet_names: list[str] = field(default_factory=list)
    nearest: tuple[str, Header] | None = None

    def clean(self, parts: Iterable[Sheet | Chunk]) -> Iterator[pl.DataFrame]:
        """Frames of ``line``, ``held`` (a person has still to accept something) and the feed's columns.

        Raises ``HeaderNotFound`` or ``EmptyFile`` at the end, when no sheet held the data.
        """
        hand = InHand(Sheet("", 0), 0, _NO_HEADER)
        for part in parts:
            if isinstance(part, Sheet):
                hand = self._begin(part)
                continue
            frame = None if hand.skips else self._chunk(hand, part)
            if frame is not None and frame.height:
                yield frame
        if not self.present:
            self._refuse()
        if self.tally.total == self.tally.skipped:
            raise EmptyFile

    def _begin(self, sheet: Sheet) -> InHand:
        """A hidden sheet is skipped and said; the list of a correction workbook is ours and passed over."""
        hand = InHand(sheet, len(self.sheet_names), _NO_HEADER, skips=sheet.is_hidden or sheet.name == LIST_SHEET)
        self.sheet_names.append(sheet.name)
        if sheet.is_hidden:
            self.tally.say_row(Severity.SKIPPED, hand, 0, ("sheet.skipped", "隐藏的工作表不作为数据读取。"))
        if said := _of_encoding(sheet):
            self.tally.findings.add(
                Found(Severity.FIXED, 0, "", 0, "编码", "", sheet.encoding.upper(), "file.encoding", said, "")
            )
        return hand

    def _chunk(self, hand: InHand, chunk: Chunk) -> pl.DataFrame | None:
        frame, first_line = chunk.frame, chunk.first_line
        if not hand.is_begun:
            if not self._find_header(hand, frame):
                return None
            frame = frame.slice(hand.header.last + 1)
            first_line += hand.header.last + 1
        if not frame.height:
            return None
        return Lines(self.feed, self.context, self.tally, hand, frame, first_line).clean()

    def _find_header(self, hand: InHand, frame: pl.DataFrame) -> bool:
        texts = frame.head(headers.SEARCHED_ROWS + 1).select([f"c{place}" for place in range(hand.sheet.width)])
        header = headers.find(texts.rows(), hand.sheet.merges, self.feed) or headers.guess(texts.rows())
        if self.mapping:
            header = headers.with_mapping(header, self.mapping)
        if header.lacks(self.feed):
            if self.nearest is None or len(header.places) > len(self.nearest[1].places):
                self.nearest = (hand.sheet.name, header)
            hand.skips = True
            if hand.sheet.name:
                said = ("sheet.skipped", "没有所需表头的工作表（说明页等）不作为数据读取。")
                self.tally.say_row(Severity.SKIPPED, hand, 0, said)
            return False
        hand.header, hand.is_begun = header, True
        self.columns.extend(_described(header, self.feed, hand.sheet.name))
        self.present |= set(header.places)
        if header.spaced:
            self.tally.say_row(Severity.FIXED, hand, header.first + 1, ("header.spaced", "表头中的空格已忽略。"))
        self._say_page_titles(hand, texts.rows()[: header.first])
        if hand.sheet.is_old:
            said = ("sheet.old_format", "Excel 97–2003（.xls）格式，已按此读取；建议以后用 .xlsx。")
            self.tally.say_row(Severity.FIXED, hand, 0, said)
        return True

    def _say_page_titles(self, hand: InHand, above: Sequence[Sequence[object]]) -> None:
        for position, cells in enumerate(above):
            if _PAGE.search("".join(as_text(cell) for cell in cells)):
                self.tally.skip(hand, position + 1, "每页重复的标题", cells)

    def _refuse(self) -> None:
        required = "、".join(column.label for column in self.feed.columns if column.is_required)
        lacking = ""
        if self.nearest:
            sheet, header = self.nearest
            self.columns = _described(header, self.feed, sheet)
            lacking = "、".join(column.label for column in header.lacks(self.feed)) if header.places else ""
        raise HeaderNotFound(label=self.feed.label, required=required, missing=f"还缺：{lacking}。" if lacking else "")


def _of_encoding(sheet: Sheet) -> str:
    if sheet.encoding in ("gb18030", "utf-16"):
        return f"文件编码为 {sheet.encoding.upper()}，已转为 UTF-8。"
    if sheet.is_text and sheet.delimiter != ",":
        name = "制表符" if sheet.delimiter == "\t" else f"“{sheet.delimiter}”"
        return f"以{name}而不是逗号分隔，已按此读取。"
    return ""


def _described(header: Header, feed: Feed, sheet: str) -> list[dict[str, Any]]:
    """The mapping as it is shown and may be changed."""
    names = {place: name for name, place in header.places.items()}
    described = []
    for place, title in enumerate(header.titles):
        column = feed.column(names.get(place, ""))
        described.append(
            {
                "sheet": sheet,
                "place": place,
                "letter": letters(place),
                "title": title,
                "name": column.name if column else "",
                "label": column.label if column else "",
            }
        )
    return described
