"""Registers the app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "ipservice.bulk"
    label = "bulk"
    verbose_name = "批量办理"
