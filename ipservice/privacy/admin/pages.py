"""个人信息清单: every field, its class, purpose and term; and one row in clear, with a reason."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ipservice.portal import work
from ipservice.privacy.models import TermStatus
from ipservice.privacy.services import erasing, revealing


class RevealForm(forms.Form):
    """``back`` is not asked for: the answer is a page of its own that nobody keeps."""

    label = forms.CharField(max_length=100, widget=forms.HiddenInput)
    key = forms.CharField(max_length=18, widget=forms.HiddenInput)
    reason = forms.CharField(label="查看理由", max_length=200, help_text="将与您的姓名、时间一起记入操作记录。")


@work.require_staff
@require_safe
def inventory(request: HttpRequest) -> HttpResponse:
    """What is kept of people, read from the declarations that the tests hold complete."""
    if not request.user.has_perm("privacy.view_inventory"):
        raise PermissionDenied
    rows = [_row(kept) for kept in erasing.terms()]
    context = {
        "title": "个人信息清单",
        "rows": rows,
        "to_confirm": sum(row["is_to_confirm"] for row in rows),
        "trail": [("个人信息清单", "")],
    }
    return work.render(request, "privacy/inventory.html", context)


def _row(kept: erasing.Kept) -> dict:
    declaration = kept.declaration
    fields = declaration.model._meta
    return {
        "table": fields.verbose_name,
        "label": declaration.label,
        "fields": [
            (fields.get_field(personal.name).verbose_name, personal.category.label, personal.purpose)
            for personal in declaration.fields
        ],
        "days": kept.days,
        "basis": kept.basis,
        "end": "删除整条记录" if declaration.term.deletes else "清除个人信息，保留业务和统计数据",
        "is_to_confirm": kept.days is not None and kept.status == TermStatus.TO_CONFIRM,
        "due": declaration.due(kept.days, now=timezone.now()).count() if kept.days is not None else 0,
    }


@work.require_staff
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest) -> HttpResponse:
    """Asks for the reason, then shows the values once. Who may not see the row learns nothing of it."""
    if not request.user.has_perm("privacy.reveal"):
        raise PermissionDenied
    form = RevealForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("label", "key")})
    context = {"title": "查看个人信息", "form": form, "trail": [("查看个人信息", "")]}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            context["values"] = revealing.reveal(asked["label"], asked["key"], by=request.user, reason=asked["reason"])
        except revealing.ReasonMissing as refused:
            form.add_error("reason", refused.message)
    return work.render(request, "privacy/reveal.html", context)
