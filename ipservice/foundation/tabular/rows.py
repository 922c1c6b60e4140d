"""Rows that are no data: totals, subtotals, titles printed on each page, signatures, closing remarks."""

import re
from collections.abc import Sequence

from ipservice.foundation.tabular.text import as_text, is_blank, label_key

_TOTAL = re.compile(r"(合计|总计|共计|全市合计|累计)[:：]?")
_SUBTOTAL = re.compile(r"(小计|.{0,12}小计)[:：]?")
_SIGNATURE = re.compile(r"(单位负责人|负责人|填表人|填报人|审核人|制表人|制表|联系人|填报单位)[:：].*")
_REMARK = re.compile(r"(注|备注|说明|导出时间|打印时间|数据来源)[:：].*")
_PAGE = re.compile(r".*第\d+页.*")


def reason_to_skip(cells: Sequence[object]) -> str:
    """The Chinese reason why the row holds no data, or an empty string."""
    filled = [label_key(as_text(cell)) for cell in cells if not is_blank(cell)]
    if not filled:
        return "空行"
    first = filled[0]
    for pattern, reason in ((_TOTAL, "合计行不是数据"), (_SUBTOTAL, "小计行不是数据")):
        if pattern.fullmatch(first):
            return reason
    if len(filled) == 1 and _PAGE.fullmatch(first):
        return "每页重复的标题"
    if _SIGNATURE.fullmatch(first):
        return "表尾签字行"
    return "尾注行" if _REMARK.fullmatch(first) else ""


def repeats_header(cells: Sequence[object], header: Sequence[str]) -> bool:
    """True when the row prints the header again."""
    row = [label_key(as_text(cell)) for cell in cells]
    return any(row) and row[: len(header)] == [label_key(title) for title in header]
