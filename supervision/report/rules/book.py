"""From template, words and snapshot to the book: one content from which Word, PDF and page are all printed.

Every number in it is the answer of a query on the snapshot and carries the code of that query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ipservice.foundation.canonical import digest
from supervision.report.rules import grids, queries, slots
from supervision.report.rules.chapters import Chapter, Grid, Section
from supervision.report.rules.queries import Answer, Query
from supervision.report.rules.tables import FigureRefused, Snapshot

CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure: its code, its query and what the query answers."""

    code: str
    query: Query
    answer: Answer
    place: str


@dataclass(slots=True)
class Press:
    """Asks the snapshot and remembers what was printed, in order."""

    year: int
    snapshot: Snapshot
    printed: dict[str, Printed] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, query: Query, place: str) -> Printed:
        code = code_of(query)
        if code not in self.printed:
            self.printed[code] = Printed(code, query, queries.run(query, self.snapshot, place=place), place)
        return self.printed[code]


def code_of(query: Query) -> str:
    return digest(str(query))[:CODE_LENGTH]


@dataclass(frozen=True, slots=True)
class Book:
    """``content`` is JSON; ``figures`` are what it prints."""

    content: dict[str, Any]
    figures: list[Printed]


def compose(chapters: Sequence[Chapter], texts: Mapping[str, str], press: Press) -> Book:
    """``texts`` are the words of officials by section; a section without one keeps those of the template.

    Raises ``FigureRefused`` with the place for a figure, row or reference that does not exist.
    """
    shown = {section.code: _is_shown(section, press) for part in chapters for section in part.sections}
    _number(chapters, shown, press)
    content = [_chapter(part, texts, shown, press) for part in chapters]
    return Book({"chapters": content}, list(press.printed.values()))


def _is_shown(section: Section, press: Press) -> bool:
    """Whether every figure that the section needs has a value: in the row that is named, or in any."""
    return all(
        _has_value(queries.read(written, year=press.year, place=section.code), press) for written in section.requires
    )


def _has_value(query: Query, press: Press) -> bool:
    table = press.snapshot.get((query.key, query.year))
    if table is None or not query.label:
        return table is not None and table.has_values
    return any(row.label == query.label and row.exact is not None for row in table.rows)


def _number(chapters: Sequence[Chapter], shown: Mapping[str, bool], press: Press) -> None:
    """图1-1, 表1-1 ...: by chapter, in the order of the page."""
    for part in chapters:
        drawn = tabled = 0
        for section in part.sections:
            for grid in section.grids if shown[section.code] else ():
                tabled += 1
                press.numbers["表", grid.id] = f"表{part.number}-{tabled}"
                if grid.form:
                    drawn += 1
                    press.numbers["图", grid.id] = f"图{part.number}-{drawn}"


def _chapter(part: Chapter, texts: Mapping[str, str], shown: Mapping[str, bool], press: Press) -> dict[str, Any]:
    sections = [
        _section(section, texts.get(section.code, section.text), press, place=f"第{part.number}章“{section.title}”")
        if shown[section.code]
        else {"code": section.code, "title": section.title, "paragraphs": [[{"t": section.absent}]], "grids": []}
        for section in part.sections
    ]
    return {"number": part.number, "title": part.title, "sections": sections}


def _section(section: Section, text: str, press: Press, *, place: str) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "paragraphs": [_runs(line, press, place) for line in slots.paragraphs(text)],
        "grids": [_grid(grid, press, place) for grid in section.grids],
    }


def _runs(line: str, press: Press, place: str) -> list[dict[str, str]]:
    """Words and figures in order: ``{"t": text}``, with ``"f": code`` for a figure."""
    runs: list[dict[str, str]] = []
    for piece in slots.pieces(line):
        if isinstance(piece, slots.Words):
            runs.append({"t": piece.text})
        elif reference := piece.reference:
            if reference not in press.numbers:
                raise FigureRefused(place=place, problem=f"没有名为“{piece.text}”的图或表")
            runs.append({"t": press.numbers[reference]})
        else:
            found = press.ask(queries.read(piece.text, year=press.year, place=place), place)
            runs.append({"t": found.answer.text, "f": found.code})
    return runs


def _grid(grid: Grid, press: Press, place: str) -> dict[str, Any]:
    return grids.laid_out(grid, press, place=f"{place}“{grid.title}”")


def words_of(content: Mapping[str, Any]) -> list[str]:
    """Every paragraph as a reader reads it, for the checks of consistency."""
    return [
        "".join(run["t"] for run in paragraph)
        for part in content["chapters"]
        for section in part["sections"]
        for paragraph in section["paragraphs"]
    ]
