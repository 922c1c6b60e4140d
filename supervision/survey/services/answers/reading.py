"""What stands in the cells of one return."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from supervision.survey.models import Answer
from supervision.survey.rules.states import Via

EMPTY = Q(number__isnull=True, text="", explanation="")


@dataclass(frozen=True, slots=True)
class Stored:
    """One cell as it stands. ``value`` is None where only an explanation was written, or where it was emptied."""

    value: Decimal | str | None
    explanation: str
    via: Via
    changed_at: datetime
    version: int = 0
    changed_by: int | None = None


def read(return_id: int) -> dict[str, Stored]:
    """Every cell that holds a value or an explanation. One statement."""
    return {cell: stored for cell, stored in read_rows(return_id).items() if not is_empty(stored)}


def read_rows(return_id: int) -> dict[str, Stored]:
    """As ``read``, with the cells that were emptied: their ``version`` tells when."""
    rows = Answer.objects.filter(survey_return=return_id).values_list(
        "cell", "number", "text", "explanation", "via", "changed_at", "version", "changed_by"
    )
    return {
        cell: Stored(number if number is not None else text or None, explanation, Via(via), at, version, by)
        for cell, number, text, explanation, via, at, version, by in rows
    }


def is_empty(stored: Stored) -> bool:
    return stored.value is None and not stored.explanation


def values_of(stored: dict[str, Stored]) -> dict[str, Decimal | str]:
    """The values alone, as the checks read them."""
    return {cell: each.value for cell, each in stored.items() if each.value is not None}
