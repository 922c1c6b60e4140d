"""Registers the app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ipservice.intake"
    label = "intake"
    verbose_name = "数据导入"
