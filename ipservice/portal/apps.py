"""Registers the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ipservice.portal"
    label = "portal"
    verbose_name = "门户"
