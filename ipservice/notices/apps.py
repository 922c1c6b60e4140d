"""Registers the app and its cards."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ipservice.notices"
    label = "notices"
    verbose_name = "消息通知"

    def ready(self) -> None:
        from ipservice.notices import cards

        cards.register_cards()
