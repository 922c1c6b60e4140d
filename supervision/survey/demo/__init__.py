"""Three demonstration years whose sums are known beforehand."""

from supervision.survey.demo.loading import load
from supervision.survey.demo.sums import expected_totals

__all__ = ["expected_totals", "load"]
