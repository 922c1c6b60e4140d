"""What the filings report."""

from agencies.filings.figures.award import AbnormalCounts, AgencyYear, RouteCounts, award_facts

__all__ = ["AbnormalCounts", "AgencyYear", "RouteCounts", "award_facts"]
