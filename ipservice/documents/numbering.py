"""Numbers of official papers without gaps: taken in the transaction of the paper, given back when it fails."""

from django.db import transaction
from django.db.models import F

from ipservice.documents.models import NumberSeries


def next_value(prefix: str, year: int) -> int:
    """The next number of a series, which stays locked until the caller's transaction ends."""
    with transaction.atomic():
        NumberSeries.objects.bulk_create([NumberSeries(prefix=prefix, year=year)], ignore_conflicts=True)
        series = NumberSeries.objects.select_for_update().filter(prefix=prefix, year=year)
        last = series.get().last + 1
        series.update(last=F("last") + 1)
        return last


def next_number(prefix: str, year: int) -> str:
    """``渝知发〔2026〕3号``; call it inside the transaction that writes the paper down."""
    return f"{prefix}〔{year}〕{next_value(prefix, year)}号"
