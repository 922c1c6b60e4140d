"""The record of acts for those who oversee: filtered, searched, exported, never touched."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows
from ipservice.portal.read_only import ReadOnly

OVERSEERS = frozenset({Role.SYSTEM_ADMIN, Role.MUNICIPAL_OFFICIAL, Role.REVIEWER})
MAX_EXPORT = 100_000


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "actor_label", "sentence", "subject_type", "subject_key", "reason"]
    list_filter = ["at", "subject_type", "verb"]
    search_fields = ["sentence", "actor_label", "subject_key", "reason"]
    date_hierarchy = "at"
    show_full_result_count = False
    actions = ["export"]
    fields = ["at", "actor_label", "verb", "sentence", "subject_type", "subject_key", "reason", "before", "after"]
    fields += ["lane", "position", "previous_digest", "digest"]
    readonly_fields = fields

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_active and request.user.is_staff and request.user.role in OVERSEERS

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    @admin.action(description="导出所选记录（xlsx）", permissions=["view"])
    def export(self, request, queryset):
        headings = [Heading("时间", Style.MOMENT), Heading("操作人"), Heading("动作"), Heading("内容", width=60)]
        headings += [Heading("对象"), Heading("对象编号"), Heading("理由", width=40)]
        columns = ["at", "actor_label", "verb", "sentence", "subject_type", "subject_key", "reason"]
        rows = queryset.order_by("-id").values_list(*columns)[:MAX_EXPORT]
        return file_response(write_rows(headings, rows, front=Front("操作记录")), "操作记录.xlsx")
