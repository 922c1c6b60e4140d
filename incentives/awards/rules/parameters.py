"""The rule set of the award as typed values; whatever is missing, unknown or impossible is refused by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from incentives.awards.rules.brackets import Bracket, read_brackets
from incentives.awards.rules.readings import (
    AbnormalState,
    AgencyState,
    AmountRule,
    Comparison,
    ExcludingStanding,
    ExclusionWindow,
    Grade,
    MeanOver,
    OverBudget,
    RateReading,
    RouteTreatment,
    Subtraction,
    TieBreaker,
    TieRule,
)
from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary


class ParameterRefused(DomainError):
    code = "award_parameter_refused"
    template = "规则参数“{label}”：{problem}"


def _one_of(vocabulary: type[Vocabulary]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return vocabulary(value)
        except ValueError:
            options = "、".join(f"{member.value}（{member.label}）" for member in vocabulary)
            raise ValueError(f"“{value}”不在可选值之内，应为 {options}。") from None

    return read


def _some_of(vocabulary: type[Vocabulary]) -> Callable[[Any], Any]:
    one = _one_of(vocabulary)

    def read(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise ValueError("应为列表。")
        chosen = tuple(one(member) for member in value)
        if len(set(chosen)) != len(chosen):
            raise ValueError("同一项列了两次。")
        return chosen

    return read


def _whole(least: int, most: int | None = None) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"“{value}”不是整数。")
        if value < least or (most is not None and value > most):
            raise ValueError(f"{value} 超出范围，应为 {least} 以上{'' if most is None else f'、{most} 以下'}的整数。")
        return value

    return read


def _or_none(read_value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An empty text stands for None too: the rule set files have no word for nothing."""
    return lambda value: None if value in (None, "") else read_value(value)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"“{value}”应为 true 或 false。")
    return value


READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "rate_reading": ("授权率的口径", _one_of(RateReading)),
    "rate_comparison": ("授权率与全国平均的比较", _one_of(Comparison)),
    "volume_comparison": ("代理量与全市平均的比较", _one_of(Comparison)),
    "mean_over": ("全市平均的分母", _one_of(MeanOver)),
    "branches": ("分支机构是否作为机构计入", _yes_or_no),
    "eligible_states": ("可受奖励的执业状态", _some_of(AgencyState)),
    "divisionals": ("分案申请", _one_of(RouteTreatment)),
    "national_phase": ("PCT进入国家阶段的申请", _one_of(RouteTreatment)),
    "abnormal_subtraction": ("非正常申请的扣减", _one_of(Subtraction)),
    "abnormal_states": ("扣减的非正常申请状态", _some_of(AbnormalState)),
    "floor_concluded": ("参加排名的最低结案量", _whole(0)),
    "amount_rule": ("奖励金额的确定方式", _one_of(AmountRule)),
    "brackets": ("名次与奖励", read_brackets),
    "amount_cap_fen": ("单个机构奖励上限（分）", _or_none(_whole(1))),
    "amount_floor_fen": ("单个机构奖励下限（分）", _or_none(_whole(1))),
    "over_budget": ("超出预算的处理", _one_of(OverBudget)),
    "tie_rule": ("同率的处理", _one_of(TieRule)),
    "tie_decimals": ("视为同率的百分数小数位", _or_none(_whole(0, 8))),
    "tie_breakers": ("同率时依次比较", _some_of(TieBreaker)),
    "excluded_grades": ("不予奖励的信用等级", _some_of(Grade)),
    "excluded_standings": ("不予奖励的情形", _some_of(ExcludingStanding)),
    "exclusion_window": ("不予奖励情形的时间范围", _one_of(ExclusionWindow)),
    "confidence_percent": ("区间的置信水平（%）", _whole(50, 99)),
}


@dataclass(frozen=True, slots=True)
class AwardParameters:
    """One version of the award's readings and amounts. ``tie_decimals`` None: rates tie only where exactly equal."""

    rate_reading: RateReading
    rate_comparison: Comparison
    volume_comparison: Comparison
    mean_over: MeanOver
    branches: bool
    eligible_states: tuple[AgencyState, ...]
    divisionals: RouteTreatment
    national_phase: RouteTreatment
    abnormal_subtraction: Subtraction
    abnormal_states: tuple[AbnormalState, ...]
    floor_concluded: int
    amount_rule: AmountRule
    brackets: tuple[Bracket, ...]
    amount_cap_fen: int | None
    amount_floor_fen: int | None
    over_budget: OverBudget
    tie_rule: TieRule
    tie_decimals: int | None
    tie_breakers: tuple[TieBreaker, ...]
    excluded_grades: tuple[Grade, ...]
    excluded_standings: tuple[ExcludingStanding, ...]
    exclusion_window: ExclusionWindow
    confidence_percent: int

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Typed parameters. Raises ``ParameterRefused`` for the first that is wrong, naming it."""
        refused = problems(values)
        if refused:
            name, sentence = next(iter(refused.items()))
            raise ParameterRefused(field=name, label=label_of(name), problem=sentence)
        return cls(**{field.name: READERS[field.name][1](values[field.name]) for field in fields(cls)})


def in_words(name: str, value: Any) -> str:
    """A stored value as an official reads it; one that cannot be read is shown as it is."""
    try:
        known = READERS[name][1](value)
    except (KeyError, ValueError):
        return str(value)
    if isinstance(known, tuple):
        return "；".join(_word(part) for part in known) or "无"
    return _word(known)


def _word(known: Any) -> str:
    if isinstance(known, Bracket):
        return f"第 {known.first}—{known.last} 名：{known.value:,}"
    if isinstance(known, Vocabulary):
        return known.label
    return {True: "是", False: "否", None: "不设"}.get(known, str(known)) if not _is_number(known) else f"{known:,}"


def _is_number(known: Any) -> bool:
    return isinstance(known, int) and not isinstance(known, bool)


def label_of(name: str) -> str:
    """The Chinese name of a parameter; an unknown one is shown as it is."""
    return READERS[name][0] if name in READERS else name


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong, by parameter, in the order of the table; empty when everything can be read."""
    found: dict[str, str] = {}
    for name, (_, read) in READERS.items():
        if name not in values:
            found[name] = "缺少此项。"
            continue
        try:
            read(values[name])
        except ValueError as refused:
            found[name] = str(refused)
    found.update({name: "没有这一参数。" for name in values if name not in READERS})
    return found or _contradictions(values)


def _contradictions(values: Mapping[str, Any]) -> dict[str, str]:
    cap, floor = values["amount_cap_fen"] or None, values["amount_floor_fen"] or None
    if floor is not None and values["amount_rule"] != AmountRule.SHARES:
        return {"amount_floor_fen": "下限只用于按权重分配；按名次定额时应为空。"}
    if cap is not None and floor is not None and floor > cap:
        return {"amount_floor_fen": f"下限 {floor} 分高于上限 {cap} 分。"}
    return {}
