"""Cuts the text of an expression into tokens. Full-width signs and 且 或 非 are read as their plain forms."""

import re
from dataclasses import dataclass

from supervision.survey.rules.expressions.faults import ExpressionFault

PLAIN = str.maketrans(
    "（），＋－×÷＝＜＞【】［］“”＂",
    '(),+-*/=<>[][]"""',
)
WORDS = {"且": "and", "或": "or", "非": "not", "并且": "and", "或者": "or"}
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
TOKEN = re.compile(
    r"""\s*(?:
        (?P<cell>\[[^\[\]]*\])
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<text>"[^"]*")
      | (?P<word>[A-Za-z_]+|并且|或者|[且或非])
      | (?P<sign><=|>=|<>|!=|==|[-+*/=<>(),≠≤≥])
    )""",
    re.VERBOSE,
)
CELL = re.compile(r"\d{3,8}(/(\*|[A-Za-z0-9_-]+)){0,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is cell, number, text, word, sign or end."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """Every token and an end. Raises ``ExpressionFault`` at the first character that belongs to none."""
    plain = text.translate(PLAIN)
    found: list[Token] = []
    at = 0
    while plain[at:].strip():
        match = TOKEN.match(plain, at)
        if match is None or match.lastgroup is None:
            raise _unknown(plain, at)
        found.append(_token(match))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    text, at = match[kind], match.start(kind)
    if kind == "cell":
        return Token(kind, _cell(text, at), at)
    if kind == "text":
        return Token(kind, text[1:-1], at)
    if kind == "word":
        word = WORDS.get(text, text.lower())
        return Token("sign" if word in {"and", "or", "not"} else "word", word, at)
    return Token(kind, SIGNS.get(text, text), at)


def _cell(text: str, at: int) -> str:
    key = "".join(text[1:-1].split())
    if CELL.fullmatch(key) is None:
        raise ExpressionFault(f"“{text}”不是指标，应写作 [10201] 或 [10210/行/列]，行列可用 * 代表全部。", at=at)
    return key


def _unknown(text: str, at: int) -> ExpressionFault:
    at += len(text[at:]) - len(text[at:].lstrip())
    sign = text[at]
    if sign == "[":
        return ExpressionFault("指标的方括号没有写完，缺少“]”。", at=at)
    if sign == '"':
        return ExpressionFault("文字的引号没有写完，缺少另一个引号。", at=at)
    return ExpressionFault(f"不认识的符号“{sign}”。", at=at)
