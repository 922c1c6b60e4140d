"""Which cells a return that was sent back lets its agency change: those asked about, and their dependants."""

from collections.abc import Iterable

from supervision.survey.rules.definition import Questionnaire, cells_of
from supervision.survey.rules.expressions import cells_named, parse


def opened(questionnaire: Questionnaire, asked: Iterable[str]) -> frozenset[str]:
    """The cells in ``asked``, those that a check joins with one of them, and those that appear or vanish with them.

    One step along the checks: a figure put right may need its counterpart put right, but not the counterpart's own
    counterparts. Skip rules are followed to their end, for what appears has to be filled in.
    """
    known = frozenset(asked) & questionnaire.cells.keys()
    joined = known | _joined(questionnaire, known)
    return joined | _shown_by(questionnaire, joined)


def _joined(questionnaire: Questionnaire, asked: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for check in questionnaire.checks:
        cells = named_in(questionnaire, check.expression)
        if cells & asked:
            found |= cells
    return frozenset(found)


def _shown_by(questionnaire: Questionnaire, start: frozenset[str]) -> frozenset[str]:
    """Cells whose skip rule looks at one of ``start``, and so on for what they show in turn."""
    rules = _skip_rules(questionnaire)
    reached, fresh = set(start), set(start)
    while fresh:
        shown = {cell for looked_at, cells in rules if looked_at & fresh for cell in cells}
        fresh = shown - reached
        reached |= fresh
    return frozenset(reached)


def _skip_rules(questionnaire: Questionnaire) -> list[tuple[frozenset[str], frozenset[str]]]:
    rules = []
    for section in questionnaire.sections:
        inside = frozenset(cell.key for item in section.items for cell in cells_of(item))
        if section.shown_if:
            rules.append((named_in(questionnaire, section.shown_if), inside))
        for item in section.items:
            if item.shown_if:
                own = frozenset(cell.key for cell in cells_of(item))
                rules.append((named_in(questionnaire, item.shown_if), own))
    return rules


def named_in(questionnaire: Questionnaire, expression: str) -> frozenset[str]:
    """Every cell that an expression names, patterns spelled out."""
    refs = cells_named(parse(expression))
    return frozenset(key for ref in refs for key in questionnaire.matching(ref.pattern))
