"""Keeps the yearly totals that are counted from the filings, in the transaction that changed them."""

from collections.abc import Iterable

from django.db import connection, transaction

from agencies.filings.models import TotalSource
from agencies.filings.services import sections
from agencies.filings.services.sections import ONE_AT_A_TIME
from ipservice.pagecache.versions import bump

CLEAR = """
DELETE FROM agencies_yearlytotal
WHERE source = %(source)s
  AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s))
  AND (%(years)s::int[] IS NULL OR year = ANY(%(years)s))
"""

COUNTED = """
WITH counted AS (
    SELECT agency_id, filed_year AS year, kind, route, abnormal,
           CASE WHEN kind <> '3' AND ascii(ipc_main_group) BETWEEN 65 AND 72
                THEN left(ipc_main_group, 1) ELSE '' END AS section,
           count(*) AS filed, 0 AS concluded, 0 AS granted
    FROM agencies_filing
    WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s))
      AND (%(years)s::int[] IS NULL OR filed_year = ANY(%(years)s))
    GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT agency_id, extract(year FROM concluded_on)::int, kind, route, abnormal, '',
           0, count(*), count(*) FILTER (WHERE outcome = 'g')
    FROM agencies_filing
    WHERE concluded_on IS NOT NULL
      AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s))
      AND (%(years)s::int[] IS NULL OR (filed_year <= %(last)s AND concluded_on < make_date(%(last)s + 1, 1, 1)
           AND extract(year FROM concluded_on)::int = ANY(%(years)s)))
    GROUP BY 1, 2, 3, 4, 5
), sections AS (
    SELECT agency_id, year, kind, route, jsonb_object_agg(section, filed) AS filed_by_section
    FROM (
        SELECT agency_id, year, kind, route, section, sum(filed) AS filed
        FROM counted
        WHERE section <> ''
        GROUP BY 1, 2, 3, 4, 5
    ) AS by_section
    GROUP BY 1, 2, 3, 4
), parts AS (
    SELECT agency_id, year, kind, route, abnormal,
           sum(filed) AS filed, sum(concluded) AS concluded, sum(granted) AS granted
    FROM counted
    GROUP BY 1, 2, 3, 4, 5
), totals AS (
    SELECT agency_id, year, kind, route, sum(filed), sum(concluded), sum(granted),
           coalesce(sum(filed) FILTER (WHERE abnormal IN ('u', 'w')), 0),
           coalesce(sum(concluded) FILTER (WHERE abnormal IN ('u', 'w')), 0),
           coalesce(sum(granted) FILTER (WHERE abnormal IN ('u', 'w')), 0),
           coalesce(jsonb_object_agg(abnormal, jsonb_build_array(filed, concluded, granted))
                    FILTER (WHERE abnormal <> ''), '{}')
    FROM parts
    GROUP BY 1, 2, 3, 4
)
SELECT totals.*, coalesce(filed_by_section, '{}'), %(source)s
FROM totals LEFT JOIN sections USING (agency_id, year, kind, route)
ORDER BY 2, 1, 3, 4
"""

COLUMNS = """(agency_id, year, kind, route, filed, concluded, granted,
 filed_abnormal, concluded_abnormal, granted_abnormal, abnormal_parts, ipc_parts, source)"""
COUNT = f"INSERT INTO agencies_yearlytotal {COLUMNS} {COUNTED}"
COUNT_ASIDE = f"CREATE TEMP TABLE counted_totals {COLUMNS} ON COMMIT DROP AS {COUNTED}"
KEEP_COUNTED = f"INSERT INTO agencies_yearlytotal {COLUMNS} TABLE counted_totals"


@transaction.atomic
def refresh(agency_ids: Iterable[int] | None = None, years: Iterable[int] | None = None) -> int:
    """Count the touched agencies and years afresh from their filings; None means all. Returns the rows written.

    Six statements, whatever the number of rows, the last three for the sections of the agencies. A change of a filing
    touches the year of its filing day and that of its conclusion day, before and after. Totals handed in as a summary
    are left alone.
    """
    wanted = sorted(set(years)) if years is not None else None
    touched = {
        "source": TotalSource.FILINGS,
        "agencies": sorted(set(agency_ids)) if agency_ids is not None else None,
        "years": wanted,
        "last": max(wanted, default=0) if wanted is not None else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(CLEAR, touched)
        cursor.execute(COUNT, touched)
        written = cursor.rowcount
    sections.refresh(touched["agencies"])
    bump("figures")
    return written


@transaction.atomic
def refresh_years(years: Iterable[int]) -> int:
    """Count whole years afresh after a large load; the same rows as ``refresh``, counted by parallel workers.

    A statement that writes is never run in parallel, one that fills a table from a query is.
    """
    wanted = sorted(set(years))
    touched = {"source": TotalSource.FILINGS, "agencies": None, "years": wanted, "last": max(wanted, default=0)}
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute("DROP TABLE IF EXISTS counted_totals")
        cursor.execute(COUNT_ASIDE, touched)
        cursor.execute(CLEAR, touched)
        cursor.execute(KEEP_COUNTED)
        written = cursor.rowcount
    sections.refresh()
    bump("figures")
    return written
