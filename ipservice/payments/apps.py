"""Registers the app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ipservice.payments"
    label = "payments"
    verbose_name = "资金支付"
