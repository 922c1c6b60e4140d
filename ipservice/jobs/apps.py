"""Registers the app and makes the Celery application that its tasks are sent by."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ipservice.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        import ipservice.celery  # noqa: F401
