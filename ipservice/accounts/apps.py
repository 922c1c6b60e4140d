"""Registers the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ipservice.accounts"
    label = "accounts"
    verbose_name = "账号"
