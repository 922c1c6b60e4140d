"""An expression in words, for people who do not read formulas: 10302 其中：知识产权服务收入 ≤ 10301 营业收入."""

from fractions import Fraction

from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.expressions.nodes import Binary, Call, CellRef, Node, Number, Text, Unary

SIGNS = {
    "=": "＝",
    "!=": "≠",
    "<": "＜",
    "<=": "≤",
    ">": "＞",
    ">=": "≥",
    "*": "×",
    "/": "÷",
    "+": "＋",
    "-": "－",
    "and": "且",
    "or": "或",
}
CALLS = {
    "sum": "{}（合计）",
    "count": "{}（已填个数）",
    "filled": "已填写 {}",
    "last": "{}（上年）",
    "change": "{}（较上年变动百分比）",
    "abs": "{}（绝对值）",
    "year": "{}（年份）",
    "credit_code": "{} 校验正确",
}
REGISTER = {
    "attorneys": "登记的执业专利代理师人数",
    "credit_code": "登记的统一社会信用代码",
    "agency_code": "登记的代理机构代码",
    "founded_year": "登记的设立年份",
    "branches": "登记的分支机构数",
}


def in_words(node: Node, questionnaire: Questionnaire) -> str:
    """One line. Cells carry code and label, numbers their separators."""
    if isinstance(node, Number):
        return number_text(node.value)
    if isinstance(node, Text):
        return f"“{node.value}”"
    if isinstance(node, CellRef):
        return cell_words(node.pattern, questionnaire)
    if isinstance(node, Unary):
        inner = in_words(node.operand, questionnaire)
        return f"不是（{inner}）" if node.operator == "not" else f"－{inner}"
    return _binary(node, questionnaire) if isinstance(node, Binary) else _call(node, questionnaire)


def cell_words(pattern: str, questionnaire: Questionnaire) -> str:
    """Code and label; one cell of a table with its row and column, several with the item alone."""
    cell = questionnaire.cells.get(pattern)
    code, *rest = pattern.split("/")
    if cell is not None:
        return f"{code} {cell.label}"
    item = questionnaire.items.get(code)
    label = item.label if item else ""
    parts = {option.code: option.label for option in (*item.rows, *item.columns)} if item else {}
    named = [parts[part] for part in rest if part in parts]
    return " · ".join([f"{code} {label}".strip(), *named])


def number_text(value: Fraction) -> str:
    """With separators, at most two decimals."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{float(value):,.2f}"


def _binary(node: Binary, questionnaire: Questionnaire) -> str:
    sides = [_side(side, node.operator, questionnaire) for side in (node.left, node.right)]
    return f" {SIGNS[node.operator]} ".join(sides)


def _side(side: Node, operator: str, questionnaire: Questionnaire) -> str:
    words = in_words(side, questionnaire)
    loose = isinstance(side, Binary) and (
        (operator in "*/" and side.operator in "+-") or (operator == "and" and side.operator == "or")
    )
    return f"（{words}）" if loose else words


def _call(node: Call, questionnaire: Questionnaire) -> str:
    if node.function == "register":
        return REGISTER.get(_name(node), _name(node))
    if node.function == "parameter":
        value = questionnaire.numbers.get(_name(node))
        return f"{value:,}" if isinstance(value, int) else f"参数 {_name(node)}"
    if node.function == "has":
        return f"{in_words(node.arguments[0], questionnaire)} 选有{in_words(node.arguments[1], questionnaire)}"
    arguments = "、".join(in_words(argument, questionnaire) for argument in node.arguments)
    return CALLS.get(node.function, node.function + "({})").format(arguments)


def _name(node: Call) -> str:
    return next((argument.value for argument in node.arguments if isinstance(argument, Text)), "")
