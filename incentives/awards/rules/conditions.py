"""The conditions held against one agency, in the order in which an official reads them."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from incentives.awards.rules.counting import CityMean, Counted, counts_in_mean
from incentives.awards.rules.facts import RoundTerms, StandingFact
from incentives.awards.rules.parameters import AwardParameters
from incentives.awards.rules.readings import (
    AgencyState,
    Comparison,
    ExcludingStanding,
    ExclusionWindow,
    RateReading,
    Subtraction,
)
from incentives.awards.rules.wording import listed, percent, points, rate_text
from ipservice.foundation.explanation import Finding

MEASURE = "措施（九）"
RULESET = "奖励规则"


@dataclass(frozen=True, slots=True)
class Bar:
    """The thresholds of one round and the sentences that name them, worked out once for all agencies."""

    parameters: AwardParameters
    terms: RoundTerms
    mean: CityMean
    filings_needed: int
    rate: str
    volume: str
    floor: str
    agency: str
    grade: str
    standing: str
    window: tuple[date, date]

    @classmethod
    def of(cls, parameters: AwardParameters, terms: RoundTerms, mean: CityMean) -> Self:
        """The bar for one list."""
        excluded = parameters.excluded_grades
        offices = "机构（含分支机构）" if parameters.branches else "总部机构"
        standings = "、".join(kind.label for kind in parameters.excluded_standings)
        states = "、".join(state.label for state in parameters.eligible_states)
        window = _window(parameters.exclusion_window, terms)
        return cls(
            parameters=parameters,
            terms=terms,
            mean=mean,
            filings_needed=least_reaching(mean.exact.numerator, mean.exact.denominator, parameters.volume_comparison),
            rate=f"发明专利授权率{_SIGNS[parameters.rate_comparison]}当年全国平均水平 {rate_text(terms.national_rate)}",
            volume=f"发明专利代理量{_SIGNS[parameters.volume_comparison]}当年全市机构平均数量 {listed(mean.exact)} 件"
            f"（{mean.total} 件÷{mean.agencies} 家）",
            floor=f"结案不少于 {parameters.floor_concluded} 件方参加排名"
            if parameters.floor_concluded
            else "不设最低结案量",
            agency=f"{terms.year} 年末为本市在册{offices}，状态为{states}",
            grade=f"信用等级不为 {'、'.join(excluded)}" if excluded else "不因信用等级排除",
            standing=f"{parameters.exclusion_window.label}无{standings}" if standings else "不因处罚或名录排除",
            window=window,
        )


_SIGNS = {Comparison.AT_LEAST: "不低于", Comparison.ABOVE: "高于"}


def least_reaching(part: int, whole: int, comparison: Comparison) -> int:
    """The smallest whole number that meets the threshold ``part / whole``."""
    return part // whole + 1 if comparison == Comparison.ABOVE else -(-part // whole)


def grants_short(counted: Counted, bar: Bar) -> int | None:
    """Grants missing on the same cases; negative or zero where the rate is reached, None without a case."""
    if not counted.whole:
        return None
    national = bar.terms.national_rate
    needed = least_reaching(national.numerator * counted.whole, national.denominator, bar.parameters.rate_comparison)
    return needed - counted.figures.granted


def filings_short(counted: Counted, bar: Bar) -> int:
    """Filings missing up to the mean as it stands; negative or zero where it is reached."""
    return bar.filings_needed - counted.figures.filed


def figures_finding(counted: Counted, bar: Bar) -> Finding:
    """The figures that count, and what was taken out of the raw ones."""
    figures, raw = counted.figures, counted.raw
    text = f"申请 {figures.filed} 件，结案 {figures.concluded} 件，授权 {figures.granted} 件"
    if counted.facts.settled is not None:
        text += f"（经核定；原始 {raw.filed}、{raw.concluded}、{raw.granted} 件；理由：{counted.facts.settled_reason}）"
    elif figures != raw:
        text += f"（原始 {raw.filed}、{raw.concluded}、{raw.granted} 件，已按规则扣减）"
    return Finding("figures", MEASURE, f"{bar.terms.year} 年发明专利数据", text, None, _abnormal_note(counted, bar))


def _abnormal_note(counted: Counted, bar: Bar) -> str:
    if bar.parameters.abnormal_subtraction == Subtraction.NONE or not counted.abnormal:
        return ""
    return f"扣减非正常申请 {counted.abnormal} 件"


def rate_finding(counted: Counted, bar: Bar) -> Finding:
    """The rate against the national average: exact, with the grants still missing or to spare."""
    short = grants_short(counted, bar)
    what = "申请" if bar.parameters.rate_reading == RateReading.FILED else "结案"
    if short is None:
        return Finding("rate", MEASURE, bar.rate, f"没有{what}，无法计算授权率", False, f"没有{what}")
    granted, whole, national = counted.figures.granted, counted.whole, bar.terms.national_rate
    actual = f"{granted} 件授权÷{whole} 件{what}＝{percent(granted, whole)}"
    above = granted * national.denominator - national.numerator * whole
    distance = points(abs(above), whole * national.denominator)
    if short > 0:
        return Finding("rate", MEASURE, bar.rate, actual, False, f"相差 {distance}，还差 {short} 件授权")
    spare = f"，多出 {-short} 件授权" if short else ""
    return Finding("rate", MEASURE, bar.rate, actual, True, f"高出 {distance}{spare}" if above else "恰好达到")


def volume_finding(counted: Counted, bar: Bar) -> Finding:
    """Filings against the city mean; more filings lift the mean too, so both figures are said where they differ."""
    short, filed = filings_short(counted, bar), counted.figures.filed
    if short <= 0:
        gap = f"多出 {-short} 件" if short else "恰好达到"
        return Finding("volume", MEASURE, bar.volume, f"{filed} 件", True, gap)
    gap = f"还差 {short} 件"
    lifting = _short_with_own_weight(counted, bar)
    if lifting is not None and lifting != short:
        gap += f"（自身增加也抬高平均数，实际须多 {lifting} 件）"
    return Finding("volume", MEASURE, bar.volume, f"{filed} 件", False, gap)


def _short_with_own_weight(counted: Counted, bar: Bar) -> int | None:
    agencies = bar.mean.agencies
    if agencies < 2 or not counts_in_mean(counted, bar.parameters, year=bar.terms.year):
        return None
    missing = bar.mean.total - agencies * counted.figures.filed
    return least_reaching(missing, agencies - 1, bar.parameters.volume_comparison)


def floor_finding(counted: Counted, bar: Bar) -> Finding:
    """Too few cases let chance decide: below the floor nobody is ranked."""
    floor, concluded = bar.parameters.floor_concluded, counted.figures.concluded
    gap = f"还差 {floor - concluded} 件" if concluded < floor else f"多出 {concluded - floor} 件" if floor else ""
    return Finding("floor", RULESET, bar.floor, f"结案 {concluded} 件", concluded >= floor, gap)


def agency_finding(counted: Counted, bar: Bar) -> Finding:
    """Head office of the city, in a state in which it may be rewarded, at the end of the year."""
    facts = counted.facts
    state = facts.state_on(date(bar.terms.year, 12, 31))
    kind = "分支机构" if facts.is_branch else "总部机构"
    actual = f"{kind}，{AgencyState.label_of(state) if state else '当年末尚未设立'}"
    met = state in bar.parameters.eligible_states and (bar.parameters.branches or not facts.is_branch)
    return Finding("agency", RULESET, bar.agency, actual, met)


def grade_finding(counted: Counted, bar: Bar) -> Finding:
    """The national credit grade as imported; an agency without one is not excluded by it."""
    grade = counted.facts.credit_grade
    met = grade not in bar.parameters.excluded_grades
    return Finding("grade", RULESET, bar.grade, f"{grade} 级" if grade else "没有等级记录", met)


def standing_finding(counted: Counted, bar: Bar) -> Finding:
    """No sanction or list that excludes, in force at any time in the window of the rule set."""
    found = [
        fact
        for fact in counted.facts.standings
        if fact.kind in bar.parameters.excluded_standings and _overlaps(fact, *bar.window)
    ]
    actual = "；".join(f"{ExcludingStanding.label_of(fact.kind)}“{fact.value}”自 {fact.valid_from}" for fact in found)
    return Finding("standing", RULESET, bar.standing, actual or "没有此类记录", not found)


def _window(window: ExclusionWindow, terms: RoundTerms) -> tuple[date, date]:
    year_begins, year_ends = date(terms.year, 1, 1), date(terms.year, 12, 31)
    return {
        ExclusionWindow.YEAR: (year_begins, year_ends),
        ExclusionWindow.YEAR_TO_DECISION: (year_begins, terms.as_of),
        ExclusionWindow.DECISION_DAY: (terms.as_of, terms.as_of),
    }[window]


def _overlaps(fact: StandingFact, first: date, last: date) -> bool:
    return fact.valid_from <= last and (fact.valid_until is None or fact.valid_until > first)


def conditions(counted: Counted, bar: Bar) -> tuple[Finding, ...]:
    """Every condition of one agency: the figures first, then what the measure asks, then what the rule set adds."""
    return (
        figures_finding(counted, bar),
        rate_finding(counted, bar),
        volume_finding(counted, bar),
        floor_finding(counted, bar),
        agency_finding(counted, bar),
        grade_finding(counted, bar),
        standing_finding(counted, bar),
    )
