"""Reads an expression into its tree. By precedence: or, and, not, comparison, + -, * /, minus sign."""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from supervision.survey.rules.expressions.faults import ExpressionFault
from supervision.survey.rules.expressions.lexing import Token, tokens
from supervision.survey.rules.expressions.nodes import COMPARISONS, Binary, Call, CellRef, Node, Number, Text, Unary

LONGEST = 500
DEEPEST = 20


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """The tree of ``text``. Raises ``ExpressionFault`` with the place and what would be right."""
    if not text.strip():
        raise ExpressionFault("公式是空的。", at=0)
    if len(text) > LONGEST:
        raise ExpressionFault(f"公式过长，最多 {LONGEST} 个字符，可拆成几条。", at=LONGEST)
    reader = _Reader(tokens(text))
    tree = reader.disjunction()
    reader.expect_end()
    return tree


class _Reader:
    """Walks along the tokens once."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.position = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        self.position += 1
        return token

    def is_sign(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def expect(self, sign: str, name: str) -> None:
        if not self.is_sign(sign):
            raise ExpressionFault(f"缺少{name}“{sign}”{self._instead()}。", at=self.next.at)
        self.take()

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise ExpressionFault(f"“{self.next.text}”前面缺少运算符，如 + = and。", at=self.next.at)

    def _instead(self) -> str:
        return "" if self.next.kind == "end" else f"，这里是“{self.next.text}”"

    def _chain(self, part: Callable[[], Node], *signs: str) -> Node:
        left = part()
        while self.is_sign(*signs):
            sign = self.take()
            left = Binary(sign.text, left, part(), sign.at)
        return left

    def disjunction(self) -> Node:
        return self._chain(self.conjunction, "or")

    def conjunction(self) -> Node:
        return self._chain(self.negation, "and")

    def negation(self) -> Node:
        if self.is_sign("not"):
            sign = self.take()
            return self._deeper(lambda: Unary("not", self.negation(), sign.at))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        if not self.is_sign(*COMPARISONS):
            return left
        sign = self.take()
        tree = Binary(sign.text, left, self.sum(), sign.at)
        if self.is_sign(*COMPARISONS):
            raise ExpressionFault("不能连续比较，请用 and 连接，如 a <= b and b <= c。", at=self.next.at)
        return tree

    def sum(self) -> Node:
        return self._chain(self.product, "+", "-")

    def product(self) -> Node:
        return self._chain(self.signed, "*", "/")

    def signed(self) -> Node:
        if self.is_sign("-"):
            sign = self.take()
            return self._deeper(lambda: Unary("-", self.signed(), sign.at))
        return self.primary()

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(Fraction(token.text), token.at)
        if token.kind == "text":
            return Text(token.text, token.at)
        if token.kind == "cell":
            return CellRef(token.text, token.at)
        if token.kind == "word":
            return self._call(token)
        if token.kind == "sign" and token.text == "(":
            return self._deeper(self._in_brackets)
        shown = f"“{token.text}”" if token.text else "结尾"
        raise ExpressionFault(f"{shown}这里应是指标、数字或函数。", at=token.at)

    def _in_brackets(self) -> Node:
        inner = self.disjunction()
        self.expect(")", "右括号")
        return inner

    def _call(self, name: Token) -> Node:
        self.expect("(", f"函数 {name.text} 后的左括号")
        arguments: list[Node] = []
        while not self.is_sign(")"):
            arguments.append(self._deeper(self.disjunction))
            if not self.is_sign(","):
                break
            self.take()
        self.expect(")", "右括号")
        return Call(name.text, tuple(arguments), name.at)

    def _deeper(self, part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionFault(f"括号套得过深（超过 {DEEPEST} 层），请拆成几条。", at=self.next.at)
        tree = part()
        self.depth -= 1
        return tree
