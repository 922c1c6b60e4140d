"""What a search of the register finds, counted: the total and, for every filter, what each choice would find."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from agencies.registry.models import Agency, AgencyService, Standing, StandingKind

COUNT_CAP = 1_000
MOST_COUNTED = 5_000

# Begins with SELECT, so that the row history does not take it for a write and adds nothing to it.
FOUND = """
SELECT * FROM (
WITH hit AS MATERIALIZED ({matching}
), found AS MATERIALIZED (
    SELECT agency.id, agency.district_id AS district, agency.kind, agency.state, agency.languages,
           array(SELECT DISTINCT value FROM agencies_standing AS standing
                 WHERE standing.agency_id = agency.id AND standing.kind = 'credit_grade'
                   AND standing.valid_from <= %(day)s
                   AND (standing.valid_until IS NULL OR standing.valid_until > %(day)s)) AS grades,
           array(SELECT unnest(ARRAY[type.id, type.parent_id]) FROM agencies_agencyservice AS offer
                 JOIN reference_servicetype AS type ON type.id = offer.service_type_id
                 WHERE offer.agency_id = agency.id
                 UNION SELECT NULL) AS services
    FROM hit JOIN agencies_agency AS agency ON agency.id = hit.id
    WHERE (SELECT count(*) FROM hit) <= %(most)s
), judged AS (
    SELECT *,
           (%(districts)s::bigint[] IS NULL OR district = ANY(%(districts)s::bigint[])) AS in_district,
           (%(kind)s = '' OR kind = %(kind)s) AS in_kind,
           (%(state)s = '' OR state = %(state)s) AS in_state,
           (%(service)s::bigint IS NULL OR %(service)s::bigint = ANY(services)) AS in_service,
           (%(language)s = '' OR %(language)s = ANY(languages)) AS in_language,
           (%(grade)s = '' OR %(grade)s = ANY(grades)) AS in_grade
    FROM found
)
SELECT 'candidates', '', count(*) FROM hit
UNION ALL SELECT 'total', '', count(*) FROM ({listed}) AS listed
UNION ALL SELECT 'district', district::text, count(*) FROM judged
    WHERE in_kind AND in_state AND in_service AND in_language AND in_grade GROUP BY district
UNION ALL SELECT 'kind', kind, count(*) FROM judged
    WHERE in_district AND in_state AND in_service AND in_language AND in_grade GROUP BY kind
UNION ALL SELECT 'state', state, count(*) FROM judged
    WHERE in_district AND in_kind AND in_service AND in_language AND in_grade GROUP BY state
UNION ALL SELECT 'service', service::text, count(*) FROM judged, unnest(services) AS service
    WHERE in_district AND in_kind AND in_state AND in_language AND in_grade AND service IS NOT NULL GROUP BY service
UNION ALL SELECT 'language', language, count(*) FROM judged, unnest(languages) AS language
    WHERE in_district AND in_kind AND in_state AND in_service AND in_grade GROUP BY language
UNION ALL SELECT 'grade', grade, count(*) FROM judged, unnest(grades) AS grade
    WHERE in_district AND in_kind AND in_state AND in_service AND in_language GROUP BY grade
) AS counted
"""


@dataclass(frozen=True, slots=True)
class Criteria:
    """One search. ``districts`` are rows of the unit chosen and of those that became it; None: all.

    ``day`` is the day on which a credit grade must be in force.
    """

    day: date
    text: str = ""
    districts: tuple[int, ...] | None = None
    kind: str = ""
    state: str = ""
    service: int | None = None
    language: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """``total`` is at most ``COUNT_CAP`` + 1. ``choices`` is empty where more than ``MOST_COUNTED`` were found."""

    total: int
    choices: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def are_exact(self) -> bool:
        return bool(self.choices)


def narrow(agencies: QuerySet[Agency], criteria: Criteria) -> QuerySet[Agency]:
    """The agencies that the search finds."""
    found = agencies.found_by(criteria.text)
    if criteria.districts is not None:
        found = found.filter(district__in=criteria.districts)
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


def count(agencies: QuerySet[Agency], criteria: Criteria) -> Counts:
    """The total and what every other choice of each filter would find, by one statement.

    A choice is counted among what the words and all *other* filters find, so that its number is the total of the
    list behind it.
    """
    matching, some = _sql(agencies.found_by(criteria.text), MOST_COUNTED + 1)
    listed, all_of_them = _sql(narrow(agencies, criteria), COUNT_CAP + 1)
    parameters = {**some, **all_of_them, **_parameters(criteria)}
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(matching=matching, listed=listed), parameters)
        rows = cursor.fetchall()
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for group, choice, number in rows:
        numbers[group][choice] = number
    candidates, total = numbers.pop("candidates")[""], numbers.pop("total")[""]
    return Counts(total, {} if candidates > MOST_COUNTED else dict(numbers))


def _sql(agencies: QuerySet[Agency], limit: int) -> tuple[str, dict[str, object]]:
    """The statement that gives the ids, with its parameters named, so that two can stand in one."""
    sql, values = agencies.order_by().values("id")[:limit].query.sql_with_params()
    names = [f"at{limit}_{place}" for place in range(len(values))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, values, strict=True))


def _parameters(criteria: Criteria) -> dict[str, object]:
    return {
        "most": MOST_COUNTED,
        "day": criteria.day,
        "districts": list(criteria.districts) if criteria.districts is not None else None,
        "kind": criteria.kind,
        "state": criteria.state,
        "service": criteria.service,
        "language": criteria.language,
        "grade": criteria.grade,
    }
