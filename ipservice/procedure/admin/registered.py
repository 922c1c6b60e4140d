"""Lists of decisions, notices and rule sets in the admin; each row leads to its own page, nothing is typed over."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin
from unfold.decorators import display

from ipservice.portal.read_only import CityReadOnly
from ipservice.procedure.models import Decision, PublicNotice, RuleSet, RuleSetStatus, Stage

STAGE_TONES = {
    Stage.DRAFT: "info",
    Stage.IN_REVIEW: "warning",
    Stage.APPROVED: "warning",
    Stage.ON_NOTICE: "warning",
    Stage.CONFIRMED: "success",
    Stage.PUBLISHED: "success",
    Stage.WITHDRAWN: "danger",
    Stage.REVOKED: "danger",
}


@admin.register(Decision)
class DecisionAdmin(CityReadOnly, ModelAdmin):
    list_display = ["title", "period", "stage_label", "ruleset", "number", "drawn_up_by", "reviewed_by", "published_on"]
    list_filter = ["stage", "kind", "period"]
    search_fields = ["title", "number", "period"]
    list_select_related = ["ruleset", "drawn_up_by", "reviewed_by"]

    @display(description="阶段", label={stage.label: tone for stage, tone in STAGE_TONES.items()}, ordering="stage")
    def stage_label(self, decision: Decision) -> str:
        return decision.get_stage_display()

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        return redirect("decision", object_id) if object_id.isdigit() else super().change_view(request, object_id)


@admin.register(PublicNotice)
class PublicNoticeAdmin(CityReadOnly, ModelAdmin):
    list_display = ["title", "number", "index_number", "first_day", "last_day", "working_days", "stage"]
    list_filter = ["first_day", "decision__kind"]
    search_fields = ["title", "number", "index_number"]
    list_select_related = ["decision"]

    @admin.display(description="阶段")
    def stage(self, notice: PublicNotice) -> str:
        return notice.decision.get_stage_display()

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        return redirect("notice", object_id) if object_id.isdigit() else super().change_view(request, object_id)


@admin.register(RuleSet)
class RuleSetAdmin(CityReadOnly, ModelAdmin):
    """Found through its own page in the sidebar; the admin's list serves search and deep links."""

    list_display = ["title", "version", "stage", "status_label", "in_force_from", "in_force_until", "adopted_by"]
    list_filter = ["kind", "stage", "status"]
    search_fields = ["title", "kind"]
    list_select_related = ["adopted_by"]

    def has_module_permission(self, request) -> bool:
        return False

    @display(
        description="数值状态",
        label={
            status.label: tone
            for status, tone in [(RuleSetStatus.TO_CONFIRM, "warning"), (RuleSetStatus.CONFIRMED, "success")]
        },
    )
    def status_label(self, ruleset: RuleSet) -> str:
        return ruleset.get_status_display()

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        return redirect("ruleset", object_id) if object_id.isdigit() else super().change_view(request, object_id)
