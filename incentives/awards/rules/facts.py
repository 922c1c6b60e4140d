"""What the rule is told about one agency and about the round: frozen, plain, complete. Unit of all counts: 件."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from incentives.awards.rules.readings import AgencyState


@dataclass(frozen=True, slots=True)
class Figures:
    """Inventions of one agency in the award year: filed by filing day, concluded and granted by conclusion day."""

    filed: int
    concluded: int
    granted: int


@dataclass(frozen=True, slots=True)
class AbnormalPart:
    """The part of a route's figures whose abnormal-filing notice stands in one of ``states`` (letters)."""

    states: str
    filed: int = 0
    concluded: int = 0
    granted: int = 0


@dataclass(frozen=True, slots=True)
class RouteFigures:
    """Figures of one route: ``o`` ordinary, ``d`` divisional, ``p`` national phase; abnormal parts are contained."""

    route: str
    filed: int = 0
    concluded: int = 0
    granted: int = 0
    abnormal: tuple[AbnormalPart, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingFact:
    """One list entry, sanction or other standing; ``valid_until`` is the first day on which it no longer holds."""

    kind: str
    value: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class StateSince:
    """From ``since`` on (None: always) the agency was in ``state``."""

    state: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One agency, or one branch, in the award year.

    ``code`` is the credit code, or the agency code where no credit code is known: unique in the field. ``states``
    is in order of time. ``settled`` replaces the counted figures where an official settled a contest.
    """

    code: str
    name: str
    agency_code: str = ""
    district: str = ""
    is_branch: bool = False
    licensed_on: date | None = None
    states: tuple[StateSince, ...] = (StateSince(AgencyState.ACTIVE),)
    credit_grade: str = ""
    standings: tuple[StandingFact, ...] = ()
    routes: tuple[RouteFigures, ...] = ()
    settled: Figures | None = None
    settled_reason: str = ""

    def state_on(self, day: date) -> str:
        """The state on ``day``; empty where none had begun, or the licence had not been given."""
        if self.licensed_on is not None and self.licensed_on > day:
            return ""
        begun = [entry.state for entry in self.states if entry.since is None or entry.since <= day]
        return begun[-1] if begun else ""

    def practised_all_year(self, year: int) -> bool:
        """Active on 1 January and in no other state until 31 December; an unknown licence day counts as earlier."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        within = [entry.state for entry in self.states if entry.since is not None and first < entry.since <= last]
        return self.state_on(first) == AgencyState.ACTIVE and set(within) <= {AgencyState.ACTIVE}


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """What the round brings beside the rule set. ``national_rate`` is a fraction of one; money in fen.

    ``as_of`` is the day of computation, to which exclusions may reach.
    """

    year: int
    as_of: date
    national_rate: Fraction
    budget_fen: int
