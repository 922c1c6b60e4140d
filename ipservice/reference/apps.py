"""Registers the app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "ipservice.reference"
    label = "reference"
    verbose_name = "基础数据"
