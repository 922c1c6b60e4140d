"""The years of the survey: made, given their form and days, opened, closed; the forms with their marks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, for_the_city
from supervision.survey.forms.years import DaysForm, MarksForm, YearForm
from supervision.survey.models import Survey, SurveyForm
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import definition, editing, opening, posts, years

HOME = ("统计调查", "/admin/survey/")


@for_survey_people
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every year with what it asks and how far it is."""
    return _years(request)


def _years(request: HttpRequest, form: YearForm | None = None) -> HttpResponse:
    found = Survey.objects.select_related("form", "copied_from").order_by("-year")
    context = {
        "title": "统计调查",
        "years": [(survey, definition.questionnaire_of(survey), survey.returns.due().count()) for survey in found],
        "form": form or YearForm(initial={"year": timezone.localdate().year - 1}),
        "is_city": posts.areas_of(request.user).is_city,
        "trail": [("统计调查", "")],
    }
    return work.render(request, "supervision/survey/setup/years.html", context, 422 if form else 200)


@for_the_city
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    form = YearForm(request.POST)
    if not form.is_valid():
        return _years(request, form)
    year, source = form.cleaned_data["year"], form.cleaned_data["source"]
    try:
        survey = (
            years.copy(source.pk, year=year, by=request.user) if source else years.load_shipped(year, by=request.user)
        )
    except DomainError as refused:
        form.add_error("year", refused.message)
        return _years(request, form)
    messages.success(request, f"已建立“{survey.title}”，请核对问卷、表式与日期后启动。")
    return redirect("survey_setup", survey.year)


@for_survey_people
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, year: int) -> HttpResponse:
    """Form, days, what still stands in the way, opening and closing."""
    survey = get_object_or_404(Survey.objects.select_related("form"), year=year)
    form = DaysForm(request.POST or None, instance=get_object_or_404(Survey, year=year))
    if request.method == "POST" and form.is_valid():
        editing.set_form_and_days(survey.pk, by=request.user, **{name: form.cleaned_data[name] for name in form.fields})
        messages.success(request, "已保存表式与日期。")
        return redirect("survey_setup", year)
    is_draft = survey.state == SurveyState.DRAFT
    context = {
        "title": survey.title,
        "survey": survey,
        "form": form,
        "marks": opening.MARKS,
        "obstacles": opening.obstacles(survey, today=timezone.localdate()) if is_draft else [],
        "listed": survey.returns.count(),
        "questionnaire": definition.questionnaire_of(survey),
        "is_city": posts.areas_of(request.user).is_city,
        "trail": [HOME, (f"{year}年度", "")],
    }
    return work.render(request, "supervision/survey/setup/year.html", context, 422 if form.errors else 200)


@for_the_city
@require_POST
def open_year(request: HttpRequest, year: int) -> HttpResponse:
    survey = get_object_or_404(Survey, year=year)
    opened = years.open_year(survey.pk, by=request.user, today=timezone.localdate())
    messages.success(request, f"已启动“{opened.title}”，列入 {opened.returns.count()} 家机构，并已通知填报。")
    return redirect("survey_board", year)


@for_the_city
@require_POST
def close(request: HttpRequest, year: int) -> HttpResponse:
    survey = get_object_or_404(Survey, year=year)
    closed = years.close(survey.pk, by=request.user, now=timezone.now())
    messages.success(request, f"已结束并封存“{closed.title}”，数据不能再改。")
    return redirect("survey_setup", year)


@for_survey_people
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: HttpRequest) -> HttpResponse:
    """The forms with their five marks, and a new one."""
    form = MarksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = editing.save_form(form.save(commit=False), by=request.user)
        messages.success(request, f"已登记调查表式“{saved.title}”。")
        return redirect("survey_forms")
    context = {
        "title": "调查表式",
        "found": SurveyForm.objects.prefetch_related("surveys"),
        "form": form,
        "is_city": posts.areas_of(request.user).is_city,
        "today": timezone.localdate(),
        "trail": [HOME, ("调查表式", "")],
    }
    return work.render(request, "supervision/survey/setup/forms.html", context, 422 if form.errors else 200)
