"""Lists and read pages of the register in the admin. Facts that a service keeps are never typed over here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline

from agencies.registry.admin.bulk import APPROVAL, STANDING
from agencies.registry.models import (
    Agency,
    AgencyMerge,
    AgencyName,
    ChangeRequest,
    PatentAttorney,
    Standing,
    StateChange,
)
from agencies.registry.rules.ipc import LABELS
from agencies.registry.services.change_requests import labels_of
from ipservice.bulk.admin import start
from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows
from ipservice.foundation import masking
from ipservice.portal.read_only import ReadOnly

MAX_EXPORT = 100_000


class Rows(ReadOnly, TabularInline):
    extra = 0
    tab = True
    ordering = ["-pk"]


class NameRows(Rows):
    model = AgencyName
    fields = ["name", "since", "until", "source"]


class StateRows(Rows):
    model = StateChange
    fields = ["state", "since", "reason", "source", "recorded_by"]


class StandingRows(Rows):
    model = Standing
    fields = ["kind", "value", "valid_from", "valid_until", "source"]


class Register(ReadOnly, ModelAdmin):
    """A list of the register: an official sees the agencies of their place, and exports what is filtered."""

    agency_field = "agency"
    list_per_page = 50
    show_full_result_count = False
    actions = ["export"]
    export_columns: tuple[tuple[str, str], ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if self.agency_field:
            return rows.filter(**{f"{self.agency_field}__in": Agency.objects.managed_by(request.user)})
        return rows.filter(pk__in=Agency.objects.managed_by(request.user))

    @admin.action(description="导出所选（xlsx）", permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """The chosen rows, or all that the filter finds when 选中全部 is pressed; the filter is printed on top."""
        rows = queryset.order_by(*(self.ordering or ["pk"])).values_list(*(path for path, _ in self.export_columns))
        filters = [(name, value) for name, value in request.GET.items() if value]
        content = write_rows(
            [Heading(label, Style.TEXT, 18) for _, label in self.export_columns],
            [[self._cell(path, value) for path, value in zip(self._paths(), row, strict=True)] for row in rows],
            front=Front(str(self.opts.verbose_name), filters),
        )
        return file_response(content, f"{self.opts.verbose_name}.xlsx")

    def _paths(self) -> list[str]:
        return [path for path, _ in self.export_columns]

    def _cell(self, path: str, value: Any) -> str:
        if "__" not in path:
            choices = dict(self.opts.get_field(path).flatchoices)
            value = choices.get(value, value)
        return "" if value is None else str(value)


def _buttons(links: list[tuple[str, str]]) -> str:
    parts = [format_html('<a class="btn btn-small" href="{}">{}</a> ', href, label) for href, label in links]
    return format_html("{}" * len(parts), *parts)


class BySection(admin.SimpleListFilter):
    title, parameter_name = "技术领域（IPC部）", "ipc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(ipc_sections__contains=[self.value()]) if self.value() in LABELS else queryset


@admin.register(Agency)
class AgencyAdmin(Register):
    agency_field = ""
    actions = ["export", "record_standing"]
    list_display = ["name", "credit_code", "agency_code", "kind", "district", "state", "attorney_count", "founded_on"]
    list_filter = ["state", "kind", "district", "legal_form", BySection, "is_demo"]
    search_fields = ["search_text", "search_latin"]
    ordering = ["name_pinyin", "id"]
    list_select_related = ["district"]
    date_hierarchy = "founded_on"
    inlines = [NameRows, StateRows, StandingRows]
    fields = [
        "acts",
        "pages",
        "name",
        ("credit_code", "agency_code"),
        ("kind", "head_office"),
        ("state", "state_since"),
        ("district", "functional_area"),
        "address",
        ("legal_form", "founded_on", "licensed_on"),
        ("contact_name", "masked_phone"),
        ("website", "languages"),
        ("attorney_count", "merged_into"),
        "ipc_sections",
        ("source", "source_date", "updated_at"),
    ]
    readonly_fields = ["acts", "pages", "masked_phone", "updated_at"]
    export_columns = (
        ("name", "名称"),
        ("credit_code", "统一社会信用代码"),
        ("agency_code", "专利代理机构代码"),
        ("kind", "类型"),
        ("district__name", "区县"),
        ("state", "状态"),
        ("address", "地址"),
        ("founded_on", "设立日期"),
        ("attorney_count", "执业专利代理师人数"),
    )

    @admin.action(description="批量登记信用与监管状况", permissions=["work"])
    def record_standing(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return start(request, STANDING, queryset.values_list("pk", flat=True))

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STANDING.permission)

    @admin.display(description="办理")
    def acts(self, agency: Agency) -> str:
        """Links to the pages where services change what is read-only here."""
        links = [
            (reverse("agencies:act", args=[agency.pk, act]), label)
            for act, label in (("rename", "更名"), ("state", "变更状态"), ("standing", "登记信用与监管状况"))
        ]
        return _buttons([*links, (reverse("agencies:offers", args=[agency.pk]), "服务项目")])

    @admin.display(description="查看")
    def pages(self, agency: Agency) -> str:
        history = (reverse("agencies:history", args=[agency.pk]), "变更历史")
        return _buttons([history, (reverse("agencies:agency", args=[agency.public_code]), "公开页面")])

    def get_fields(self, request: HttpRequest, obj: Agency | None = None) -> list[Any]:
        """Who may not act is not led to a page that turns him away."""
        if request.user.has_perm("agencies.change_agency"):
            return self.fields
        return [field for field in self.fields if field != "acts"]

    @admin.display(description="联系电话")
    def masked_phone(self, agency: Agency) -> str:
        return masking.phone(agency.contact_phone)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """As the public search: names present and former, codes, pinyin, initials; by the same index."""
        return (queryset.found_by(search_term) if search_term.strip("\x00 ") else queryset), False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return redirect("agencies:history", agency_id=int(object_id))


@admin.register(PatentAttorney)
class PatentAttorneyAdmin(Register):
    list_display = ["name", "certificate_number", "practice_number", "agency", "state", "practising_since"]
    list_filter = ["state", "agency__district"]
    search_fields = ["name", "certificate_number", "practice_number", "agency__name"]
    ordering = ["certificate_number"]
    list_select_related = ["agency"]
    fields = ["name", "certificate_number", "practice_number", "agency", "state", "practising_since", "masked_phone"]
    readonly_fields = ["masked_phone"]
    export_columns = (
        ("name", "姓名"),
        ("certificate_number", "资格证号"),
        ("practice_number", "执业备案号"),
        ("agency__name", "执业机构"),
        ("state", "状态"),
        ("practising_since", "首次执业"),
    )

    @admin.display(description="手机号")
    def masked_phone(self, attorney: PatentAttorney) -> str:
        return masking.phone(attorney.phone)


@admin.register(Standing)
class StandingAdmin(Register):
    list_display = ["agency", "kind", "value", "valid_from", "valid_until", "source"]
    list_filter = ["kind", "value", "agency__district"]
    search_fields = ["agency__name", "value", "source"]
    ordering = ["-valid_from", "-id"]
    list_select_related = ["agency"]
    export_columns = (
        ("agency__name", "机构"),
        ("kind", "种类"),
        ("value", "内容"),
        ("valid_from", "自"),
        ("valid_until", "至"),
        ("source", "依据文件"),
    )


@admin.register(ChangeRequest)
class ChangeRequestAdmin(Register):
    actions = ["export", "approve"]
    list_display = ["number", "agency", "asked_for", "state", "submitted_at", "due_on", "decided_by"]
    list_display_links = None
    list_filter = ["state", "due_on", "agency__district"]
    search_fields = ["agency__name"]
    ordering = ["-id"]
    list_select_related = ["agency", "decided_by"]
    export_columns = (
        ("id", "编号"),
        ("agency__name", "机构"),
        ("state", "状态"),
        ("submitted_at", "提交时间"),
        ("due_on", "办理期限"),
        ("reason", "审核意见"),
    )

    @admin.action(description="批量通过", permissions=["work"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return start(request, APPROVAL, queryset.values_list("pk", flat=True))

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(APPROVAL.permission)

    @admin.display(description="编号", ordering="id")
    def number(self, asked: ChangeRequest) -> str:
        return format_html('<a href="{}">第 {} 号</a>', reverse("agencies:request", args=[asked.pk]), asked.pk)

    @admin.display(description="变更项目")
    def asked_for(self, asked: ChangeRequest) -> str:
        return labels_of(asked.changes)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("agencies:request", request_id=int(object_id))


@admin.register(AgencyMerge)
class AgencyMergeAdmin(Register):
    agency_field = "kept"
    list_display = ["kept", "absorbed", "reason", "merged_by", "merged_at", "undone_at", "undoing"]
    list_display_links = None
    list_filter = ["merged_at"]
    search_fields = ["kept__name", "absorbed__name"]
    ordering = ["-id"]
    list_select_related = ["kept", "absorbed", "merged_by"]
    export_columns = (
        ("kept__name", "保留机构"),
        ("absorbed__name", "并入机构"),
        ("reason", "理由"),
        ("merged_at", "合并时间"),
        ("undone_at", "撤销时间"),
    )

    @admin.display(description="撤销")
    def undoing(self, merge: AgencyMerge) -> str:
        if merge.undone_at:
            return "已撤销"
        return format_html('<a href="{}">撤销合并</a>', reverse("agencies:unmerge", args=[merge.pk]))
