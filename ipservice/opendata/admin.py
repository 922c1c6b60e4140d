"""Officials make a release, look at what it changes, and a second person publishes it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.opendata import services
from ipservice.opendata.models import Release, ReleaseState
from ipservice.portal import work

SHOWN_DIFFERENCES = 200


class ReleaseForm(forms.Form):
    corrects = forms.ModelChoiceField(
        Release.objects.none(), label="更正的版本", required=False, empty_label="不是更正，是新的数据"
    )
    note = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="更正时必须写明哪里有误、改成了什么；被更正的版本页面上会同样显示，其文件不变。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].queryset = Release.objects.published().defer("manifest")


@require_safe
@work.require_staff
def releases(request: HttpRequest) -> HttpResponse:
    _require_city(request)
    return _list(request, ReleaseForm())


@require_POST
@work.require_staff
def make(request: HttpRequest) -> HttpResponse:
    _require_city(request)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    made = services.make(**form.cleaned_data, by=request.user, now=timezone.localtime())
    messages.success(request, f"已编制 {made}，请另一位市级工作人员核对后发布。")
    return redirect("opendata:work_release", release_id=made.pk)


@require_safe
@work.require_staff
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """Every file, whether the bytes are in order, and what changes against the release before."""
    _require_city(request)
    shown = get_object_or_404(Release.objects.visible_to(request.user), pk=release_id)
    before = Release.objects.published().exclude(pk=shown.pk).filter(made_at__lt=shown.made_at).first()
    found = services.differences_between(before, shown) if before else []
    context = {
        "title": f"开放数据 {shown}",
        "release": shown,
        "files": shown.files.defer("content"),
        "faults": services.faults_of(shown),
        "before": before,
        "count": len(found),
        "found": found[:SHOWN_DIFFERENCES],
        "is_draft": shown.state == ReleaseState.DRAFT,
        "is_mine": shown.made_by_id == request.user.pk,
        "trail": [("开放数据发布", "/admin/open-data/"), (str(shown), "")],
    }
    return work.render(request, "opendata/work_release.html", context)


@require_POST
@work.require_staff
def publish(request: HttpRequest, release_id: int) -> HttpResponse:
    _require_city(request)
    shown = get_object_or_404(Release, pk=release_id)
    services.publish(shown.pk, by=request.user, now=timezone.now())
    messages.success(request, f"{shown} 已发布，永久地址为 /data/{shown}/。")
    return redirect("opendata:work_release", release_id=shown.pk)


@require_POST
@work.require_staff
def discard(request: HttpRequest, release_id: int) -> HttpResponse:
    _require_city(request)
    shown = get_object_or_404(Release, pk=release_id)
    services.discard(shown.pk, by=request.user)
    messages.success(request, f"草稿 {shown} 已作废。")
    return redirect("opendata:work_releases")


def _require_city(request: HttpRequest) -> None:
    if not request.user.is_city_official or not request.user.has_perm("opendata.view_release"):
        raise PermissionDenied


def _list(request: HttpRequest, form: ReleaseForm, status: int = 200) -> HttpResponse:
    context = {
        "title": "开放数据发布",
        "releases": Release.objects.defer("manifest").select_related("made_by", "published_by", "corrects"),
        "form": form if request.user.has_perm("opendata.add_release") else None,
        "trail": [("开放数据发布", "")],
    }
    return work.render(request, "opendata/work_releases.html", context, status=status)
