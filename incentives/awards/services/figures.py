"""Before anybody is ranked, every agency sees its own figures and confirms or contests them within a term."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from agencies.filings.services.sources import require_in_force
from agencies.registry.models import Agency
from incentives.awards.errors import (
    CheckClosed,
    CheckOverdue,
    ChecksAlreadyOpen,
    ClaimRefused,
    NotYourAgency,
)
from incentives.awards.models import AwardRound, CheckState, FigureCheck
from incentives.awards.rules import AwardParameters, Figures
from incentives.awards.rules.counting import Counted, count
from incentives.awards.services.facts import year_facts
from incentives.awards.services.rounds import require_grounds, require_official
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.evidence.models import StoredFile
from ipservice.notices.services import complete_task, notify
from ipservice.procedure.services.terms import term
from ipservice.reference.calendar import working_calendar

EVENT = "award.figures_open"
TERM = "figure_check_working_days"


@dataclass(frozen=True, slots=True)
class Claim:
    """What an agency holds right, with its reason and evidence."""

    figures: Figures
    statement: str
    evidence: tuple[StoredFile, ...] = ()


@transaction.atomic
def open_checks(round_id: int, *, by: User, today: date) -> AwardRound:
    """Give every agency its figures to check until the last of N working days, as a task for its people.

    Raises ``GroundsMissing``, ``ChecksAlreadyOpen`` or ``SourceNotChosen``.
    """
    require_official(by, "开始数据核对")
    award_round = AwardRound.objects.select_for_update().select_related("ruleset").get(pk=round_id)
    require_grounds(award_round, "开始数据核对")
    if award_round.figures_opened_on is not None:
        raise ChecksAlreadyOpen(
            year=award_round.year, opened=award_round.figures_opened_on, due=award_round.figures_due_on
        )
    current, agency_ids = counted_now(award_round, today=today)
    award_round.figures_opened_on = today
    award_round.figures_due_on = _due(award_round, today)
    award_round.save(update_fields=["figures_opened_on", "figures_due_on"])
    FigureCheck.objects.bulk_create(
        [_fresh(award_round, agency_ids[counted.facts.code], counted.figures) for counted in current], batch_size=1000
    )
    _ask(award_round, agency_ids.values(), event=f"{EVENT}:{award_round.year}")
    record(
        "award.figures.open",
        f"开始{award_round.title}数据核对，{len(current)} 家机构，至 {award_round.figures_due_on}",
        subject=("award_round", award_round.pk),
        by=by,
    )
    return award_round


@transaction.atomic
def reopen_changed(round_id: int, *, by: User, today: date) -> int:
    """Ask again those whose figures have changed since they were shown, or who are new; returns how many."""
    require_official(by, "重新发起数据核对")
    award_round = AwardRound.objects.select_for_update().select_related("ruleset").get(pk=round_id)
    current, agency_ids = counted_now(award_round, today=today)
    known = {check.agency_id: check for check in award_round.checks.all()}
    changed = [
        (agency_ids[counted.facts.code], counted.figures)
        for counted in current
        if not _is_same(known.get(agency_ids[counted.facts.code]), counted.figures)
    ]
    if not changed:
        return 0
    FigureCheck.objects.bulk_create(
        [_fresh(award_round, agency_id, figures) for agency_id, figures in changed],
        update_conflicts=True,
        unique_fields=["round", "agency"],
        update_fields=["filed", "concluded", "granted", "state"],
    )
    award_round.figures_due_on = _due(award_round, today)
    award_round.save(update_fields=["figures_due_on"])
    event = f"{EVENT}:{award_round.year}:{today.isoformat()}"
    _ask(award_round, [agency_id for agency_id, _ in changed], event=event)
    record(
        "award.figures.reopen",
        f"{award_round.title}：{len(changed)} 家机构的数据有变化，重新核对至 {award_round.figures_due_on}",
        subject=("award_round", award_round.pk),
        by=by,
    )
    return len(changed)


def counted_now(award_round: AwardRound, *, today: date) -> tuple[list[Counted], dict[str, int]]:
    """What counts for every agency by the sources and the rule set of the round, with agency ids by code."""
    source = require_in_force(award_round.year)
    known = year_facts(award_round.year, source.source, as_of=today, settled={})
    parameters = AwardParameters.read(award_round.ruleset.parameters)
    return count(known.facts, parameters), dict(known.agency_ids)


def _due(award_round: AwardRound, today: date) -> date:
    working_days = term(TERM, on=today, ruleset=award_round.ruleset)
    return working_calendar().add(today, working_days).day


def _fresh(award_round: AwardRound, agency_id: int, figures: Figures) -> FigureCheck:
    return FigureCheck(
        round=award_round,
        agency_id=agency_id,
        filed=figures.filed,
        concluded=figures.concluded,
        granted=figures.granted,
    )


def _is_same(check: FigureCheck | None, figures: Figures) -> bool:
    return check is not None and Figures(check.filed, check.concluded, check.granted) == figures


def _ask(award_round: AwardRound, agency_ids: Iterable[int], *, event: str) -> None:
    people = User.objects.filter(
        memberships__agency__in=list(agency_ids), memberships__ended_at__isnull=True, is_active=True
    ).distinct()
    notify(
        people,
        event=event,
        title=f"请核对{award_round.year}年度发明专利数据",
        body=f"{award_round.title}将按这些数据计算名次。请于 {award_round.figures_due_on:%Y年%-m月%-d日} 前确认，"
        "如有不符请提出异议并附证据；逾期未答复视为无异议。",
        link=f"/portal/awards/{award_round.year}/",
        due_on=award_round.figures_due_on,
        is_task=True,
    )


@transaction.atomic
def confirm(check_id: int, *, by: User, today: date, now: datetime) -> FigureCheck:
    """The agency agrees. Raises ``NotYourAgency``, ``CheckClosed`` or ``CheckOverdue``."""
    check = _answerable(check_id, "确认", by=by, today=today)
    return _answered(check, CheckState.CONFIRMED, by=by, now=now)


@transaction.atomic
def contest(check_id: int, claim: Claim, *, by: User, today: date, now: datetime) -> FigureCheck:
    """The agency holds other figures right and says why. Raises ``ClaimRefused`` by field, else as ``confirm``."""
    check = _answerable(check_id, "提出异议", by=by, today=today)
    _require_claim(check, claim)
    check.claimed_filed = claim.figures.filed
    check.claimed_concluded = claim.figures.concluded
    check.claimed_granted = claim.figures.granted
    check.statement = claim.statement.strip()
    check = _answered(check, CheckState.CONTESTED, by=by, now=now)
    check.evidence.set(claim.evidence)
    return check


def _answerable(check_id: int, step: str, *, by: User, today: date) -> FigureCheck:
    check = FigureCheck.objects.select_for_update(of=("self",)).select_related("round", "agency").get(pk=check_id)
    if not Agency.objects.run_by(by).filter(pk=check.agency_id).exists():
        raise NotYourAgency
    if check.state != CheckState.OPEN:
        raise CheckClosed(state=check.get_state_display(), step=step)
    if today > check.round.figures_due_on:
        raise CheckOverdue(due=check.round.figures_due_on)
    return check


def _answered(check: FigureCheck, state: CheckState, *, by: User, now: datetime) -> FigureCheck:
    check.state, check.answered_by, check.answered_at = state, by, now
    check.save()
    members = User.objects.filter(memberships__agency=check.agency, memberships__ended_at__isnull=True)
    complete_task(f"{EVENT}:{check.round.year}", recipients=members)
    record(
        f"award.figures.{state.value}",
        f"{check.agency.name}对{check.round.year}年度数据：{state.label}",
        subject=("figure_check", check.pk),
        by=by,
        reason=check.statement,
        before=plain_figures(check, ""),
        after=plain_figures(check, "claimed_") if state == CheckState.CONTESTED else None,
    )
    return check


def _require_claim(check: FigureCheck, claim: Claim) -> None:
    require_possible(claim.figures)
    if claim.figures == Figures(check.filed, check.concluded, check.granted):
        raise ClaimRefused(field="claimed_filed", problem="主张的数据与系统数据相同；如无不符，请选择确认。")
    if not claim.statement.strip():
        raise ClaimRefused(field="statement", problem="请说明哪些数据不符、依据是什么。")


def require_possible(figures: Figures) -> None:
    """Raises ``ClaimRefused``: nothing is granted that was not concluded."""
    if figures.granted > figures.concluded:
        raise ClaimRefused(
            field="claimed_granted",
            problem=f"授权量 {figures.granted} 件多于结案量 {figures.concluded} 件；授权包含在结案之内。",
        )


@transaction.atomic
def lapse(*, today: date) -> int:
    """Close the checks whose term is over: no answer counts as agreement. Safe to run again; returns how many."""
    overdue = FigureCheck.objects.filter(state=CheckState.OPEN, round__figures_due_on__lt=today)
    # Locked before they are written: an answer given in the last second of the term stands.
    found = dict(overdue.select_for_update(of=("self",)).order_by("pk").values_list("pk", "round__year"))
    count_lapsed = FigureCheck.objects.filter(pk__in=found).update(state=CheckState.LAPSED)
    for year in sorted(set(found.values())):
        complete_task(f"{EVENT}:{year}")
        record("award.figures.lapse", f"{year}年度数据核对期满，未答复者视为无异议", subject=("award_year", year))
    return count_lapsed


def state_counts(award_round: AwardRound) -> dict[CheckState, int]:
    """How many agencies stand where, every state named."""
    found = dict(award_round.checks.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state.value, 0) for state in CheckState}


def unsettled(award_round: AwardRound) -> list[FigureCheck]:
    """Contests that wait for an official, oldest first."""
    return list(
        award_round.checks.filter(state=CheckState.CONTESTED)
        .select_related("agency", "answered_by")
        .order_by(F("answered_at"), "pk")
    )


def plain_figures(check: FigureCheck, side: str) -> dict[str, Any]:
    """The three figures of one side (empty, ``claimed_`` or ``settled_``) for the record."""
    return {name: getattr(check, side + name) for name in ("filed", "concluded", "granted")}
