"""The register at the end of a year, for the yearly report: by kind, form, size and age, attorneys, standings.

States are those of the day; kind, form and number of attorneys are kept without history and are those of today.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import connection

from agencies.registry.figures.of_day import SOURCE
from agencies.registry.models import AgencyKind, PatentAttorney, Standing
from agencies.registry.models.standings import StandingKind
from ipservice.figures.registry import Figure, Table, Value
from ipservice.reference.models import District

CLAUSE = "措施（六）12"
YEARS_OF_AGE = ((3, "不满 3 年"), (5, "3 至 5 年"), (10, "5 至 10 年"), (10_000, "10 年以上"))
SIZES = ((0, "未填报或 0 人"), (2, "1 至 2 人"), (5, "3 至 5 人"), (10, "6 至 10 人"), (10_000_000, "10 人以上"))
NOW = "类型、组织形式和代理师人数不留历史，按编制时登记的内容统计。"
BY_GROUP = """
SELECT coalesce(nullif(district."group", ''), '未划片区'), count(*)
FROM agencies_agency AS agency
JOIN reference_district AS district ON district.id = agency.district_id
LEFT JOIN LATERAL (
    SELECT state FROM agencies_statechange WHERE agency_id = agency.id AND since <= %(day)s
    ORDER BY since DESC, id DESC LIMIT 1
) AS held ON true
WHERE agency.merged_into_id IS NULL AND coalesce(agency.licensed_on, agency.founded_on, %(day)s) <= %(day)s
  AND coalesce(held.state, agency.state) IN ('active', 'suspended')
GROUP BY 1
"""
SERVICES = """
SELECT type.name, count(DISTINCT service.agency_id)
FROM agencies_agencyservice AS service
JOIN agencies_agency AS agency ON agency.id = service.agency_id AND agency.merged_into_id IS NULL
JOIN reference_servicetype AS type ON type.id = service.service_type_id
WHERE agency.state IN ('active', 'suspended')
GROUP BY type.name, type.code
ORDER BY type.code
"""
GROUPS = ("中心城区", "主城新区", "渝东北", "渝东南")
STANDING = """
SELECT agency.kind, agency.legal_form, coalesce(agency.attorney_count, 0),
       extract(year FROM age(%(day)s::date, coalesce(agency.licensed_on, agency.founded_on)))::int
FROM agencies_agency AS agency
LEFT JOIN LATERAL (
    SELECT state FROM agencies_statechange WHERE agency_id = agency.id AND since <= %(day)s
    ORDER BY since DESC, id DESC LIMIT 1
) AS held ON true
WHERE agency.merged_into_id IS NULL AND coalesce(agency.licensed_on, agency.founded_on, %(day)s) <= %(day)s
  AND coalesce(held.state, agency.state) IN ('active', 'suspended')
"""
ATTORNEYS = """
SELECT district.name, count(DISTINCT practice.attorney_id)
FROM agencies_attorneypractice AS practice
JOIN agencies_agency AS agency ON agency.id = practice.agency_id
JOIN reference_district AS district ON district.id = agency.district_id
WHERE practice.since <= %(day)s AND (practice.until IS NULL OR practice.until > %(day)s)
GROUP BY district.name, district.code
ORDER BY district.code
"""
FOUNDED = """
SELECT extract(year FROM coalesce(licensed_on, founded_on))::int, count(*)
FROM agencies_agency
WHERE merged_into_id IS NULL AND coalesce(licensed_on, founded_on) <= %(day)s
  AND coalesce(licensed_on, founded_on) > make_date(extract(year FROM %(day)s::date)::int - 5, 12, 31)
GROUP BY 1
"""


def _rows(statement: str, day: date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": day})
        return cursor.fetchall()


def _counted(sums: Counter[str], order: Iterable[str], day: date, note: str = "") -> Table:
    values = [Value((label,), count=sums[label]) for label in order]
    return Table(values, as_of=day, source=SOURCE, notes=(note,) if note else ())


def _band(number: int, bands: tuple[tuple[int, str], ...]) -> str:
    return next(label for bound, label in bands if number <= bound)


def by_kind(day: date) -> Table:
    """Registered agencies: head offices and branches. One statement."""
    sums = Counter(AgencyKind.label_of(kind) for kind, *_ in _rows(STANDING, day))
    return _counted(sums, [kind.label for kind in AgencyKind], day, NOW)


def by_form(day: date) -> Table:
    """By legal form, the most frequent first; what is not stated says so. One statement."""
    sums = Counter(form or "未登记" for _, form, *_ in _rows(STANDING, day))
    order = [label for label, _ in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))]
    return _counted(sums, order, day, NOW)


def by_size(day: date) -> Table:
    """By the number of practising attorneys that the register holds. One statement."""
    sums = Counter(_band(attorneys, SIZES) for _, _, attorneys, _ in _rows(STANDING, day))
    return _counted(sums, [label for _, label in SIZES], day, NOW)


def by_age(day: date) -> Table:
    """By full years since the licence, or the founding where no licence is known. One statement."""
    bands = tuple((bound - 1, label) for bound, label in YEARS_OF_AGE)
    sums = Counter("未登记" if age is None else _band(age, bands) for *_, age in _rows(STANDING, day))
    return _counted(sums, [*(label for _, label in YEARS_OF_AGE), "未登记"], day)


def by_group(day: date) -> Table:
    """By the group of districts that the agency's district belongs to. One statement."""
    sums = dict(_rows(BY_GROUP, day))
    order = [*GROUPS, *sorted(set(sums) - set(GROUPS))]
    return Table([Value((group,), count=sums.get(group, 0)) for group in order], as_of=day, source=SOURCE)


def services(day: date) -> Table:
    """Agencies that offer each service type today, in the order of the codes. One statement."""
    values = [Value((name,), count=count) for name, count in _rows(SERVICES, day)]
    return Table(values, as_of=day, source=SOURCE, notes=("一家机构提供多种服务的分别计入；按编制时登记的内容统计。",))


def founded(day: date) -> Table:
    """Agencies and branches licensed in each of the last five years, the oldest first. One statement."""
    sums = dict(_rows(FOUNDED, day))
    values = [Value((f"{year}年",), count=sums.get(year, 0)) for year in range(day.year - 4, day.year + 1)]
    return Table(values, as_of=day, source=SOURCE)


def attorneys_by_district(day: date) -> Table:
    """Attorneys practising on the day by the district of their agency. Two statements."""
    sums = dict(_rows(ATTORNEYS, day))
    names = list(District.objects.valid_on(day).units().order_by("code").values_list("name", flat=True))
    gone = [name for name in sums if name not in names]
    return Table([Value((name,), count=sums.get(name, 0)) for name in [*names, *gone]], as_of=day, source=SOURCE)


def attorneys_by_years(day: date) -> Table:
    """Attorneys in practice on the day by full years since they first practised. One statement."""
    practising = PatentAttorney.objects.filter(practices__since__lte=day).exclude(practices__until__lte=day).distinct()
    sums: Counter[str] = Counter()
    bands = tuple((bound - 1, label) for bound, label in YEARS_OF_AGE)
    for since in practising.values_list("practising_since", flat=True):
        sums["未登记" if since is None else _band(_full_years(since, day), bands)] += 1
    return _counted(sums, [*(label for _, label in YEARS_OF_AGE), "未登记"], day)


def _full_years(since: date, day: date) -> int:
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))


def standings(day: date) -> Table:
    """Agencies with a standing in force on the day, by its kind. One statement."""
    held = Standing.objects.in_force_on(day).order_by().values_list("kind", "agency_id").distinct()
    sums = Counter(StandingKind.label_of(kind) for kind, _ in held)
    return _counted(sums, [kind.label for kind in StandingKind], day)


def credit(day: date) -> Table:
    """Agencies by the national credit grade in force on the day, the best first. One statement."""
    held = Standing.objects.in_force_on(day).filter(kind=StandingKind.CREDIT_GRADE)
    grades = dict(held.order_by("agency_id", "valid_from", "id").values_list("agency_id", "value"))
    sums = Counter(grades.values())
    return _counted(sums, ["A+", "A", "B", "C", "D", *sorted(set(sums) - {"A+", "A", "B", "C", "D"})], day)


def _figure(key: str, title: str, dimension: str, read, definition: str, unit: str = "家") -> Figure:
    return Figure(
        key=f"agencies.{key}",
        title=title,
        unit=unit,
        clause=CLAUSE,
        definition=definition,
        dimensions=(dimension,),
        read=read,
        is_dated=key != "services",
        adds_up=key not in ("standings", "services"),
        is_public=False,
    )


ON_DAY = "截至该日登记在册的服务机构和分支机构，"
OF_YEAR = (
    _figure("by_kind", "在册服务机构（按类型）", "类型", by_kind, f"{ON_DAY}按总部和分支机构分列。"),
    _figure("by_form", "在册服务机构（按组织形式）", "组织形式", by_form, f"{ON_DAY}按登记的组织形式分列。"),
    _figure("by_size", "在册服务机构（按代理师人数）", "代理师人数", by_size, f"{ON_DAY}按执业专利代理师人数分列。"),
    _figure("by_age", "在册服务机构（按设立年限）", "设立年限", by_age, f"{ON_DAY}按取得许可（或设立）的整年数分列。"),
    _figure("by_group", "在册服务机构（按片区）", "片区", by_group, f"{ON_DAY}按所在区县的片区统计。"),
    _figure("services", "提供各类服务的机构", "服务类型", services, "登记了该类服务项目的在册机构。"),
    _figure("founded", "新设服务机构", "年度", founded, "取得执业许可（或设立）日期在当年的服务机构和分支机构。"),
    _figure(
        "attorneys_by_district",
        "执业专利代理师（按区县）",
        "区县",
        attorneys_by_district,
        "该日在本市机构执业的专利代理师，按执业机构登记的区县统计。",
        "人",
    ),
    _figure(
        "attorneys_by_years",
        "执业专利代理师（按执业年限）",
        "执业年限",
        attorneys_by_years,
        "该日执业的专利代理师，按首次执业以来的整年数分列。",
        "人",
    ),
    _figure("standings", "有信用与监管记录的机构", "种类", standings, "该日有效的信用等级、名录和处罚所涉机构数。"),
    _figure(
        "credit", "国家信用等级分布", "等级", credit, "该日有国家局信用等级的机构，按等级分列；市局登记，不自行评定。"
    ),
)
