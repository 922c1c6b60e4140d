"""The dead man's switch: clockwork says that it went well, and silence raises the alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ipservice.jobs.models import Heartbeat

PATIENCE = 1.5


@dataclass(frozen=True, slots=True)
class Pulse:
    """One piece of clockwork as the health page shows it."""

    name: str
    last_ok_at: datetime
    period_seconds: int
    is_alive: bool


def beat(name: str, *, period_seconds: int) -> None:
    """Say that ``name`` went well just now and is due again within ``period_seconds``."""
    Heartbeat.objects.update_or_create(
        name=name, defaults={"last_ok_at": timezone.now(), "period_seconds": period_seconds}
    )


def pulses(*, now: datetime) -> list[Pulse]:
    """Every known clockwork; one silent for more than 1.5 periods is not alive."""
    return [
        Pulse(
            row.name,
            row.last_ok_at,
            row.period_seconds,
            now - row.last_ok_at <= timedelta(seconds=row.period_seconds * PATIENCE),
        )
        for row in Heartbeat.objects.order_by("name")
    ]
