"""What the office holds of an agency's filings: the totals of each year by source, and how many single rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from agencies.filings.models import Filing, YearlyTotal
from agencies.registry.dossier import Entry, Section, register
from agencies.registry.models import Agency
from ipservice.lists import wording


def register_sections() -> None:
    """Called when the app is ready."""
    seen_by = "本机构和经办人可见；公布的名单和统计中引用的除外"
    register(Section("filings.totals", 30, "专利申请与年度汇总", _totals, seen_by))


def _totals(agency: Agency, user: Any, today: date) -> Iterator[Entry]:
    rows = Filing.objects.filter(agency=agency).count()
    if rows:
        yield Entry("逐件专利申请", f"{wording.count(rows)} 件", "导入的逐件数据", href="/portal/filings/")
    for total in YearlyTotal.objects.filter(agency=agency).order_by("-year", "kind", "route", "source"):
        value = (
            f"申请 {wording.count(total.filed)} 件，结案 {wording.count(total.concluded)} 件，"
            f"授权 {wording.count(total.granted)} 件"
        )
        what = f"{total.year}年{total.get_kind_display()}（{total.get_route_display()}）"
        yield Entry(what, value, total.get_source_display(), date(total.year, 12, 31))
