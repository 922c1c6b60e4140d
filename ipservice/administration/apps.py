"""Registers the app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "ipservice.administration"
    label = "administration"
    verbose_name = "系统管理"
