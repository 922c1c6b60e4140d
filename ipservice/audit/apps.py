"""Registers the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ipservice.audit"
    label = "audit"
    verbose_name = "操作记录"
