"""Registers the app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ipservice.evidence"
    label = "evidence"
    verbose_name = "证据材料"
