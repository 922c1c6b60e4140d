"""A table with its chart, laid out of the snapshot: head, rows of figures, drawing, summary in words, sources."""

from typing import Any, Protocol

from supervision.report.rules import drawing, queries
from supervision.report.rules.chapters import Form, Grid
from supervision.report.rules.queries import TOTAL, Answer, Measure, Query
from supervision.report.rules.tables import Facts, Frozen, Snapshot


class Asked(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def answer(self) -> Answer: ...


class Asker(Protocol):
    """What lays out needs of the press."""

    @property
    def year(self) -> int: ...
    @property
    def snapshot(self) -> Snapshot: ...
    @property
    def numbers(self) -> dict[tuple[str, str], str]: ...
    def ask(self, query: Query, place: str) -> Asked: ...


WITHOUT_UNIT = {
    Measure.VALUE: Measure.BARE,
    Measure.NUMERATOR: Measure.ABOVE,
    Measure.DENOMINATOR: Measure.BELOW,
    Measure.WAN: Measure.WANBARE,
}
Cell = tuple[str, Answer]
DRAWN = ("", "wan")
NOTHING: Cell = ("", Answer("—", None, ""))


def laid_out(grid: Grid, press: Asker, *, place: str) -> dict[str, Any]:
    """The grid as JSON: a cell is ``{"t": text}``, with ``"f": code`` where a figure stands behind it."""
    labels, rows = _by_year(grid, press, place) if grid.years else _by_label(grid, press, place)
    columns = [queries.read(column, year=press.year, place=place) for column in grid.columns]
    frozen = [queries.table_of(column, press.snapshot, place) for column in columns]
    summary = _summary(grid, labels, rows) if grid.form else ""
    return {
        "id": grid.id,
        "title": grid.title,
        "table": press.numbers["表", grid.id],
        "chart": press.numbers.get(("图", grid.id), ""),
        "head": [_named(head, press.year) for head in grid.heads],
        "rows": [[{"t": label}, *(_cell(cell) for cell in row)] for label, row in zip(labels, rows, strict=True)],
        "svg": _drawn(grid, labels, rows, summary, press.year),
        "summary": summary,
        "units": _units(grid, press, place),
        "source": _sources(frozen),
        "keys": list(dict.fromkeys(column.key for column in columns)),
        "notes": list(dict.fromkeys(note for table in frozen for note in (*table.facts.notes, grid.note) if note)),
    }


def _sources(frozen: list[Frozen]) -> str:
    """Each source once, with the days of which it was read."""
    days: dict[str, list[str]] = {}
    for table in frozen:
        known = days.setdefault(table.facts.source, [])
        if table.facts.as_of not in known:
            known.append(table.facts.as_of)
    return "；".join(f"{source}（截至{'、'.join(known)}）" for source, known in days.items() if source)


def _named(head: str, year: int) -> str:
    return head.replace("{年}", f"{year}年").replace("{上年}", f"{year - 1}年")


def _cell(cell: Cell) -> dict[str, str]:
    code, answer = cell
    return {"t": answer.text, "f": code} if code else {"t": answer.text}


def _by_label(grid: Grid, press: Asker, place: str) -> tuple[list[str], list[list[Cell]]]:
    columns = [queries.read(column, year=press.year, place=place) for column in grid.columns]
    labels = [row.label for row in queries.table_of(columns[0], press.snapshot, place).rows]
    if grid.has_total:
        labels.append(TOTAL)
    return labels, [[_asked(column, label, press, place) for column in columns] for label in labels]


def _by_year(grid: Grid, press: Asker, place: str) -> tuple[list[str], list[list[Cell]]]:
    """The oldest year first; years without any value are left out."""
    labels, rows = [], []
    for year in range(press.year - grid.years + 1, press.year + 1):
        asked = [queries.read(column, year=year, place=place) for column in grid.columns]
        row = [_asked(query, query.label, press, place) for query in asked]
        if any(answer.exact is not None for _, answer in row):
            labels.append(f"{year}年")
            rows.append(row)
    return labels, rows


def _asked(column: Query, label: str, press: Asker, place: str) -> Cell:
    """A figure, or a dash where this figure or year does not know the row."""
    measure = WITHOUT_UNIT.get(column.measure, column.measure)
    query = Query(column.key, column.year, label, measure, column.n)
    table = press.snapshot.get((query.key, query.year))
    if table is None or not (label in ("", TOTAL) or any(row.label == label for row in table.rows)):
        return NOTHING
    if not label and len(table.rows) != 1:
        return NOTHING
    found = press.ask(query, place)
    return found.code, found.answer


def _units(grid: Grid, press: Asker, place: str) -> str:
    """家, or one unit a column where they differ."""
    units = []
    for column in grid.columns:
        query = queries.read(column, year=press.year, place=place)
        facts = queries.table_of(query, press.snapshot, place).facts
        units.append(_unit(query.measure, facts))
    known = dict.fromkeys(unit for unit in units if unit and unit != "%")
    return "、".join(known)


def _unit(measure: Measure, facts: Facts) -> str:
    if measure in (Measure.DELTA, Measure.SHARE, Measure.RANK):
        return ""
    if measure in (Measure.NUMERATOR, Measure.DENOMINATOR):
        return facts.part_unit
    return f"万{facts.unit}" if measure == Measure.WAN else facts.unit


def _drawn(grid: Grid, labels: list[str], rows: list[list[Cell]], summary: str, year: int) -> str:
    if not grid.form or not rows:
        return ""
    chosen = [at for at, label in enumerate(labels) if label != TOTAL]
    if grid.form == Form.BARS and not grid.years and len(chosen) > grid.limit:
        chosen = sorted(chosen, key=lambda at: -(rows[at][0][1].exact or 0))[: grid.limit]
    series = [
        drawing.Series(_named(head, year), tuple(_mark(rows[at][place]) for at in chosen))
        for place, head in enumerate(grid.heads[1:])
        if grid.columns[place].partition("|")[2] in DRAWN
    ]
    names = [labels[at] for at in chosen]
    if grid.form == Form.SHARE:
        return drawing.share(names, series[0].marks, summary)
    draw = drawing.lines if grid.form == Form.LINES else drawing.bars
    return draw(names, series, summary)


def _mark(cell: Cell) -> drawing.Mark:
    code, answer = cell
    return drawing.Mark(answer.exact, answer.text, code)


def _summary(grid: Grid, labels: list[str], rows: list[list[Cell]]) -> str:
    """What the chart shows, for those who can't see it."""
    known = [
        (label, row[0][1])
        for label, row in zip(labels, rows, strict=True)
        if label != TOTAL and row[0][1].exact is not None
    ]
    if not known:
        return f"{grid.title}：没有可以显示的数据。"
    if grid.form == Form.LINES:
        return f"{grid.title}：{known[0][0]}为{known[0][1].text}，{known[-1][0]}为{known[-1][1].text}。"
    most = max(known, key=lambda pair: pair[1].exact or 0)
    least = min(known, key=lambda pair: pair[1].exact or 0)
    return f"{grid.title}，共{len(known)}项：最大为{most[0]}{most[1].text}，最小为{least[0]}{least[1].text}。"
