"""What others found about an agency is recorded here, with dates and source; nothing is computed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from agencies.registry.models import Agency, Standing, StandingKind
from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump

CREDIT_GRADES = ("A+", "A", "B", "C", "D")


class UnknownGrade(DomainError):
    code = "unknown_grade"
    template = "信用等级“{value}”不在等级表中；应为 A+、A、B、C、D 之一。"


class GradeContradicts(DomainError):
    code = "grade_contradicts"
    template = "自 {since} 起的信用等级已登记为“{present}”（{source}），与“{value}”不一致；请先终止有误的记录。"


class StandingEndsBeforeItBegins(DomainError):
    code = "standing_ends_before_it_begins"
    template = "截止日 {until} 不晚于起始日 {since}；请核对日期。"


class SourceMissing(DomainError):
    code = "source_missing"
    template = "请填写依据文件（名称或文号）；没有依据的信用与监管状况不予登记。"


@dataclass(frozen=True, slots=True)
class StandingFact:
    """``valid_until`` is the first day on which the fact no longer holds; None: open."""

    kind: str
    value: str
    valid_from: date
    source: str
    valid_until: date | None = None


@transaction.atomic
def record_standing(agency_id: int, fact: StandingFact, *, by: User | None) -> Standing:
    """Keep one fact; the same fact recorded again is the same row. A new credit grade ends the one before it.

    Raises ``UnknownGrade``, ``GradeContradicts``, ``StandingEndsBeforeItBegins`` or ``SourceMissing``.
    """
    _require_sound(fact)
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    same = agency.standings.filter(kind=fact.kind, value=fact.value, valid_from=fact.valid_from).first()
    if same:
        return same
    until = fact.valid_until
    if fact.kind == StandingKind.CREDIT_GRADE:
        until = _make_room_for_grade(agency, fact)
    standing = Standing.objects.create(
        agency=agency,
        kind=fact.kind,
        value=fact.value,
        valid_from=fact.valid_from,
        valid_until=until,
        source=fact.source.strip(),
        recorded_by=by,
    )
    bump("agencies")
    audit.record(
        "agency.record_standing",
        f"登记“{agency.name}”{standing.get_kind_display()}：{fact.value}，自{fact.valid_from}起",
        subject=("agency", agency.pk),
        by=by,
        after={"kind": fact.kind, "value": fact.value, "valid_from": str(fact.valid_from), "source": fact.source},
    )
    return standing


@transaction.atomic
def end_standing(standing_id: int, *, until: date, reason: str, by: User) -> Standing:
    """The fact no longer holds from ``until`` on. Raises ``StandingEndsBeforeItBegins``."""
    standing = Standing.objects.select_for_update().select_related("agency").get(pk=standing_id)
    if until <= standing.valid_from:
        raise StandingEndsBeforeItBegins(field="valid_until", until=until, since=standing.valid_from)
    before, standing.valid_until = standing.valid_until, until
    standing.save(update_fields=["valid_until"])
    bump("agencies")
    audit.record(
        "agency.end_standing",
        f"“{standing.agency.name}”{standing} 自{until}起不再有效",
        subject=("agency", standing.agency_id),
        by=by,
        reason=reason,
        before={"valid_until": str(before or "")},
        after={"valid_until": str(until)},
    )
    return standing


def _require_sound(fact: StandingFact) -> None:
    if fact.kind == StandingKind.CREDIT_GRADE and fact.value not in CREDIT_GRADES:
        raise UnknownGrade(field="value", value=fact.value)
    if fact.valid_until is not None and fact.valid_until <= fact.valid_from:
        raise StandingEndsBeforeItBegins(field="valid_until", until=fact.valid_until, since=fact.valid_from)
    if not fact.source.strip():
        raise SourceMissing(field="source")


def _make_room_for_grade(agency: Agency, fact: StandingFact) -> date | None:
    """Ends the grade in force on the new one's first day; the new one ends where a later one begins."""
    grades = agency.standings.filter(kind=StandingKind.CREDIT_GRADE)
    rival = grades.filter(valid_from=fact.valid_from).first()
    if rival:
        raise GradeContradicts(
            field="value", since=fact.valid_from, present=rival.value, source=rival.source, value=fact.value
        )
    grades.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=fact.valid_from), valid_from__lt=fact.valid_from
    ).update(valid_until=fact.valid_from)
    later = grades.filter(valid_from__gt=fact.valid_from).order_by("valid_from").first()
    ends = [day for day in (fact.valid_until, later.valid_from if later else None) if day]
    return min(ends) if ends else None


@transaction.atomic
def withdraw_standing(standing_id: int, *, reason: str, by: User) -> None:
    """Take out a fact that was recorded by mistake; the row history and the record of acts keep it.

    A grade that it had ended is in force again. Nothing happens when it is gone already.
    """
    fact = Standing.objects.select_for_update().select_related("agency").filter(pk=standing_id).first()
    if fact is None:
        return
    if fact.kind == StandingKind.CREDIT_GRADE:
        fact.agency.standings.filter(kind=fact.kind, valid_until=fact.valid_from).update(valid_until=fact.valid_until)
    fact.delete()
    bump("agencies")
    audit.record(
        "agency.withdraw_standing",
        f"撤回“{fact.agency.name}”的登记：{fact}",
        subject=("agency", fact.agency_id),
        by=by,
        reason=reason,
        before={"kind": fact.kind, "value": fact.value, "valid_from": str(fact.valid_from), "source": fact.source},
    )
