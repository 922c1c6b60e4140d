"""Which tables a version has: one an item with numbers or options, the rates, and dated figures of the register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipservice.figures.reading import read
from ipservice.figures.registry import figures
from supervision.statistics.rules.measures import Measure, Sort
from supervision.statistics.rules.parameters import Rate
from supervision.statistics.rules.states import CellStatus
from supervision.statistics.services.computing import Computed
from supervision.statistics.services.former import Former

OURS = "survey."
REGISTER = "登记与公共服务数据"
NOTES = {
    Sort.TOTAL: (
        "合计为按机构类型和规模加权的总体估计；平均数按推算单位数计算；分位数按填报单位计算，保留三位有效数字。"
    ),
    Sort.COUNT: "单位数为按机构类型和规模加权的总体估计。",
    Sort.AVERAGE: "百分比指标只列平均数和分位数。",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table before it is written."""

    code: str
    columns: Mapping[str, Any]
    measures: Sequence[str] = ()
    rate: Rate | None = None
    figure: Sequence[tuple[Any, ...]] | None = None

    @property
    def said(self) -> list[tuple[str, str]]:
        """What the table says of itself, without ids."""
        return [(name, repr(value)) for name, value in sorted(self.columns.items()) if name != "carried_from_id"]


def sheets_of(computed: Computed, former: Former) -> list[Sheet]:
    """In print order."""
    reasons = {measure.key: proof.reason for proof in computed.proofs for measure in proof.family}
    found = [*_items(computed, reasons, former), *_rates(computed), *register_sheets(computed.questionnaire.year)]
    for place, sheet in enumerate(found):
        sheet.columns["place"] = place  # type: ignore[index]
    return found


def _items(computed: Computed, reasons: Mapping[str, str], former: Former) -> Iterator[Sheet]:
    by_item: dict[str, list[Measure]] = {}
    for measure in computed.grid.measures:
        by_item.setdefault(measure.item, []).append(measure)
    for section in computed.questionnaire.sections:
        for item in section.items:
            measures = by_item.get(item.code, [])
            if measures:
                withheld = next((reasons[one.key] for one in measures if reasons[one.key]), "")
                columns = {
                    "code": item.code,
                    "section": f"{section.code} {section.title}",
                    "title": item.label,
                    "unit": measures[0].unit,
                    "sort": measures[0].sort,
                    "note": NOTES[measures[0].sort],
                    "measures": [_told(one) for one in measures],
                    "withheld": withheld,
                    "carried_from_id": former.tables.get(item.code) if withheld else None,
                }
                yield Sheet(item.code, columns, [one.key for one in measures])


def _told(measure: Measure) -> dict[str, str]:
    return {"key": measure.key, "label": measure.label, "unit": measure.unit, "sort": measure.sort}


def _rates(computed: Computed) -> Iterator[Sheet]:
    """Rates whose cells this year's form has."""
    keys = {measure.key: measure for measure in computed.grid.measures}
    for rate in computed.parameters.rates:
        if rate.numerator in keys and rate.denominator in keys:
            above, below = keys[rate.numerator].label, keys[rate.denominator].label
            columns = {
                "code": rate.code,
                "section": "比率",
                "title": rate.label,
                "unit": rate.unit,
                "sort": Sort.RATE,
                "note": f"{above}÷{below}，分子、分母均为总体估计；任一项不公布的不公布。",
                "measures": [{"key": rate.code, "label": rate.label, "unit": rate.unit, "sort": Sort.RATE}],
                "withheld": "",
                "carried_from_id": None,
            }
            yield Sheet(rate.code, columns, rate=rate)


def register_sheets(year: int) -> list[Sheet]:
    """Public figures that can be read as of the last day of the year; they hold no answers of the survey."""
    return list(_figures(date(year, 12, 31)))


def _figures(day: date) -> Iterator[Sheet]:
    for figure in figures(public_only=True):
        if not figure.is_dated or figure.key.startswith(OURS):
            continue
        table = read(figure, day)
        columns = {
            "code": figure.key[:60],
            "section": REGISTER,
            "title": figure.title,
            "unit": figure.unit,
            "sort": Sort.RATE if figure.is_rate else Sort.COUNT,
            "note": f"{figure.definition} 来源：{table.source}，截至 {table.as_of:%Y-%m-%d}。"[:500],
            "measures": [{"key": figure.key, "label": figure.title, "unit": figure.unit, "sort": Sort.COUNT}],
            "withheld": "",
            "carried_from_id": None,
        }
        yield Sheet(columns["code"], columns, figure=[_figure_row(figure.key, value) for value in table.values])


def _figure_row(key: str, value: Any) -> tuple[Any, ...]:
    status = CellStatus.EMPTY if value.exact is None else CellStatus.PUBLISHED
    node = " · ".join(value.labels)[:60] or "全市"
    parts = (value.numerator, value.denominator)
    return (key, node, status, value.count, value.count, *parts, 0, 0, 0, 0, *[None] * 4, 0, None, None)
