"""The Celery application; tasks are found in the ``tasks`` module of each app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipservice.settings")

app = Celery("ipservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
