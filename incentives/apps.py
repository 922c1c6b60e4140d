"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "incentives"
    verbose_name = "政策支持"
