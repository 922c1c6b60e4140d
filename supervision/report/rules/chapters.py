"""The template of the report: chapters of sections, each with words and slots, charts and tables. Data, not code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipservice.foundation.vocabulary import Vocabulary
from supervision.report.rules import literals, queries, slots
from supervision.report.rules.queries import Measure, Query
from supervision.report.rules.tables import FigureRefused

COMPARING = frozenset({Measure.GROWTH, Measure.DELTA, Measure.MOVE})


class Form(Vocabulary):
    NONE = "", "只有表"
    BARS = "bars", "条形图"
    SHARE = "share", "构成图"
    LINES = "lines", "折线图"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, and the chart of it where ``form`` names one.

    A column is a query without a label; the rows are the labels of the first column's figure. With ``years`` the
    rows are years instead, and a column is a query with its label. ``limit`` rows are drawn, all of them printed.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    form: Form = Form.NONE
    years: int = 0
    limit: int = 12
    has_total: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``requires`` names figures, or rows of them; where one has no value, ``absent`` is printed and nothing else."""

    code: str
    title: str
    text: str
    grids: tuple[Grid, ...] = ()
    requires: tuple[str, ...] = ()
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    title: str
    sections: tuple[Section, ...]


def chapter(written: Mapping[str, Any], *, place: str) -> Chapter:
    """Read one file of the template. Raises ``FigureRefused`` or ``LiteralNumber`` with the place named."""
    sections = tuple(_section(part, written["number"], place) for part in written["section"])
    codes = [section.code for section in sections]
    if len(set(codes)) != len(codes):
        raise FigureRefused(place=place, problem="有两节用了同一个代码")
    return Chapter(written["number"], written["title"], sections)


def _section(part: Mapping[str, Any], number: int, place: str) -> Section:
    where = f"{place} {part['code']}"
    section = Section(
        code=f"{number:02d}.{part['code']}",
        title=part["title"],
        text="\n".join(slots.paragraphs(part["text"])),
        grids=tuple(_grid(grid, where) for grid in part.get("grid", ())),
        requires=tuple(part.get("requires", ())),
        absent=part.get("absent", "").strip(),
    )
    for text in (section.text, section.absent):
        require_clean(text, place=where)
    if section.requires and not section.absent:
        raise FigureRefused(place=where, problem="写了 requires 就要写 absent：没有数据时怎么说")
    return section


def _grid(part: Mapping[str, Any], where: str) -> Grid:
    grid = Grid(
        id=part["id"],
        title=part["title"],
        columns=tuple(part["columns"]),
        heads=tuple(part["heads"]),
        form=Form(part.get("form", "")),
        years=part.get("years", 0),
        limit=part.get("limit", 12),
        has_total=part.get("total", False),
        note=part.get("note", ""),
    )
    if len(grid.heads) != len(grid.columns) + 1:
        raise FigureRefused(place=f"{where} {grid.id}", problem="heads 应比 columns 多一个：第一个是行标目")
    return grid


def require_clean(text: str, *, place: str) -> None:
    """No number but from a slot. Raises ``LiteralNumber`` or ``BracesAstray``."""
    for piece in slots.pieces(text):
        if isinstance(piece, slots.Words):
            literals.require_none(piece.text, place=place)


def queries_of(chapters: Sequence[Chapter], year: int) -> Iterator[tuple[str, Query]]:
    """Every query that the template asks, with its place."""
    for part in chapters:
        for section in part.sections:
            place = f"第{part.number}章“{section.title}”"
            for piece in slots.pieces(section.text):
                if isinstance(piece, slots.Slot) and not piece.reference:
                    yield place, queries.read(piece.text, year=year, place=place)
            for written in section.requires:
                yield place, queries.read(written, year=year, place=place)
            yield from _grid_queries(section, year, place)


def _grid_queries(section: Section, year: int, place: str) -> Iterator[tuple[str, Query]]:
    for grid in section.grids:
        for back in range(max(grid.years, 1)):
            for column in grid.columns:
                yield f"{place}{grid.id}", queries.read(column, year=year - back, place=f"{place}{grid.id}")


def needed(chapters: Sequence[Chapter], year: int) -> dict[str, set[int]]:
    """The years of each figure that have to be frozen; a comparison needs the year before too."""
    years: dict[str, set[int]] = {}
    for _, query in queries_of(chapters, year):
        years.setdefault(query.key, set()).add(query.year)
        if query.measure in COMPARING:
            years[query.key].add(query.year - 1)
    return years
