"""What is counted: the measures of a questionnaire, the families that hard checks tie together, and the nodes.

A hard check "parts add up to a total" is known to everybody who holds the questionnaire, so the measures in it are
protected as one family. A **node** is one line of a table: the city, a group of districts, a district, a kind, a size.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from ipservice.foundation.vocabulary import Vocabulary
from supervision.statistics.rules.systems import MINUS
from supervision.survey.rules.definition import Item, ItemType, Questionnaire, Severity, cells_of

CITY = "city"
CELL = r"\[([^\]]+)\]"
TERM = re.compile(rf"\s*(?:{CELL}|sum\(\s*{CELL}(?:\s*,\s*{CELL})*\s*\))\s*")


class Dimension(Vocabulary):
    CITY = "city", "全市"
    GROUP = "group", "片区"
    DISTRICT = "district", "区县"
    KIND = "kind", "机构类型"
    SIZE = "size", "机构规模"
    KIND_SIZE = "kind_size", "类型×规模"
    DISTRICT_KIND = "district_kind", "区县×类型"


SHORT = (Dimension.CITY, Dimension.GROUP, Dimension.KIND, Dimension.SIZE)
LONG = (*SHORT, Dimension.DISTRICT, Dimension.KIND_SIZE)


class Sort(Vocabulary):
    """How a measure is read."""

    TOTAL = "total", "合计"
    COUNT = "count", "单位数"
    AVERAGE = "average", "平均"
    RATE = "rate", "比率"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column: the cell of the questionnaire, and for a choice the option that is counted."""

    key: str
    item: str
    label: str
    unit: str
    sort: Sort
    dimensions: tuple[Dimension, ...]
    cell: str
    option: str = ""
    former: str = ""
    is_required: bool = False
    has_quantiles: bool = False


def measures_of(questionnaire: Questionnaire, *, crossed: Sequence[str]) -> list[Measure]:
    """In the order of the form: numbers, and the options of single choices. Texts and days are not counted."""
    return [measure for item in questionnaire.items.values() for measure in _measures(item, crossed)]


def _measures(item: Item, crossed: Sequence[str]) -> Iterable[Measure]:
    if item.is_numeric:
        sort = Sort.AVERAGE if item.type == ItemType.PERCENT else Sort.TOTAL
        dimensions = SHORT if item.is_table else (*LONG, *((Dimension.DISTRICT_KIND,) if item.code in crossed else ()))
        former = item.former_code or item.code
        for cell in cells_of(item):
            label = " · ".join(part.label for part in (cell.row, cell.column) if part) or item.label
            was = former + cell.key.removeprefix(item.code)
            plain = not item.is_table
            measure = Measure(cell.key, item.code, label, item.unit, sort, dimensions, cell.key, former=was)
            yield replace(measure, is_required=item.is_required and plain, has_quantiles=plain)
    elif item.type in (ItemType.CHOICE, ItemType.YES_NO) and not item.is_table:
        options = [(option.code, option.label) for option in item.options] or [("yes", "是"), ("no", "否")]
        for code, label in options:
            yield Measure(f"{item.code}={code}", item.code, label, "家", Sort.COUNT, SHORT, item.code, code)


Link = tuple[str, tuple[str, ...]]
Equation = tuple[str, list[str]]


def links_of(questionnaire: Questionnaire) -> list[Link]:
    """``(total, parts)`` for each hard check that says a cell is a sum; parts taken away begin with a minus."""
    found = []
    for check in questionnaire.checks:
        if check.severity == Severity.HARD and not re.search(r"[<>!]", check.expression):
            sides = [_terms(side, questionnaire.cells) for side in re.split(r"==?", check.expression)]
            if len(sides) == 2 and all(sides) and min(map(len, sides)) == 1:
                total, parts = sorted(sides, key=len)
                found.append((total[0], tuple(parts)))
    return found


def _terms(side: str, cells: Iterable[str]) -> list[str]:
    """The cells that a side adds or takes away; empty where it is anything but that."""
    found: list[str] = []
    for sign, term in re.findall(r"([+-]?)([^+-]+)", side):
        if TERM.fullmatch(term) is None:
            return []
        patterns = re.findall(CELL, term)
        named = (cell for cell in cells if any(fnmatchcase(cell, pattern) for pattern in patterns))
        found += [f"{sign.replace('+', '')}{cell}" for cell in named]
    return found


def families(measures: Sequence[Measure], links: Sequence[Link]) -> list[list[Measure]]:
    """Measures that some link ties together, in the order of the form."""
    leader = {measure.key: measure.key for measure in measures}

    def lead(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for item in {measure.item for measure in measures if measure.sort == Sort.COUNT}:
        options = [measure.key for measure in measures if measure.item == item]
        leader.update({lead(option): lead(options[0]) for option in options[1:]})
    for total, parts in links:
        for part in (part.removeprefix(MINUS) for part in parts):
            if total in leader and part in leader:
                leader[lead(part)] = lead(total)
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        found.setdefault(lead(measure.key), []).append(measure)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Node:
    key: str
    dimension: Dimension
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one class of units stands: all units with the same district, kind and size."""

    district: str
    group: str
    kind: str
    size: str

    def node(self, dimension: Dimension) -> str:
        """The key of the node of that dimension in which these units are."""
        return {
            Dimension.CITY: CITY,
            Dimension.GROUP: f"group:{self.group}",
            Dimension.DISTRICT: f"district:{self.district}",
            Dimension.KIND: f"kind:{self.kind}",
            Dimension.SIZE: f"size:{self.size}",
            Dimension.KIND_SIZE: f"kind_size:{self.kind}|{self.size}",
            Dimension.DISTRICT_KIND: f"district_kind:{self.district}|{self.kind}",
        }[dimension]


BELOW = (
    (Dimension.CITY, Dimension.GROUP),
    (Dimension.GROUP, Dimension.DISTRICT),
    (Dimension.CITY, Dimension.KIND),
    (Dimension.CITY, Dimension.SIZE),
    (Dimension.KIND, Dimension.KIND_SIZE),
    (Dimension.SIZE, Dimension.KIND_SIZE),
    (Dimension.DISTRICT, Dimension.DISTRICT_KIND),
    (Dimension.KIND, Dimension.DISTRICT_KIND),
)


ALL_OPTIONS = "#"


def cell_name(measure: str, node: str) -> str:
    return f"{measure}@{node}"


def equations(family: Sequence[Measure], places: Sequence[Place], links: Sequence[Link]) -> list[Equation]:
    """Everything published sums of a family have to satisfy: margins of each measure, and links at each node."""
    found = [
        (cell_name(measure.key, top), [cell_name(measure.key, node) for node in nodes])
        for measure in family
        for upper, lower in BELOW
        if upper in measure.dimensions and lower in measure.dimensions
        for top, nodes in nodes_below(places, upper, lower).items()
    ]
    found += _options_together(family, places)
    by_key = {measure.key: measure for measure in family}
    for total, parts in links:
        bare = [part.removeprefix(MINUS) for part in parts]
        if total in by_key and all(part in by_key for part in bare):
            shared = set(by_key[total].dimensions).intersection(*(by_key[part].dimensions for part in bare))
            nodes = sorted({place.node(dimension) for place in places for dimension in shared})
            found += [(cell_name(total, node), [cell_name(part, node) for part in parts]) for node in nodes]
    return found


def _options_together(family: Sequence[Measure], places: Sequence[Place]) -> Iterable[Equation]:
    """The options of a choice add up to the units that answered, a number that everybody may know."""
    options: dict[str, list[str]] = {}
    for measure in family:
        if measure.sort == Sort.COUNT:
            options.setdefault(measure.item, []).append(measure.key)
    for item, keys in options.items():
        for node in sorted({place.node(dimension) for place in places for dimension in SHORT}):
            yield cell_name(item + ALL_OPTIONS, node), [cell_name(key, node) for key in keys]


def nodes_below(places: Sequence[Place], upper: Dimension, lower: Dimension) -> Mapping[str, list[str]]:
    """The nodes of ``lower`` inside each node of ``upper``, as far as there are units."""
    found: dict[str, dict[str, None]] = {}
    for place in places:
        found.setdefault(place.node(upper), {})[place.node(lower)] = None
    return {top: sorted(nodes) for top, nodes in sorted(found.items())}
