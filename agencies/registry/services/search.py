"""A search of the register: the rows of one page, the total, and what every other choice of each filter would find.

``narrow`` says by querysets what a search finds; ``look`` says the same in one statement for the page that everybody
uses, because compiling querysets costs more there than the search itself. A test holds the two against each other.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from agencies.registry.models import Agency, AgencyService, Standing, StandingKind
from agencies.registry.rules import bigrams, search_terms
from agencies.registry.services.choices import STATE_OF_TABLES

COUNT_CAP = 1_000
MOST_COUNTED = 5_000
PAGE_SIZE = 20
ORDERS = {
    "name": "name_pinyin, id",
    "newest": "founded_on DESC NULLS LAST, name_pinyin, id",
    "founded": "founded_on, name_pinyin, id",
    "attorneys": "attorney_count DESC NULLS LAST, name_pinyin, id",
}

GRADES = """SELECT DISTINCT value FROM agencies_standing AS standing
            WHERE standing.agency_id = agency.id AND standing.kind = 'credit_grade'
              AND standing.valid_from <= %(day)s
              AND (standing.valid_until IS NULL OR standing.valid_until > %(day)s)"""
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
}
JUDGED = {
    "district": "district = ANY(%(district)s)",
    "kind": "kind = %(kind)s",
    "state": "state = %(state)s",
    "language": "%(language)s = ANY(languages)",
    "service": """services && array(SELECT id FROM reference_servicetype
                                  WHERE id = %(service)s OR parent_id = %(service)s)""",
    "grade": "%(grade)s = ANY(grades)",
}
# Joined to the types once for all that is found: once for each agency costs more than the rest of the counts.
SERVICES = """, LATERAL unnest(services) AS offered
    JOIN reference_servicetype AS type ON type.id = offered,
    LATERAL unnest(ARRAY[type.id, type.parent_id]) AS each"""
GROUPS = {
    "district": ("district", ""),
    "kind": ("kind", ""),
    "state": ("state", ""),
    "language": ("each", ", unnest(languages) AS each"),
    "service": ("each", SERVICES),
    "grade": ("each", ", unnest(grades) AS each"),
}

# Begins with SELECT, so that the row history does not take it for a write and adds nothing to it.
PAGE = """
SELECT * FROM (
WITH hit AS MATERIALIZED (
    SELECT id FROM agencies_agency AS agency WHERE {words} LIMIT {most} + 1
), found AS MATERIALIZED (
    SELECT agency.id, agency.district_id AS district, agency.kind, agency.state, agency.languages,
           array({grades}) AS grades, array(SELECT service_type_id FROM agencies_agencyservice AS offer
                                    WHERE offer.agency_id = agency.id) AS services
    FROM hit JOIN agencies_agency AS agency ON agency.id = hit.id
    WHERE (SELECT count(*) FROM hit) <= {most}
), total AS MATERIALIZED (
    SELECT count(*) AS number FROM (
        SELECT FROM agencies_agency AS agency WHERE {words} {filters} LIMIT {cap} + 1
    ) AS listed
), shown AS (
    SELECT agency.*, district.name AS district_name,
           (SELECT value FROM agencies_standing AS standing
            WHERE standing.agency_id = agency.id AND standing.kind = 'credit_grade'
              AND standing.valid_from <= %(day)s
              AND (standing.valid_until IS NULL OR standing.valid_until > %(day)s)
            ORDER BY standing.valid_from DESC LIMIT 1) AS grade
    FROM (
        SELECT id, name, name_pinyin, credit_code, agency_code, kind, state, district_id, founded_on, attorney_count
        FROM agencies_agency AS agency WHERE {words} {filters} ORDER BY {order} LIMIT {size}
        OFFSET (SELECT {size} * least(%(page)s - 1, greatest(least(number, {cap}) - 1, 0) / {size}) FROM total)
    ) AS agency JOIN reference_district AS district ON district.id = agency.district_id
)
SELECT 'candidates', '', count(*), NULL::json FROM hit
UNION ALL SELECT 'total', '', number, NULL FROM total
UNION ALL SELECT 'tables', {state}, 0, NULL
UNION ALL SELECT 'demo', '', count(*), NULL FROM (SELECT FROM accounts_user WHERE is_demo LIMIT 1) AS anybody
UNION ALL SELECT 'rows', '', 0, (
    SELECT json_agg(json_build_array(name, credit_code, agency_code, kind, state, district_name,
                                     extract(year FROM founded_on)::int, attorney_count, grade) ORDER BY {order})
    FROM shown)
{groups}
) AS answer
"""


@dataclass(frozen=True, slots=True)
class Criteria:
    """One search. ``district`` are rows of the unit chosen and of those that became it; None: all.

    ``day`` is the day on which a credit grade must be in force.
    """

    day: date
    text: str = ""
    district: tuple[int, ...] | None = None
    kind: str = ""
    state: str = ""
    service: int | None = None
    language: str = ""
    grade: str = ""

    def given(self) -> dict[str, Any]:
        """The filters that narrow the search, by name."""
        chosen = {name: getattr(self, name) for name in FILTERS}
        return {name: list(value) if name == "district" else value for name, value in chosen.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    credit_code: str | None
    agency_code: str | None
    kind: str
    state: str
    district: str
    founded_year: int | None
    attorney_count: int | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """``total`` is at most ``COUNT_CAP`` + 1; ``choices[filter][value]`` is the total with that value chosen.

    ``is_counted`` is false, and there is nothing in ``choices``, where the words alone find more than
    ``MOST_COUNTED``. ``state`` is that of the tables of districts and service types, ``is_demo`` whether the site
    holds demonstration data.
    """

    rows: list[Row]
    total: int
    choices: dict[str, dict[str, int]]
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
    given = criteria.given()
    words, parameters = _words(criteria.text)
    sql = PAGE.format(
        words=words,
        filters="".join(f" AND {FILTERS[name]}" for name in given),
        order=ORDERS[order],
        groups="".join(_group(name, given) for name in FILTERS),
        grades=GRADES,
        most=MOST_COUNTED,
        cap=COUNT_CAP,
        size=PAGE_SIZE,
        state=STATE_OF_TABLES,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, **given, "day": criteria.day, "page": page})
        answer = cursor.fetchall()
    choices: dict[str, dict[str, int]] = defaultdict(dict)
    for group, value, number, _ in answer:
        choices[group][value] = number
    rows = [Row(*row) for row in next(row[3] for row in answer if row[0] == "rows") or ()]
    (state,) = choices.pop("tables")
    return Found(
        rows,
        total=choices.pop("total")[""],
        is_counted=choices.pop("candidates")[""] <= MOST_COUNTED,
        state=state,
        is_demo=bool(choices.pop("demo")[""]),
        choices={name: choices.get(name, {}) for name in FILTERS},
    )


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


def _group(name: str, given: dict[str, Any]) -> str:
    """Counts of one filter's choices among what all *other* filters find, so that each is the total behind it."""
    value, source = GROUPS[name]
    others = "".join(f" AND {JUDGED[other]}" for other in given if other != name)
    return (
        f"UNION ALL SELECT '{name}', {value}::text, count(DISTINCT found.id), NULL FROM found{source} "
        f"WHERE {value} IS NOT NULL{others} GROUP BY {value}\n"
    )
