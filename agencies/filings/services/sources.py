"""Which source counts for a year: chosen by an official, so that one year of one agency never counts twice."""

from datetime import datetime

from django.db import connection, transaction

from agencies.filings.models import TotalSource, YearlyTotal, YearSource
from agencies.filings.services import sections
from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump


class SourceNotChosen(DomainError):
    code = "year_source_not_chosen"
    template = "{year} 年度的数据来源还没有选定；请先在“年度数据来源”中选定逐件数据汇总或国家局年度汇总表。"


class SourceIsEmpty(DomainError):
    code = "year_source_is_empty"
    template = "{year} 年度没有来自“{source}”的数据，不能选用；请先导入，或选用另一来源。"


class ReasonMissing(DomainError):
    code = "year_source_reason_missing"
    template = "请写明选用“{source}”的理由，它会随结果一并公布。"


class SourceUnchanged(DomainError):
    code = "year_source_unchanged"
    template = "{year} 年度已经选用“{source}”，没有变化。"


def in_force(year: int) -> YearSource | None:
    """The choice that counts for ``year``; None until an official has chosen."""
    return YearSource.objects.filter(year=year, superseded_at__isnull=True).select_related("chosen_by").first()


def require_in_force(year: int) -> YearSource:
    """As ``in_force``. Raises ``SourceNotChosen``."""
    choice = in_force(year)
    if choice is None:
        raise SourceNotChosen(year=year)
    return choice


@transaction.atomic
def choose(year: int, source: str, *, reason: str, by: User | None, now: datetime) -> YearSource:
    """From now on the figures of ``year`` come from ``source``; the former choice stays on record.

    Raises ``ReasonMissing``, ``SourceIsEmpty`` or ``SourceUnchanged``. Decisions already computed keep their figures.
    """
    wanted, reason = TotalSource(source), reason.strip()
    if not reason:
        raise ReasonMissing(field="reason", source=wanted.label)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('filings.year_source'), %s)", [year])
    if not YearlyTotal.objects.filter(year=year, source=wanted).exists():
        raise SourceIsEmpty(field="source", year=year, source=wanted.label)
    former = in_force(year)
    if former and former.source == wanted:
        raise SourceUnchanged(field="source", year=year, source=wanted.label)
    YearSource.objects.filter(year=year, superseded_at__isnull=True).update(superseded_at=now)
    choice = YearSource.objects.create(year=year, source=wanted, reason=reason, chosen_by=by)
    sections.refresh()
    audit.record(
        "filings.choose_source",
        f"选定 {year} 年度数据来源为“{wanted.label}”",
        subject=("year_source", year),
        by=by,
        reason=reason,
        before={"source": former.source if former else ""},
        after={"source": wanted.value},
    )
    bump("figures")
    return choice
