"""One year of filings for the yearly report, from the source in force: by kind, by district, abnormal ones, rates."""

from collections.abc import Callable
from datetime import date

from django.db import connection

from agencies.filings.figures.yearly import NOTE, SOURCE
from agencies.filings.models import PatentKind, Route
from ipservice.figures.registry import Figure, Table, Value

CLAUSE = "措施（六）12"
OF_YEAR = """
SELECT {dimension}, sum(total.filed)::bigint, sum(total.filed_abnormal)::bigint, sum(total.concluded)::bigint,
       sum(total.granted)::bigint, count(DISTINCT total.agency_id) FILTER (WHERE total.filed > 0)
FROM agencies_yearlytotal AS total
JOIN agencies_yearsource AS choice
  ON choice.year = total.year AND choice.source = total.source AND choice.superseded_at IS NULL
JOIN agencies_agency AS agency ON agency.id = total.agency_id
JOIN reference_district AS district ON district.id = agency.district_id
WHERE total.year = extract(year FROM %s::date) AND ({dimension} IS NOT NULL) {only}
GROUP BY {dimension}, {order}
ORDER BY {order}
"""
Sums = tuple[str, int, int, int, int, int]


def _read(dimension: str, value: Callable[[Sums], Value], *, order: str = "", only: str = "") -> Callable:
    statement = OF_YEAR.format(dimension=dimension, order=order or dimension, only=only)

    def read(day: date) -> Table:
        with connection.cursor() as cursor:
            cursor.execute(statement, [day])
            values = [value(row) for row in cursor.fetchall()]
        return Table(values, as_of=day, source=SOURCE, notes=(NOTE,))

    return read


KIND, DISTRICT, ROUTE = "total.kind", "district.name", "total.route"
BY_CODE = "district.code"
INVENTIONS = "AND total.kind = '1'"


def _figure(key: str, title: str, dimension: str, read: Callable, definition: str, **rest) -> Figure:
    facts = {"unit": "件", "adds_up": True, **rest}
    return Figure(
        key=f"filings.{key}",
        title=title,
        clause=CLAUSE,
        definition=definition,
        dimensions=(dimension,),
        read=read,
        is_dated=True,
        is_public=False,
        **facts,
    )


def _kind(row: Sums) -> tuple[str]:
    return (PatentKind.label_of(row[0]),)


FIGURES = (
    _figure(
        "filed",
        "专利代理申请量（按类型）",
        "专利类型",
        _read(KIND, lambda row: Value(_kind(row), count=row[1])),
        "申请日在当年、由本市登记的代理机构提交的专利申请件数。",
    ),
    _figure(
        "granted",
        "专利代理授权量（按类型）",
        "专利类型",
        _read(KIND, lambda row: Value(_kind(row), count=row[4])),
        "结案日在当年、结论为授权的专利申请件数。",
    ),
    _figure(
        "abnormal",
        "申请量中的非正常申请",
        "专利类型",
        _read(KIND, lambda row: Value(_kind(row), numerator=row[2], denominator=row[1])),
        "当年申请中被认定为非正常或经通报后撤回的件数占当年申请量的比重。",
        unit="%",
        numerator="非正常申请",
        denominator="申请量",
    ),
    _figure(
        "inventions_by_route",
        "发明专利代理申请量（按途径）",
        "途径",
        _read(ROUTE, lambda row: Value((Route.label_of(row[0]),), count=row[1]), only=INVENTIONS),
        "申请日在当年的发明专利申请，按普通、分案和进入国家阶段分列。",
    ),
    _figure(
        "inventions_by_district",
        "发明专利代理申请量（按区县）",
        "区县",
        _read(DISTRICT, lambda row: Value((row[0],), count=row[1]), order=BY_CODE, only=INVENTIONS),
        "申请日在当年的发明专利申请，按代理机构登记的区县统计。",
    ),
    _figure(
        "agencies_by_district",
        "有发明专利代理业务的机构（按区县）",
        "区县",
        _read(DISTRICT, lambda row: Value((row[0],), count=row[5]), order=BY_CODE, only=INVENTIONS),
        "当年至少提交了一件发明专利申请的代理机构，按登记的区县统计。",
        unit="家",
    ),
    _figure(
        "rate_by_district",
        "发明专利授权率（按区县）",
        "区县",
        _read(
            DISTRICT, lambda row: Value((row[0],), numerator=row[4], denominator=row[3]), order=BY_CODE, only=INVENTIONS
        ),
        "当年授权的发明专利件数与当年结案件数之比，按代理机构登记的区县统计。",
        unit="%",
        numerator="授权量",
        denominator="结案量",
    ),
    _figure(
        "rate",
        "发明专利授权率（全市）",
        "范围",
        _read("'全市'::text", lambda row: Value((row[0],), numerator=row[4], denominator=row[3]), only=INVENTIONS),
        "当年授权的发明专利件数与当年结案（授权、驳回、主动撤回、视为撤回）件数之比，按结案日统计。",
        unit="%",
        adds_up=False,
        numerator="授权量",
        denominator="结案量",
    ),
)
