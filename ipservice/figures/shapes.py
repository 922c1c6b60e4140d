"""The shape that a figure declares, and in what its values depart from it.

A report, a release of open data or a chart that asks by key counts on the declared shape: whoever changes a query
has to change the declaration too, or ``manage.py figures --check`` names the place.
"""

from collections import Counter
from datetime import date

from ipservice.figures.registry import Figure, Table, Value
from ipservice.foundation.errors import DomainError

SHOWN_PLACES = 3


class FigureMisshapen(DomainError):
    code = "figure_misshapen"
    template = "指标“{key}”不符合其声明：{problem}"


def columns(figure: Figure) -> tuple[str, ...]:
    """The columns of the figure's values, in order: its dimensions, then what is counted or divided."""
    if figure.is_rate:
        return (
            *figure.dimensions,
            f"{figure.numerator}（{figure.part_unit}）",
            f"{figure.denominator}（{figure.part_unit}）",
        )
    return (*figure.dimensions, f"{figure.title}（{figure.unit}）")


def shape(figure: Figure) -> str:
    """区县 → 家: the shape in one line."""
    unit = "分子÷分母" if figure.is_rate else figure.unit
    return f"{'×'.join(figure.dimensions) or '合计'} → {unit}"


def declared_problems(figure: Figure) -> list[str]:
    """What the declaration itself lacks. A rate counts its parts in a unit and is itself a share."""
    problems = [
        f"缺少{label}"
        for label, value in (("名称", figure.title), ("定义", figure.definition), ("依据措施", figure.clause))
        if not value.strip()
    ]
    if not (figure.part_unit if figure.is_rate else figure.unit).strip():
        problems.append("缺少计量单位")
    if figure.is_rate and not figure.numerator.strip():
        problems.append("比率缺少分子说明")
    return problems


def problems(figure: Figure, table: Table) -> list[str]:
    """In what the values depart from the declared shape; at most three places of a kind are named."""
    return [
        *_named(f"维度应为 {len(figure.dimensions)} 个", [value for value in table.values if not _fits(figure, value)]),
        *_named(
            "应为" + ("比率" if figure.is_rate else "数值"), [each for each in table.values if _mixed(figure, each)]
        ),
        *_twice(table),
        *([] if table.source.strip() else ["缺少来源"]),
    ]


def require_shape(figure: Figure, table: Table) -> None:
    """Raises ``FigureMisshapen`` with the key and the place."""
    found = [*declared_problems(figure), *problems(figure, table)]
    if found:
        raise FigureMisshapen(key=figure.key, problem="；".join(found))


def checked(figure: Figure, day: date) -> Table:
    """The figure as of ``day``. Raises ``FigureMisshapen``."""
    table = figure.read(day)
    require_shape(figure, table)
    return table


def _fits(figure: Figure, value: Value) -> bool:
    return len(value.labels) == len(figure.dimensions)


def _mixed(figure: Figure, value: Value) -> bool:
    has_parts = value.numerator is not None or value.denominator is not None
    return has_parts != figure.is_rate and not (figure.is_rate and value.count is None)


def _named(rule: str, wrong: list[Value]) -> list[str]:
    if not wrong:
        return []
    places = "、".join("／".join(value.labels) or "（无维度）" for value in wrong[:SHOWN_PLACES])
    return [f"{rule}，不符的有 {len(wrong)} 处：{places}"]


def _twice(table: Table) -> list[str]:
    seen = Counter(value.labels for value in table.values)
    doubled = ["／".join(labels) for labels, times in seen.items() if times > 1]
    return [f"维度重复：{'、'.join(doubled[:SHOWN_PLACES])}"] if doubled else []
