"""The questionnaire of a year, read from its tables as one frozen value, and written into them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db import transaction

from supervision.survey.models import Survey, SurveyCheck, SurveyItem, SurveySection
from supervision.survey.rules.definition import Check, Item, ItemType, Option, Questionnaire, Section, Severity, Span
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import survey_terms

YEARS_REMEMBERED = 8


def questionnaire_of(survey: Survey) -> Questionnaire:
    """At most four statements, and none for a year whose questionnaire was read before.

    A draft is read afresh each time: it changes under the hands of its editors.
    """
    if survey.state == SurveyState.DRAFT:
        return read(survey.pk)
    return _remembered(survey.pk, survey.version)


@lru_cache(maxsize=YEARS_REMEMBERED)
def _remembered(survey_id: int, version: int) -> Questionnaire:
    return read(survey_id)


def read(survey_id: int) -> Questionnaire:
    """The questionnaire as the tables have it now. Its numbers are those in force on its first day."""
    survey = Survey.objects.get(pk=survey_id)
    items: dict[int, list[Item]] = {}
    for row in SurveyItem.objects.filter(section__survey=survey).order_by("section", "place"):
        items.setdefault(row.section_id, []).append(item_of(row))
    sections = tuple(
        Section(row.code, row.title, tuple(items.get(row.pk, ())), row.help, row.shown_if)
        for row in survey.sections.order_by("place")
    )
    checks = tuple(
        Check(row.code, Severity(row.severity), row.expression, row.message, row.cure, row.definition)
        for row in survey.checks.order_by("place")
    )
    return Questionnaire(survey.year, survey.title, sections, checks, survey_terms.known(survey.opens_on))


def item_of(row: SurveyItem) -> Item:
    return Item(
        code=row.code,
        label=row.label,
        type=ItemType(row.type),
        unit=row.unit,
        help=row.help,
        span=Span(row.span),
        is_required=row.is_required,
        options=_options(row.options),
        rows=_options(row.rows),
        columns=_options(row.columns),
        shown_if=row.shown_if,
        prefill=row.prefill,
        minimum=row.minimum,
        maximum=row.maximum,
        former_code=row.former_code,
    )


def _options(stored: Iterable[Mapping[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(option["code"], option["label"]) for option in stored)


@transaction.atomic
def write(survey: Survey, questionnaire: Questionnaire) -> None:
    """Put ``questionnaire`` in the place of what the tables hold for ``survey``, a draft without answers."""
    survey.checks.all().delete()
    survey.sections.all().delete()
    sections = SurveySection.objects.bulk_create(
        SurveySection(
            survey=survey,
            code=section.code,
            title=section.title,
            help=section.help,
            shown_if=section.shown_if,
            place=place,
        )
        for place, section in enumerate(questionnaire.sections)
    )
    SurveyItem.objects.bulk_create(
        SurveyItem(section=row, place=place, **fields_of(item))
        for row, section in zip(sections, questionnaire.sections, strict=True)
        for place, item in enumerate(section.items)
    )
    SurveyCheck.objects.bulk_create(
        SurveyCheck(
            survey=survey,
            code=check.code,
            severity=check.severity,
            expression=check.expression,
            message=check.message,
            cure=check.cure,
            definition=check.definition,
            place=place,
        )
        for place, check in enumerate(questionnaire.checks)
    )


def fields_of(item: Item) -> dict[str, Any]:
    """The columns of one item."""
    return {
        "code": item.code,
        "label": item.label,
        "type": item.type,
        "unit": item.unit,
        "help": item.help,
        "span": item.span,
        "is_required": item.is_required,
        "options": _stored(item.options),
        "rows": _stored(item.rows),
        "columns": _stored(item.columns),
        "shown_if": item.shown_if,
        "prefill": item.prefill,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "former_code": item.former_code,
    }


def _stored(options: Iterable[Option]) -> list[dict[str, str]]:
    return [{"code": option.code, "label": option.label} for option in options]
