"""The tree of an expression. ``at`` is where a part begins in the text, for messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    at: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell, or several where ``pattern`` has a star: ``10210/*``, ``10210/*/female``."""

    pattern: str
    at: int = 0

    @property
    def is_many(self) -> bool:
        return "*" in self.pattern


@dataclass(frozen=True, slots=True)
class Unary:
    """``operator`` is ``-`` or ``not``."""

    operator: str
    operand: "Node"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """``operator`` is arithmetic, a comparison, ``and`` or ``or``."""

    operator: str
    left: "Node"
    right: "Node"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]
    at: int = 0


Node = Number | Text | CellRef | Unary | Binary | Call
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/"})


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts directly under ``node``."""
    if isinstance(node, Unary):
        return (node.operand,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    return node.arguments if isinstance(node, Call) else ()


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything under it, in the order of the text."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def cells_named(node: Node) -> tuple[CellRef, ...]:
    """The cells that an expression names, each once, in the order of the text."""
    found = {part.pattern: part for part in walk(node) if isinstance(part, CellRef)}
    return tuple(found.values())
