"""Background work as officials see it: dead letters with their reason, tried again or taken back by action."""

from django.contrib import admin
from django.utils import timezone
from unfold.admin import ModelAdmin

from ipservice.jobs import services
from ipservice.jobs.models import Heartbeat, Job
from ipservice.jobs.registry import label_of
from ipservice.portal.read_only import Untyped


@admin.register(Job)
class JobAdmin(Untyped, ModelAdmin):
    list_display = ["label", "key", "state", "progress", "attempts", "asked_by", "asked_at", "finished_at"]
    list_filter = ["state", "kind", "asked_at"]
    search_fields = ["kind", "key", "error_message"]
    list_select_related = ["asked_by"]
    date_hierarchy = "asked_at"
    actions = ["retry_jobs", "cancel_jobs"]

    @admin.display(description="任务")
    def label(self, job: Job) -> str:
        return label_of(job.kind)

    @admin.display(description="进度")
    def progress(self, job: Job) -> str:
        return f"{job.progress_done}／{job.progress_total}" if job.progress_total else "—"

    @admin.action(description="重试所选任务", permissions=["change"])
    def retry_jobs(self, request, queryset) -> None:
        for job in queryset:
            services.retry(job.pk, by=request.user)
        self.message_user(request, f"已重新提交 {len(queryset)} 项任务。")

    @admin.action(description="取消所选任务", permissions=["change"])
    def cancel_jobs(self, request, queryset) -> None:
        for job in queryset:
            services.cancel(job.pk, by=request.user)
        self.message_user(request, f"已取消 {len(queryset)} 项任务。")


@admin.register(Heartbeat)
class HeartbeatAdmin(Untyped, ModelAdmin):
    list_display = ["name", "last_ok_at", "period_seconds", "is_alive"]

    @admin.display(description="正常", boolean=True)
    def is_alive(self, heartbeat: Heartbeat) -> bool:
        silent = (timezone.now() - heartbeat.last_ok_at).total_seconds()
        return silent <= heartbeat.period_seconds * 1.5
