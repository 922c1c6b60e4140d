"""The list of returns of one year, and extensions for many of them at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.bulk.actions import BulkAction, Target
from ipservice.bulk.admin import start
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, year_or_404
from supervision.survey.forms.reviewing import ExtensionForm
from supervision.survey.models import SurveyReturn
from supervision.survey.review_lists import STILL_OPEN, counted, returns_list
from supervision.survey.services import review

PERMISSION = "supervision.handle_returns"


@for_survey_people
@require_safe
def returns(request: HttpRequest, year: int) -> HttpResponse:
    survey = year_or_404(year)
    found = counted(SurveyReturn.objects.visible_to(request.user).filter(survey=survey))
    bound = returns_list(timezone.localdate()).bind(request, found)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    context = {
        "list": bound,
        "survey": survey,
        "title": f"{survey.year}年度机构填报",
        "open_keys": [row.pk for row in bound.objects if row.state in STILL_OPEN],
        "trail": [("统计调查", "/admin/survey/"), (f"{survey.year}年度", f"/admin/survey/{year}/"), ("机构填报", "")],
    }
    return work.render(request, "supervision/survey/review/returns.html", context)


@for_survey_people
@require_POST
def extend_many(request: HttpRequest, year: int) -> HttpResponse:
    """The preview of an extension for the rows that the list shows."""
    year_or_404(year)
    keys = [int(key) for key in request.POST.getlist("key") if key.isascii() and key.isdigit() and len(key) < 19]
    return start(request, EXTENSION, keys)


def _targets(keys: Iterable[int], user: Any) -> list[Target]:
    rows = SurveyReturn.objects.visible_to(user).filter(pk__in=list(keys)).order_by("agency_name", "id")
    return [
        Target(
            row.pk,
            row.agency_name,
            f"{row.get_state_display()}，截止 {row.due_on:%Y年%-m月%-d日}",
            "" if row.state in STILL_OPEN else "已经提交或免报，不用延期。",
        )
        for row in rows
    ]


def _act(key: int, values: Mapping[str, Any], by: Any, today: date) -> int:
    return review.extend(key, due_on=values["due_on"], reason=values["reason"], by=by, now=timezone.now()).pk


EXTENSION = BulkAction(
    "extend-returns",
    "批量延期",
    permission=PERMISSION,
    form=ExtensionForm,
    targets=_targets,
    act=_act,
    back="/admin/survey/",
)
