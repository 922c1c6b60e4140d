"""Saving what was typed, cell by cell: what can be read is kept, what cannot is given back with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.foundation.errors import DomainError
from supervision.survey.models import Answer, SurveyItem, SurveyReturn
from supervision.survey.rules import values as cell_values
from supervision.survey.rules.checking import CheckFinding
from supervision.survey.rules.definition import Cell
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, Via
from supervision.survey.rules.values import ValueFault
from supervision.survey.services.answers.opening import open_cells
from supervision.survey.services.answers.reading import Stored
from supervision.survey.services.answers.refusals import CellLocked, ExplanationTooLong, StaleCell, UnknownCell
from supervision.survey.services.answers.standing import Standing, standing_of
from supervision.survey.services.return_steps import ready, take

LONGEST_EXPLANATION = 500
WRITTEN = ["item", "number", "text", "explanation", "via", "changed_by", "changed_at", "version"]


class Writing(TypedDict):
    """``seen_version`` is that of the return which the page or workbook showed; None overwrites whatever stands."""

    by: User
    via: Via
    seen_version: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """``refused`` are cells that were not stored, each with its reason; ``changed`` those that were.

    ``findings`` are those of the whole return as it stands now.
    """

    version: int
    findings: list[CheckFinding]
    refused: Mapping[str, DomainError]
    changed: tuple[str, ...] = ()
    standing: Standing | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Typed:
    """One cell that somebody wrote into. ``text`` is None where only the explanation was given."""

    cell: Cell
    text: str | None
    value: Decimal | str | None
    explanation: str


@transaction.atomic
def save(
    return_id: int,
    values: Mapping[str, str],
    *,
    explanations: Mapping[str, str] | None = None,
    **writing: Unpack[Writing],
) -> Saved:
    """Store ``values`` (text as typed, by cell) and ``explanations``; an empty text empties the cell.

    A cell that cannot be read, is locked, unknown, or was changed by somebody else since ``seen_version`` is refused by
    itself; the others are stored by one statement. Raises ``IllegalStep`` and ``SurveySealed``, and
    ``SurveyReturn.DoesNotExist`` for strangers.
    """
    found = ready(return_id, ReturnStep.FILL, by=writing["by"])
    standing = standing_of(found)
    typed, refused = _read(standing, values, explanations or {})
    fresh = [each for each in typed if _is_new(standing.stored.get(each.cell.key), each)]
    refused |= _locked(found, standing, fresh)
    refused |= _stale(standing, fresh, writing)
    written = [each for each in fresh if each.cell.key not in refused]
    if written:
        _move(found, writing)
        _write(found, written, writing)
        standing = _after(standing, written, found.version, writing)
    keys = tuple(each.cell.key for each in written)
    return Saved(found.version, standing.findings, refused, keys, standing)


def _read(
    standing: Standing, values: Mapping[str, str], explanations: Mapping[str, str]
) -> tuple[list[_Typed], dict[str, DomainError]]:
    typed: list[_Typed] = []
    refused: dict[str, DomainError] = {}
    for key in dict.fromkeys([*values, *explanations]):
        try:
            typed.append(_typed(standing, key, values.get(key), explanations.get(key)))
        except (UnknownCell, ValueFault, ExplanationTooLong) as fault:
            refused[key] = fault
    return typed, refused


def _typed(standing: Standing, key: str, text: str | None, explanation: str | None) -> _Typed:
    cell = standing.questionnaire.cells.get(key)
    if cell is None:
        raise UnknownCell(cell=key, field=key)
    before = standing.stored.get(key)
    words = (before.explanation if before else "") if explanation is None else explanation.strip()
    if len(words) > LONGEST_EXPLANATION:
        raise ExplanationTooLong(length=len(words), limit=LONGEST_EXPLANATION, field=key)
    if text is None:
        return _Typed(cell, None, before.value if before else None, words)
    value = cell_values.parse(cell.item, text)
    return _Typed(cell, text, None if value == "" else value, words)


def _is_new(before: Stored | None, typed: _Typed) -> bool:
    if before is None:
        return typed.value is not None or bool(typed.explanation)
    return before.value != typed.value or before.explanation != typed.explanation


def _locked(found: SurveyReturn, standing: Standing, fresh: list[_Typed]) -> dict[str, DomainError]:
    allowed = open_cells(found)
    if allowed is None:
        return {}
    return {
        each.cell.key: CellLocked(label=each.cell.label, value=_shown(each.cell, standing.stored.get(each.cell.key)))
        for each in fresh
        if each.cell.key not in allowed
    }


def _stale(standing: Standing, fresh: list[_Typed], writing: Writing) -> dict[str, DomainError]:
    """Cells that somebody, perhaps the same person elsewhere, wrote after this page was opened."""
    seen = writing["seen_version"]
    newer = {
        each: before
        for each in fresh
        if seen is not None and (before := standing.stored.get(each.cell.key)) and before.version > seen
    }
    people = User.objects.in_bulk({before.changed_by for before in newer.values()}) if newer else {}
    return {
        each.cell.key: StaleCell(
            who=people.get(before.changed_by, "其他人"),
            at=before.changed_at.astimezone(writing["now"].tzinfo),
            value=_shown(each.cell, before),
            typed=each.text if each.text is not None else each.explanation,
        )
        for each, before in newer.items()
    }


def _shown(cell: Cell, before: Stored | None) -> str:
    if before is None or before.value is None:
        return "空白"
    return cell_values.as_text(cell.item, before.value)


def _move(found: SurveyReturn, writing: Writing) -> None:
    """The first answer is a step of the return; later ones are counted."""
    if RETURN.after(ReturnState(found.state), ReturnStep.FILL) != found.state:
        take(found, ReturnStep.FILL, by=writing["by"], now=writing["now"])
        return
    found.version += 1
    found.save(update_fields=["version"])


def _write(found: SurveyReturn, written: list[_Typed], writing: Writing) -> None:
    codes = {each.cell.item.code for each in written}
    items = SurveyItem.objects.filter(section__survey=found.survey_id, code__in=codes)
    keys = dict(items.values_list("code", "pk"))
    Answer.objects.bulk_create(
        [
            Answer(
                survey_return=found,
                item_id=keys[each.cell.item.code],
                cell=each.cell.key,
                number=each.value if isinstance(each.value, Decimal) else None,
                text=each.value if isinstance(each.value, str) else "",
                explanation=each.explanation,
                via=writing["via"],
                changed_by=writing["by"],
                changed_at=writing["now"],
                version=found.version,
            )
            for each in written
        ],
        update_conflicts=True,
        unique_fields=["survey_return", "cell"],
        update_fields=WRITTEN,
    )


def _after(standing: Standing, written: list[_Typed], version: int, writing: Writing) -> Standing:
    """The standing with what was just written, without asking again."""
    stored = dict(standing.stored)
    for each in written:
        stored[each.cell.key] = Stored(
            each.value, each.explanation, Via(writing["via"]), writing["now"], version, writing["by"].pk
        )
    return replace(standing, stored=stored, version=version)
