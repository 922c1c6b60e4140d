"""Whether the portal is well: for the reverse proxy, the container engine and whoever is on duty."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ipservice.jobs.heartbeats import pulses

logger = logging.getLogger(__name__)

SECONDS_OF_PATIENCE = 2


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers: pages can be served. The broker is told about, and red on ``/healthz/jobs``."""
    database = _database_answers()
    parts = {"database": _word(database), "redis": _word(_redis_answers())}
    return JsonResponse({"status": _word(database), **parts}, status=200 if database else 503)


@require_safe
@never_cache
def healthz_jobs(request: HttpRequest) -> JsonResponse:
    """503 when the broker is away or any clockwork has been silent for more than 1.5 of its periods."""
    try:
        rows = pulses(now=timezone.now())
    except DatabaseError as error:
        logger.warning("health: database away: %s", type(error).__name__)
        return JsonResponse({"status": "away", "database": "away"}, status=503)
    broker = _redis_answers()
    well = broker and all(pulse.is_alive for pulse in rows)
    clockwork = {pulse.name: "ok" if pulse.is_alive else "silent" for pulse in rows}
    return JsonResponse(
        {"status": "ok" if well else "silent", "redis": _word(broker), "clockwork": clockwork},
        status=200 if well else 503,
    )


def _word(well: bool) -> str:
    return "ok" if well else "away"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.warning("health: database away: %s", type(error).__name__)
        return False
    return True


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=SECONDS_OF_PATIENCE, socket_connect_timeout=SECONDS_OF_PATIENCE
        ) as client:
            return bool(client.ping())
    except redis.RedisError as error:
        logger.warning("health: redis away: %s", type(error).__name__)
        return False
