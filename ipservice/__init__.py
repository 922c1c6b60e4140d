"""The portal of the Chongqing IP office for the IP service industry."""

from ipservice.celery import app as celery_app

__all__ = ["celery_app"]
