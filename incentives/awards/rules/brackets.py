"""Rank brackets: which places are rewarded, with how many fen, or with what weight where a budget is shared out."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bracket:
    """Places ``first`` to ``last``, both included. ``value`` is fen a place, or a weight, as the rule set says."""

    first: int
    last: int
    value: int


def read_brackets(values: Any) -> tuple[Bracket, ...]:
    """Brackets in order of places, from the first place on without a gap, values never rising; else ValueError."""
    if not isinstance(values, list | tuple) or not values:
        raise ValueError("至少应有一档。")
    brackets = tuple(_bracket(number, value) for number, value in enumerate(values, start=1))
    expected, ceiling = 1, None
    for number, bracket in enumerate(brackets, start=1):
        if bracket.first != expected:
            raise ValueError(f"第 {number} 档应从第 {expected} 名开始，现为第 {bracket.first} 名。")
        if bracket.last < bracket.first:
            raise ValueError(f"第 {number} 档止于第 {bracket.last} 名，早于其起始名次。")
        if ceiling is not None and bracket.value > ceiling:
            raise ValueError(f"第 {number} 档高于前一档；名次靠后者不得多于靠前者。")
        expected, ceiling = bracket.last + 1, bracket.value
    return brackets


def _bracket(number: int, value: Any) -> Bracket:
    names = ("first", "last", "value")
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"第 {number} 档应有 first、last、value 三项。")
    for name in names:
        if isinstance(value[name], bool) or not isinstance(value[name], int) or value[name] < 1:
            raise ValueError(f"第 {number} 档的 {name} 应为正整数，现为“{value[name]}”。")
    return Bracket(value["first"], value["last"], value["value"])


def value_at(brackets: tuple[Bracket, ...], place: int) -> int:
    """The value of one place; 0 beyond the last bracket."""
    return next((bracket.value for bracket in brackets if bracket.first <= place <= bracket.last), 0)
