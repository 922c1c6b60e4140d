"""The workbook of a list: the columns, order and filter that the page shows, every row that it counts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse

from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows
from ipservice.foundation.errors import DomainError
from ipservice.lists.columns import Column, Kind

if TYPE_CHECKING:
    from ipservice.lists.pages import BoundList

MAX_EXPORT = 100_000
STYLES = {
    Kind.COUNT: Style.COUNT,
    Kind.MONEY_FEN: Style.YUAN,
    Kind.RATE: Style.RATE,
    Kind.DAY: Style.DAY,
    Kind.MOMENT: Style.MOMENT,
}


class ExportTooLarge(DomainError):
    code = "export_too_large"
    template = "所列共 {count:,} 条，一次最多导出 {limit:,} 条。请先用筛选条件缩小范围，再分次导出。"


def workbook_response(bound: "BoundList", *, totals: Sequence[str] = (), now: datetime) -> HttpResponse:
    """Raises ``ExportTooLarge`` instead of leaving rows out: an export holds exactly what the list counts."""
    columns = [column for column in bound.page.columns if column.in_export]
    count = bound.found.order_by().count()
    if count > MAX_EXPORT:
        raise ExportTooLarge(count=count, limit=MAX_EXPORT)
    content = write_rows(
        [_heading(column, column.key in totals) for column in columns],
        _rows(columns, bound.ordered),
        front=Front(bound.title, bound.spoken_filters(), made_at=now),
        count=count,
    )
    return file_response(content, f"{bound.title}-{now:%Y%m%d}.xlsx")


def _rows(columns: Sequence[Column], queryset: QuerySet) -> Iterable[list[Any]]:
    for row in queryset.iterator(chunk_size=2000):
        yield [column.exported(row) for column in columns]


def _heading(column: Column, total: bool) -> Heading:
    label = f"{column.label}（{'元' if column.kind == Kind.MONEY_FEN else column.unit}）"
    if not column.unit and column.kind != Kind.MONEY_FEN:
        label = column.label
    width = 34 if column.is_head else max(12, len(label) * 2 + 2)
    return Heading(label, STYLES.get(column.kind, Style.TEXT), width, total)
