"""From an agency's figures by route to what counts under the rule set, and the mean over the city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from incentives.awards.rules.facts import AbnormalPart, AgencyFacts, Figures
from incentives.awards.rules.parameters import AwardParameters
from incentives.awards.rules.readings import REGISTERED_STATES, MeanOver, RateReading, RouteTreatment, Subtraction
from ipservice.foundation.errors import DomainError


class AbnormalPartTooCoarse(DomainError):
    code = "abnormal_part_too_coarse"
    template = (
        "机构 {name} 的非正常申请只有“{states}”的合计，规则只扣减“{chosen}”，无法分开；请改用逐件数据或改为一并扣减。"
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """One agency as it counts. ``taken`` is what the rule set takes out of the raw figures, ``abnormal`` its cases."""

    facts: AgencyFacts
    raw: Figures
    figures: Figures
    abnormal: int
    whole: int

    @property
    def rate(self) -> Fraction | None:
        """The exact rate; None where there is nothing to divide by."""
        return Fraction(self.figures.granted, self.whole) if self.whole else None


def count(field: Iterable[AgencyFacts], parameters: AwardParameters) -> list[Counted]:
    """What counts, for every agency. Raises ``AbnormalPartTooCoarse`` where the source cannot tell the parts apart."""
    chosen = "".join(parameters.abnormal_states) if parameters.abnormal_subtraction != Subtraction.NONE else ""
    return [_count(facts, parameters, chosen) for facts in field]


def _count(facts: AgencyFacts, parameters: AwardParameters, chosen: str) -> Counted:
    filed = concluded = granted = taken_filed = taken_concluded = taken_granted = abnormal = 0
    from_all = parameters.abnormal_subtraction == Subtraction.ALL
    for route in facts.routes:
        filed += route.filed
        concluded += route.concluded
        granted += route.granted
        if _is_excluded(route.route, parameters):
            taken_filed += route.filed
            taken_concluded += route.concluded
            taken_granted += route.granted
            continue
        for part in route.abnormal:
            if not _is_chosen(part, chosen, facts):
                continue
            abnormal += part.filed
            taken_filed += part.filed
            taken_concluded += part.concluded * from_all
            taken_granted += part.granted * from_all
    raw = Figures(filed, concluded, granted)
    counted = Figures(filed - taken_filed, concluded - taken_concluded, granted - taken_granted)
    figures = facts.settled or counted
    whole = figures.filed if parameters.rate_reading == RateReading.FILED else figures.concluded
    return Counted(facts, raw, figures, abnormal, whole)


def _is_excluded(route: str, parameters: AwardParameters) -> bool:
    if route == "d":
        return parameters.divisionals == RouteTreatment.EXCLUDE
    return route == "p" and parameters.national_phase == RouteTreatment.EXCLUDE


def _is_chosen(part: AbnormalPart, chosen: str, facts: AgencyFacts) -> bool:
    among = [state for state in part.states if state in chosen]
    if 0 < len(among) < len(part.states):
        raise AbnormalPartTooCoarse(name=facts.name, states="、".join(part.states), chosen="、".join(among))
    return bool(among)


@dataclass(frozen=True, slots=True)
class CityMean:
    """``total`` filings over ``agencies`` that count; the mean is 0 where none counts."""

    total: int
    agencies: int
    median: Fraction

    @property
    def exact(self) -> Fraction:
        return Fraction(self.total, self.agencies) if self.agencies else Fraction(0)


def city_mean(field: Sequence[Counted], parameters: AwardParameters, *, year: int) -> CityMean:
    """The mean of counted filings over the agencies that the rule set counts in ``year``."""
    filings = sorted(counted.figures.filed for counted in field if counts_in_mean(counted, parameters, year=year))
    middle = len(filings) // 2
    if not filings:
        median = Fraction(0)
    elif len(filings) % 2:
        median = Fraction(filings[middle])
    else:
        median = Fraction(filings[middle - 1] + filings[middle], 2)
    return CityMean(sum(filings), len(filings), median)


def counts_in_mean(counted: Counted, parameters: AwardParameters, *, year: int) -> bool:
    """Whether the agency stands in the denominator of the city mean."""
    facts = counted.facts
    if facts.is_branch and not parameters.branches:
        return False
    if parameters.mean_over == MeanOver.FILED:
        return counted.figures.filed > 0
    if parameters.mean_over == MeanOver.WHOLE_YEAR:
        return facts.practised_all_year(year)
    return facts.state_on(date(year, 12, 31)) in REGISTERED_STATES
