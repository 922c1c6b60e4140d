"""A flag in one sentence that a reviewer reads without knowing the method."""

from typing import Protocol

from supervision.survey.models import FlagKind
from supervision.survey.rules.definition import Cell


class Flagged(Protocol):
    cell: str
    kind: FlagKind
    value: float
    expected: float | None
    score: float


def sentence_of(flag: Flagged, cell: Cell | None) -> str:
    """营业收入填报 35,000,000 元，按上年和全市增幅推算约 3,500,000 元，相差 10.0 倍。"""
    label, unit = (cell.label, cell.item.unit) if cell else (flag.cell, "")
    said = f"{label}填报 {_number(flag.value)} {unit}".rstrip()
    return f"{said}，{_compared(flag, unit)}。"


def _compared(flag: Flagged, unit: str) -> str:
    expected = f"约 {_number(flag.expected)} {unit}".rstrip() if flag.expected else "没有参照"
    if flag.kind == FlagKind.UNIT_SLIP:
        return f"{_times(flag.score)}，疑似“元”和“万元”相混"
    if flag.kind == FlagKind.ROBUST_Z:
        return f"同类型、同规模机构居中为{expected}，稳健 z 为 {flag.score:.1f}"
    if flag.kind == FlagKind.PEER_RATIO:
        return f"人均 {_number(flag.score)} {unit}，按同类机构居中水平推算为{expected}"
    return f"按上年和全市居中增幅推算为{expected}"


def _times(ratio: float) -> str:
    return f"是上年的 {_number(ratio)} 倍" if ratio >= 1 else f"只有上年的 1/{_number(1 / ratio)}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"
