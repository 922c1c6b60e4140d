"""Routes of the awards: an agency's own figures and letters; lists that have reached the public."""

import datetime as dt
from dataclasses import asdict
from decimal import Decimal

from django.db import connection

from incentives.awards.models import DECISION_KIND, AwardLine, AwardRound, FigureCheck
from ipservice.foundation.explanation import Finding
from ipservice.procedure.models import Decision, Stage
from tests.factories.procedure import People, make_decision, make_ruleset
from tests.security.ground import AGENCY_A, CITY, Case, World, register

FINDING = Finding("floor", "措施（九）", "发明专利代理量达到全市平均", "10 件", met=False)


def _check(world: World) -> FigureCheck:
    award_round = AwardRound.objects.create(
        year=2025,
        title="2025年度",
        ruleset=make_ruleset(kind="award"),
        national_rate=Decimal("55"),
        national_rate_document="年度报告",
        basis_document="办法",
        basis_number="渝知发〔2026〕1号",
        review_record="审查表",
        review_on=dt.date(2026, 1, 5),
        budget_line="2060499",
        budget_fen=1_000_000,
        figures_opened_on=dt.date(2026, 1, 6),
        figures_due_on=dt.date(2099, 1, 6),
        created_by=world.people["municipal"],
    )
    return FigureCheck.objects.create(round=award_round, agency=world.agency_a, filed=10, concluded=8, granted=5)


@register("portal/awards/<int:year>/", seen_by=AGENCY_A, methods=("GET",))
def my_year(world: World) -> Case:
    return Case({"year": _check(world).round.year}, missing={"year": 1999})


@register("portal/awards/checks/<int:check_id>/confirm/", seen_by=AGENCY_A, methods=("POST",))
def confirm(world: World) -> Case:
    return Case({"check_id": _check(world).pk})


@register("portal/awards/checks/<int:check_id>/contest/", seen_by=AGENCY_A, methods=("GET", "POST"))
def contest(world: World) -> Case:
    return Case({"check_id": _check(world).pk})


@register(
    r"^portal/awards/letters/(?P<line_id>\d{1,18})\.(?P<form>pdf|docx)$", seen_by=(*AGENCY_A, *CITY), methods=("GET",)
)
def letter(world: World) -> Case:
    people = People(world.people["municipal"], world.people["reviewer"])
    decision = make_decision(Stage.PUBLISHED, people=people)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Decision.objects.filter(pk=decision.pk).update(kind=DECISION_KIND)
        line = AwardLine.objects.create(
            decision=decision,
            position=1,
            findings=[asdict(FINDING)],
            agency=world.agency_a,
            subject_code=world.agency_a.credit_code,
            name=world.agency_a.name,
            filed=10,
            concluded=8,
            granted=5,
            is_qualified=False,
        )
        cursor.execute("SET session_replication_role = origin")
    return Case({"line_id": line.pk, "form": "docx"}, is_thin=True)


ROUND = "admin/awards/<int:year>/"


def _round(world: World, **more: int) -> Case:
    check = _check(world)
    kwargs = {"year": check.round.year} | more
    return Case(kwargs, missing={"year": 1999}, is_thin=True)


for part, methods in {
    "": ("GET",),
    "grounds/": ("POST",),
    "open-checks/": ("POST",),
    "reopen-checks/": ("POST",),
    "compute/": ("POST",),
    "checks/": ("GET",),
    "screening/": ("GET",),
    "whatif/": ("GET",),
    "whatif/save/": ("POST",),
    "readings/": ("GET",),
}.items():
    register(f"{ROUND}{part}", seen_by=CITY, methods=methods)(_round)


@register(f"{ROUND}checks/<int:check_id>/", seen_by=CITY, methods=("POST",))
def settle(world: World) -> Case:
    check = _check(world)
    return Case({"year": check.round.year, "check_id": check.pk}, is_thin=True)


@register(f"{ROUND}bundle/<int:decision_id>/", seen_by=CITY, methods=("GET",))
def bundle(world: World) -> Case:
    check = _check(world)
    people = People(world.people["municipal"], world.people["reviewer"])
    decision = make_decision(Stage.DRAFT, people=people)
    Decision.objects.filter(pk=decision.pk).update(kind=DECISION_KIND, period=str(check.round.year))
    return Case({"year": check.round.year, "decision_id": decision.pk}, is_thin=True)
