"""Registers the app, its page, and the personal data of the shared ground."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ipservice.privacy"
    label = "privacy"
    verbose_name = "个人信息保护"

    def ready(self) -> None:
        from ipservice.portal import work
        from ipservice.privacy.declared import declare_shared_ground

        declare_shared_ground()
        work.announce(
            work.WorkPage(
                work.Job.SYSTEM,
                "个人信息清单",
                "/admin/privacy/",
                icon="shield_person",
                allowed=lambda user: user.has_perm("privacy.view_inventory"),
            )
        )
