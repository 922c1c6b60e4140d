"""找机构: the public search of the register. Everything is in the address; JavaScript only saves the reload."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from agencies.registry.forms import AgencySearch
from agencies.registry.models import Agency, AgencyKind, AgencyState, Standing, StandingKind
from agencies.registry.public.rows import draw
from agencies.registry.rules.ipc import LABELS
from agencies.registry.services import choices, search
from agencies.registry.services.facts import LANGUAGES
from agencies.registry.services.standing import CREDIT_GRADES
from ipservice.documents.neutral import neutral
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import BoundList, ListPage
from ipservice.pagecache.marks import kept_under


def address_of(row: dict) -> str:
    return reverse("agencies:agency", args=[row["credit_code"] or row["agency_code"]])


def _largest_first(field: str) -> OrderBy:
    """Unknown ones at the end, as the index has them."""
    return F(field).desc(nulls_last=True)


AGENCIES = ListPage(
    name="agencies",
    title="知识产权服务机构",
    unit="家",
    order="name",
    form=AgencySearch,
    page_size=search.PAGE_SIZE,
    count_cap=search.COUNT_CAP,
    columns=(
        Column("name", "机构名称", is_head=True, sort=("name_pinyin", "id"), href=address_of),
        Column("credit_code", "统一社会信用代码"),
        Column("agency_code", "机构代码"),
        Column("kind", "类型", value=lambda row: AgencyKind.label_of(row["kind"])),
        Column("district", "区县", value="district__name"),
        Column("state", "状态", value=lambda row: AgencyState.label_of(row["state"]), kind=Kind.STATUS),
        Column("grade", "信用等级"),
        Column("founded", "设立日期", value="founded_on", kind=Kind.DAY, sort=("founded_on", "name_pinyin", "id")),
        Column(
            "newest",
            "新设立在前",
            sort=(_largest_first("founded_on"), "name_pinyin", "id"),
            on_page=False,
            in_export=False,
        ),
        Column(
            "attorneys",
            "执业专利代理师",
            value="attorney_count",
            kind=Kind.COUNT,
            unit="人",
            sort=(_largest_first("attorney_count"), "name_pinyin", "id"),
        ),
        Column("ipc", "技术领域（IPC部）", value=lambda row: "、".join(row["ipc_sections"])),
    ),
    empty_title="没有找到符合条件的机构",
    empty_text="可以减少筛选条件，或只输入名称中的两三个字、拼音首字母再试。",
)
SORTS = (
    ("name", "名称"),
    ("newest", "新设立在前"),
    ("founded", "早设立在前"),
    ("attorneys", "代理师多在前"),
)
STATES, KINDS = AgencyState.choices(), AgencyKind.choices()
STATE_LABELS = dict(STATES)
GRADES = [(grade, f"{grade} 级") for grade in CREDIT_GRADES]
SHOWN = (
    "id",
    "name",
    "credit_code",
    "agency_code",
    "kind",
    "state",
    "district__name",
    "founded_on",
    "attorney_count",
    "ipc_sections",
)


class Choice(NamedTuple):
    """One value of a filter with what it would find; ``number`` is empty where too many were found to count."""

    label: str
    number: str
    href: str
    is_chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    choices: list[Choice]
    is_open: bool


class FoundList(BoundList):
    """The list of the search; its queryset is made only where rows are exported."""

    def __init__(self, page: ListPage, request: HttpRequest, form: AgencySearch) -> None:
        self.page, self.request, self.form, self.path = page, request, form, request.path

    @cached_property
    def found(self) -> QuerySet[Agency, dict]:
        return self.form.narrow(with_grade(self.form.day))


class SearchPage:
    """What the template prints: the list, its sort links, and the facets with their counts."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        asked = request.GET.get("sort", "")
        self.order = asked if asked in search.ORDERS else AGENCIES.order
        self._look(AgencySearch(request.GET, today=timezone.localdate()))
        if self.found.state != self.form.offered.state:
            fresh = choices.in_state(self.found.state, self.form.day)
            self._look(AgencySearch(request.GET, today=timezone.localdate(), offered=fresh))
        request.holds_demo_data = self.found.is_demo

    def _look(self, form: AgencySearch) -> None:
        self.form = form
        self.given = form.given()
        self.found = search.look(form.criteria(), order=self.order, page=_asked_page(self.request))
        self.list = FoundList(AGENCIES, self.request, form)
        self.list.count = self.found.total

    @cached_property
    def results(self) -> list[dict[str, str]]:
        """The rows of the page, with everything already in words."""
        return [
            {
                "name": row.name,
                "href": f"/agencies/{row.credit_code or row.agency_code}/",
                "kind": AgencyKind.BRANCH.label if row.kind == AgencyKind.BRANCH else "",
                "state": "" if row.state == AgencyState.ACTIVE else STATE_LABELS.get(row.state, row.state),
                "tone": "warn" if row.state == AgencyState.SUSPENDED else "muted",
                "district": self.form.offered.names[row.district],
                "grade": row.grades[0] if row.grades else "",
                "founded": str(row.founded_year or ""),
                "attorneys": "" if row.attorney_count is None else str(row.attorney_count),
                "code": row.credit_code or row.agency_code or "",
            }
            for row in self.found.rows
        ]

    @property
    def words(self) -> str:
        return self.given.get("q", "")

    @property
    def drawn_results(self) -> SafeString:
        return draw("results", results=self.results)

    @property
    def drawn_facets(self) -> SafeString:
        return draw("facets", facets=self.facets)

    @cached_property
    def sorts(self) -> list[Choice]:
        return [Choice(label, "", self.address(sort=key), key == self.order) for key, label in SORTS]

    @cached_property
    def facets(self) -> list[Facet]:
        numbers = self.found.choices
        places = [
            (place.code, place.name, sum(numbers.get("district", {}).get(row, 0) for row in place.rows))
            for place in self.form.places
        ]
        services = [
            (code, f"　{name}" if parent else name, numbers.get("service", {}).get(pk, 0))
            for code, name, pk, parent in self.form.service_types
        ]
        return [
            self._facet("district", places),
            self._facet("service", services),
            self._facet("state", self._plain("state", STATES)),
            self._facet("kind", self._plain("kind", KINDS)),
            self._facet("grade", self._plain("grade", GRADES)),
            self._facet("ipc", self._plain("ipc", LABELS.items())),
            self._facet("language", self._plain("language", LANGUAGES)),
        ]

    def address(self, **changes: str | None) -> str:
        """This search with other parameters, from its first page."""
        return self.list.address(page=None, **changes)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters that a new word keeps."""
        asked = self.request.GET.items()
        return [(name, value) for name, value in asked if name not in ("q", "page", "export") and value]

    @property
    def csv_href(self) -> str:
        return self.address(export="csv")

    def _plain(self, name: str, offered: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
        return [(value, label, self.found.choices.get(name, {}).get(value, 0)) for value, label in offered]

    def _facet(self, name: str, values: list[tuple[str, str, int]]) -> Facet:
        """Without counts (too many found) every choice is offered; with them, those that find something."""
        chosen = self.given.get(name, "")
        without = self.address(**{name: None})
        base = f"{without}&" if "?" in without else f"{without}?"
        offered = [
            Choice(
                label,
                self._number(number),
                without if value == chosen else f"{base}{name}={_quoted(value)}",
                value == chosen,
            )
            for value, label, number in values
            if number or value == chosen or not self.found.is_counted
        ]
        return Facet(name, str(self.form.fields[name].label), offered, bool(chosen) or name in ("district", "state"))

    def _number(self, number: int) -> str:
        if not self.found.is_counted:
            return ""
        return f"{search.COUNT_CAP:,}+" if number > search.COUNT_CAP else str(number)


def with_grade(day: date) -> QuerySet[Agency, dict]:
    """The listed agencies as rows of the shown columns, each with its credit grade in force on ``day``."""
    grades = Standing.objects.in_force_on(day).filter(kind=StandingKind.CREDIT_GRADE, agency=OuterRef("pk"))
    return Agency.objects.listed().values(*SHOWN, grade=Subquery(grades.order_by("-valid_from").values("value")[:1]))


@lru_cache(maxsize=1_000)
def _quoted(value: str) -> str:
    """The values of the filters are few, and every page quotes all of them."""
    return quote(value)


def _asked_page(request: HttpRequest) -> int:
    """What is no page number is the first page."""
    asked = request.GET.get("page", "")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def csv_of(bound: BoundList) -> HttpResponse:
    """The filtered list as UTF-8 CSV with a mark that spreadsheets know; the filter stands in the first line."""
    columns = [column for column in AGENCIES.columns if column.in_export]
    filters = "；".join(f"{label}：{value}" for label, value in bound.spoken_filters()) or "无"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="agencies.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([neutral(f"筛选条件：{filters}")])
    writer.writerow([column.label for column in columns])
    for row in bound.ordered.iterator(chunk_size=2_000):
        writer.writerow([neutral(str(column.exported(row) or "")) for column in columns])
    return response


@kept_under("agencies", "reference")
def find(request: HttpRequest) -> HttpResponse:
    """The search page, a fragment of it for htmx, or the whole filtered list as workbook or CSV."""
    page = SearchPage(request)
    if request.GET.get("export") == "xlsx":
        return page.list.export()
    if request.GET.get("export") == "csv":
        return csv_of(page.list)
    return render(request, "agencies/registry/search.html", {"page": page, "list": page.list})
