"""Small bar charts, drawn as SVG in the page beside their table: the scale starts at zero, labels stand at the bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from ipservice.figures.registry import Value

WIDTH, ROW, LABEL, NUMBER = 720, 26, 190, 110


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the units of the drawing; ``middle`` is the base line of its words."""

    label: str
    text: str
    y: int
    middle: int
    width: float
    end: float


@dataclass(frozen=True, slots=True)
class Bars:
    bars: list[Bar]
    width: int
    height: int
    left: int
    label_end: int
    thickness: int
    summary: str


def bars(values: Sequence[Value], *, title: str, unit: str) -> Bars | None:
    """None where no value can be drawn. Values that do not exist keep their row, without a bar."""
    numbers = [float(value.exact) if value.exact is not None else 0.0 for value in values]
    largest = max(numbers, default=0.0)
    if largest <= 0:
        return None
    room = WIDTH - LABEL - NUMBER
    drawn = [
        Bar(
            label=" ".join(value.labels),
            text=value.text,
            y=place * ROW + 4,
            middle=place * ROW + ROW // 2 + 5,
            width=round(number / largest * room, 1),
            end=round(LABEL + number / largest * room + 6, 1),
        )
        for place, (value, number) in enumerate(zip(values, numbers, strict=True))
    ]
    top = values[numbers.index(largest)]
    summary = f"{title}，共 {len(values)} 项，最大为{' '.join(top.labels)}：{top.text}{'' if '%' in top.text else unit}"
    return Bars(drawn, WIDTH, len(drawn) * ROW, LABEL, LABEL - 10, ROW - 8, summary)
