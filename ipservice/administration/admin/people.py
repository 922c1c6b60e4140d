"""Accounts in the officials' door: for system administrators alone, by services, never by typing over fields."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from ipservice.accounts.models import LoginFailure, Role, User
from ipservice.accounts.sessions import invitation_path
from ipservice.administration.services import people
from ipservice.foundation.errors import DomainError
from ipservice.portal.read_only import Kept, ReadOnly

admin.site.unregister(Group)


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "display_name", "role", "district", "email", "phone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("role") == Role.DISTRICT_OFFICIAL) != bool(cleaned.get("district")):
            self.add_error("district", people.DistrictMissing().message)
        return cleaned


@admin.register(User)
class PersonAdmin(Kept, ModelAdmin):
    """New people get a link to set their password; a changed role signs them out."""

    form = PersonForm
    list_display = ["username", "display_name", "role", "district", "is_active", "last_login"]
    list_filter = ["role", "is_active", "district"]
    search_fields = ["username", "display_name", "email"]
    list_select_related = ["district"]
    autocomplete_fields = ["district"]
    readonly_fields = ["is_active", "last_login", "date_joined"]
    fields = ["username", "display_name", "role", "district", "email", "phone", *readonly_fields]
    actions = ["deactivate", "activate", "unlock", "show_invitation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def _is_administrator(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_active and request.user.is_system_admin)

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        if not change:
            entered = people.enter(form.cleaned_data, by=request.user)
            obj.pk = entered.pk
            self._show_link(request, entered)
            return
        stored = User.objects.get(pk=obj.pk)
        role, district = obj.role, obj.district
        obj.role, obj.district = stored.role, stored.district
        plain = [name for name in form.changed_data if name not in ("role", "district")]
        if plain:
            people.correct(obj, plain, by=request.user)
        if (role, district) != (stored.role, stored.district):
            people.change_role(obj.pk, role, district, by=request.user)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The audit log has it."""

    log_change = log_addition

    @admin.action(description="停用账号", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, lambda person: people.set_active(person.pk, False, by=request.user), "已停用")

    @admin.action(description="启用账号", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, lambda person: people.set_active(person.pk, True, by=request.user), "已启用")

    @admin.action(description="解除登录限制", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, lambda person: people.unlock(person.pk, by=request.user), "已解除登录限制")

    @admin.action(description="重新生成设置密码的链接", permissions=["change"])
    def show_invitation(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            self._show_link(request, person)

    def _show_link(self, request: HttpRequest, person: User) -> None:
        address = request.build_absolute_uri(invitation_path(person))
        self.message_user(request, f"请把设置密码的链接交给 {person}（只能使用一次）：{address}", messages.WARNING)

    def _each(self, request: HttpRequest, queryset: QuerySet, act: Any, done: str) -> None:
        for person in queryset:
            try:
                act(person)
            except DomainError as refused:
                self.message_user(request, f"{person}：{refused.message}", messages.ERROR)
            else:
                self.message_user(request, f"{person}：{done}。")


@admin.register(LoginFailure)
class LoginFailureAdmin(ReadOnly, ModelAdmin):
    """Read only; personal data of people who mistyped is kept as long as ipservice.privacy says."""

    list_display = ["at", "username", "address", "is_forgiven"]
    list_filter = ["is_forgiven"]
    search_fields = ["username", "address"]
    date_hierarchy = "at"
