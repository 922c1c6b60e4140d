"""The order of those that qualify: rank, ties, and the places that a tied group takes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from incentives.awards.rules.counting import Counted
from incentives.awards.rules.parameters import AwardParameters
from incentives.awards.rules.readings import Grade, TieBreaker, TieRule

_GRADES = {grade.value: position for position, grade in enumerate(Grade)}


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies that share a rank; together they take the places ``rank`` to ``rank + len(members) - 1``."""

    rank: int
    members: tuple[Counted, ...]


def groups(qualified: Sequence[Counted], parameters: AwardParameters) -> list[Group]:
    """Groups in rank order, members by code. Ranks are 1, 2, 2, 4 where two share the second."""
    keyed = sorted((order_key(counted, parameters), counted.facts.code, counted) for counted in qualified)
    found, rank = [], 1
    for _, entries in groupby(keyed, key=lambda entry: entry[0]):
        members = tuple(counted for _, _, counted in entries)
        found.append(Group(rank, members))
        rank += len(members)
    return found


def order_key(counted: Counted, parameters: AwardParameters) -> tuple[int, ...]:
    """What is compared, smallest first: the rate, then the tie-breakers where the rule set breaks ties."""
    granted, whole = counted.figures.granted, counted.whole
    if parameters.tie_decimals is None:
        rate = rate_key(granted, whole)
    else:
        rate = (granted * 200 * 10**parameters.tie_decimals + whole) // (2 * whole)
    breakers = parameters.tie_breakers if parameters.tie_rule == TieRule.BREAK else ()
    return (-rate, *(_breaker_key(counted, breaker) for breaker in breakers))


def rate_key(part: int, whole: int) -> int:
    """A whole number that orders rates exactly as their fractions do, and is equal only where they are equal.

    Two unlike fractions with denominators below 2**32 are at least 2**-64 apart, so their floors differ.
    """
    return (part << 64) // whole


def _breaker_key(counted: Counted, breaker: TieBreaker) -> int:
    if breaker == TieBreaker.GRANTS:
        return -counted.figures.granted
    if breaker == TieBreaker.ABNORMAL:
        return counted.abnormal
    if breaker == TieBreaker.CREDIT:
        return _GRADES.get(counted.facts.credit_grade, len(_GRADES))
    return (counted.facts.licensed_on or date.max).toordinal()
