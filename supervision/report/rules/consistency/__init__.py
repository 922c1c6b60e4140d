"""Do the printed numbers follow from each other? Growth, shares, sums and means of a text, recomputed (row 6.82)."""

from supervision.report.rules.consistency.checking import Check, Verdict, check

__all__ = ["Check", "Verdict", "check"]
