"""Numbers of official papers: ``PREFIX〔YEAR〕N号``, from 1 on each year, without gaps and without doubles."""

from ipservice.documents.models import NumberSeries


def next_number(prefix: str, year: int) -> str:
    """Take the next number of ``prefix`` in ``year``. Must run inside the transaction that uses the number.

    The series stays locked until that transaction ends, so a rolled-back paper gives its number back and two
    papers never wait on each other's holes.
    """
    return str(_advance(prefix, year))


def next_value(prefix: str, year: int) -> int:
    """The bare number, for papers numbered in another form (索引号)."""
    return _advance(prefix, year).last


def _advance(prefix: str, year: int) -> NumberSeries:
    NumberSeries.objects.bulk_create([NumberSeries(prefix=prefix, year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series
