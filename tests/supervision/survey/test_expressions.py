"""The small language of skip rules and checks."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.survey.rules.expressions import Context, ExpressionFault, evaluate, faults_of, holds, in_words, parse
from tests.factories.survey import GOOD_VALUES, small_questionnaire

FORM = small_questionnaire()
VALUES = {
    cell: Decimal(str(value)) if FORM.cells[cell].item.is_numeric else value for cell, value in GOOD_VALUES.items()
}
NUMBERS = ("change_percent",)


def value_of(text: str, **changes):
    """``text`` over the good answers, some of them changed: c10301=5 changes one, None takes one away."""
    values = {**VALUES, **{key.removeprefix("c"): value for key, value in changes.items()}}
    context = Context(FORM, values, {"10301": Decimal(2_000_000)}, {"attorneys": 4, "credit_code": "X"})
    return evaluate(parse(text), context)


def problems(text: str) -> list[str]:
    try:
        return [fault.message for fault in faults_of(parse(text), FORM, parameters=NUMBERS)]
    except ExpressionFault as fault:
        return [fault.message]


def fault_of(text: str) -> ExpressionFault | None:
    try:
        parse(text)
    except ExpressionFault as fault:
        return fault
    return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("1 / 3 * 3", 1),
        ("-2 * -3", 6),
        ("0.1 + 0.2 = 0.3", True),
        ("1 < 2 and 2 < 3", True),
        ("1 < 2 或 2 > 3", True),
        ("非（1＜2）", False),
        ("not 1 > 2 and 1 >= 1", True),
        ("1 ≠ 2", True),
        ("[10201]", 10),
        ("[10202/master/female]", 1),
        ("sum([10202/*])", 10),
        ("sum([10202/*/female])", 4),
        ("sum([10202/master/*], [10203])", 7),
        ("count([10202/*])", 6),
        ("filled([10301])", True),
        ("last([10301])", 2_000_000),
        ("change([10301])", 75),
        ('parameter("change_percent")', 50),
        ('register("attorneys")', 4),
        ("abs([10201] - 14)", 4),
        ("year([10102])", 2015),
        ('[10104] = "no"', True),
        ("credit_code([10101])", False),
    ],
)
def test_an_expression_has_its_exact_value(text, value):
    assert value_of(text) == value


def test_what_is_not_answered_makes_the_answer_unknown_not_zero():
    assert value_of("[10301] - [10302] >= 0", c10302=None) is None
    assert value_of("change([10302])") is None
    assert value_of("[10301] / ([10201] - 10)") is None
    assert value_of("[10302] > 0 or [10201] = 10", c10302=None) is True
    assert value_of("[10302] > 0 and [10201] = 11", c10302=None) is False


def test_a_sum_counts_blanks_as_nothing_unless_all_are_blank():
    cells = {f"10202/{row}/{sex}": None for row in ("master", "bachelor", "below") for sex in ("male", "female")}
    blank = {**VALUES, **cells}

    assert evaluate(parse("sum([10202/*])"), Context(FORM, blank)) is None
    assert evaluate(parse("sum([10202/*])"), Context(FORM, {**blank, "10202/master/male": Decimal(2)})) == 2


def test_a_hidden_cell_counts_as_not_answered():
    context = Context(FORM, VALUES, hidden=frozenset({"10301"}))

    assert holds(parse("[10302] <= [10301]"), context) is None
    assert evaluate(parse("filled([10301])"), context) is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "第 1 个字符处：公式是空的。"),
        ("([10201] = 1", "第 13 个字符处：缺少右括号“)”。"),
        ("[10201", "第 1 个字符处：指标的方括号没有写完，缺少“]”。"),
        ("[10201] $ 3", "第 9 个字符处：不认识的符号“$”。"),
        ("[10201] 3", "第 9 个字符处：“3”前面缺少运算符，如 + = and。"),
        ("[10201] = ", "第 11 个字符处：结尾这里应是指标、数字或函数。"),
        ("1 < 2 < 3", "第 7 个字符处：不能连续比较，请用 and 连接，如 a <= b and b <= c。"),
        ("[人数] = 3", "第 1 个字符处：“[人数]”不是指标，应写作 [10201] 或 [10210/行/列]，行列可用 * 代表全部。"),
        ('"一 = 3', "第 1 个字符处：文字的引号没有写完，缺少另一个引号。"),
        ("[10999] = 3", "第 1 个字符处：问卷里没有指标 10999。"),
        ("[10202] = 3", "第 1 个字符处：10202 是表格，应写明行列，如 [10202/master/male]。"),
        ("[10202/doctor/male] = 3", "第 1 个字符处：指标 10202 没有单元格 [10202/doctor/male]。"),
        ("[10202/*] = 3", "第 1 个字符处：[10202/*] 是多个单元格，只能写在 sum、count、filled 里。"),
        ("[10103] = 3", "第 9 个字符处：文字不能和数比较。"),
        ('[10103] = "firm"', "第 11 个字符处：10103 没有选项“firm”，有：company、partnership。"),
        ("[10201] + 1", "第 1 个字符处：整个公式是一个数，这里应是一个是非，如 [10302] <= [10301]。"),
        ("open([10201]) = 1", "没有函数 open"),
        ('register("password") = 1', "没有登记信息“password”"),
        ('parameter("x") = 1', "没有参数“x”，可用：change_percent。"),
        ("last([10101]) = 1", "函数 last 不能用于 [10101] 这种类型。"),
        ("sum(1) = 1", "函数 sum 里只能写指标，如 sum([10210/*])。"),
        ("change() > 1", "函数 change 的写法是 change([10301])。"),
        ("(" * 30 + "1" + ")" * 30, "括号套得过深（超过 20 层），请拆成几条。"),
    ],
)
def test_a_fault_is_told_at_its_place(text, message):
    assert any(message in problem for problem in problems(text)), problems(text)


def test_a_formula_can_be_read_in_words():
    tree = parse('sum([10202/*/female]) <= [10201] and change([10301]) <= parameter("change_percent")')

    assert in_words(tree, FORM) == (
        "10202 从业人员学历 · 女（合计） ≤ 10201 年末从业人员 且 10301 营业收入（较上年变动百分比） ≤ 50"
    )


numbers = st.integers(0, 10**6)


@given(numbers, numbers, numbers)
def test_arithmetic_is_that_of_exact_fractions(a, b, c):
    text = f"({a} + {b}) * {c} - {a} / {c + 1}"

    assert evaluate(parse(text), Context(FORM, {})) == (Fraction(a) + b) * c - Fraction(a, c + 1)


@given(st.text(max_size=60))
def test_any_text_is_either_an_expression_or_a_fault_that_says_where(text):
    fault = fault_of(text)

    assert fault is None or (0 <= fault.at <= len(text) and fault.message.endswith("。"))


@given(st.lists(st.sampled_from([*"()[]+-*/=<>,", "1", '"a"', "[10201]", "sum", "and ", "not ", " "]), max_size=25))
def test_any_row_of_tokens_is_either_checked_and_evaluated_or_refused(parts):
    try:
        tree = parse("".join(parts))
    except ExpressionFault:
        return

    if not faults_of(tree, FORM, parameters=NUMBERS):
        assert holds(tree, Context(FORM, VALUES)) in (True, False, None)
