"""Flags values that stand out over a whole year: one statement gathers a cell with its last year, numpy judges it.

Flags are computed anew as answers come in. A reviewer's verdict stays as long as the value it was about stays; what was
never judged and stands out no longer goes away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.survey.models import FlagKind, OutlierFlag, Survey, SurveyReturn
from supervision.survey.rules import editing
from supervision.survey.rules.definition import ItemType
from supervision.survey.rules.editing import EditParameters, Numbers
from supervision.survey.rules.review_terms import peer_cells
from supervision.survey.rules.reviewing import VerdictMissing
from supervision.survey.services import review_terms
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.flag_sentences import sentence_of
from supervision.survey.services.return_steps import SUBJECT, locked

LOCK = 7402
SENTENCE_LENGTH = 300
EDITED = [str(kind) for kind in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.MONEY)]
BY_CELL = """
SELECT now.cell, item.type,
    array_agg(unit.id ORDER BY unit.id),
    array_agg(now.number::float8 ORDER BY unit.id),
    array_agg(before.number::float8 ORDER BY unit.id),
    array_agg(unit.kind || '/' || unit.size_class ORDER BY unit.id)
FROM supervision_answer AS now
JOIN supervision_surveyitem AS item ON item.id = now.item_id
JOIN supervision_surveyreturn AS unit ON unit.id = now.survey_return_id
LEFT JOIN supervision_survey AS former_year ON former_year.year = %(year)s - 1
LEFT JOIN supervision_surveyreturn AS former
    ON former.survey_id = former_year.id AND former.agency_id = unit.agency_id AND former.submitted_at IS NOT NULL
LEFT JOIN supervision_answer AS before
    ON before.survey_return_id = former.id
    AND before.cell = CASE WHEN item.former_code = '' THEN now.cell
        ELSE item.former_code || substr(now.cell, length(item.code) + 1) END
WHERE unit.survey_id = %(survey)s AND unit.submitted_at IS NOT NULL AND unit.state <> 'excused'
    AND now.number IS NOT NULL AND item.type = ANY(%(edited)s)
GROUP BY now.cell, item.type
"""
WRITE = """
INSERT INTO supervision_outlierflag AS flag
    (survey_return_id, cell, kind, value, expected, score, influence, sentence, verdict, judged_by_id, judged_at)
SELECT survey_return_id, cell, kind, value, expected, score, influence, sentence, '', NULL, NULL
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::float8[], %s::bigint[], %s::text[])
    AS fresh (survey_return_id, cell, kind, value, expected, score, influence, sentence)
ON CONFLICT (survey_return_id, cell, kind) DO UPDATE SET
    value = EXCLUDED.value, expected = EXCLUDED.expected, score = EXCLUDED.score,
    influence = EXCLUDED.influence, sentence = EXCLUDED.sentence,
    verdict = CASE WHEN flag.value = EXCLUDED.value THEN flag.verdict ELSE '' END,
    judged_by_id = CASE WHEN flag.value = EXCLUDED.value THEN flag.judged_by_id END,
    judged_at = CASE WHEN flag.value = EXCLUDED.value THEN flag.judged_at END
"""
FORGET = """
DELETE FROM supervision_outlierflag AS flag USING supervision_surveyreturn AS unit
WHERE unit.id = flag.survey_return_id AND unit.survey_id = %s AND flag.judged_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS fresh (survey_return_id, cell, kind)
        WHERE fresh.survey_return_id = flag.survey_return_id AND fresh.cell = flag.cell AND fresh.kind = flag.kind)
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell over all units that have it, in the order of their keys; NaN where a unit has no last year."""

    cell: str
    type: str
    units: np.ndarray
    now: Numbers
    before: Numbers
    groups: np.ndarray


@dataclass(frozen=True, slots=True)
class Flag:
    survey_return_id: int
    cell: str
    kind: FlagKind
    value: float
    expected: float | None
    score: float
    influence: int


@transaction.atomic
def compute(survey_id: int, *, today: date) -> int:
    """Flags of one year as its answers stand now; returns how many. Asked twice at once, one waits for the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, survey_id])
    survey = Survey.objects.get(pk=survey_id)
    numbers = review_terms.in_force(today)
    parameters = EditParameters.read(numbers)
    fields = {field.cell: field for field in _fields(survey)}
    flags = [flag for field in fields.values() for flag in _flags(field, parameters)]
    for pair in numbers["peer_ratios"]:
        flags += _peer_flags(fields, pair, parameters)
    _write(survey, flags)
    return len(flags)


def _fields(survey: Survey) -> Iterator[Field]:
    with connection.cursor() as cursor:
        cursor.execute(BY_CELL, {"survey": survey.pk, "year": survey.year, "edited": EDITED})
        for cell, kind, units, now, before, groups in cursor:
            yield Field(cell, kind, np.array(units), _numbers(now), _numbers(before), np.array(groups))


def _numbers(values: list[float | None]) -> Numbers:
    return np.array(values, dtype=np.float64)


def _flags(field: Field, parameters: EditParameters) -> Iterator[Flag]:
    """Growth against last year over the whole city; level within kind and size."""
    ratio = editing.ratio_edit(field.now, field.before, parameters)
    scores, middles, is_out = _levels(field, parameters)
    grown = editing.expected_values(field.before, ratio.median_ratio, middles)
    if field.type == ItemType.MONEY:
        slips = editing.unit_slips(field.now, field.before, parameters)
        with np.errstate(divide="ignore", invalid="ignore"):
            yield from _marked(field, FlagKind.UNIT_SLIP, slips, grown, field.now / field.before)
    yield from _marked(field, FlagKind.RATIO, ratio.is_out, grown, ratio.effects)
    yield from _marked(field, FlagKind.ROBUST_Z, is_out, middles, scores)


def _levels(field: Field, parameters: EditParameters) -> tuple[Numbers, Numbers, np.ndarray]:
    scores, middles = np.full(field.now.shape, np.nan), np.full(field.now.shape, np.nan)
    is_out = np.zeros(field.now.shape, dtype=bool)
    for group in np.unique(field.groups):
        own = field.groups == group
        edit = editing.log_z(field.now[own], parameters)
        scores[own], middles[own], is_out[own] = edit.scores, edit.middle, edit.is_out
    return scores, middles, is_out


def _peer_flags(fields: dict[str, Field], pair: str, parameters: EditParameters) -> Iterator[Flag]:
    """A ratio of two cells within kind and size; the numerator is what is flagged."""
    upper, lower = (fields.get(cell) for cell in peer_cells(pair))
    if upper is None or lower is None:
        return
    places = {unit: place for place, unit in enumerate(lower.units.tolist())}
    divisor = _numbers([lower.now[places[unit]] if unit in places else None for unit in upper.units.tolist()])
    expected, scores = np.full(upper.now.shape, np.nan), np.full(upper.now.shape, np.nan)
    is_out = np.zeros(upper.now.shape, dtype=bool)
    for group in np.unique(upper.groups):
        own = upper.groups == group
        edit = editing.peer_ratio(upper.now[own], divisor[own], parameters)
        scores[own], is_out[own], expected[own] = edit.scores, edit.is_out, edit.middle * divisor[own]
    yield from _marked(upper, FlagKind.PEER_RATIO, is_out, expected, scores)


def _marked(field: Field, kind: FlagKind, is_out: np.ndarray, expected: Numbers, scores: Numbers) -> Iterator[Flag]:
    influences = editing.influences(field.now, expected)
    for place in np.flatnonzero(is_out).tolist():
        reference = float(expected[place])
        yield Flag(
            int(field.units[place]),
            field.cell,
            kind,
            float(field.now[place]),
            None if np.isnan(reference) else round(reference, 2),
            float(scores[place]),
            int(influences[place]),
        )


def _write(survey: Survey, flags: list[Flag]) -> None:
    cells = questionnaire_of(survey).cells
    keys = [[flag.survey_return_id for flag in flags], [flag.cell for flag in flags], [str(f.kind) for f in flags]]
    columns = [
        *keys,
        [flag.value for flag in flags],
        [flag.expected for flag in flags],
        [flag.score for flag in flags],
        [flag.influence for flag in flags],
        [sentence_of(flag, cells.get(flag.cell))[:SENTENCE_LENGTH] for flag in flags],
    ]
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [survey.pk, *keys])
        cursor.execute(WRITE, columns)


def queue(user: User, survey: Survey) -> QuerySet[OutlierFlag]:
    """What waits for a verdict in this person's area, what moves the city's total most first.

    A cell that stands out in several ways waits once, with the flag of the largest influence.
    """
    mine = SurveyReturn.objects.visible_to(user).filter(survey=survey)
    same = OutlierFlag.objects.filter(
        survey_return=OuterRef("survey_return"), cell=OuterRef("cell"), judged_at__isnull=True
    )
    more = same.filter(
        Q(influence__gt=OuterRef("influence")) | Q(influence=OuterRef("influence"), pk__lt=OuterRef("pk"))
    )
    waiting = OutlierFlag.objects.filter(survey_return__in=mine, judged_at__isnull=True)
    return waiting.exclude(Exists(more)).select_related("survey_return").order_by("-influence", "id")


@transaction.atomic
def judge(flag_id: int, *, verdict: str, by: User, now: datetime) -> OutlierFlag:
    """The reviewer's word on one value, in force as long as the value stays. Raises ``VerdictMissing``."""
    key = OutlierFlag.objects.values_list("survey_return_id", flat=True).get(pk=flag_id)
    survey_return = locked(key, by=by)
    if not verdict.strip():
        raise VerdictMissing(field="verdict")
    flag = OutlierFlag.objects.get(pk=flag_id)
    same = Q(survey_return=key, cell=flag.cell, judged_at__isnull=True)
    OutlierFlag.objects.filter(Q(pk=flag_id) | same).update(verdict=verdict.strip(), judged_by=by, judged_at=now)
    flag.refresh_from_db()
    record(
        "survey.flag.judge",
        f"异常值审核结论：{survey_return.agency_name} {flag.cell}",
        subject=(SUBJECT, survey_return.pk),
        by=by,
        reason=flag.verdict,
    )
    return flag
