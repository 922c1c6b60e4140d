"""From the register and the filings to the facts of the rule, and back from the frozen snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from agencies.filings.figures import AgencyYear, award_facts
from incentives.awards.models import AwardRound
from incentives.awards.rules import (
    AbnormalPart,
    AgencyFacts,
    Figures,
    RoundTerms,
    RouteFigures,
    StandingFact,
    StateSince,
)
from ipservice.foundation.memory import collector_paused

CREDIT_GRADE = "credit_grade"


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The facts of every agency, and ``agency_ids`` by code to find the rows again."""

    facts: list[AgencyFacts]
    agency_ids: Mapping[str, int]


@collector_paused()
def year_facts(year: int, source: str, *, as_of: date, settled: Mapping[int, tuple[Figures, str]]) -> YearFacts:
    """Facts of all agencies in ``year``; ``settled`` replaces figures by agency id. Four statements."""
    rows = award_facts(year, source)
    facts = [_settled(facts_of(row, as_of=as_of), settled.get(row.agency_id)) for row in rows]
    return YearFacts(facts, {row.code: row.agency_id for row in rows})


def facts_of(row: AgencyYear, *, as_of: date) -> AgencyFacts:
    """One row of the filings' figures as the rule wants it; the credit grade is the one in force on ``as_of``."""
    return AgencyFacts(
        code=row.code,
        name=row.name,
        agency_code=row.agency_code,
        district=row.district,
        is_branch=row.is_branch,
        licensed_on=row.licensed_on,
        states=tuple(StateSince(state, since) for state, since in row.states),
        credit_grade=_grade_on(row, as_of),
        standings=tuple(StandingFact(*standing) for standing in row.standings if standing[0] != CREDIT_GRADE),
        routes=tuple(
            RouteFigures(*route[:4], abnormal=tuple(AbnormalPart(*part) for part in route.abnormal))
            for route in row.routes
        ),
    )


def _grade_on(row: AgencyYear, day: date) -> str:
    grades = [
        value
        for kind, value, since, until in row.standings
        if kind == CREDIT_GRADE and since <= day and (until is None or until > day)
    ]
    return grades[-1] if grades else ""


def _settled(facts: AgencyFacts, settlement: tuple[Figures, str] | None) -> AgencyFacts:
    if settlement is None:
        return facts
    return replace(facts, settled=settlement[0], settled_reason=settlement[1])


def terms_of(award_round: AwardRound, *, as_of: date) -> RoundTerms:
    """What the round brings to the rule; its grounds are there."""
    return RoundTerms(
        year=award_round.year,
        as_of=as_of,
        national_rate=Fraction(award_round.national_rate) / 100,
        budget_fen=award_round.budget_fen,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def read_facts(plain: Sequence[Mapping[str, Any]]) -> list[AgencyFacts]:
    """The facts out of a frozen snapshot."""
    return [_read(agency) for agency in plain]


def _read(agency: Mapping[str, Any]) -> AgencyFacts:
    return AgencyFacts(
        **{
            **agency,
            "licensed_on": _day(agency["licensed_on"]),
            "states": tuple(StateSince(state["state"], _day(state["since"])) for state in agency["states"]),
            "standings": tuple(
                StandingFact(each["kind"], each["value"], _day(each["valid_from"]), _day(each["valid_until"]))
                for each in agency["standings"]
            ),
            "routes": tuple(
                RouteFigures(**{**route, "abnormal": tuple(AbnormalPart(**part) for part in route["abnormal"])})
                for route in agency["routes"]
            ),
            "settled": None if agency["settled"] is None else Figures(**agency["settled"]),
        }
    )


def read_terms(plain: Mapping[str, Any]) -> RoundTerms:
    """The terms out of a frozen snapshot."""
    return RoundTerms(
        plain["year"], date.fromisoformat(plain["as_of"]), Fraction(plain["national_rate"]), plain["budget_fen"]
    )
