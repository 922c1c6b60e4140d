"""Registers the app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "ipservice.figures"
    label = "figures"
    verbose_name = "数据指标"
