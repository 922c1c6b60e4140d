"""Registers the app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "ipservice.drafts"
    label = "drafts"
    verbose_name = "草稿"
