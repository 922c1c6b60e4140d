"""The list: every agency of the field with its result and the findings behind it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

from incentives.awards.rules.amounts import amounts
from incentives.awards.rules.brackets import value_at
from incentives.awards.rules.conditions import MEASURE, RULESET, Bar, conditions, filings_short, grants_short
from incentives.awards.rules.counting import CityMean, Counted, city_mean, count
from incentives.awards.rules.facts import AgencyFacts, Figures, RoundTerms
from incentives.awards.rules.parameters import AwardParameters
from incentives.awards.rules.places import Group, groups, rate_key
from incentives.awards.rules.readings import AmountRule, OverBudget, TieRule
from incentives.awards.rules.wording import percent, points
from ipservice.foundation.explanation import Evaluation, Finding, all_met
from ipservice.foundation.intervals import rank_ranges, wilson, z_for
from ipservice.foundation.memory import collector_paused
from ipservice.foundation.money import format_yuan


@dataclass(frozen=True, slots=True)
class Award:
    """One agency's result. Interval in per cent, amount in fen; ``*_short`` are cases missing, zero or less if met.

    ``rank_low`` is the best and ``rank_high`` the worst rank that the data allow; only for those that are ranked.
    """

    code: str
    name: str
    agency_code: str
    district: str
    figures: Figures
    rate: Fraction | None
    is_qualified: bool
    rank: int | None
    amount_fen: int
    rate_low: Decimal | None
    rate_high: Decimal | None
    rank_low: int | None
    rank_high: int | None
    grants_short: int | None
    filings_short: int


@dataclass(frozen=True, slots=True)
class AwardOutcome:
    """The whole list, in order, with the mean it was measured by."""

    evaluations: list[Evaluation[Award]]
    mean: CityMean


def award_list(
    facts: Sequence[AgencyFacts], parameters: AwardParameters, *, terms: RoundTerms
) -> list[Evaluation[Award]]:
    """One evaluation for every agency of the city with its findings in order; equal rates share a rank.

    Those that qualify come first, by rank and code; then the others by rate and code, those without a rate last.
    """
    return award_outcome(facts, parameters, terms=terms).evaluations


@collector_paused()
def award_outcome(facts: Sequence[AgencyFacts], parameters: AwardParameters, *, terms: RoundTerms) -> AwardOutcome:
    """``award_list`` together with the city mean."""
    field = count(sorted(facts, key=lambda agency: agency.code), parameters)
    bar = Bar.of(parameters, terms, city_mean(field, parameters, year=terms.year))
    return _Draw(field, bar).outcome()


class _Draw:
    """One computation: what is needed for several agencies is worked out once."""

    def __init__(self, field: Sequence[Counted], bar: Bar) -> None:
        self.field, self.bar = field, bar
        self.findings = {counted.facts.code: conditions(counted, bar) for counted in field}
        qualified = [counted for counted in field if all_met(self.findings[counted.facts.code])]
        self.groups = groups(qualified, bar.parameters)
        self.ranked = [counted for group in self.groups for counted in group.members]
        self.rate_keys = [-rate_key(counted.figures.granted, counted.whole) for counted in self.ranked]
        self.intervals = self._intervals()

    def outcome(self) -> AwardOutcome:
        paid = amounts(self.groups, self.bar.parameters, budget_fen=self.bar.terms.budget_fen)
        level = self.bar.parameters.confidence_percent / 100
        ranges = rank_ranges(
            [min(counted.figures.granted, counted.whole) for counted in self.ranked],
            [counted.whole for counted in self.ranked],
            level,
        )
        places = [(group, counted) for group in self.groups for counted in group.members]
        around = self._neighbours()
        first = [
            self._ranked(counted, group, fen=fen, span=span, around=around[group.rank])
            for (group, counted), fen, span in zip(places, paid, ranges, strict=True)
        ]
        taken = {counted.facts.code for counted in self.ranked}
        others = sorted((counted for counted in self.field if counted.facts.code not in taken), key=_by_rate)
        return AwardOutcome(first + [self._unranked(counted) for counted in others], self.bar.mean)

    def _intervals(self) -> dict[str, tuple[Decimal, Decimal]]:
        known = [counted for counted in self.field if counted.whole and counted.figures.granted <= counted.whole]
        z = z_for(self.bar.parameters.confidence_percent / 100)
        lows, highs = wilson([counted.figures.granted for counted in known], [counted.whole for counted in known], z)
        return {
            counted.facts.code: (_hundredths(low), _hundredths(high))
            for counted, low, high in zip(known, lows, highs, strict=True)
        }

    def _neighbours(self) -> dict[int, str]:
        """By rank, the sentence that names the group before and the group behind."""
        found = {group.rank: "" for group in self.groups}
        for ahead, behind in pairwise(self.groups):
            found[ahead.rank] += _beside("后一名", behind, ahead)
            found[behind.rank] = _beside("前一名", ahead, behind) + "；"
        return {rank: text.rstrip("；") or "没有相邻名次" for rank, text in found.items()}

    def _ranked(
        self, counted: Counted, group: Group, *, fen: int, span: tuple[int, int], around: str
    ) -> Evaluation[Award]:
        tied = f"，{len(group.members)} 家并列" if len(group.members) > 1 else ""
        rank = Finding(
            "rank", MEASURE, f"符合条件的 {len(self.ranked)} 家按授权率排名", f"第 {group.rank} 名{tied}", None
        )
        neighbours = Finding("neighbours", MEASURE, "相邻名次", around, None)
        amount = Finding("amount", RULESET, self._amount_rule(group), f"{format_yuan(fen)} 元", None)
        findings = (*self.findings[counted.facts.code], rank, neighbours, self._interval(counted, span), amount)
        return Evaluation(self._award(counted, rank=group.rank, fen=fen, span=span), findings)

    def _unranked(self, counted: Counted) -> Evaluation[Award]:
        known = self.findings[counted.facts.code]
        failed = "、".join(_SHORT_NAMES[finding.code] for finding in known if finding.met is False)
        would_be = ""
        if counted.whole:
            place = 1 + bisect_left(self.rate_keys, -rate_key(counted.figures.granted, counted.whole))
            would_be = f"仅按授权率将列第 {place} 位"
        rank = Finding("rank", MEASURE, "符合全部条件方参加排名", f"未排名：{failed}", None, would_be)
        amount = Finding("amount", RULESET, "未排名者不予奖励", "0.00 元", None)
        findings = (*known, rank, self._interval(counted, None), amount)
        return Evaluation(self._award(counted, rank=None, fen=0, span=None), findings)

    def _interval(self, counted: Counted, span: tuple[int, int] | None) -> Finding:
        level = self.bar.parameters.confidence_percent
        interval = self.intervals.get(counted.facts.code)
        text = f"授权率 {interval[0]}% 至 {interval[1]}%" if interval else "没有可计算的区间"
        if span:
            text += f"，名次可能在第 {span[0]} 至第 {span[1]} 名之间"
        return Finding("interval", RULESET, f"{level}% 置信区间，仅供参考，不影响名次", text, None)

    def _amount_rule(self, group: Group) -> str:
        parameters = self.bar.parameters
        if not any(value_at(parameters.brackets, group.rank + shift) for shift in range(len(group.members))):
            return f"第 {parameters.brackets[-1].last} 名之后不设奖励"
        text = parameters.amount_rule.label
        if len(group.members) > 1 and parameters.tie_rule != TieRule.FULL:
            text += "；并列者所占名次的奖金合并均分"
        if parameters.amount_rule == AmountRule.FIXED:
            text += f"；超出预算时{OverBudget(parameters.over_budget).label}"
        return text

    def _award(self, counted: Counted, *, rank: int | None, fen: int, span: tuple[int, int] | None) -> Award:
        facts = counted.facts
        low, high = self.intervals.get(facts.code, (None, None))
        return Award(
            code=facts.code,
            name=facts.name,
            agency_code=facts.agency_code,
            district=facts.district,
            figures=counted.figures,
            rate=counted.rate,
            is_qualified=rank is not None,
            rank=rank,
            amount_fen=fen,
            rate_low=low,
            rate_high=high,
            rank_low=span[0] if span else None,
            rank_high=span[1] if span else None,
            grants_short=grants_short(counted, self.bar),
            filings_short=filings_short(counted, self.bar),
        )


_SHORT_NAMES = {
    "rate": "授权率未达到",
    "volume": "代理量未达到",
    "floor": "结案量过少",
    "agency": "不是年末在册的可奖励机构",
    "grade": "信用等级不符",
    "standing": "有处罚或名录记录",
}


def _by_rate(counted: Counted) -> tuple[bool, int, str]:
    known = counted.whole > 0
    return not known, -rate_key(counted.figures.granted, counted.whole) if known else 0, counted.facts.code


def _hundredths(share: float) -> Decimal:
    return _percent_of(round(share * 10_000))


@cache
def _percent_of(ten_thousandths: int) -> Decimal:
    """Kept, because thousands of agencies share ten thousand values."""
    return Decimal(ten_thousandths).scaleb(-2)


def _beside(word: str, other: Group, own: Group) -> str:
    there, here = other.members[0], own.members[0]
    names = there.facts.name if len(other.members) == 1 else f"{there.facts.name}等 {len(other.members)} 家"
    apart = there.figures.granted * here.whole - here.figures.granted * there.whole
    distance = points(abs(apart), here.whole * there.whole)
    return f"{word} {names} {percent(there.figures.granted, there.whole)}，相差 {distance}"
