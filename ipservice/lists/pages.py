"""A list declared once, and the same list bound to one request."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ipservice.lists.addresses import Addresses
from ipservice.lists.columns import Cell, Column
from ipservice.lists.export import workbook_response
from ipservice.lists.filters import FilterForm


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    unit: str
    css: str
    href: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    href: str = ""
    is_here: bool = False
    is_gap: bool = False
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list of the product. ``order`` is a column key, with a minus for descending.

    ``count_cap`` stops counting there and says "1,000+" (0 counts everything). ``can_export`` adds the xlsx of
    what is filtered; an export never holds fewer rows than the list shows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    order: str
    form: type[FilterForm] | None = None
    unit: str = "条"
    page_size: int = 20
    count_cap: int = 0
    can_export: bool = True
    empty_title: str = "没有符合条件的记录"
    empty_text: str = "可以减少筛选条件再试。"

    def bind(self, request: HttpRequest, queryset: QuerySet, **form_arguments: Any) -> "BoundList":
        form = self.form(request.GET, **form_arguments) if self.form else None
        return BoundList(self, request, queryset, form)

    def respond(
        self, request: HttpRequest, queryset: QuerySet, template: str, context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page, or the workbook when the address asks for it."""
        bound = self.bind(request, queryset)
        if self.can_export and request.GET.get("export") == "xlsx":
            return bound.export()
        return render(request, template, {"list": bound, **(context or {})})


class BoundList:
    """What ``components/list.html`` prints: rows, sort links, chips, pager, export, all kept in the address."""

    def __init__(self, page: ListPage, request: HttpRequest, queryset: QuerySet, form: FilterForm | None) -> None:
        self.page = page
        self.request = request
        self.form = form
        self.found = form.narrow(queryset) if form else queryset
        self.path = request.path

    name = property(lambda self: self.page.name)
    title = property(lambda self: self.page.title)
    unit = property(lambda self: self.page.unit)
    empty_title = property(lambda self: self.page.empty_title)
    empty_text = property(lambda self: self.page.empty_text)

    @cached_property
    def address(self) -> Addresses:
        """``address(**changes)``: this list with other parameters."""
        return Addresses(self.path, self.request.GET)

    @cached_property
    def _sorting(self) -> tuple[Column, bool]:
        """The column to order by and whether descending; anything unknown falls back to the declared order."""
        columns = {column.key: column for column in self.page.columns if column.sort}
        for asked in (self.request.GET.get("sort", ""), self.page.order):
            if asked.removeprefix("-") in columns:
                return columns[asked.removeprefix("-")], asked.startswith("-")
        raise ValueError(f"list {self.page.name}: order {self.page.order} is no sortable column")

    @cached_property
    def ordered(self) -> QuerySet:
        column, descending = self._sorting
        order = list(column.sort)
        if descending:
            order = [_reverse(expression) for expression in order]
        return self.found.order_by(*order)

    @cached_property
    def count(self) -> int:
        """How many were found; at most ``count_cap`` + 1 where the list caps its count."""
        cap = self.page.count_cap
        return self.found.order_by()[: cap + 1].count() if cap else self.found.order_by().count()

    @property
    def is_capped(self) -> bool:
        return bool(self.page.count_cap) and self.count > self.page.count_cap

    @property
    def count_text(self) -> str:
        return f"{self.page.count_cap:,}+" if self.is_capped else f"{self.count:,}"

    @cached_property
    def page_count(self) -> int:
        return max(1, -(-min(self.count, self.page.count_cap or self.count) // self.page.page_size))

    @property
    def page_count_text(self) -> str:
        return f"{self.page_count}+" if self.is_capped else str(self.page_count)

    @cached_property
    def page_number(self) -> int:
        """The page asked for, held between the first and the last."""
        asked = self.request.GET.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        return min(max(number, 1), self.page_count)

    @cached_property
    def objects(self) -> list[Any]:
        start = (self.page_number - 1) * self.page.page_size
        return list(self.ordered[start : start + self.page.page_size])

    @cached_property
    def rows(self) -> list[list[Cell]]:
        shown = [column for column in self.page.columns if column.on_page]
        return [[column.cell(row) for column in shown] for row in self.objects]

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.page.columns if column.on_page]

    def _head(self, column: Column) -> Head:
        css = column.css
        if not column.sort:
            return Head(column.label, column.unit, css, "", "")
        current, descending = self._sorting
        is_current = current.key == column.key
        turned = f"-{column.key}" if is_current and not descending else column.key
        aria = ("descending" if descending else "ascending") if is_current else "none"
        return Head(column.label, column.unit, css, self.address(sort=turned, page=None), aria)

    @cached_property
    def page_links(self) -> list[PageLink]:
        here, last = self.page_number, self.page_count
        if last == 1:
            return []
        wanted = sorted({1, here - 1, here, here + 1, last} & set(range(1, last + 1)))
        links = [PageLink("上一页", self.address(page=here - 1), rel="prev")] if here > 1 else []
        for before, number in zip([wanted[0] - 1, *wanted], wanted, strict=False):
            if number - before > 1:
                links.append(PageLink("…", is_gap=True))
            links.append(PageLink(str(number), self.address(page=number), is_here=number == here))
        return [*links, PageLink("下一页", self.address(page=here + 1), rel="next")] if here < last else links

    @cached_property
    def chips(self) -> list[Chip]:
        """What the list is narrowed by; each chip's address is the list without it."""
        spoken = self.form.spoken() if self.form else []
        return [Chip(label, value, self.address(page=None, **{name: None})) for name, label, value in spoken]

    @property
    def warnings(self) -> list[str]:
        return self.form.warnings() if self.form else []

    @property
    def export_href(self) -> str:
        return self.address(page=None, export="xlsx") if self.page.can_export else ""

    def export(self, totals: Sequence[str] = ()) -> HttpResponse:
        """The whole filtered list as a workbook, in the order of the page, with the filter printed on top."""
        return workbook_response(self, totals=totals, now=timezone.localtime())

    def spoken_filters(self) -> list[tuple[str, str]]:
        return [(chip.label, chip.value) for chip in self.chips]


def _reverse(expression: Any) -> Any:
    if isinstance(expression, str):
        return expression.removeprefix("-") if expression.startswith("-") else f"-{expression}"
    if isinstance(expression, OrderBy):
        turned = expression.copy()
        turned.reverse_ordering()
        return turned
    return expression.desc()
