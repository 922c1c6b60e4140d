"""措施（五）5.1、7.2：公共服务网点管理规范与年度评价。

The norm is a rule set: one parameter a criterion (``criterion_…``, its full marks in hundredths of a point), the
least total of each grade, the share of criteria that need evidence. Points are whole hundredths, the total is their
sum; the share of the full marks is an exact fraction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Evaluation, Finding

KIND = "outlet_norm"
CRITERION = "criterion_"
EXCELLENT, QUALIFIED, EVIDENCE_FROM = "excellent_percent", "qualified_percent", "evidence_from_hundredths"
LABELS = {
    f"{CRITERION}place": "场所与设施",
    f"{CRITERION}staff": "人员配备与培训",
    f"{CRITERION}rules": "制度、流程与公示",
    f"{CRITERION}items": "服务事项与开放时间",
    f"{CRITERION}volume": "服务数量",
    f"{CRITERION}quality": "服务质量与满意度",
    f"{CRITERION}outreach": "宣传与培训活动",
    f"{CRITERION}speciality": "特色服务",
    EXCELLENT: "优秀的最低得分率（%）",
    QUALIFIED: "合格的最低得分率（%）",
    EVIDENCE_FROM: "须附佐证材料的最低得分（百分之一分）",
}
MOST_HUNDREDTHS = 10_000
ARTICLE = "措施5.1、7.2"


class PointsRefused(DomainError):
    code = "points_refused"
    template = "“{label}”：{problem}"


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    label: str
    max_hundredths: int


@dataclass(frozen=True, slots=True)
class Given:
    """Points given for one criterion and how many papers stand behind them."""

    hundredths: int
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    total_hundredths: int
    max_hundredths: int
    grade: str

    @property
    def share(self) -> Fraction:
        return Fraction(self.total_hundredths, self.max_hundredths)


def criteria(parameters: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """In the order of the known criteria; those that a later version adds follow by name."""
    names = [name for name in parameters if name.startswith(CRITERION)]
    order = {name: position for position, name in enumerate(LABELS)}
    names.sort(key=lambda name: (order.get(name, len(order)), name))
    return tuple(Criterion(name, LABELS.get(name, name), parameters[name]) for name in names)


def assessment_score(given: Mapping[str, Given], parameters: Mapping[str, Any]) -> Evaluation[Score]:
    """The total of one outlet and its grade.

    Raises ``PointsRefused`` when a criterion is missing, unknown, above its full marks, or lacks its evidence.
    """
    asked = criteria(parameters)
    _require_known(given, asked)
    findings = tuple(_finding(criterion, given, parameters[EVIDENCE_FROM]) for criterion in asked)
    total = sum(points.hundredths for points in given.values())
    full = sum(criterion.max_hundredths for criterion in asked)
    return Evaluation(Score(total, full, _grade(Fraction(total * 100, full), parameters)), findings)


def problems(parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a version of the norm, by parameter."""
    wrong = {name: "缺少此项。" for name in (EXCELLENT, QUALIFIED, EVIDENCE_FROM) if name not in parameters}
    for name, value in parameters.items():
        if name not in LABELS and not name.startswith(CRITERION):
            wrong[name] = "没有这一参数。"
        elif isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _most(name):
            wrong[name] = f"“{value}”应为 1 至 {_most(name)} 的整数。"
    if not wrong and not any(name.startswith(CRITERION) for name in parameters):
        wrong[CRITERION] = "至少列一项评价指标。"
    if not wrong and parameters[QUALIFIED] > parameters[EXCELLENT]:
        wrong[QUALIFIED] = "合格的得分率不能高于优秀的得分率。"
    return wrong


def points(hundredths: int) -> str:
    """12.5 for 1250: as people read points."""
    whole, rest = divmod(abs(hundredths), 100)
    written = f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
    return f"-{written}" if hundredths < 0 else written


def _most(name: str) -> int:
    return 100 if name in (EXCELLENT, QUALIFIED) else MOST_HUNDREDTHS


def _require_known(given: Mapping[str, Given], asked: Sequence[Criterion]) -> None:
    known = {criterion.code for criterion in asked}
    for name in given:
        if name not in known:
            raise PointsRefused(field=name, label=LABELS.get(name, name), problem="管理规范中没有这一指标。")


def _finding(criterion: Criterion, given: Mapping[str, Given], evidence_from: int) -> Finding:
    if criterion.code not in given:
        raise PointsRefused(field=criterion.code, label=criterion.label, problem="尚未评分。")
    awarded = given[criterion.code]
    if not 0 <= awarded.hundredths <= criterion.max_hundredths:
        problem = f"{points(awarded.hundredths)} 分超出范围，应为 0 至 {points(criterion.max_hundredths)} 分。"
        raise PointsRefused(field=criterion.code, label=criterion.label, problem=problem)
    if awarded.hundredths >= evidence_from and not awarded.papers:
        problem = f"得分达到 {points(evidence_from)} 分的指标须附佐证材料。"
        raise PointsRefused(field=criterion.code, label=criterion.label, problem=problem)
    return Finding(
        criterion.code,
        ARTICLE,
        f"{criterion.label}（满分 {points(criterion.max_hundredths)}）",
        f"{points(awarded.hundredths)} 分，佐证 {awarded.papers} 份",
        None,
    )


def _grade(percent: Fraction, parameters: Mapping[str, Any]) -> str:
    if percent >= parameters[EXCELLENT]:
        return "优秀"
    return "合格" if percent >= parameters[QUALIFIED] else "待改进"
