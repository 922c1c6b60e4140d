"""Registers the app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ipservice.notices"
    label = "notices"
    verbose_name = "消息通知"
