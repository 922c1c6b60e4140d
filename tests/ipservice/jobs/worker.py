"""The product's Celery application with the tests' kinds of work: ``celery -A tests.ipservice.jobs.worker``."""

import django

django.setup()

from ipservice.celery import app  # noqa: E402
from tests.ipservice.jobs.kinds import register_kinds  # noqa: E402

register_kinds()

__all__ = ["app"]
