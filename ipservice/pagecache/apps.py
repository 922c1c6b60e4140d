"""Registers the app."""

from django.apps import AppConfig


class PagecacheConfig(AppConfig):
    name = "ipservice.pagecache"
    label = "pagecache"
    verbose_name = "页面缓存"
