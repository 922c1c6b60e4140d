"""A search of the register: the rows of one page, the total, and what every other choice of each filter would find.

``narrow`` says by querysets what a search finds; ``look`` says the same in one statement for the page that everybody
uses, because compiling querysets costs more there than the search itself. A test holds the two against each other.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from agencies.registry.models import Agency, AgencyService, Standing, StandingKind
from agencies.registry.rules import bigrams, search_terms
from agencies.registry.services import choices
from agencies.registry.services.sifting import Criteria, Hit, sift

COUNT_CAP = 1_000
MOST_COUNTED = 5_000
PAGE_SIZE = 20
ORDERS = {
    "name": "name_pinyin, id",
    "newest": "founded_on DESC NULLS LAST, name_pinyin, id",
    "founded": "founded_on, name_pinyin, id",
    "attorneys": "attorney_count DESC NULLS LAST, name_pinyin, id",
}

GRADES = """SELECT value FROM agencies_standing AS standing
            WHERE standing.agency_id = agency.id AND standing.kind = 'credit_grade'
              AND standing.valid_from <= %(day)s
              AND (standing.valid_until IS NULL OR standing.valid_until > %(day)s)
            ORDER BY standing.valid_from DESC"""
SERVICES = "SELECT service_type_id FROM agencies_agencyservice AS offer WHERE offer.agency_id = agency.id"
OFFERED = """SELECT unnest(ARRAY[type.id, type.parent_id]) FROM agencies_agencyservice AS offer
             JOIN reference_servicetype AS type ON type.id = offer.service_type_id
             WHERE offer.agency_id = agency.id"""
FILTERS = {
    "district": "district_id = ANY(%(district)s)",
    "kind": "kind = %(kind)s",
    "state": "state = %(state)s",
    "language": "languages @> ARRAY[%(language)s]::varchar[]",
    "service": f"%(service)s IN ({OFFERED})",
    "grade": f"%(grade)s IN ({GRADES})",
    "ipc": "ipc_sections @> ARRAY[%(ipc)s]::varchar[]",
}
COLUMNS = """id, name, name_pinyin, credit_code, agency_code, kind, state, district_id, founded_on, attorney_count,
             languages, ipc_sections"""

# What the words find is sifted in memory; where that is too much (``is_large``) the database applies the filters, in
# the parts that are not executed otherwise. Begins with SELECT, so that the row history adds nothing to it.
PAGE = """
SELECT * FROM (
WITH hit AS MATERIALIZED (
    SELECT {columns} FROM agencies_agency AS agency WHERE {words} LIMIT {most} + 1
), size AS MATERIALIZED (
    SELECT count(*) > {most} AS is_large FROM hit
), total AS MATERIALIZED (
    SELECT count(*) AS number FROM (
        SELECT FROM agencies_agency AS agency
        WHERE (SELECT is_large FROM size) AND {words} {filters} LIMIT {cap} + 1
    ) AS listed
), found AS (
    SELECT * FROM hit WHERE NOT (SELECT is_large FROM size)
    UNION ALL (
        SELECT {columns} FROM agencies_agency AS agency
        WHERE (SELECT is_large FROM size) AND {words} {filters} ORDER BY {order} LIMIT {page_size}
        OFFSET (SELECT {page_size} * least(%(page)s - 1, greatest(least(number, {cap}) - 1, 0) / {page_size})
                FROM total)
    )
)
SELECT (SELECT is_large FROM size), (SELECT number FROM total), {state},
       EXISTS (SELECT FROM accounts_user WHERE is_demo),
       (SELECT json_agg(json_build_array(
            name, credit_code, agency_code, kind, state, district_id, extract(year FROM founded_on)::int,
            attorney_count, languages, ipc_sections, array({services}), array({grades})) ORDER BY {order})::text
        FROM found AS agency)
) AS answer
"""


@dataclass(frozen=True, slots=True)
class Found:
    """``total`` is at most ``COUNT_CAP`` + 1; ``choices[filter][value]`` is the total with that value chosen.

    ``is_counted`` is false, and there is nothing in ``choices``, where the words alone find more than
    ``MOST_COUNTED``. ``state`` is that of the tables of districts and service types, ``is_demo`` whether the site
    holds demonstration data.
    """

    rows: Sequence[Hit]
    total: int
    choices: dict[str, Counter]
    is_counted: bool
    state: str
    is_demo: bool


def narrow(agencies: QuerySet[Agency], criteria: Criteria) -> QuerySet[Agency]:
    """The agencies that the search finds."""
    found = agencies.found_by(criteria.text)
    if criteria.district is not None:
        found = found.filter(district__in=criteria.district)
    for name in ("kind", "state"):
        if value := getattr(criteria, name):
            found = found.filter(**{name: value})
    if criteria.language:
        found = found.filter(languages__contains=[criteria.language])
    if criteria.ipc:
        found = found.filter(ipc_sections__contains=[criteria.ipc])
    if criteria.service is not None:
        offers = AgencyService.objects.filter(agency=OuterRef("pk"))
        wanted = offers.filter(service_type=criteria.service) | offers.filter(service_type__parent=criteria.service)
        found = found.filter(Exists(wanted))
    if criteria.grade:
        grades = Standing.objects.in_force_on(criteria.day).filter(kind=StandingKind.CREDIT_GRADE)
        found = found.filter(Exists(grades.filter(agency=OuterRef("pk"), value=criteria.grade)))
    return found


def look(criteria: Criteria, *, order: str = "name", page: int = 1) -> Found:
    """One page of the search with all its counts, by one statement. A page past the last is the last."""
    is_large, total, state, is_demo, answer = _ask(criteria, order, page)
    hits = [Hit(*row) for row in json.loads(answer or "[]")]
    if is_large:
        return Found(hits, total, {}, is_counted=False, state=state, is_demo=is_demo)
    listed, counts = sift(hits, criteria, choices.in_state(state, criteria.day).parents)
    total = min(len(listed), COUNT_CAP + 1)
    first = PAGE_SIZE * min(page - 1, max(min(total, COUNT_CAP) - 1, 0) // PAGE_SIZE)
    return Found(listed[first : first + PAGE_SIZE], total, counts, is_counted=True, state=state, is_demo=is_demo)


def _ask(criteria: Criteria, order: str, page: int) -> tuple[bool, int, str, bool, str | None]:
    words, parameters = _words(criteria.text)
    given = {name: value for name, value in criteria._asdict().items() if name in FILTERS and value}
    if criteria.district:
        given["district"] = list(criteria.district)
    sql = PAGE.format(
        words=words,
        filters="".join(f" AND {FILTERS[name]}" for name in given),
        order=ORDERS[order],
        columns=COLUMNS,
        services=SERVICES,
        grades=GRADES,
        most=MOST_COUNTED,
        cap=COUNT_CAP,
        page_size=PAGE_SIZE,
        state=choices.STATE_OF_TABLES,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, **given, "day": criteria.day, "page": page})
        return cursor.fetchone()


def _words(text: str) -> tuple[str, dict[str, Any]]:
    """What ``Agency.objects.listed().found_by(text)`` asks."""
    conditions, parameters = ["merged_into_id IS NULL"], {}
    for place, term in enumerate(search_terms(text)):
        like = connection.ops.prep_for_like_query(term)
        if len(term) == 1:
            parameters[f"begins{place}"] = f"{like}%"
            conditions.append(f"(name LIKE %(begins{place})s OR name_pinyin LIKE %(begins{place})s)")
            continue
        parameters[f"pairs{place}"], parameters[f"there{place}"] = bigrams(term), f"%{like}%"
        latin = f" OR search_latin LIKE %(there{place})s" if term.isascii() else ""
        conditions.append(f"bigrams @> %(pairs{place})s AND (search_text LIKE %(there{place})s{latin})")
    return " AND ".join(conditions), parameters
