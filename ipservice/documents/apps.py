"""Registers the app and its check before deployment."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ipservice.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from ipservice.documents import checks  # noqa: F401
