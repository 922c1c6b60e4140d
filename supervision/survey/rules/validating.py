"""Everything that is wrong with a questionnaire before anyone answers it, told at the place where it stands."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from supervision.survey.rules.definition import Check, Item, ItemType, Option, Questionnaire, Section, cells_of
from supervision.survey.rules.expressions import ExpressionFault, cells_named, faults_of, parse

SECTION_CODE = re.compile(r"\d{3}")
ITEM_CODE = re.compile(r"\d{5,8}")
OPTION_CODE = re.compile(r"[A-Za-z0-9_-]{1,24}")
NAME = re.compile(r"\{(\w*)\}")
NAMES_IN_MESSAGES = frozenset({"cells", "target", "target_cell"})
LONGEST_KEY = 80
MOST_CELLS = 200
CHOOSING = frozenset({ItemType.CHOICE, ItemType.CHOICES})
SEPARATORS = frozenset(",，;；")


@dataclass(frozen=True, slots=True)
class DefinitionFault:
    """``place`` is a part, an item or a check (``102``, ``10201``, ``H10201``); ``field`` the field of it."""

    place: str
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}：{self.problem}"


def faults(questionnaire: Questionnaire) -> list[DefinitionFault]:
    """In the order of the form. Empty: the year may open."""
    return [*_empty(questionnaire), *_twice(questionnaire), *_parts(questionnaire), *_checks(questionnaire)]


def _empty(questionnaire: Questionnaire) -> Iterator[DefinitionFault]:
    if not questionnaire.sections:
        yield DefinitionFault("问卷", "", "还没有任何部分，请先增加部分和指标。")
    for section in questionnaire.sections:
        if not section.items:
            yield DefinitionFault(section.code, "", "这一部分还没有指标。")


def _twice(questionnaire: Questionnaire) -> Iterator[DefinitionFault]:
    items = [item for section in questionnaire.sections for item in section.items]
    for codes, what in (
        ([section.code for section in questionnaire.sections], "部分"),
        ([item.code for item in items], "指标"),
        ([rule.code for rule in questionnaire.checks], "审核关系"),
    ):
        for code in _repeated(codes):
            yield DefinitionFault(code, "code", f"{what}代码 {code} 重复，每个代码只能用一次。")
    for code in _repeated(item.former_code for item in items if item.former_code):
        yield DefinitionFault(code, "former_code", f"上年代码 {code} 被两个指标引用，上年数只能对应一个指标。")


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _parts(questionnaire: Questionnaire) -> Iterator[DefinitionFault]:
    earlier: set[str] = set()
    for section in questionnaire.sections:
        yield from _section(section)
        yield from _condition(section.code, section.shown_if, questionnaire, earlier)
        for item in section.items:
            yield from item_faults(item, section.code)
            yield from _condition(item.code, item.shown_if, questionnaire, earlier)
            earlier.add(item.code)


def _section(section: Section) -> Iterator[DefinitionFault]:
    if not SECTION_CODE.fullmatch(section.code):
        yield DefinitionFault(section.code, "code", "部分代码应为三位数字，如 102。")
    if not section.title.strip():
        yield DefinitionFault(section.code, "title", "缺少标题。")


def item_faults(item: Item, section_code: str) -> Iterator[DefinitionFault]:
    """What is wrong with one item by itself."""
    for field, problem in (*_named(item, section_code), *_measured(item), *_chosen(item), *_table(item)):
        yield DefinitionFault(item.code, field, problem)


def _named(item: Item, section_code: str) -> Iterator[tuple[str, str]]:
    if not ITEM_CODE.fullmatch(item.code) or not item.code.startswith(section_code):
        yield "code", f"指标代码应为 {section_code} 开头的五至八位数字，如 {section_code}01。"
    if not item.label.strip():
        yield "label", "缺少指标名称。"
    if item.former_code and not ITEM_CODE.fullmatch(item.former_code):
        yield "former_code", "上年代码应为五至八位数字。"


def _measured(item: Item) -> Iterator[tuple[str, str]]:
    if item.type == ItemType.MONEY and item.unit != "元":
        yield "unit", "金额一律以“元”为计量单位，避免元与万元混淆。"
    if item.type == ItemType.PERCENT and item.unit != "%":
        yield "unit", "百分比的计量单位是“%”。"
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL) and not item.unit:
        yield "unit", "数值指标应写明计量单位，如 人、件、家。"
    if not item.is_numeric and (item.minimum is not None or item.maximum is not None):
        yield "minimum", "只有数值指标才有上下限。"
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield "minimum", "下限大于上限。"


def _chosen(item: Item) -> Iterator[tuple[str, str]]:
    if item.type in CHOOSING and len(item.options) < 2:
        yield "options", "选择题至少要有两个选项。"
    if item.type not in CHOOSING and item.options:
        yield "options", "只有选择题才有选项。"
    yield from ((("options", problem)) for problem in _listed(item.options))
    if item.type == ItemType.CHOICES and any(set(option.label) & SEPARATORS for option in item.options):
        yield "options", "多选题的选项名称不能含逗号或分号，回答以它们分隔。"


def _table(item: Item) -> Iterator[tuple[str, str]]:
    if item.columns and not item.rows:
        yield "rows", "有列没有行；只有一个方向的，请写在行里。"
    if item.rows and not item.is_numeric:
        yield "rows", "表格指标应为数值类型。"
    yield from (("rows", problem) for problem in _listed(item.rows))
    yield from (("columns", problem) for problem in _listed(item.columns))
    cells = cells_of(item)
    if len(cells) > MOST_CELLS:
        yield "rows", f"表格有 {len(cells)} 格，最多 {MOST_CELLS} 格，请拆成几个指标。"
    if any(len(cell.key) > LONGEST_KEY for cell in cells):
        yield "rows", "行列代码过长。"


def _listed(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        if not OPTION_CODE.fullmatch(option.code):
            yield f"代码“{option.code}”应为字母、数字、下划线或短横，最多 24 个。"
        if not option.label.strip():
            yield f"代码“{option.code}”没有名称。"
    for code in _repeated(option.code for option in options):
        yield f"代码“{code}”重复。"
    for label in _repeated(option.label for option in options):
        yield f"名称“{label}”重复。"


def _condition(
    place: str, text: str, questionnaire: Questionnaire, earlier: Collection[str]
) -> Iterator[DefinitionFault]:
    if not text:
        return
    problems = expression_faults(text, questionnaire)
    yield from (DefinitionFault(place, "shown_if", f"显示条件{problem.message}") for problem in problems)
    for ref in [] if problems else cells_named(parse(text)):
        code = ref.pattern.split("/")[0]
        if code not in earlier:
            yield DefinitionFault(place, "shown_if", f"显示条件只能引用排在前面的指标，{code} 在后面。")


def expression_faults(text: str, questionnaire: Questionnaire) -> list[ExpressionFault]:
    """What is wrong with a condition or a check of this questionnaire."""
    try:
        tree = parse(text)
    except ExpressionFault as fault:
        return [fault]
    return faults_of(tree, questionnaire, parameters=questionnaire.numbers)


def _checks(questionnaire: Questionnaire) -> Iterator[DefinitionFault]:
    for rule in questionnaire.checks:
        yield from check_faults(rule, questionnaire)


def check_faults(rule: Check, questionnaire: Questionnaire) -> Iterator[DefinitionFault]:
    """What is wrong with one check."""
    problems = expression_faults(rule.expression, questionnaire)
    yield from (DefinitionFault(rule.code, "expression", f"公式{problem.message}") for problem in problems)
    if not problems and not cells_named(parse(rule.expression)):
        yield DefinitionFault(rule.code, "expression", "公式里没有指标。")
    for field, text in (("message", rule.message), ("cure", rule.cure)):
        if not text.strip():
            yield DefinitionFault(rule.code, field, "错误说明和更正办法都要写。")
        for name in sorted(set(NAME.findall(text)) - NAMES_IN_MESSAGES):
            known = "、".join(f"{{{known}}}" for known in sorted(NAMES_IN_MESSAGES))
            yield DefinitionFault(rule.code, field, f"没有占位符 {{{name}}}，可用：{known}。")
    if rule.definition and rule.definition not in questionnaire.items:
        yield DefinitionFault(rule.code, "definition", f"指标解释位置 {rule.definition} 不是本问卷的指标。")
