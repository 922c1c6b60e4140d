"""The two sources of a year side by side, for the official who chooses between them. Inventions only."""

from dataclasses import dataclass

from django.db import connection

from agencies.filings.models import TotalSource

BY_YEAR = """
SELECT total.year, total.source, count(DISTINCT total.agency_id), sum(filed)::bigint, sum(concluded)::bigint,
       sum(granted)::bigint, coalesce(choice.source = total.source, false)
FROM agencies_yearlytotal AS total
LEFT JOIN agencies_yearsource AS choice ON choice.year = total.year AND choice.superseded_at IS NULL
WHERE total.kind = '1'
GROUP BY total.year, total.source, choice.source
ORDER BY 1 DESC, 2
"""
BY_AGENCY = """
SELECT agency.name, coalesce(agency.credit_code, agency.agency_code), counted.filed, counted.concluded,
       counted.granted, summary.filed, summary.concluded, summary.granted
FROM (SELECT agency_id, sum(filed)::int AS filed, sum(concluded)::int AS concluded, sum(granted)::int AS granted
      FROM agencies_yearlytotal WHERE year = %(year)s AND kind = '1' AND source = 'filings' GROUP BY 1) AS counted
FULL JOIN (SELECT agency_id, sum(filed)::int AS filed, sum(concluded)::int AS concluded, sum(granted)::int AS granted
      FROM agencies_yearlytotal WHERE year = %(year)s AND kind = '1' AND source = 'summary' GROUP BY 1) AS summary
  USING (agency_id)
JOIN agencies_agency AS agency ON agency.id = agency_id
ORDER BY (counted.filed, counted.concluded, counted.granted)
             IS NOT DISTINCT FROM (summary.filed, summary.concluded, summary.granted), agency.name_pinyin, agency.id
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Inventions, 件."""

    filed: int
    concluded: int
    granted: int

    def less(self, other: "Counts") -> "Counts":
        return Counts(self.filed - other.filed, self.concluded - other.concluded, self.granted - other.granted)


@dataclass(frozen=True, slots=True)
class SourceSums:
    """What one source says about one year."""

    source: TotalSource
    agencies: int
    counts: Counts
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class YearSums:
    """One year with its sources; ``difference`` is summary less filings, where there are both."""

    year: int
    sources: list[SourceSums]

    @property
    def difference(self) -> Counts | None:
        found = {sums.source: sums.counts for sums in self.sources}
        if len(found) < len(TotalSource):
            return None
        return found[TotalSource.SUMMARY].less(found[TotalSource.FILINGS])

    @property
    def is_chosen(self) -> bool:
        return any(sums.is_in_force for sums in self.sources)


@dataclass(frozen=True, slots=True)
class AgencySides:
    """One agency in both sources; a side is None where the source does not know it."""

    name: str
    code: str
    filings: Counts | None
    summary: Counts | None

    @property
    def difference(self) -> Counts | None:
        return self.summary.less(self.filings) if self.summary and self.filings else None

    @property
    def is_same(self) -> bool:
        return self.filings == self.summary


def years() -> list[YearSums]:
    """Every year that has invention totals, latest first. One statement."""
    found: dict[int, list[SourceSums]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_YEAR)
        for year, source, agencies, *counts, is_in_force in cursor.fetchall():
            found.setdefault(year, []).append(SourceSums(TotalSource(source), agencies, Counts(*counts), is_in_force))
    return [YearSums(year, sums) for year, sums in found.items()]


def compare(year: int) -> list[AgencySides]:
    """Every agency of either source, those that differ first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(BY_AGENCY, {"year": year})
        return [AgencySides(row[0], row[1], _side(row[2:5]), _side(row[5:8])) for row in cursor.fetchall()]


def _side(counts: tuple[int | None, ...]) -> Counts | None:
    return None if counts[0] is None else Counts(*counts)
