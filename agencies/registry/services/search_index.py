"""Keeps what agencies are found by: names present and former, codes, and the pinyin of the names."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction

from agencies.registry.models import Agency
from ipservice.foundation import latin
from ipservice.pagecache.versions import bump

BATCH = 2_000

GATHER = """
SELECT agency.id, agency.name,
       array(SELECT DISTINCT name FROM agencies_agencyname WHERE agency_id = agency.id AND name <> agency.name
             ORDER BY name),
       array_remove(ARRAY[agency.credit_code, agency.agency_code], NULL)
           || array(SELECT value FROM agencies_agencyalias WHERE agency_id = agency.id ORDER BY value)
FROM agencies_agency AS agency
WHERE agency.id = ANY(%s)
"""

WRITE = """
UPDATE agencies_agency AS agency
SET name_pinyin = fresh.pinyin, search_text = fresh.text, search_latin = fresh.latin
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS fresh(id, pinyin, text, latin)
WHERE agency.id = fresh.id
  AND (agency.name_pinyin, agency.search_text, agency.search_latin)
      IS DISTINCT FROM (fresh.pinyin, fresh.text, fresh.latin)
"""


class _Keys(NamedTuple):
    id: int
    pinyin: str
    text: str
    latin: str


@transaction.atomic
def refresh(ids: Iterable[int] | None = None) -> int:
    """Bring the search keys of these agencies (None: of all) up to date; returns how many rows changed.

    Call it in the transaction that changed a name or a code. Two statements a batch, whatever the number of rows;
    a row whose keys are right is not written. Public pages are made afresh after the commit.
    """
    wanted = sorted(set(ids)) if ids is not None else list(Agency.objects.order_by("id").values_list("id", flat=True))
    changed = sum(_refresh(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))
    bump("agencies")
    return changed


def _refresh(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(GATHER, [ids])
        fresh = [_keys(*row) for row in cursor.fetchall()]
        if not fresh:
            return 0
        cursor.execute(WRITE, [list(column) for column in zip(*fresh, strict=True)])
        return cursor.rowcount


def _keys(agency_id: int, name: str, former: list[str], codes: list[str]) -> _Keys:
    readings = [latin.read(each) for each in (name, *former)]
    return _Keys(
        agency_id,
        readings[0].sort_key,
        "\n".join((name, *former, *codes)).lower(),
        "\n".join(key for reading in readings for key in (reading.full, reading.initials)),
    )
