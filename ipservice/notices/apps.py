"""Registers the app and its cards."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ipservice.notices"
    label = "notices"
    verbose_name = "消息通知"

    def ready(self) -> None:
        from ipservice.notices import cards
        from ipservice.portal import work

        cards.register_cards()
        work.announce(work.WorkPage(work.Job.TODAY, "消息与待办", "/admin/messages/", icon="notifications", order=1))
