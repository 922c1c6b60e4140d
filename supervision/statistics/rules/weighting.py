"""How silence is weighted: the units that answered stand for all that were asked, within kind and size class.

Every unit of a class (kind × size) gets due ÷ answered. A class in which nobody answered is joined with the other
classes of its kind, and a kind in which nobody answered with the whole city. Excused units are not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary

Class = tuple[str, str]


class NobodyAnswered(DomainError):
    code = "nobody_answered"
    template = "还没有一家机构的填报审核通过，无法计算统计数据；请先完成审核。"


class Level(Vocabulary):
    """Within what the weight was taken."""

    CLASS = "class", "类型×规模"
    KIND = "kind", "类型（规模合并）"
    CITY = "city", "全市（类型合并）"


@dataclass(frozen=True, slots=True)
class Stratum:
    """One class: who was asked, who answered, and the weight each answer carries."""

    kind: str
    size: str
    due: int
    answered: int
    weight: Fraction
    level: Level


def strata(due: Mapping[Class, int], answered: Mapping[Class, int]) -> list[Stratum]:
    """One a class with units, in order; the weights of all answers add up to the units asked.

    Raises ``NobodyAnswered``.
    """
    classes = sorted(one for one, count in due.items() if count)
    if not any(answered.get(one, 0) for one in classes):
        raise NobodyAnswered()
    levels = _levels(classes, answered)
    pools: dict[tuple[str, ...], list[Class]] = {}
    for one in classes:
        pools.setdefault(_pool(one, levels[one]), []).append(one)
    found = []
    for one in classes:
        pool = pools[_pool(one, levels[one])]
        weight = Fraction(sum(due[part] for part in pool), sum(answered.get(part, 0) for part in pool))
        found.append(Stratum(*one, due[one], answered.get(one, 0), weight, levels[one]))
    return found


def _levels(classes: list[Class], answered: Mapping[Class, int]) -> dict[Class, Level]:
    """A class without an answer makes its kind one pool; a kind without an answer makes the city one pool."""
    by_kind: dict[str, list[int]] = {}
    for one in classes:
        by_kind.setdefault(one[0], []).append(answered.get(one, 0))
    if any(not any(counts) for counts in by_kind.values()):
        return dict.fromkeys(classes, Level.CITY)
    return {one: Level.CLASS if all(by_kind[one[0]]) else Level.KIND for one in classes}


def _pool(one: Class, level: Level) -> tuple[str, ...]:
    return {Level.CLASS: one, Level.KIND: one[:1], Level.CITY: ()}[level]
