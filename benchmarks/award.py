"""The award of one year, inputs to ranked results with reasons, against the bare SQL aggregate of the same rows.

Filings of 3,000 agencies over six years, in the portal's own tables. The floor is one statement: filed, concluded and
granted of every agency, the mean, both thresholds, the rank. Ours is what the round computes: the facts of every
agency, the rule with all its readings, a line with findings for each. ``award`` reads the totals that are kept from
the filings, as a round does; ``award_rows`` counts the filings themselves. The lines of both have to be the same, bit
for bit; ``award_slope`` is the growth of the counting from 100,000 to 10,000,000 rows, on a log-log scale.
"""

import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.demo import copying, nation
from agencies.filings.figures import award_facts
from agencies.filings.models import TotalSource
from agencies.filings.services import totals
from agencies.registry.models import Agency
from benchmarks import harness
from incentives.awards.rules import Award, AwardParameters, RoundTerms, award_list
from incentives.awards.services.facts import facts_of, year_facts
from ipservice.foundation.canonical import digest
from ipservice.foundation.explanation import Evaluation
from ipservice.procedure.models import RuleSet
from ipservice.procedure.services.rulesets import load_rulesets
from ipservice.reference.models import District

AGENCIES = 3_000
SIZES = (100_000, 1_000_000, 5_000_000, 10_000_000)
HEADLINE = 5_000_000
YEAR = 2024
AS_OF = date(2025, 6, 2)
TERMS = RoundTerms(YEAR, AS_OF, Fraction(55, 100), 1_000_000_00)
GOAL = harness.Goal("<=", 1.5)
SLOPE = harness.Goal("<=", 1.1)
MOST_STATEMENTS = 12
RULESETS = Path(__file__).resolve().parent.parent / "docs" / "rulesets"

FLOOR = """
WITH figures AS (
    SELECT agency_id, sum(filed) AS filed, sum(concluded) AS concluded, sum(granted) AS granted
    FROM (
        SELECT agency_id, count(*) AS filed, 0 AS concluded, 0 AS granted
        FROM agencies_filing WHERE filed_year = %(year)s AND kind = '1'
        GROUP BY 1
        UNION ALL
        SELECT agency_id, 0, count(*), count(*) FILTER (WHERE outcome = 'g')
        FROM agencies_filing
        WHERE kind = '1' AND filed_year <= %(year)s
          AND concluded_on >= make_date(%(year)s, 1, 1) AND concluded_on < make_date(%(year)s + 1, 1, 1)
        GROUP BY 1
    ) AS counted
    GROUP BY 1
)
SELECT agency_id, filed, concluded, granted, rank() OVER (ORDER BY granted / concluded DESC)
FROM figures
WHERE concluded > 0 AND granted * 100 >= concluded * 55 AND filed >= (SELECT sum(filed) / %(agencies)s FROM figures)
"""


def from_totals(parameters: AwardParameters) -> list[Evaluation[Award]]:
    facts = year_facts(YEAR, TotalSource.FILINGS, as_of=AS_OF, settled={}).facts
    return award_list(facts, parameters, terms=TERMS)


def from_rows(parameters: AwardParameters) -> list[Evaluation[Award]]:
    facts = [facts_of(row, as_of=AS_OF) for row in award_facts(YEAR, TotalSource.FILINGS, from_rows=True)]
    return award_list(facts, parameters, terms=TERMS)


def bare() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, {"year": YEAR, "agencies": AGENCIES})
        return cursor.fetchall()


def fill(size: int, agencies: list[Agency], districts: list[str]) -> None:
    """``size`` filings instead of those that are there, their totals, and fresh statistics."""
    ids = np.array([agency.pk for agency in agencies])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE agencies_filing")
        copying.copy_filings(nation.filings_frame(ids, size, districts=np.array(districts), seed=size))
        spent = harness.seconds(totals.refresh)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) agencies_filing, agencies_yearlytotal")
    harness.say(f"{size:,} filings loaded; all totals counted in {spent:.2f} s")


def prepare() -> tuple[AwardParameters, list[Agency], list[str]]:
    call_command("load_reference", verbosity=0)
    load_rulesets(RULESETS)
    places = list(District.objects.valid_on(AS_OF).units())
    agencies = nation.make_agencies(AGENCIES, places, seed=1)
    parameters = AwardParameters.read(RuleSet.objects.get(kind="award").parameters)
    return parameters, agencies, [place.code for place in places]


def require_same_lines(parameters: AwardParameters) -> None:
    """The lines are the same from the rows and from the totals; few statements, reasons for everybody."""
    with CaptureQueriesContext(connection) as statements:
        kept = from_totals(parameters)
    if len(statements) > MOST_STATEMENTS:
        raise SystemExit(f"award: {len(statements)} statements, at most {MOST_STATEMENTS} are allowed")
    if digest(kept) != digest(from_rows(parameters)):
        raise SystemExit("award: the lines from the rows differ from those of the kept totals")
    if len(kept) != AGENCIES or not all(line.findings for line in kept):
        raise SystemExit("award: not every agency has its line with findings")
    ranked = sum(line.result.rank is not None for line in kept)
    harness.say(f"lines equal bit for bit; {len(statements)} statements; {ranked} of {len(kept)} agencies ranked")


def measure(parameters: AwardParameters) -> list[harness.Result]:
    rows = harness.pairs(lambda: harness.seconds(bare), lambda: harness.seconds(lambda: from_rows(parameters)), n=5)
    kept = harness.pairs(lambda: harness.seconds(bare), lambda: harness.seconds(lambda: from_totals(parameters)), n=5)
    return [rows.result("award_rows", GOAL), kept.result("award", GOAL)]


def slope(times: dict[int, float]) -> harness.Result:
    """Least squares of log(seconds) over log(rows)."""
    grown = np.polyfit([math.log(size) for size in times], [math.log(spent) for spent in times.values()], 1)[0]
    return harness.Result("award_slope", float(grown), SLOPE, times[max(times)], times[min(times)])


def run() -> list[harness.Result]:
    parameters, agencies, districts = prepare()
    times: dict[int, float] = {}
    headline: list[harness.Result] = []
    for size in SIZES:
        fill(size, agencies, districts)
        require_same_lines(parameters)
        times[size] = sorted(harness.seconds(lambda: from_rows(parameters)) for _ in range(3))[1]
        harness.say(f"{size:,} rows: {times[size]:.3f} s from the rows")
        if size == HEADLINE:
            headline = measure(parameters)
    return [slope(times), *headline]


BENCHMARK = harness.Benchmark("award", run)
