"""What a loaded register means for the histories of its agencies, by sets, in the transaction of the load."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from agencies.registry.services import search_index
from ipservice.intake.feeds import Touched
from ipservice.intake.services.journal import insert_kept, keep_before, written_ids

AGENCY, NAME, STATE = "agencies_agency", "agencies_agencyname", "agencies_statechange"
PRACTICE, STANDING = "agencies_attorneypractice", "agencies_standing"

MADE = "SELECT row_id FROM intake_importchange WHERE run_id = %(run)s AND table_name = %(table)s AND before IS NULL"
CHANGED = """
SELECT row_id, before FROM intake_importchange
WHERE run_id = %(run)s AND table_name = %(table)s AND before IS NOT NULL
"""

NEW_STATE_DAY = f"""
UPDATE agencies_agency SET state_since = coalesce(licensed_on, founded_on)
WHERE state_since IS NULL AND coalesce(licensed_on, founded_on) IS NOT NULL AND id IN ({MADE})
"""
FIRST_NAMES = f"""
INSERT INTO agencies_agencyname (agency_id, name, since, source)
SELECT id, name, founded_on, source FROM agencies_agency WHERE id IN ({MADE}) ORDER BY id
"""
FIRST_STATES = f"""
INSERT INTO agencies_statechange (agency_id, state, since, reason, source, recorded_by_id, recorded_at)
SELECT id, state, state_since, '', source, %(by)s, %(now)s FROM agencies_agency
WHERE state_since IS NOT NULL AND id IN ({MADE}) ORDER BY id
"""
RENAMED = f"""
SELECT a.id FROM agencies_agency a JOIN ({CHANGED}) c ON c.row_id = a.id WHERE c.before->>'name' <> a.name
"""
OPEN_NAMES = f"SELECT n.id FROM agencies_agencyname n WHERE n.until IS NULL AND n.agency_id IN ({RENAMED})"
CLOSE_NAMES = f"UPDATE agencies_agencyname SET until = %(day)s WHERE until IS NULL AND agency_id IN ({RENAMED})"
FORMER_NAMES = f"""
INSERT INTO agencies_agencyname (agency_id, name, until, source)
SELECT a.id, c.before->>'name', %(day)s, c.before->>'source' FROM agencies_agency a
JOIN ({CHANGED}) c ON c.row_id = a.id
WHERE c.before->>'name' <> a.name AND NOT EXISTS (SELECT FROM agencies_agencyname n WHERE n.agency_id = a.id)
"""
NEXT_NAMES = f"""
INSERT INTO agencies_agencyname (agency_id, name, since, source)
SELECT id, name, %(day)s, source FROM agencies_agency WHERE id IN ({RENAMED}) ORDER BY id
"""
MOVED_ON = f"""
SELECT a.id FROM agencies_agency a JOIN ({CHANGED}) c ON c.row_id = a.id WHERE c.before->>'state' <> a.state
"""
STATE_DAYS = f"""
UPDATE agencies_agency a SET state_since = %(day)s
FROM ({CHANGED}) c
WHERE c.row_id = a.id AND c.before->>'state' <> a.state
  AND a.state_since IS NOT DISTINCT FROM (c.before->>'state_since')::date
"""
NEXT_STATES = f"""
INSERT INTO agencies_statechange (agency_id, state, since, reason, source, recorded_by_id, recorded_at)
SELECT id, state, coalesce(state_since, %(day)s), '', source, %(by)s, %(now)s FROM agencies_agency
WHERE id IN ({MOVED_ON}) ORDER BY id
"""
HEAD_OFFICES = """
UPDATE agencies_agency branch SET head_office_id = head.id
FROM "{stage}" s JOIN agencies_agency head ON head.agency_code = s.head_code AND head.kind = 'head_office'
WHERE s.head_code IS NOT NULL AND branch.kind = 'branch' AND branch.head_office_id IS DISTINCT FROM head.id
  AND (branch.agency_code = s.agency_code OR branch.credit_code = s.credit_code)
"""


def keep_histories(touched: Touched) -> None:
    """New agencies begin their histories, renamed and moved ones continue them; search finds them all."""
    said = _said(touched, AGENCY)
    with connection.cursor() as cursor:
        cursor.execute(NEW_STATE_DAY, said)
        cursor.execute(STATE_DAYS, said)
        cursor.execute(HEAD_OFFICES.format(stage=touched.stage))
    insert_kept(touched.run_id, NAME, FIRST_NAMES, said)
    insert_kept(touched.run_id, STATE, FIRST_STATES, said)
    keep_before(touched.run_id, NAME, OPEN_NAMES, said)
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_NAMES, said)
    insert_kept(touched.run_id, NAME, FORMER_NAMES, said)
    insert_kept(touched.run_id, NAME, NEXT_NAMES, said)
    insert_kept(touched.run_id, STATE, NEXT_STATES, said)
    search_again(touched.run_id)


def search_again(run_id: int, seen: object = None) -> None:
    """The search keys of every agency that the run has written, or has given back."""
    search_index.refresh(written_ids(run_id, AGENCY))


NEW_PRACTICES = """
INSERT INTO agencies_attorneypractice (attorney_id, agency_id, since)
SELECT p.id, p.agency_id, coalesce(CASE WHEN c.before IS NULL THEN p.practising_since END, %(day)s)
FROM agencies_patentattorney p
JOIN intake_importchange c ON c.row_id = p.id AND c.run_id = %(run)s AND c.table_name = %(table)s
WHERE p.agency_id IS NOT NULL AND (c.before IS NULL OR (c.before->>'agency_id')::bigint IS DISTINCT FROM p.agency_id)
ORDER BY p.id
"""
LEFT_PRACTICES = """
SELECT w.id FROM agencies_attorneypractice w JOIN agencies_patentattorney p ON p.id = w.attorney_id
JOIN intake_importchange c ON c.row_id = p.id AND c.run_id = %(run)s AND c.table_name = %(table)s
WHERE w.until IS NULL AND c.before IS NOT NULL AND w.agency_id IS DISTINCT FROM p.agency_id
"""


def keep_practices(touched: Touched) -> None:
    """An attorney who is new, or has changed agencies, gets a span there; the former one ends."""
    said = _said(touched, "agencies_patentattorney")
    keep_before(touched.run_id, PRACTICE, LEFT_PRACTICES, said)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE agencies_attorneypractice SET until = %(day)s WHERE id IN ({LEFT_PRACTICES})", said)
    insert_kept(touched.run_id, PRACTICE, NEW_PRACTICES, said)


GRADE_SPANS = """
SELECT s.id, lead(s.valid_from) OVER (PARTITION BY s.agency_id ORDER BY s.valid_from) AS next_from
FROM agencies_standing s
WHERE s.kind = 'credit_grade' AND s.agency_id IN (SELECT agency_id FROM "{stage}")
"""
OVERLAPPING = """
SELECT g.id FROM agencies_standing g JOIN ({spans}) n ON n.id = g.id
WHERE n.next_from IS NOT NULL AND (g.valid_until IS NULL OR g.valid_until > n.next_from)
"""
END_GRADES = """
UPDATE agencies_standing g SET valid_until = n.next_from FROM ({spans}) n
WHERE n.id = g.id AND n.next_from IS NOT NULL AND (g.valid_until IS NULL OR g.valid_until > n.next_from)
"""


def end_former_grades(touched: Touched) -> None:
    """A credit grade ends on the day the next one of the agency begins; who recorded the new ones is noted."""
    said = _said(touched, STANDING)
    spans = GRADE_SPANS.format(stage=touched.stage)
    keep_before(touched.run_id, STANDING, OVERLAPPING.format(spans=spans), said)
    with connection.cursor() as cursor:
        cursor.execute(END_GRADES.format(spans=spans))
        cursor.execute(f"UPDATE agencies_standing SET recorded_by_id = %(by)s WHERE id IN ({MADE})", said)


def _said(touched: Touched, table: str) -> dict[str, Any]:
    day = touched.options.get("as_of") or timezone.localdate()
    return {
        "run": touched.run_id,
        "table": table,
        "by": touched.by_id,
        "now": timezone.now(),
        "day": date.fromisoformat(day) if isinstance(day, str) else day,
    }
