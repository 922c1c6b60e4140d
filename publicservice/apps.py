"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class PublicServiceConfig(AppConfig):
    name = "publicservice"
    verbose_name = "公共服务"
