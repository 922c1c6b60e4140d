"""Previews that nobody came back to: their staging tables go, the file and its report stay."""

from datetime import datetime, timedelta

from django.db import transaction

from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services.runs import drop_stage

KEPT = timedelta(days=14)


@transaction.atomic
def drop_old_stages(*, now: datetime) -> int:
    """Drop the staging tables of runs that have waited for longer than two weeks; returns how many runs waited.

    Such a run is read again before it can be confirmed.
    """
    waiting = ImportRun.objects.select_for_update(skip_locked=True).filter(
        state__in=[RunState.RECEIVED, RunState.PREVIEW, RunState.REFUSED], uploaded_at__lt=now - KEPT
    )
    for run in waiting:
        drop_stage(run)
    return len(waiting)
