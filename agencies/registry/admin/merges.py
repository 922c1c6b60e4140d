"""Records that may be one agency: candidates, a preview of what a merge would do, the merge, and undoing it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.registry.models import Agency, AgencyMerge
from agencies.registry.services import duplicates
from agencies.registry.services import merge as merges
from ipservice.portal import work


class PairForm(forms.Form):
    """The two records, by their numbers."""

    keep = forms.ModelChoiceField(Agency.objects.listed())
    absorb = forms.ModelChoiceField(Agency.objects.listed())


class ReasonForm(forms.Form):
    reason = forms.CharField(label="合并理由", max_length=300, help_text="如：同一机构在两份名册中代码不同。")


def _require_city(request: HttpRequest) -> None:
    """Merging touches agencies of any district."""
    if not request.user.has_perm("agencies.add_agencymerge") or not request.user.is_city_official:
        raise PermissionDenied


@require_safe
@work.require_staff
def candidates(request: HttpRequest) -> HttpResponse:
    _require_city(request)
    found = duplicates.candidates(Agency.objects.listed())
    context = {"title": "疑似重复机构", "found": found, "trail": [("疑似重复机构", "")]}
    return work.render(request, "agencies/registry/work/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def merge(request: HttpRequest) -> HttpResponse:
    """What would move and what stays; then, with a reason, the merge."""
    _require_city(request)
    pair = PairForm(request.GET)
    if not pair.is_valid() or pair.cleaned_data["keep"] == pair.cleaned_data["absorb"]:
        messages.error(request, "请选择两条不同的机构记录。")
        return redirect("agencies:duplicates")
    kept, absorbed = pair.cleaned_data["keep"], pair.cleaned_data["absorb"]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        merges.merge(
            kept.pk, absorbed.pk, reason=form.cleaned_data["reason"], today=timezone.localdate(), by=request.user
        )
        messages.success(request, f"已将“{absorbed.name}”并入“{kept.name}”。如有差错可在“机构合并”中撤销。")
        return redirect("admin:agencies_agency_change", kept.pk)
    context = {
        "title": "合并机构",
        "kept": kept,
        "absorbed": absorbed,
        "lines": merges.preview(kept, absorbed),
        "form": form,
        "trail": [("疑似重复机构", "/admin/agencies/duplicates/"), ("合并机构", "")],
    }
    return work.render(request, "agencies/registry/work/merge.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@work.require_staff
def unmerge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Asks once more, then takes the two records apart."""
    _require_city(request)
    done = get_object_or_404(AgencyMerge.objects.select_related("kept", "absorbed"), pk=merge_id)
    if request.method == "POST":
        merges.undo(done.pk, by=request.user)
        messages.success(request, f"已撤销：“{done.absorbed.name}”恢复为单独的机构记录。")
        return redirect("admin:agencies_agencymerge_changelist")
    context = {
        "title": "撤销合并",
        "merge": done,
        "trail": [("机构合并", "/admin/agencies/agencymerge/"), ("撤销", "")],
    }
    return work.render(request, "agencies/registry/work/unmerge.html", context)
