"""One printed number is one query on the snapshot: ``key@year:label|measure``. Running it again gives the number.

``agencies.by_district@2025:渝中区`` is the value of a row, ``:合计`` the sum of a figure that adds up, ``:#1`` the row
with the largest value, ``:本年`` that of the year itself. Without a label the figure has one row. The measure says
what is printed: see ``Measure``.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from ipservice.foundation.vocabulary import Vocabulary
from supervision.report.rules import numbers
from supervision.report.rules.tables import FigureRefused, Frozen, Row, Snapshot

TOTAL = "合计"
THIS_YEAR = "本年"
HIDDEN = "*"
WAN = 10_000
YEAR_LABEL = re.compile(r"(\d{4})年")
WRITTEN = re.compile(
    r"(?P<key>[a-z][a-z0-9_.]*)(?:@(?P<year>-\d|\d{4}))?(?::(?P<label>[^{}]+?))?(?:\|(?P<measure>[a-z]+\d*))?"
)
PLACE = re.compile(r"#(\d{1,2})")


class Measure(Vocabulary):
    VALUE = "value", "数值"
    BARE = "bare", "不带单位的数值"
    WAN = "wan", "以万元计的数值"
    WANBARE = "wanbare", "以万元计的不带单位的数值"
    NAME = "name", "标目"
    NUMERATOR = "numerator", "分子"
    DENOMINATOR = "denominator", "分母"
    ABOVE = "above", "不带单位的分子"
    BELOW = "below", "不带单位的分母"
    SHARE = "share", "占合计的比重"
    GROWTH = "growth", "比上年的变化"
    DELTA = "delta", "增减"
    ROWS = "rows", "有值的项数"
    RANK = "rank", "位次"
    MOVE = "move", "位次比上年的变化"
    TOP = "top", "居前的几项"


@dataclass(frozen=True, slots=True)
class Query:
    """``year`` below 100 in absolute terms is an offset from the year of the report; ``n`` belongs to 居前的几项."""

    key: str
    year: int
    label: str = ""
    measure: Measure = Measure.VALUE
    n: int = 0

    def __str__(self) -> str:
        label = f":{self.label}" if self.label else ""
        is_plain = self.measure == Measure.VALUE and "|" not in self.label
        measure = "" if is_plain else f"|{self.measure}{self.n or ''}"
        return f"{self.key}@{self.year}{label}{measure}"


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is printed, unit included; ``exact`` is the number behind it; the parts are those of a rate."""

    text: str
    exact: Fraction | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None


def read(text: str, *, year: int, place: str) -> Query:
    """The query written in a slot, for a report of ``year``. Raises ``FigureRefused``."""
    found = WRITTEN.fullmatch(text.strip())
    if not found:
        raise FigureRefused(place=place, problem=f"看不懂数据槽“{text}”，应写成 指标@年份:标目|量 的样子")
    measure, n = _measure(found["measure"] or Measure.VALUE.value, place)
    written = int(found["year"] or 0)
    of_year = written if written > 100 else year + written
    label = f"{of_year}年" if found["label"] == THIS_YEAR else found["label"] or ""
    return Query(found["key"], of_year, label, measure, n)


def _measure(text: str, place: str) -> tuple[Measure, int]:
    name, digits = text.rstrip("0123456789"), text[len(text.rstrip("0123456789")) :]
    if name not in set(Measure):
        raise FigureRefused(place=place, problem=f"没有名为“{text}”的量，可用：{'、'.join(Measure)}")
    return Measure(name), int(digits or 0)


def run(query: Query, snapshot: Snapshot, *, place: str = "") -> Answer:
    """Raises ``FigureRefused`` where the snapshot has no such figure, row or sum."""
    table = table_of(query, snapshot, place)
    return _ANSWERS[query.measure](query, table, snapshot, place)


def table_of(query: Query, snapshot: Snapshot, place: str = "") -> Frozen:
    table = snapshot.get((query.key, query.year))
    if table is None:
        raise FigureRefused(place=place, problem=f"快照中没有指标“{query.key}”{query.year}年的数据，请检查名称")
    return table


def _row(query: Query, table: Frozen, place: str) -> Row:
    if query.label == TOTAL:
        return _total(query, table, place)
    if ranked := PLACE.fullmatch(query.label):
        rows = table.ranked()[int(ranked[1]) - 1 :]
    elif query.label:
        rows = [row for row in table.rows if row.label == query.label]
    else:
        rows = list(table.rows) if len(table.rows) == 1 else []
    if not rows:
        raise FigureRefused(place=place, problem=f"指标“{query.key}”{query.year}年没有“{query.label or '唯一'}”这一项")
    return rows[0]


def _total(query: Query, table: Frozen, place: str) -> Row:
    if table.facts.is_rate:
        parts = [row for row in table.rows if row.numerator is not None]
        if not table.facts.adds_up:
            raise FigureRefused(place=place, problem=f"指标“{query.key}”的各项不能合计")
        return Row((TOTAL,), None, sum(row.numerator or 0 for row in parts), sum(row.denominator or 0 for row in parts))
    if not table.facts.adds_up:
        raise FigureRefused(place=place, problem=f"指标“{query.key}”的各项不能合计")
    return Row((TOTAL,), count=int(table.total))


def value_text(row: Row, table: Frozen, *, with_unit: bool = True) -> str:
    """A row as it is printed; what has no value is a dash, what is kept back an asterisk."""
    facts = table.facts
    if row.exact is None:
        return HIDDEN if row.note == HIDDEN else "—"
    if facts.is_rate:
        text = numbers.rate(row.exact, facts.unit)
        return text + facts.unit if with_unit and facts.unit not in numbers.PERCENT_UNITS else text
    return numbers.whole(row.exact) + (facts.unit if with_unit else "")


def _value(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    row = _row(query, table, place)
    text = value_text(row, table, with_unit=query.measure == Measure.VALUE)
    return Answer(text, row.exact, table.facts.unit, row.numerator, row.denominator)


def _in_wan(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    """A sum of money in units of ten thousand yuan; only for figures counted in yuan."""
    if not table.facts.unit.startswith("元"):
        raise FigureRefused(place=place, problem=f"指标“{query.key}”的单位是“{table.facts.unit}”，不能以万元计")
    row, unit = _row(query, table, place), f"万{table.facts.unit}"
    if row.exact is None:
        return Answer(value_text(row, table), None, unit)
    text = numbers.rounded(row.exact / WAN, 2)
    return Answer(text if query.measure == Measure.WANBARE else text + unit, row.exact, unit)


def _name(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    row = _row(query, table, place)
    return Answer(row.label, row.exact, table.facts.unit, row.numerator, row.denominator)


def _part(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    row = _row(query, table, place)
    part = row.numerator if query.measure in (Measure.NUMERATOR, Measure.ABOVE) else row.denominator
    if part is None:
        raise FigureRefused(place=place, problem=f"指标“{query.key}”不是比率，没有{query.measure.label}")
    unit = table.facts.part_unit
    text = numbers.whole(part) if query.measure in (Measure.ABOVE, Measure.BELOW) else numbers.whole(part) + unit
    return Answer(text, Fraction(part), unit)


def _share(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    row, total = _row(query, table, place), _total(query, table, place)
    if row.count is None or not total.count:
        return Answer("—", None, "%")
    share = Fraction(row.count, total.count)
    return Answer(numbers.percent(share), share, "%", row.count, total.count)


def _rows(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    number = sum(1 for row in table.rows if row.exact)
    return Answer(f"{number}个", Fraction(number), "个")


def _before(query: Query, snapshot: Snapshot) -> Frozen | None:
    return snapshot.get((query.key, query.year - 1))


def _then(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Row | None:
    """The row of a year ago: of a figure by years in the same table, of any other in that of last year."""
    if of_year := YEAR_LABEL.fullmatch(query.label):
        return next((row for row in table.rows if row.label == f"{int(of_year[1]) - 1}年"), None)
    before = _before(query, snapshot)
    return _row(query, before, place) if before and _has(query, before, place) else None


def _growth(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    """A phrase that agrees with the figures: 比上年增长, 比上年下降, 与上年持平, or why nothing is compared."""
    now, then = _row(query, table, place), _then(query, table, snapshot, place)
    if now.exact is None or then is None or then.exact is None:
        return Answer("上年没有可比数据", None, "")
    if table.facts.is_rate:
        return _points(now, then, table)
    if not then.exact:
        return Answer("上年为零，不计算增速", None, "") if now.exact else Answer("与上年同为零", Fraction(0), "%")
    growth = now.exact / then.exact - 1
    if not growth:
        return Answer("与上年持平", growth, "%")
    word = "增长" if growth > 0 else "下降"
    return Answer(f"比上年{word}{numbers.percent(abs(growth))}", growth, "%", int(now.exact), int(then.exact))


def _delta(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    """The same change as a number for a table: +5.20%, -3.00%, a dash where nothing can be compared."""
    grown = _growth(query, table, snapshot, place)
    if grown.exact is None:
        return Answer("—", None, "")
    sign = "+" if grown.exact > 0 else ""
    if table.facts.is_rate:
        return Answer(f"{sign}{numbers.rounded(grown.exact, 2)}", grown.exact, grown.unit)
    return Answer(f"{sign}{numbers.percent(grown.exact)}", grown.exact, "%", grown.numerator, grown.denominator)


def _points(now: Row, then: Row, table: Frozen) -> Answer:
    change = (now.exact or Fraction(0)) - (then.exact or Fraction(0))
    if not change:
        return Answer("与上年持平", change, "个百分点")
    word = "提高" if change > 0 else "降低"
    if table.facts.unit in numbers.PERCENT_UNITS:
        return Answer(f"比上年{word}{numbers.rounded(abs(change) * 100, 2)}个百分点", change * 100, "个百分点")
    return Answer(f"比上年{word}{numbers.rounded(abs(change), 2)}{table.facts.unit}", change, table.facts.unit)


def _has(query: Query, table: Frozen, place: str) -> bool:
    """Whether last year's table has the row that is asked for; a place in the ranking is compared by nobody."""
    if query.label == TOTAL:
        return table.has_values
    if query.label:
        return any(row.label == query.label for row in table.rows)
    return len(table.rows) == 1


def _place_of(label: str, table: Frozen) -> int | None:
    """1 for the largest value; equal values share the better place."""
    found = next((row for row in table.rows if row.label == label), None)
    if found is None or found.exact is None:
        return None
    return 1 + sum(1 for row in table.rows if row.exact is not None and row.exact > found.exact)


def _rank(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    at = _place_of(_row(query, table, place).label, table)
    if at is None:
        return Answer("不参加排位", None, "位")
    return Answer(f"第{at}位", Fraction(at), "位")


def _move(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    label, before = _row(query, table, place).label, _before(query, snapshot)
    now, then = _place_of(label, table), _place_of(label, before) if before else None
    if now is None or then is None:
        return Answer("上年没有可比位次", None, "位")
    moved = then - now
    if not moved:
        return Answer("位次与上年相同", Fraction(0), "位")
    return Answer(f"位次比上年{'上升' if moved > 0 else '下降'}{abs(moved)}位", Fraction(moved), "位")


def _top(query: Query, table: Frozen, snapshot: Snapshot, place: str) -> Answer:
    """渝中区（12家）、江北区（9家）: rows of value nought are not named."""
    rows = [row for row in table.ranked() if row.exact][: query.n or 3]
    if not rows:
        return Answer("各项均为零", None, table.facts.unit)
    named = "、".join(f"{row.label}（{value_text(row, table)}）" for row in rows)
    return Answer(named, rows[0].exact, table.facts.unit)


_ANSWERS = {
    Measure.VALUE: _value,
    Measure.BARE: _value,
    Measure.WAN: _in_wan,
    Measure.WANBARE: _in_wan,
    Measure.NAME: _name,
    Measure.NUMERATOR: _part,
    Measure.DENOMINATOR: _part,
    Measure.ABOVE: _part,
    Measure.BELOW: _part,
    Measure.SHARE: _share,
    Measure.GROWTH: _growth,
    Measure.DELTA: _delta,
    Measure.ROWS: _rows,
    Measure.RANK: _rank,
    Measure.MOVE: _move,
    Measure.TOP: _top,
}
