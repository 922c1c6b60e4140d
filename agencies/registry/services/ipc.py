"""Keeps the IPC sections by which the search finds an agency. The filings hand the numbers down; nobody types them."""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from agencies.registry.models import Agency
from agencies.registry.rules import ipc
from ipservice.pagecache.versions import bump

# Letters come as one text, for an array of arrays has one length only; who is not named has no section.
WRITE = """
UPDATE agencies_agency AS agency
SET ipc_sections = fresh.sections, ipc_filings = fresh.filings
FROM (
    SELECT known.id, string_to_array(coalesce(said.letters, ''), NULL)::varchar[] AS sections,
           coalesce(said.filings, '{}')::jsonb AS filings
    FROM agencies_agency AS known
    LEFT JOIN unnest(%(ids)s::bigint[], %(letters)s::text[], %(filings)s::text[]) AS said(id, letters, filings)
           ON said.id = known.id
    WHERE %(touched)s::bigint[] IS NULL OR known.id = ANY(%(touched)s)
) AS fresh
WHERE agency.id = fresh.id
  AND (agency.ipc_sections, agency.ipc_filings) IS DISTINCT FROM (fresh.sections, fresh.filings)
"""


def keep(filed: Mapping[int, Mapping[str, int]], *, years: Sequence[int], touched: Iterable[int] | None) -> int:
    """Sections and the numbers behind them of the ``touched`` agencies (None: of all); returns how many rows changed.

    ``filed[agency][letter]`` counts the filings of ``years``. One statement, in the transaction of the caller; a row
    that is right is not written, and public pages are made afresh only where one was written.
    """
    rows = [
        (agency, "".join(ipc.sections_of(numbers)), json.dumps({"years": list(years), "filed": dict(numbers)}))
        for agency, numbers in filed.items()
    ]
    ids, letters, filings = ([row[place] for row in rows] for place in range(3))
    parameters = {"ids": ids, "letters": letters, "filings": filings}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {**parameters, "touched": sorted(set(touched)) if touched is not None else None})
        changed = cursor.rowcount
    if changed:
        bump("agencies")
    return changed


def spoken(agency: Agency) -> tuple[str, str]:
    """The sections of an agency with the number of filings behind each, and what was counted; blank without any."""
    if not agency.ipc_sections:
        return "", ""
    filed, years = agency.ipc_filings["filed"], agency.ipc_filings["years"]
    numbers = "；".join(f"{ipc.LABELS[letter]} {filed[letter]:,} 件" for letter in agency.ipc_sections)
    counted = "、".join(str(year) for year in years)
    return numbers, f"按 {counted} 年申请的发明和实用新型逐件统计，列出不少于 {ipc.MINIMUM_FILINGS} 件的部"
