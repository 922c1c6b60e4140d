"""The list in a few numbers: one giant lifts the mean above everyone, so mean, median and number stand together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from incentives.awards.rules.award import AwardOutcome
from incentives.awards.rules.wording import listed


@dataclass(frozen=True, slots=True)
class Summary:
    """``failed`` counts, by condition, the agencies that missed it. ``largest`` is the most filings of one agency."""

    agencies: int
    in_mean: int
    filings: int
    mean: Fraction
    median: Fraction
    largest: int
    qualified: int
    paid: int
    paid_fen: int
    budget_left_fen: int
    failed: Mapping[str, int]

    @property
    def mean_text(self) -> str:
        return listed(self.mean)

    @property
    def median_text(self) -> str:
        return listed(self.median)


def summarise(outcome: AwardOutcome, *, budget_fen: int) -> Summary:
    """What an official looks at first; the same for a decided list and for a what-if."""
    awards = [evaluation.result for evaluation in outcome.evaluations]
    paid_fen = sum(award.amount_fen for award in awards)
    return Summary(
        agencies=len(awards),
        in_mean=outcome.mean.agencies,
        filings=outcome.mean.total,
        mean=outcome.mean.exact,
        median=outcome.mean.median,
        largest=max((award.figures.filed for award in awards), default=0),
        qualified=sum(award.is_qualified for award in awards),
        paid=sum(award.amount_fen > 0 for award in awards),
        paid_fen=paid_fen,
        budget_left_fen=budget_fen - paid_fen,
        failed=Counter(
            finding.code
            for evaluation in outcome.evaluations
            for finding in evaluation.findings
            if finding.met is False
        ),
    )
