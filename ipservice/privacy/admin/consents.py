"""Consents as officials find them; one whose giver has asked by phone or letter is withdrawn by action."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from ipservice.portal.read_only import CityReadOnly
from ipservice.privacy.consents import purposes
from ipservice.privacy.models import Consent
from ipservice.privacy.services import consenting


class PurposeFilter(admin.SimpleListFilter):
    title = "用途"
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(purpose.key, purpose.label) for purpose in purposes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


@admin.register(Consent)
class ConsentAdmin(CityReadOnly, ModelAdmin):
    list_display = ["label", "version", "subject_key", "giver", "given_at", "withdrawn_at", "data_ended_at"]
    list_filter = [PurposeFilter, "given_at", ("withdrawn_at", admin.EmptyFieldListFilter)]
    search_fields = ["=subject_key"]
    search_help_text = "记录编号，或同意人的完整手机号、邮箱（只用于比对，不保存）"
    list_select_related = ["given_by"]
    fields = ["label", "version", "wording", "kept_days", "subject_type", "subject_key", "giver"]
    fields += ["given_at", "withdrawn_at", "data_ended_at"]
    readonly_fields = fields
    actions = ["withdraw_for_giver"]
    show_full_result_count = False

    @admin.display(description="用途", ordering="purpose")
    def label(self, consent: Consent) -> str:
        return next((purpose.label for purpose in purposes() if purpose.key == consent.purpose), consent.purpose)

    @admin.display(description="同意人")
    def giver(self, consent: Consent) -> str:
        return str(consent.given_by) if consent.given_by_id else "未登录的访客"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Also by the whole contact of a visitor, which is compared by its fingerprint."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        contact = consenting.fingerprint(search_term)
        return (found | queryset.filter(contact=contact) if contact else found), has_duplicates

    @admin.action(description="按本人要求撤回同意", permissions=["view"])
    def withdraw_for_giver(self, request: HttpRequest, queryset: QuerySet) -> None:
        for consent in queryset:
            consenting.withdraw(consent.pk, by=request.user, now=timezone.now(), reason="本人来电来函要求撤回")
        self.message_user(request, f"已撤回 {len(queryset)} 项同意；尚在办理的，办结后当晚清除个人信息。")
