"""An award year of four: 甲所 and 乙所 tie at sixty per cent, 丙所 just misses the rate, 丁所 filed too little."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from agencies.filings.models import TotalSource, YearSource
from agencies.registry.models import Agency
from incentives.awards.models import AwardRound
from incentives.awards.services import compute, figures, rounds
from ipservice.accounts.models import User
from ipservice.jobs import running
from ipservice.jobs.models import Job
from ipservice.procedure.models import Decision, RuleSet
from ipservice.procedure.services import decisions
from ipservice.procedure.services.rulesets import load_rulesets
from tests.factories.agencies import make_agency
from tests.factories.filings import make_total

YEAR = 2023
OPENED = dt.date(2024, 9, 2)
DUE = dt.date(2024, 9, 9)
AFTER = dt.date(2024, 9, 10)
GROUNDS = {
    "national_rate": Decimal("55.00"),
    "national_rate_document": "国家知识产权局年度报告",
    "national_rate_published_on": dt.date(2024, 6, 28),
    "basis_document": "奖励办法",
    "basis_number": "渝知发〔2024〕9号",
    "review_record": "公平竞争审查表第3号",
    "review_on": dt.date(2024, 7, 1),
    "budget_line": "知识产权专项",
    "budget_fen": 100_000_000,
}
FIGURES = {"甲所": (100, 100, 60), "乙所": (120, 50, 30), "丙所": (140, 200, 109), "丁所": (40, 40, 40)}


@dataclass(frozen=True, slots=True)
class AwardYear:
    """The round and its agencies by name."""

    round: AwardRound
    agencies: dict[str, Agency]


def make_agencies() -> dict[str, Agency]:
    """The four agencies with their totals, the source of the year chosen, the rule sets loaded."""
    load_rulesets(Path(settings.BASE_DIR) / "docs" / "rulesets")
    agencies = {name: make_agency(name=name) for name in FIGURES}
    for name, (filed, concluded, granted) in FIGURES.items():
        make_total(agencies[name], YEAR, filed=filed, concluded=concluded, granted=granted)
    YearSource.objects.create(year=YEAR, source=TotalSource.SUMMARY, reason="国家局汇总表")
    return agencies


def make_year(official: User, *, grounds: dict | None = None) -> AwardYear:
    """A round with its grounds; nobody has been asked to check anything yet."""
    agencies = make_agencies()
    made = rounds.create(YEAR, RuleSet.objects.get(kind="award_demo"), by=official)
    made = rounds.edit(made.pk, GROUNDS if grounds is None else grounds, by=official, seen_version=0)
    return AwardYear(made, agencies)


def make_checked_year(official: User) -> AwardYear:
    """A round whose agencies let the term go by: ready to be computed on ``AFTER``."""
    made = make_year(official)
    figures.open_checks(made.round.pk, by=official, today=OPENED)
    figures.lapse(today=AFTER)
    made.round.refresh_from_db()
    return made


def computed(official: User, *, today: dt.date = AFTER) -> Decision:
    """The list of the year, computed by its job."""
    job = compute.ask(YEAR, by=official, today=today)
    running.execute(job.pk)
    assert Job.objects.get(pk=job.pk).error_message == ""
    return Decision.objects.live().get(kind="award", period=str(YEAR))


def published(official: User, reviewer: User) -> Decision:
    """The list of the year through review and notice to publication, by the services, on made-up days."""
    decision = on_notice(official, reviewer)
    after = decision.notice.last_day + dt.timedelta(days=1)
    decisions.confirm(decision.pk, by=official, today=after)
    decisions.publish(decision.pk, by=official, today=after)
    return Decision.objects.get(pk=decision.pk)


def on_notice(official: User, reviewer: User) -> Decision:
    """The list of the year on notice since ``AFTER``."""
    decision = computed(official)
    decisions.submit(decision.pk, by=official, today=AFTER)
    decisions.approve(decision.pk, by=reviewer, today=AFTER)
    decisions.open_notice(decision.pk, by=official, today=AFTER)
    return Decision.objects.select_related("notice").get(pk=decision.pk)
