"""What the portal already knows and offers to fill in, each value with its source. Nothing is filled in by itself.

Sources are registered under the first part of an item's ``prefill`` (``register.founded_on``). A source answers
the rest (``founded_on``, for one cell of a table ``founded_on/row/column``) with text as ``rules.values`` reads it.
Year-end stocks without a source of their own are offered from last year's answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.definition import Cell, Span
from supervision.survey.rules.values import ValueFault, as_text, parse
from supervision.survey.services import last_year
from supervision.survey.services.definition import questionnaire_of

LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """``value`` as text, ``source`` in words for the person who accepts it, ``origin`` the name of the source."""

    value: str
    source: str
    origin: str = ""


Source = Callable[[SurveyReturn], Mapping[str, Prefilled]]
_sources: dict[str, Source] = {}


def register_source(name: str, function: Source) -> None:
    """``function(survey_return)`` is asked once for a return, whatever the number of cells."""
    _sources[name] = function


def is_known(prefill: str) -> bool:
    """Whether a source answers to this name; the questionnaire's editors are told where none does."""
    return prefill.partition(".")[0] in {*_sources, LAST_YEAR}


def values_for(return_id: int) -> dict[str, Prefilled]:
    """What may be offered, by cell in the order of the form. The return is read without its answers."""
    found = SurveyReturn.objects.select_related("survey").get(pk=return_id)
    return offers(found, last_year.figures(found))


def offers(found: SurveyReturn, figures: Mapping[str, object]) -> dict[str, Prefilled]:
    """The same for who has last year's ``figures`` at hand already."""
    cells = questionnaire_of(found.survey).cells
    wanted = {cell.item.prefill.partition(".")[0] for cell in cells.values() if cell.item.prefill}
    known = {name: _sources[name](found) for name in sorted(wanted & _sources.keys())}
    offered = {}
    for key, cell in cells.items():
        offer = _named(cell, known) or _from_last_year(cell, figures, found.survey.year)
        if offer is not None:
            offered[key] = offer
    return offered


def _named(cell: Cell, known: Mapping[str, Mapping[str, Prefilled]]) -> Prefilled | None:
    name, _, rest = cell.item.prefill.partition(".")
    wanted = "/".join([rest, *cell.key.split("/")[1:]])
    offer = known.get(name, {}).get(wanted)
    text = _accepted(cell, offer.value) if offer else ""
    return Prefilled(text, offer.source, name) if offer and text else None


def _accepted(cell: Cell, text: str) -> str:
    """The value as the page writes it; empty where the questionnaire would not accept it, so that it is not offered."""
    try:
        return as_text(cell.item, parse(cell.item, text))
    except ValueFault:
        return ""


def _from_last_year(cell: Cell, figures: Mapping[str, object], year: int) -> Prefilled | None:
    before = figures.get(cell.key)
    if before is None or cell.item.span != Span.STOCK or cell.item.prefill not in ("", LAST_YEAR):
        return None
    return Prefilled(as_text(cell.item, before), f"本机构{year - 1}年度填报", LAST_YEAR)
