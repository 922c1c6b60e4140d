"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "服务机构"
