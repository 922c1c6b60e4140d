"""Registers the app."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "ipservice.procedure"
    label = "procedure"
    verbose_name = "决定与公示"
