"""Registers the app and its start-up check."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "ipservice.reference"
    label = "reference"
    verbose_name = "基础数据"

    def ready(self) -> None:
        from ipservice.reference import checks  # noqa: F401
