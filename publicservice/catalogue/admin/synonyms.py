"""Officials of the city say which words mean the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from ipservice.procedure.admin.access import for_city_officials
from publicservice.catalogue.forms import SynonymForm
from publicservice.catalogue.models import SynonymGroup
from publicservice.catalogue.services import synonyms


@for_city_officials
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Every group, and the form for one more."""
    return _page(request, None)


@for_city_officials
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, group_id: int) -> HttpResponse:
    return _page(request, get_object_or_404(SynonymGroup, pk=group_id))


def _page(request: HttpRequest, group: SynonymGroup | None) -> HttpResponse:
    initial = {"words": str(group), "note": group.note} if group else None
    form = SynonymForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, form, group):
        messages.success(request, "同义词已保存，检索立即生效。")
        return redirect("catalogue_synonyms")
    context = {
        "title": "同义词",
        "groups": SynonymGroup.objects.order_by("words"),
        "group": group,
        "form": form,
        "trail": [("服务目录", "/admin/catalogue/"), ("同义词", "")],
    }
    return work.render(request, "publicservice/catalogue/work/synonyms.html", context, 422 if form.errors else 200)


def _save(request: HttpRequest, form: SynonymForm, group: SynonymGroup | None) -> bool:
    try:
        synonyms.save(form.cleaned_data["words"], note=form.cleaned_data["note"], by=request.user, group=group)
    except DomainError as refused:
        form.add_error("words", refused.message)
        return False
    return True


@for_city_officials
@require_POST
def remove(request: HttpRequest, group_id: int) -> HttpResponse:
    get_object_or_404(SynonymGroup, pk=group_id)
    synonyms.remove(group_id, by=request.user)
    messages.success(request, "同义词已删除。")
    return redirect("catalogue_synonyms")
