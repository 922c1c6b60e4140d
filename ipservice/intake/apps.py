"""Registers the app, its background work, and what its files are kept for."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ipservice.intake"
    label = "intake"
    verbose_name = "数据导入"

    def ready(self) -> None:
        from ipservice.evidence import purposes
        from ipservice.intake.services import correction, queue, runs
        from ipservice.intake.visibility import in_use, may_see
        from ipservice.jobs import registry
        from ipservice.portal import work

        for kind in queue.KINDS:
            registry.register(kind)
        for code, label in ((runs.PURPOSE, "导入文件"), (correction.PURPOSE, "批注退回件")):
            purposes.register(purposes.Purpose(code, label, may_see=may_see, in_use=in_use))
        work.announce(
            work.WorkPage(
                work.Job.DATA,
                "数据导入",
                "/admin/intake/runs/",
                icon="upload_file",
                order=10,
                allowed=lambda user: user.has_perm("intake.view_importrun"),
            )
        )
