"""Holds the answers of one return against the checks of its questionnaire.

Hard findings must be gone before a return is sent; soft ones be corrected, or explained in at least ten characters.
Besides the checks that the questionnaire lists there are two that every form has: what is asked for must be answered,
and an amount that is a hundred times or a hundredth of last year's is suspected to stand in another unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from supervision.survey.rules.definition import Cell, Check, Item, ItemType, Questionnaire, Severity, cells_of
from supervision.survey.rules.expressions import Binary, Context, Node, cells_named, evaluate, holds, in_words, parse
from supervision.survey.rules.expressions.nodes import COMPARISONS
from supervision.survey.rules.expressions.wording import cell_words, number_text
from supervision.survey.rules.remedies import Remedy, remedy_of
from supervision.survey.rules.skipping import hidden_cells
from supervision.survey.rules.values import as_shown, as_text, options_of

EXPLANATION_CHARACTERS = 10
EXPLAIN = f"确实如此的，请说明原因（不少于 {EXPLANATION_CHARACTERS} 个字）。"
SLIP = 100
REQUIRED, UNIT_SLIP = "required", "unit_slip"
CELLS_NAMED = 4
Values = Mapping[str, Decimal | str | None]


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One check that does not hold. ``remedy`` are values that would make it hold; the cure says them in words.

    ``definition`` is the code of the item whose explanation says what is asked.
    """

    code: str
    severity: Severity
    cells: tuple[str, ...]
    value: str
    rule: str
    message: str
    cure: str
    definition: str
    is_explained: bool = False
    remedy: Remedy = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """The cell to which the page leads, and where the explanation is written."""
        return self.cells[0]

    @property
    def stops(self) -> bool:
        """Whether the return can't be sent like this."""
        return self.severity == Severity.HARD or not self.is_explained


def check(
    questionnaire: Questionnaire,
    values: Values,
    *,
    last_year: Mapping[str, Decimal],
    register: Mapping[str, object],
    explanations: Mapping[str, str],
) -> list[CheckFinding]:
    """Everything that does not hold: what is missing first, then the checks in their order, then unit slips."""
    hidden = hidden_cells(questionnaire, values)
    context = Context(questionnaire, values, last_year, register, hidden)
    findings = [*_missing(context), *_failing(context), *_slips(context)]
    return [_with_explanation(finding, explanations) for finding in findings]


def _with_explanation(finding: CheckFinding, explanations: Mapping[str, str]) -> CheckFinding:
    given = any(is_explanation(explanations.get(cell, "")) for cell in finding.cells)
    if finding.severity == Severity.HARD or not given:
        return finding
    return replace(finding, is_explained=True)


def is_explanation(text: str) -> bool:
    """Ten characters that are no blanks."""
    return len("".join(text.split())) >= EXPLANATION_CHARACTERS


def _missing(context: Context) -> Iterator[CheckFinding]:
    for item in context.questionnaire.items.values():
        cells = [cell for cell in cells_of(item) if cell.key not in context.hidden]
        if item.is_required and cells and all(context.value(cell.key) is None for cell in cells):
            yield _not_answered(item, cells)


def _not_answered(item: Item, cells: list[Cell]) -> CheckFinding:
    cell = cells[0]
    remedy = _a_value_for(item)
    what = "至少填写一格，空格视同 0" if item.is_table else "请填写"
    cure = f"{what}；没有的填 0。" if item.is_numeric and not item.minimum else f"{what}{_choices(item)}。"
    return CheckFinding(
        REQUIRED,
        Severity.HARD,
        tuple(cell.key for cell in cells),
        "未填写",
        "必填",
        f"{item.code} {item.label}：未填写。",
        cure,
        item.code,
        remedy={cell.key: remedy} if remedy is not None else {},
    )


def _choices(item: Item) -> str:
    labels = "、".join(option.label for option in options_of(item))
    return f"，从中选择：{labels}" if labels else ""


def _a_value_for(item: Item) -> Decimal | str | None:
    if item.is_numeric:
        return Decimal(item.minimum or 0)
    options = options_of(item)
    return options[0].code if options else None


def _failing(context: Context) -> Iterator[CheckFinding]:
    for rule in context.questionnaire.checks:
        tree = parse(rule.expression)
        if holds(tree, context) is False:
            yield _finding(rule, tree, context)


def _finding(rule: Check, tree: Node, context: Context) -> CheckFinding:
    questionnaire = context.questionnaire
    patterns = [ref.pattern for ref in cells_named(tree)]
    cells = [key for pattern in patterns for key in questionnaire.matching(pattern) if key not in context.hidden]
    remedy = remedy_of(tree, context)
    words = {"cells": _named(patterns, questionnaire), **_target(remedy, questionnaire)}
    return CheckFinding(
        rule.code,
        rule.severity,
        tuple(dict.fromkeys([*remedy, *cells])),
        "；".join(_values(tree, context)),
        in_words(tree, questionnaire),
        filled_in(rule.message, words),
        _cure(rule, remedy, words),
        rule.definition or next(iter(patterns), "").split("/")[0],
        remedy=remedy,
    )


def _named(patterns: Iterable[str], questionnaire: Questionnaire) -> str:
    named = list(dict.fromkeys(cell_words(pattern, questionnaire) for pattern in patterns))
    more = f"等 {len(named)} 项" if len(named) > CELLS_NAMED else ""
    return "、".join(named[:CELLS_NAMED]) + more


def _target(remedy: Remedy, questionnaire: Questionnaire) -> dict[str, str]:
    if not remedy:
        return {"target": "", "target_cell": ""}
    (key, value), *_ = remedy.items()
    text = as_shown(questionnaire.cells[key].item, value)
    return {"target": text, "target_cell": cell_words(key, questionnaire)}


def _cure(rule: Check, remedy: Remedy, words: Mapping[str, str]) -> str:
    cure = filled_in(rule.cure if remedy else _without_target(rule.cure), words)
    if remedy and "{target}" not in rule.cure and rule.severity == Severity.HARD:
        cure += f"其他项无误的，{words['target_cell']} 应填 {words['target']}。"
    if rule.severity == Severity.SOFT and "说明" not in cure:
        cure += EXPLAIN
    return cure


def _without_target(cure: str) -> str:
    """The clauses of a cure that can be said without a value; all of it where none can."""
    clauses = re.findall(r"[^，；。]*[，；。]?", cure)
    kept = "".join(clause for clause in clauses if "{target" not in clause).rstrip("，；")
    return kept if kept.endswith("。") or not kept else f"{kept}。"


def filled_in(template: str, words: Mapping[str, str]) -> str:
    """Only the known names in braces are replaced; any other brace stays as it is."""
    for name, text in words.items():
        template = template.replace("{" + name + "}", text)
    return template


def _values(tree: Node, context: Context) -> Iterator[str]:
    """The two sides of the comparison as they stand; of several joined ones those that fail."""
    if isinstance(tree, Binary) and tree.operator in COMPARISONS:
        yield from _sides(tree, context)
    elif isinstance(tree, Binary) and tree.operator in ("and", "or"):
        for side in (tree.left, tree.right):
            if holds(side, context) is False:
                yield from _values(side, context)
    else:
        for ref in cells_named(tree):
            for key in context.questionnaire.matching(ref.pattern)[:1]:
                yield _answer_of(key, context)


def _sides(tree: Binary, context: Context) -> Iterator[str]:
    for side in (tree.left, tree.right):
        value = evaluate(side, context)
        if value is not None and cells_named(side):
            yield f"{in_words(side, context.questionnaire)}：{_shown(side, value, context)}"


def _shown(side: Node, value: object, context: Context) -> str:
    if isinstance(value, Fraction):
        return number_text(value)
    for ref in cells_named(side):
        item = context.questionnaire.cells[ref.pattern].item
        return as_text(item, str(value))
    return str(value)


def _answer_of(key: str, context: Context) -> str:
    cell = context.questionnaire.cells[key]
    return f"{cell_words(key, context.questionnaire)}：{as_text(cell.item, context.values.get(key)) or '未填写'}"


def _slips(context: Context) -> Iterator[CheckFinding]:
    for key, cell in context.questionnaire.cells.items():
        if cell.item.type != ItemType.MONEY:
            continue
        now, before = context.value(key), context.last_year.get(key)
        if isinstance(now, Fraction) and before and now and _is_slip(abs(now / Fraction(before))):
            yield _slip(cell, now, Fraction(before))


def _is_slip(ratio: Fraction) -> bool:
    return ratio > SLIP or ratio * SLIP < 1


def _slip(cell: Cell, now: Fraction, before: Fraction) -> CheckFinding:
    ratio = abs(now / before)
    times = f"{number_text(ratio)} 倍" if ratio > 1 else f"1/{number_text(Fraction(round(1 / ratio)))}"
    meant = now * 10_000 if ratio < 1 else now / 10_000
    amount = Decimal(round(meant * 100)).scaleb(-2)
    remedy = {cell.key: amount} if not _is_slip(abs(Fraction(amount) / before)) else {}
    as_meant = f"本应填 {as_shown(cell.item, amount)} 的，请更正；" if remedy else ""
    return CheckFinding(
        UNIT_SLIP,
        Severity.SOFT,
        (cell.key,),
        f"本年：{number_text(now)}；上年：{number_text(before)}",
        f"与上年相差不超过 {SLIP} 倍",
        f"{cell.item.code} {cell.label}：为上年的 {times}，疑似把万元填成元，或把元填成万元。",
        f"本表金额单位为{cell.item.unit or '元'}。{as_meant}{EXPLAIN}",
        cell.item.code,
        remedy=remedy,
    )
