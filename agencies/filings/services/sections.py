"""Counts the filings of each agency by IPC section and hands the numbers to the register, whose search reads them."""

from collections.abc import Iterable

from django.db import connection

from agencies.registry.rules.ipc import YEARS
from agencies.registry.services import ipc

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('filings.totals'))"

# A year counted by a summary is one of the latest too; a summary names no classes.
COUNTED = """
WITH latest AS MATERIALIZED (
    SELECT year, source FROM agencies_yearsource WHERE superseded_at IS NULL ORDER BY year DESC LIMIT %(years)s
), counted AS (
    SELECT total.agency_id, part.key AS section, sum(part.value::int)::int AS filed
    FROM latest
    JOIN agencies_yearlytotal AS total USING (year, source)
    CROSS JOIN LATERAL jsonb_each_text(total.ipc_parts) AS part
    WHERE total.ipc_parts <> '{}' AND (%(touched)s::bigint[] IS NULL OR total.agency_id = ANY(%(touched)s))
    GROUP BY 1, 2
)
SELECT agency_id, array_agg(section ORDER BY section), array_agg(filed ORDER BY section),
       (SELECT array_agg(year ORDER BY year) FROM latest WHERE source = 'filings')
FROM counted GROUP BY 1
"""


def refresh(agency_ids: Iterable[int] | None = None) -> int:
    """Bring the sections of these agencies (None: of all) to what the kept totals say; returns how many changed.

    Three statements, whatever the number of rows. Call it in the transaction that changed totals or the choice of a
    year's source; such transactions wait for each other.
    """
    touched = sorted(set(agency_ids)) if agency_ids is not None else None
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(COUNTED, {"touched": touched, "years": YEARS})
        rows = cursor.fetchall()
    filed = {agency: dict(zip(letters, numbers, strict=True)) for agency, letters, numbers, _ in rows}
    return ipc.keep(filed, years=rows[0][3] if rows else (), touched=touched)
