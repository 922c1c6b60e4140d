"""The tables as CSV with a dictionary of its columns. The same version gives the same bytes."""

import csv
import io
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ipservice.documents.neutral import neutral
from supervision.statistics.models import StatisticsRun, StatTable
from supervision.statistics.rules.measures import Sort
from supervision.statistics.services.layout import STAR
from supervision.statistics.services.reading import Line, Shown, lines, tables_in_force

EMPTY = ""
DICTIONARY = (
    ("年度", "统计年度"),
    ("版本", "统计版本号"),
    ("表号", "指标代码，与调查表一致；R 开头为比率"),
    ("表名", "指标名称"),
    ("指标", "单元格代码：指标代码/行/列；指标代码=选项"),
    ("指标名称", "行、列或选项的名称"),
    ("单位", "计量单位"),
    ("分组", "全市、片区、区县、机构类型、机构规模，或两者交叉"),
    ("名称", "分组中的一行"),
    ("状态", "公布；* 为不公布；空白为无数据"),
    ("总体估计", "按机构类型和规模加权、含估计值的总体数"),
    ("填报合计", "只含填报数，不加权、不含估计值"),
    ("估计占比", "总体估计中非填报部分的比重，小数"),
    ("平均数", "总体估计÷推算单位数"),
    ("下四分位数", "填报单位的下四分位数，三位有效数字"),
    ("中位数", "填报单位的中位数，三位有效数字"),
    ("上四分位数", "填报单位的上四分位数，三位有效数字"),
    ("填报单位数", "填报该指标的单位数"),
    ("同比", "总体估计比上年公布数的增长，小数"),
    ("可比同比", "两年均填报单位的增长，小数"),
    ("分子", "比率的分子（总体估计）"),
    ("分母", "比率的分母（总体估计）"),
)


def to_csv(run: StatisticsRun) -> bytes:
    """Every published table in one file, one line a cell, UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([name for name, _ in DICTIONARY])
    for table in tables_in_force(run):
        labels = {measure["key"]: measure for measure in table.measures}
        for line in lines(table):
            for cell in line.cells:
                writer.writerow([neutral(str(part)) for part in _plain(table, line, cell, labels[cell.measure])])
    return ("\ufeff" + buffer.getvalue()).encode()


def dictionary_csv() -> bytes:
    """What each column of the CSV means."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([("列", "说明"), *DICTIONARY])
    return ("\ufeff" + buffer.getvalue()).encode()


def _plain(table: StatTable, line: Line, cell: Shown, measure: dict[str, str]) -> list[Any]:
    head = [table.run.year, table.run.version, table.code, table.title, cell.measure, measure["label"], measure["unit"]]
    head += [line.node.get_dimension_display(), line.node.label]
    if cell.is_hidden:
        return [*head, STAR, *[STAR] * 12]
    is_average = measure["sort"] == Sort.AVERAGE
    numbers = [EMPTY if is_average else number(cell.value), EMPTY if is_average else number(cell.raw)]
    numbers += [part(cell.estimated), number(cell.mean), *_quantiles(cell), cell.units]
    return [*head, "公布", *numbers, part(cell.growth), part(cell.matched_growth), *_fraction(cell)]


def _quantiles(cell: Shown) -> list[str]:
    return [number(cell.quartiles[0]), number(cell.median), number(cell.quartiles[1])]


def _fraction(cell: Shown) -> list[str]:
    return [number(cell.numerator), number(cell.denominator)]


def number(value: Decimal | Fraction | None) -> str:
    """At most two decimals, without trailing zeros."""
    if value is None:
        return EMPTY
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    text = f"{exact:.2f}"
    return text.rstrip("0").rstrip(".")


def part(value: Fraction | None) -> str:
    """A share or growth to a thousandth."""
    return EMPTY if value is None else f"{float(value):.3f}"
