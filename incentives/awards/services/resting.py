"""What of the award rests on an import of figures: such an import is not taken back while its list stands."""

from agencies.filings.feeds.filings import touched_totals
from agencies.filings.models import TotalSource, YearlyTotal
from incentives.awards.models import DECISION_KIND
from ipservice.intake.models import ImportChange
from ipservice.procedure.models import Decision, Stage


def on_filings(run_id: int) -> list[str]:
    """Lists computed from single filings of a year in which the run has written."""
    _, years = touched_totals(run_id)
    return _lists(years, TotalSource.FILINGS)


def on_summary(run_id: int) -> list[str]:
    """Lists computed from the yearly summary of a year in which the run has written."""
    written = ImportChange.objects.filter(run_id=run_id, table_name=YearlyTotal._meta.db_table)
    years = YearlyTotal.objects.filter(pk__in=written.values("row_id")).values_list("year", flat=True)
    return _lists(set(years), TotalSource.SUMMARY)


def _lists(years: set[int], source: TotalSource) -> list[str]:
    """Named with their stage; a draft that is not computed yet rests on nothing, one taken back no longer does."""
    computed = Decision.objects.live().filter(kind=DECISION_KIND, period__in=[str(year) for year in years])
    resting = computed.exclude(result_digest="").filter(inputs__source__source=source.value).order_by("period")
    return [f"{title}（{Stage(stage).label}）" for title, stage in resting.values_list("title", "stage")]
