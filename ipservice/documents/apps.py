"""Registers the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ipservice.documents"
    label = "documents"
    verbose_name = "文书"
