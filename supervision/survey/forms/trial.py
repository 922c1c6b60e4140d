"""Example values beside a check, and what the check says to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from supervision.survey.forms.questionnaire import CheckForm
from supervision.survey.rules.trying import Needed, Trial, needed, try_out
from supervision.survey.rules.validating import expression_faults
from supervision.survey.rules.values import ValueFault, parse


@dataclass(frozen=True, slots=True)
class Example:
    """One box of the trial."""

    needed: Needed
    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    examples: list[Example]
    result: Trial | None = None


def trial_of(form: CheckForm, posted: Mapping[str, str]) -> Tried | None:
    """The boxes that the formula asks for and, when a trial was sent, its result. None while the formula is faulty."""
    expression = form["expression"].value() or ""
    if not expression or expression_faults(expression, form.questionnaire):
        return None
    examples = [_example(one, form, posted.get(one.name, "")) for one in needed(expression, form.questionnaire)]
    if "try" not in posted or not form.is_valid() or any(example.error for example in examples):
        return Tried(examples)
    return Tried(examples, _result(form, examples))


def _example(one: Needed, form: CheckForm, text: str) -> Example:
    try:
        _value(one, form, text)
    except ValueFault as refused:
        return Example(one, text, refused.problem)
    except InvalidOperation:
        return Example(one, text, f"“{text}”不是数字。")
    return Example(one, text)


def _value(one: Needed, form: CheckForm, text: str) -> Decimal | str | None:
    if not text.strip():
        return None
    if one.name.startswith("fact:"):
        return Decimal(text) if text.replace(".", "", 1).isdigit() else text
    return parse(form.questionnaire.cells[one.key].item, text)


def _result(form: CheckForm, examples: list[Example]) -> Trial:
    sides: dict[str, dict[str, Decimal | str]] = {"now": {}, "last": {}, "fact": {}}
    for example in examples:
        value = _value(example.needed, form, example.text)
        if value is not None:
            sides[example.needed.name.partition(":")[0]][example.needed.key] = value
    return try_out(form.questionnaire, form.check(), sides["now"], last_year=sides["last"], register=sides["fact"])
