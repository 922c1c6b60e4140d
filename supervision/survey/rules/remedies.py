"""What would make a failing expression true: a value for one cell, solved exactly, and proved by evaluating again."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from supervision.survey.rules.definition import ItemType
from supervision.survey.rules.expressions import Binary, Call, CellRef, Context, Node, Text, evaluate, holds
from supervision.survey.rules.expressions.nodes import COMPARISONS, walk
from supervision.survey.rules.values import PLACES

Remedy = Mapping[str, Decimal | str]


def remedy_of(tree: Node, context: Context) -> Remedy:
    """Values by cell that make ``tree`` hold; empty where a person has to find out."""
    for remedy in _proposals(tree, context):
        if holds(tree, _changed(context, remedy)):
            return remedy
    return {}


def _changed(context: Context, remedy: Remedy) -> Context:
    for key, value in remedy.items():
        context = context.with_value(key, value)
    return context


def _proposals(tree: Node, context: Context) -> Iterator[Remedy]:
    if isinstance(tree, Binary) and tree.operator == "or":
        yield from _proposals(tree.left, context)
        yield from _proposals(tree.right, context)
    elif isinstance(tree, Binary) and tree.operator == "and":
        yield from _both(tree, context)
    elif isinstance(tree, Binary) and tree.operator in COMPARISONS:
        yield from _solutions(tree, context)


def _both(tree: Binary, context: Context) -> Iterator[Remedy]:
    first = {} if holds(tree.left, context) else remedy_of(tree.left, context)
    then = _changed(context, first)
    second = {} if holds(tree.right, then) else remedy_of(tree.right, then)
    yield {**first, **second}


def _solutions(tree: Binary, context: Context) -> Iterator[Remedy]:
    for key in _candidates(tree, context):
        value = _solved(tree, key, context)
        if value is not None:
            yield {key: value}


def _candidates(tree: Binary, context: Context) -> list[str]:
    """Cells to change: first one that stands alone on a side, then every other single cell, then those of sums."""
    alone = [side.pattern for side in (tree.left, tree.right) if isinstance(side, CellRef)]
    within = [
        _argument(side) for side in (tree.left, tree.right) if isinstance(side, Call) and side.function == "change"
    ]
    rest = [node.pattern for node in walk(tree) if isinstance(node, CellRef) and not node.is_many]
    named = [node.pattern for node in walk(tree) if isinstance(node, CellRef) and node.is_many]
    summed = [key for pattern in named for key in context.questionnaire.matching(pattern)]
    return list(dict.fromkeys([*alone, *within, *rest, *summed]))


def _argument(call: Call) -> str:
    (cell, *_) = call.arguments
    return cell.pattern if isinstance(cell, CellRef) else ""


def _solved(tree: Binary, key: str, context: Context) -> Decimal | str | None:
    cell = context.questionnaire.cells.get(key)
    if cell is None:
        return None
    if not cell.item.is_numeric:
        return _same_text(tree, key, context)
    exact = _root(tree, key, context)
    if exact is None:
        exact = _last_year(tree, key, context)
    return None if exact is None else _rounded(exact, tree, key, context)


def _same_text(tree: Binary, key: str, context: Context) -> str | None:
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if isinstance(one, CellRef) and one.pattern == key and tree.operator == "=":
            value = evaluate(other, context)
            return value if isinstance(value, str) and not isinstance(other, Text) else None
    return None


def _difference(tree: Binary, key: str, at: int, context: Context) -> Fraction | None:
    changed = context.with_value(key, Decimal(at))
    left, right = evaluate(tree.left, changed), evaluate(tree.right, changed)
    return left - right if isinstance(left, Fraction) and isinstance(right, Fraction) else None


def _root(tree: Binary, key: str, context: Context) -> Fraction | None:
    """Where both sides meet, if their difference is a straight line in this cell."""
    points = [_difference(tree, key, at, context) for at in (1, 2, 3)]
    if any(point is None for point in points):
        return None
    first, second, third = (point or Fraction(0) for point in points)
    slope = second - first
    if slope == 0 or third - second != slope:
        return None
    return 1 - first / slope


def _last_year(tree: Binary, key: str, context: Context) -> Fraction | None:
    """A change in per cent is no straight line; last year's figure is always within it."""
    last = context.last_year.get(key)
    return None if last is None else Fraction(last)


def _rounded(exact: Fraction, tree: Binary, key: str, context: Context) -> Decimal | None:
    """The nearest value that the cell may hold, on the side where the comparison holds."""
    item = context.questionnaire.cells[key].item
    places = PLACES[ItemType(item.type)]
    scaled = exact * 10**places
    for whole in _near(scaled):
        value = Decimal(whole).scaleb(-places)
        if _within(value, item.minimum, item.maximum) and holds(tree, context.with_value(key, value)):
            return value
    return None


def _near(scaled: Fraction) -> Iterator[int]:
    floor = scaled.numerator // scaled.denominator
    yield from (floor, floor + 1, floor - 1)


def _within(value: Decimal, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
