"""Registers the app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ipservice.jobs"
    label = "jobs"
    verbose_name = "后台任务"
