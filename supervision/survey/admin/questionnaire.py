"""The questionnaire of a year: at one glance, as the agency sees it, beside last year's, out and in as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, for_the_city
from supervision.survey.forms.boxes import Told, lines_of
from supervision.survey.forms.years import ImportForm
from supervision.survey.models import Survey
from supervision.survey.rules.definition import cells_of
from supervision.survey.rules.states import SurveyState
from supervision.survey.rules.validating import faults
from supervision.survey.services import comparing, definition, editing, exchange, posts, survey_terms
from supervision.survey.services.answers import Standing


def trail(survey: Survey, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is; the last entry has no address."""
    home = ("统计调查", "/admin/survey/")
    year = (f"{survey.year}年度", f"/admin/survey/{survey.year}/setup/")
    whole = ("问卷", f"/admin/survey/{survey.year}/questionnaire/" if more else "")
    return [home, year, whole, *more]


@for_survey_people
@require_safe
def show(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, get_object_or_404(Survey, year=year), ImportForm())


def _page(request: HttpRequest, survey: Survey, form: ImportForm) -> HttpResponse:
    questionnaire = definition.read(survey.pk)
    context = {
        "title": f"{survey.year}年度问卷",
        "survey": survey,
        "questionnaire": questionnaire,
        "sections": [
            (section, [(item, len(cells_of(item))) for item in section.items]) for section in questionnaire.sections
        ],
        "faults": faults(questionnaire),
        "is_draft": survey.state == SurveyState.DRAFT,
        "may_edit": posts.areas_of(request.user).is_city and survey.state != SurveyState.CLOSED,
        "former": _former(survey),
        "form": form,
        "trail": trail(survey),
    }
    status = 422 if form.errors else 200
    return work.render(request, "supervision/survey/setup/questionnaire.html", context, status)


def _former(survey: Survey) -> Survey | None:
    return survey.copied_from or Survey.objects.filter(year__lt=survey.year).order_by("-year").first()


@for_survey_people
@require_safe
def preview(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One part with the boxes, units and helps that an agency gets; nothing is saved."""
    survey = get_object_or_404(Survey, year=year)
    questionnaire = definition.read(survey.pk)
    section = next((one for one in questionnaire.sections if one.code == code), None)
    if section is None:
        raise Http404
    standing = Standing(questionnaire, {}, {}, {})
    context = {
        "title": f"预览：{section.code} {section.title}",
        "survey": survey,
        "part": section,
        "sections": questionnaire.sections,
        "lines": [(line, line.is_hidden) for line in lines_of(section, standing, Told())],
        "trail": trail(survey, ("预览", "")),
    }
    return work.render(request, "supervision/survey/setup/preview.html", context)


@for_survey_people
@require_safe
def difference(request: HttpRequest, year: int) -> HttpResponse:
    """What changed against the year that it was copied from, or the one before."""
    survey = get_object_or_404(Survey.objects.select_related("copied_from"), year=year)
    former = _former(survey)
    found = comparing.differences(definition.read(former.pk), definition.read(survey.pk)) if former else []
    context = {
        "title": f"{year}年度问卷的变化",
        "survey": survey,
        "former": former,
        "differences": found,
        "trail": trail(survey, ("与上年比较", "")),
    }
    return work.render(request, "supervision/survey/setup/difference.html", context)


@for_survey_people
@require_safe
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The whole questionnaire as one JSON file."""
    survey = get_object_or_404(Survey, year=year)
    content = exchange.to_json(definition.read(survey.pk))
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="questionnaire-{survey.year}.json"'},
    )


@for_the_city
@require_POST
def take_in(request: HttpRequest, year: int) -> HttpResponse:
    """Replace a draft by an exported questionnaire; a file with a fault changes nothing."""
    survey = get_object_or_404(Survey, year=year)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, survey, form)
    numbers = survey_terms.known(survey.opens_on)
    try:
        content = form.cleaned_data["file"].read(exchange.LARGEST_BYTES + 1)
        read = exchange.from_json(content, numbers=numbers)
        editing.replace_questionnaire(survey.pk, read, by=request.user)
    except DomainError as refused:
        form.add_error("file", refused.message)
        return _page(request, survey, form)
    messages.success(request, f"已导入 {len(read.items)} 个指标、{len(read.checks)} 条审核关系。")
    return redirect("survey_questionnaire", year)
