"""Gives an expression its value from the answers. None is "unknown": something it needs is not answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ipservice.foundation.identifiers import credit_code
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.expressions.nodes import ARITHMETIC, Binary, Call, CellRef, Node, Number, Text, Unary

Value = Fraction | str | bool | None


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression can see. Cells in ``hidden`` count as not answered."""

    questionnaire: Questionnaire
    values: Mapping[str, Decimal | str | None]
    last_year: Mapping[str, Decimal] = field(default_factory=dict)
    register: Mapping[str, object] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def value(self, key: str) -> Value:
        """The answer of one cell; a number as an exact fraction."""
        answered = None if key in self.hidden else self.values.get(key)
        return _exact(answered)

    def with_value(self, key: str, value: Decimal | str) -> "Context":
        """The same with another answer in one cell."""
        changed = {**self.values, key: value}
        return Context(self.questionnaire, changed, self.last_year, self.register, self.hidden)


def evaluate(node: Node, context: Context) -> Value:
    """The value of ``node``; None where it can't be known."""
    if isinstance(node, Number | Text):
        return node.value
    if isinstance(node, CellRef):
        return context.value(node.pattern)
    if isinstance(node, Unary):
        return _unary(node, context)
    return _binary(node, context) if isinstance(node, Binary) else CALLS[node.function](node, context)


def holds(node: Node, context: Context) -> bool | None:
    """True, False, or None where it can't be known."""
    value = evaluate(node, context)
    return value if isinstance(value, bool) else None


def _exact(value: object) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return str(value)


def _unary(node: Unary, context: Context) -> Value:
    value = evaluate(node.operand, context)
    if value is None:
        return None
    return not value if node.operator == "not" else -_number(value)


def _number(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise TypeError(f"{value!r} is no number; the expression was not checked")


def _binary(node: Binary, context: Context) -> Value:
    left, right = evaluate(node.left, context), evaluate(node.right, context)
    if node.operator == "and":
        return _both(left, right)
    if node.operator == "or":
        negated = _both(_negated(left), _negated(right))
        return _negated(negated)
    if left is None or right is None:
        return None
    return _arithmetic(node.operator, left, right) if node.operator in ARITHMETIC else _compared(node, left, right)


def _both(left: Value, right: Value) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _negated(value: Value) -> bool | None:
    return None if value is None else not value


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    first, second = _number(left), _number(right)
    if operator == "+":
        return first + second
    if operator == "-":
        return first - second
    if operator == "*":
        return first * second
    return first / second if second else None


def _compared(node: Binary, left: Value, right: Value) -> bool:
    if node.operator == "=":
        return left == right
    if node.operator == "!=":
        return left != right
    first, second = _number(left), _number(right)
    if node.operator == "<":
        return first < second
    if node.operator == "<=":
        return first <= second
    return first > second if node.operator == ">" else first >= second


def _answers(node: Call, context: Context) -> list[Value]:
    keys = [
        key
        for argument in node.arguments
        if isinstance(argument, CellRef)
        for key in context.questionnaire.matching(argument.pattern)
    ]
    return [value for key in keys if (value := context.value(key)) is not None]


def _sum(node: Call, context: Context) -> Value:
    """Cells left blank count as nothing; where all are blank the sum is unknown."""
    answers = _answers(node, context)
    return sum((_number(value) for value in answers), Fraction(0)) if answers else None


def _count(node: Call, context: Context) -> Value:
    return Fraction(len(_answers(node, context)))


def _filled(node: Call, context: Context) -> Value:
    return bool(_answers(node, context))


def _key(node: Call) -> str:
    (cell, *_) = node.arguments
    return cell.pattern if isinstance(cell, CellRef) else ""


def _last(node: Call, context: Context) -> Value:
    return _exact(context.last_year.get(_key(node)))


def _change(node: Call, context: Context) -> Value:
    """How many per cent the figure differs from last year's, up or down."""
    now, before = context.value(_key(node)), _last(node, context)
    if now is None or not before:
        return None
    return abs(_number(now) - _number(before)) / abs(_number(before)) * 100


def _abs(node: Call, context: Context) -> Value:
    value = evaluate(node.arguments[0], context)
    return None if value is None else abs(_number(value))


def _year(node: Call, context: Context) -> Value:
    value = context.value(_key(node))
    return Fraction(value[:4]) if isinstance(value, str) and value[:4].isdigit() else None


def _has(node: Call, context: Context) -> Value:
    value, option = context.value(_key(node)), node.arguments[1]
    chosen = value.split(",") if isinstance(value, str) else None
    return None if chosen is None else isinstance(option, Text) and option.value in chosen


def _credit_code(node: Call, context: Context) -> Value:
    value = context.value(_key(node))
    return None if value is None else credit_code.is_valid(str(value))


def _named(node: Call) -> str:
    (name,) = node.arguments
    return name.value if isinstance(name, Text) else ""


def _register(node: Call, context: Context) -> Value:
    return _exact(context.register.get(_named(node)))


def _parameter(node: Call, context: Context) -> Value:
    return _exact(context.questionnaire.numbers.get(_named(node)))


CALLS: Mapping[str, Callable[[Call, Context], Value]] = {
    "sum": _sum,
    "count": _count,
    "filled": _filled,
    "last": _last,
    "change": _change,
    "abs": _abs,
    "year": _year,
    "has": _has,
    "credit_code": _credit_code,
    "register": _register,
    "parameter": _parameter,
}
