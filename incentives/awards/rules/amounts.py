"""What each ranked agency receives, in whole fen; the parts of a budget add up to it exactly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from incentives.awards.rules.brackets import value_at
from incentives.awards.rules.parameters import AwardParameters
from incentives.awards.rules.places import Group
from incentives.awards.rules.readings import AmountRule, OverBudget, TieRule
from ipservice.foundation.money import largest_remainder


def amounts(groups: Sequence[Group], parameters: AwardParameters, *, budget_fen: int) -> list[int]:
    """Fen for every member of ``groups``, in their order. Leftover fen go by largest remainder, then by rank."""
    values = _values(groups, parameters)
    if parameters.amount_rule == AmountRule.SHARES:
        return shared_out(budget_fen, values, cap=parameters.amount_cap_fen, floor=parameters.amount_floor_fen or 0)
    cap = parameters.amount_cap_fen
    wanted = _whole_fen([value if cap is None else min(value, Fraction(cap)) for value in values])
    if sum(wanted) <= budget_fen:
        return wanted
    if parameters.over_budget == OverBudget.SCALE:
        return largest_remainder(budget_fen, wanted)
    return _cut(groups, wanted, budget_fen)


def _values(groups: Sequence[Group], parameters: AwardParameters) -> list[Fraction]:
    """What the places of each member are worth: fen or weight. A tied group pools its places, or all take the first."""
    found: list[Fraction] = []
    for group in groups:
        size = len(group.members)
        if parameters.tie_rule == TieRule.FULL:
            each = Fraction(value_at(parameters.brackets, group.rank))
        else:
            places = range(group.rank, group.rank + size)
            each = Fraction(sum(value_at(parameters.brackets, place) for place in places), size)
        found.extend([each] * size)
    return found


def _whole_fen(values: Sequence[Fraction]) -> list[int]:
    """Fractions of fen made whole: the total rounds down and is handed out by largest remainder."""
    total = sum(values, Fraction(0))
    return largest_remainder(total.numerator // total.denominator, values) if total else [0] * len(values)


def _cut(groups: Sequence[Group], wanted: Sequence[int], budget_fen: int) -> list[int]:
    """Paid in full in rank order; the group that no longer fits shares what is left, those behind it get nothing."""
    paid: list[int] = []
    left = budget_fen
    for group in groups:
        due = list(wanted[len(paid) : len(paid) + len(group.members)])
        if sum(due) > left:
            due = largest_remainder(left, due)
        paid.extend(due)
        left -= sum(due)
    return paid


def shared_out(budget_fen: int, weights: Sequence[Fraction], *, cap: int | None, floor: int) -> list[int]:
    """A budget by weight, nobody above ``cap``, nobody who is paid below ``floor``; the sum is the budget.

    The rest that caps leave over stays in the budget. Where the floors cannot all be met, the last ones go without.
    """
    paying = [index for index, weight in enumerate(weights) if weight > 0]
    if floor:
        paying = paying[: budget_fen // floor]
    shares = dict(zip(paying, _between(budget_fen, [weights[index] for index in paying], cap, floor), strict=True))
    return [shares.get(index, 0) for index in range(len(weights))]


def _between(budget_fen: int, weights: Sequence[Fraction], cap: int | None, floor: int) -> list[int]:
    if not weights:
        return []
    total = budget_fen if cap is None else min(budget_fen, cap * len(weights))
    level = _level(total, Counter(weights), cap, floor)
    return largest_remainder(total, [_clamped(level * weight, cap, floor) for weight in weights])


def _clamped(share: Fraction, cap: int | None, floor: int) -> Fraction:
    share = max(share, Fraction(floor))
    return share if cap is None else min(share, Fraction(cap))


def _level(total: int, sizes: Mapping[Fraction, int], cap: int | None, floor: int) -> Fraction:
    """The fen a unit of weight at which the clamped shares add up to ``total``; ``sizes`` counts equal weights.

    The sum is a straight line between two break points, where a weight meets its floor or its cap.
    """
    limits = [floor] if cap is None else [floor, cap]
    bounds = {Fraction(0)} | {limit / weight for weight in sizes for limit in limits}
    low = max(bound for bound in bounds if _filled(bound, sizes, cap, floor) <= total)
    free = sum(
        (
            weight * size
            for weight, size in sizes.items()
            if floor <= low * weight and (cap is None or low * weight < cap)
        ),
        Fraction(0),
    )
    return low + (total - _filled(low, sizes, cap, floor)) / free if free else low


def _filled(level: Fraction, sizes: Mapping[Fraction, int], cap: int | None, floor: int) -> Fraction:
    return sum((_clamped(level * weight, cap, floor) * size for weight, size in sizes.items()), Fraction(0))
