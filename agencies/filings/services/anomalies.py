"""Screens the inventions of a year for patterns that an official should look at; nothing is decided by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agencies.filings.models import Filing, PatentKind
from agencies.filings.rules import FilingFact, Flag, Thresholds, screen
from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet

KIND = "anomaly_screen"


@dataclass(frozen=True, slots=True)
class Screening:
    """The flags found by one version of the thresholds, and how many filings carry no applicant's name.

    Agencies are named by credit code, or agency code where none is known, as on the lines of an award list.
    """

    flags: list[Flag]
    ruleset: RuleSet
    screened: int
    unnamed: dict[str, int]

    def of(self, code: str) -> list[Flag]:
        """The flags in which one agency takes part."""
        return [flag for flag in self.flags if code in flag.agencies]


def screen_year(year: int, agency_ids: Iterable[int] | None = None, *, on: date) -> Screening:
    """Screen the filings of ``year``, of some agencies or of all, by the thresholds in force ``on`` that day.

    Two statements. Raises ``NoRuleInForce``.
    """
    ruleset = RuleSet.objects.in_force(KIND, on).first()
    if ruleset is None:
        raise NoRuleInForce(on=on, kind="数据筛查", parameter="筛查阈值")
    filings = Filing.objects.filter(filed_year=year, kind=PatentKind.INVENTION).order_by()
    if agency_ids is not None:
        filings = filings.filter(agency__in=list(agency_ids))
    rows = filings.values_list(
        "number", "agency__credit_code", "agency__agency_code", "applicant_name", "ipc_main_group", "filed_on"
    )
    facts = [
        FilingFact(number, credit_code or agency_code, applicant, ipc, filed_on)
        for number, credit_code, agency_code, applicant, ipc, filed_on in rows.iterator(chunk_size=10_000)
    ]
    unnamed = Counter(fact.agency for fact in facts if not fact.applicant)
    return Screening(screen(facts, Thresholds.read(ruleset.parameters), year=year), ruleset, len(facts), dict(unnamed))
