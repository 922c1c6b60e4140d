"""What a loaded list of outlets or parks means for search keys, qualifications and hours; by sets, undoable."""

import json
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from ipservice.foundation import latin
from ipservice.intake.feeds import Touched
from ipservice.intake.services.journal import insert_kept, written_ids
from ipservice.pagecache.versions import bump
from publicservice.network.models import OutletQualification, Park
from publicservice.network.rules import QualificationKind
from publicservice.network.rules.spoken_hours import read_spoken
from publicservice.network.services import outlets
from publicservice.network.services.access import PAGES

OUTLET, QUALIFICATION, HOURS = (
    "publicservice_outlet",
    "publicservice_outletqualification",
    "publicservice_hoursversion",
)

NEW_KINDS = """
INSERT INTO publicservice_outletqualification
    (outlet_id, kind, number, batch, valid_from, valid_until, basis, conditions, source)
SELECT o.id, s.kind_code, '', '', NULL, NULL, left(o.source, 200), '[]', o.source
FROM "{stage}" s
JOIN publicservice_outlet o ON o.name = s.name AND o.district_id IS NOT DISTINCT FROM s.district_id
WHERE s.kind_code = ANY(%(kinds)s) AND NOT EXISTS (
    SELECT FROM publicservice_outletqualification q WHERE q.outlet_id = o.id AND q.kind = s.kind_code)
ORDER BY o.id
"""
UNPUBLISHED = """
SELECT o.id, s.hours FROM "{stage}" s
JOIN publicservice_outlet o ON o.name = s.name AND o.district_id IS NOT DISTINCT FROM s.district_id
WHERE s.hours IS NOT NULL AND NOT EXISTS (SELECT FROM publicservice_hoursversion h WHERE h.outlet_id = o.id)
ORDER BY o.id
"""
FIRST_HOURS = """
INSERT INTO publicservice_hoursversion
    (outlet_id, in_force_from, week, follows_working_calendar, makeup_weekday, reason, created_by_id, created_at)
SELECT id, %(day)s, week::jsonb, true, 0, '随网点名册导入', %(by)s, %(now)s
FROM unnest(%(ids)s::bigint[], %(weeks)s::text[]) AS said(id, week)
"""


def kinds_held() -> dict[int, set[QualificationKind]]:
    """By outlet, the kinds it holds without a last day."""
    found: dict[int, set[QualificationKind]] = {}
    rows = OutletQualification.objects.filter(valid_until__isnull=True)
    for outlet, kind in rows.values_list("outlet", "kind"):
        found.setdefault(outlet, set()).add(QualificationKind(kind))
    return found


def finish_outlets(touched: Touched) -> None:
    """New qualifications, first hours where none were published, and everything found by name and pinyin."""
    kinds = [kind.value for kind in QualificationKind]
    insert_kept(touched.run_id, QUALIFICATION, NEW_KINDS.format(stage=touched.stage), {"kinds": kinds})
    _publish_hours(touched)
    outlets_again(touched.run_id)


def outlets_again(run_id: int, seen: object = None) -> None:
    """The search keys of every outlet that the run has written, or has given back."""
    outlets.refresh_search(written_ids(run_id, OUTLET))
    bump(PAGES)


def finish_parks(touched: Touched) -> None:
    parks_again(touched.run_id)


def parks_again(run_id: int, seen: object = None) -> None:
    rows = list(Park.objects.filter(pk__in=written_ids(run_id, "publicservice_park")))
    for park in rows:
        park.name_pinyin = latin.read(park.name).sort_key[:400]
    Park.objects.bulk_update(rows, ["name_pinyin"])
    bump(PAGES)


def _publish_hours(touched: Touched) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNPUBLISHED.format(stage=touched.stage))
        read = [(pk, week) for pk, words in cursor.fetchall() if (week := read_spoken(words))]
    if not read:
        return
    said: dict[str, Any] = {
        "day": _day(touched),
        "by": touched.by_id,
        "now": timezone.now(),
        "ids": [pk for pk, _ in read],
        "weeks": [json.dumps(week) for _, week in read],
    }
    insert_kept(touched.run_id, HOURS, FIRST_HOURS, said)


def _day(touched: Touched) -> date:
    said = touched.options.get("as_of") or timezone.localdate()
    return date.fromisoformat(said) if isinstance(said, str) else said
