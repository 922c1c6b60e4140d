"""Tries a check on example values, as its editor sees it before anybody answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from supervision.survey.rules.checking import CheckFinding, check
from supervision.survey.rules.definition import Check, Questionnaire
from supervision.survey.rules.expressions import Call, CellRef, Context, Node, Text, cells_named, holds, in_words, parse
from supervision.survey.rules.expressions.nodes import walk
from supervision.survey.rules.expressions.wording import REGISTER, cell_words

MOST_CELLS = 40
LAST_YEAR = frozenset({"last", "change"})


@dataclass(frozen=True, slots=True)
class Needed:
    """One example value that an expression asks for; ``name`` is ``now:10201``, ``last:10301``, ``fact:attorneys``."""

    name: str
    label: str
    unit: str = ""

    @property
    def key(self) -> str:
        return self.name.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Trial:
    """``outcome`` is None where a value is missing; ``finding`` is what the agency would read."""

    outcome: bool | None
    words: str
    finding: CheckFinding | None


def needed(expression: str, questionnaire: Questionnaire) -> list[Needed]:
    """The values that the expression looks at, cells first. At most forty cells of a table."""
    tree = parse(expression)
    found = {one.name: one for one in (*_cells(tree, questionnaire), *_others(tree, questionnaire))}
    return list(found.values())


def _cells(tree: Node, questionnaire: Questionnaire) -> Iterator[Needed]:
    for ref in cells_named(tree):
        for key in questionnaire.matching(ref.pattern)[:MOST_CELLS]:
            item = questionnaire.cells[key].item
            yield Needed(f"now:{key}", cell_words(key, questionnaire), item.unit)


def _others(tree: Node, questionnaire: Questionnaire) -> Iterator[Needed]:
    for node in walk(tree):
        if not isinstance(node, Call):
            continue
        first = node.arguments[0] if node.arguments else None
        if node.function in LAST_YEAR and isinstance(first, CellRef):
            words = cell_words(first.pattern, questionnaire)
            cell = questionnaire.cells.get(first.pattern)
            yield Needed(f"last:{first.pattern}", f"{words}（上年）", cell.item.unit if cell else "")
        elif node.function == "register" and isinstance(first, Text):
            yield Needed(f"fact:{first.value}", REGISTER.get(first.value, first.value))


def try_out(
    questionnaire: Questionnaire,
    rule: Check,
    values: Mapping[str, Decimal | str | None],
    *,
    last_year: Mapping[str, Decimal],
    register: Mapping[str, object],
) -> Trial:
    """What the check says to the example, without any other check of the form and without its skip rules."""
    tree = parse(rule.expression)
    form = Questionnaire(questionnaire.year, "", questionnaire.sections, (rule,), questionnaire.numbers)
    found = check(form, values, last_year=last_year, register=register, explanations={})
    finding = next((one for one in found if one.code == rule.code), None)
    outcome = holds(tree, Context(form, values, last_year, register))
    return Trial(outcome, in_words(tree, form), finding)
