"""The terms in the admin: entered and confirmed by city officials, on record."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from ipservice.audit.services import record
from ipservice.portal.read_only import Kept
from ipservice.privacy.models import RetentionTerm
from ipservice.privacy.registry import declarations


class TermForm(forms.ModelForm):
    label = forms.ChoiceField(label="数据表")

    class Meta:
        model = RetentionTerm
        fields = ["label", "days", "basis", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "label" in self.fields:
            self.fields["label"].choices = [
                (declared.label, f"{declared.model._meta.verbose_name}（{declared.label}）")
                for declared in declarations()
                if declared.term.days is not None
            ]


@admin.register(RetentionTerm)
class RetentionTermAdmin(Kept, ModelAdmin):
    form = TermForm
    list_display = ["label", "days", "basis", "status"]
    list_filter = ["status"]
    search_fields = ["label", "basis"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["label"] if obj else []

    def save_model(self, request: HttpRequest, obj: RetentionTerm, form: TermForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(
            "privacy.term",
            f"确定“{obj.label}”个人信息保存期限为 {obj.days} 天（{obj.get_status_display()}）",
            subject=("privacy.RetentionTerm", obj.label),
            by=request.user,
            before={name: form.initial.get(name) for name in form.changed_data} if change else None,
            after={"days": obj.days, "basis": obj.basis, "status": obj.status},
        )
