"""Two award years of the demonstration city: 2023 published, 2024 ready to be computed; 2025 waits for its grounds.

Built by the services that officials use, one step after the other on made-up days, so that the demonstration cannot
stand in a state that work could not reach.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from incentives.awards.models import AwardRound, FigureCheck
from incentives.awards.services import compute, figures, rounds
from ipservice.accounts.models import User
from ipservice.demo.parts import Order, Scale
from ipservice.foundation.errors import DomainError
from ipservice.jobs import running
from ipservice.jobs.models import JobState
from ipservice.procedure.models import Decision, RuleSet, RuleSetStage
from ipservice.procedure.services import decisions
from ipservice.reference.calendar import working_calendar

RULES = "award_demo"
NATIONAL_RATE = Decimal("55.00")
BUDGET_FEN = 60_000_000
CONFIRMING = ("99002", "99115")


class RulesMissing(DomainError):
    code = "demo_rules_missing"
    template = "缺少“奖励规则（演示口径）”；请先运行 manage.py load_rulesets 装入规则。"


class ComputationFailed(DomainError):
    code = "demo_computation_failed"
    template = "演示年度 {year} 的名单没有算成：{reason}"


@dataclass(frozen=True, slots=True)
class Office:
    """The two persons who take the steps."""

    official: User
    reviewer: User


def load(order: Order) -> None:
    """The rounds of the city; a made-up nation has none. Raises ``RulesMissing``."""
    if order.scale != Scale.CITY:
        return
    ruleset = RuleSet.objects.filter(kind=RULES, stage=RuleSetStage.ADOPTED).first()
    if ruleset is None:
        raise RulesMissing()
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    office = Office(people["official"], people["reviewer"])
    _check_figures(_with_grounds(2023, ruleset, office), office, opened=date(2024, 9, 2))
    _publish(2023, office, today=date(2024, 9, 23))
    _check_figures(_with_grounds(2024, ruleset, office), office, opened=date(2025, 9, 1))
    rounds.create(2025, ruleset, by=office.official, is_demo=True)


def _with_grounds(year: int, ruleset: RuleSet, office: Office) -> AwardRound:
    award_round = rounds.create(year, ruleset, by=office.official, is_demo=True)
    grounds = {
        "national_rate": NATIONAL_RATE,
        "national_rate_document": "演示用数字，非国家知识产权局公布",
        "national_rate_published_on": date(year + 1, 6, 28),
        "basis_document": "演示用依据文件",
        "basis_number": f"演示〔{year + 1}〕1号",
        "review_record": "演示用公平竞争审查记录",
        "review_on": date(year + 1, 7, 10),
        "budget_line": "演示用预算科目",
        "budget_fen": BUDGET_FEN,
    }
    return rounds.edit(award_round.pk, grounds, by=office.official, seen_version=award_round.lock_version)


def _check_figures(award_round: AwardRound, office: Office, *, opened: date) -> None:
    """Two agencies confirm their figures, the others let the term go by."""
    award_round = figures.open_checks(award_round.pk, by=office.official, today=opened)
    for check in FigureCheck.objects.filter(round=award_round, agency__agency_code__in=CONFIRMING):
        member = User.objects.get(username=f"agency_{check.agency.agency_code}")
        figures.confirm(check.pk, by=member, today=opened, now=_at(opened))
    figures.lapse(today=award_round.figures_due_on + timedelta(1))


def _publish(year: int, office: Office, *, today: date) -> None:
    """Computed, approved, on notice for its working days, confirmed and published the next working day."""
    job = compute.ask(year, by=office.official, today=today)
    running.execute(job.pk)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise ComputationFailed(year=year, reason=job.error_message)
    key = Decision.objects.live().get(kind="award", period=str(year)).pk
    decisions.submit(key, by=office.official, today=today)
    decisions.approve(key, by=office.reviewer, today=today)
    noticed = decisions.open_notice(key, by=office.official, today=today)
    after = working_calendar().add(noticed.notice.last_day, 1).day
    decisions.confirm(key, by=office.official, today=after)
    decisions.publish(key, by=office.official, today=after)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
