"""The yearly assessment at the officials' desk: points, submission, the second person's answer."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ipservice.evidence import services as evidence
from ipservice.portal import work
from ipservice.procedure.forms import ManyFilesField
from publicservice.network.admin.doors import for_officials, managed, require_may_change, trail
from publicservice.network.evidence import PURPOSE
from publicservice.network.models import Assessment, AssessmentState, Outlet
from publicservice.network.rules import norm
from publicservice.network.services import assessments
from publicservice.network.services.assessments import Points, Speciality

_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


class PointsField(forms.CharField):
    """Points as people write them, cleaned to whole hundredths."""

    def clean(self, value: Any) -> int:
        text = super().clean(value).strip()
        if not _POINTS.fullmatch(text):
            raise forms.ValidationError(f"“{text}”不是分数，应为数字，最多两位小数，如 12.5。")
        whole, _, rest = text.partition(".")
        return int(whole) * 100 + int((rest + "00")[:2])


class AssessmentForm(forms.Form):
    """Points, words and papers of every criterion, and the speciality."""

    speciality = forms.CharField(label="特色标签", max_length=64, required=False, help_text="如“汽车产业专利导航”")
    speciality_reason = forms.CharField(label="特色依据", max_length=300, required=False)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(assessment.lines.all())
        for line in self.lines:
            label = norm.LABELS.get(line.criterion, line.criterion)
            self.fields[line.criterion] = PointsField(
                label=f"{label}（满分 {norm.points(line.max_hundredths)}）", initial=norm.points(line.points_hundredths)
            )
            self.fields[f"{line.criterion}_remark"] = forms.CharField(
                label=f"{label}：说明", max_length=400, required=False, initial=line.remark
            )
            self.fields[f"{line.criterion}_papers"] = ManyFilesField(label=f"{label}：佐证材料", required=False)
        self.initial |= {"speciality": assessment.speciality, "speciality_reason": assessment.speciality_reason}

    def points(self, by) -> dict[str, Points]:
        cleaned = self.cleaned_data
        return {
            line.criterion: Points(
                cleaned[line.criterion],
                cleaned[f"{line.criterion}_remark"],
                [evidence.keep(file, purpose=PURPOSE, by=by) for file in cleaned[f"{line.criterion}_papers"] or []],
            )
            for line in self.lines
        }


@for_officials
@require_POST
def begin(request: HttpRequest, outlet_id: int, year: int) -> HttpResponse:
    """Start the assessment of a year, or go on with it."""
    require_may_change(request)
    outlet = managed(request, outlet_id)
    today = timezone.localdate()
    if not today.year - 1 <= year <= today.year:
        raise Http404
    assessment = assessments.draw_up(outlet.pk, year, today=today, by=request.user)
    return redirect("outlets:assessment", assessment_id=assessment.pk)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """A draft is filled in here; later it is read."""
    assessment = _managed(request, assessment_id)
    form = AssessmentForm(request.POST or None, request.FILES or None, assessment=assessment)
    is_draft = assessment.state == AssessmentState.DRAFT
    if request.method == "POST" and form.is_valid():
        require_may_change(request)
        label = Speciality(form.cleaned_data["speciality"], form.cleaned_data["speciality_reason"])
        assessments.save_points(assessment.pk, form.points(request.user), label, by=request.user)
        messages.success(request, "评价草稿已保存。")
        return redirect("outlets:assessment", assessment_id=assessment.pk)
    title = f"{assessment.year} 年度评价：{assessment.outlet.name}"
    lines = [(norm.LABELS.get(line.criterion, line.criterion), norm.points(line.points_hundredths),
              norm.points(line.max_hundredths), line.remark, line.evidence.all())
             for line in assessment.lines.prefetch_related("evidence")]  # fmt: skip
    context = {
        "title": title,
        "assessment": assessment,
        "total": norm.points(assessment.total_hundredths or 0),
        "lines": lines,
        "form": form if is_draft and request.user.has_perm("publicservice.change_outlet") else None,
        "may_review": assessment.state == AssessmentState.SUBMITTED and assessment.assessed_by_id != request.user.pk,
        "trail": trail((assessment.outlet.name, f"/admin/outlets/{assessment.outlet_id}/"), ("年度评价", "")),
    }
    return work.render(request, "publicservice/network/work/assessment.html", context, 422 if form.errors else 200)


@for_officials
@require_POST
def step(request: HttpRequest, assessment_id: int, name: str) -> HttpResponse:
    """Submit, confirm or send back."""
    assessment = _managed(request, assessment_id)
    if name == "submit":
        require_may_change(request)
        assessments.submit(assessment.pk, by=request.user)
    elif name == "confirm":
        assessments.confirm(assessment.pk, by=request.user)
    elif name == "send-back":
        assessments.send_back(assessment.pk, remark=request.POST.get("remark", "")[:300], by=request.user)
    else:
        raise Http404
    messages.success(request, "已办理。")
    return redirect("outlets:assessment", assessment_id=assessment.pk)


def _managed(request: HttpRequest, assessment_id: int) -> Assessment:
    mine = Assessment.objects.filter(outlet__in=Outlet.objects.managed_by(request.user))
    return get_object_or_404(mine.select_related("outlet", "ruleset", "assessed_by", "reviewed_by"), pk=assessment_id)
