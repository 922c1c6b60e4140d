"""Registers the app."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "ipservice.opendata"
    label = "opendata"
    verbose_name = "开放数据"

    def ready(self) -> None:
        from ipservice.portal import work
        from ipservice.privacy.registry import declare_impersonal

        declare_impersonal("opendata.ReleaseFile", "文件名", "name")
        work.announce(
            work.WorkPage(
                work.Job.DATA,
                "开放数据发布",
                "/admin/open-data/",
                icon="dataset",
                allowed=lambda user: user.is_city_official and user.has_perm("opendata.view_release"),
            )
        )
