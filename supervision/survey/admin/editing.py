"""Editing parts, items and checks in the browser; a check is tried on example values before it is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from ipservice.portal import work
from supervision.survey.admin.access import for_the_city
from supervision.survey.admin.questionnaire import trail
from supervision.survey.forms.questionnaire import CheckForm, DefinitionForm, ItemForm, SectionForm
from supervision.survey.forms.trial import trial_of
from supervision.survey.models import Survey, SurveyCheck, SurveyItem, SurveySection
from supervision.survey.rules.definition import Check, Item, Questionnaire, Section
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import definition, editing

KINDS = {"section": SurveySection, "item": SurveyItem, "check": SurveyCheck}
PAGE = "supervision/survey/setup/edit.html"
Part = Section | Item | Check


@dataclass(frozen=True, slots=True)
class Edited:
    """What is edited: the year, its questionnaire, the code (empty for something new)."""

    survey: Survey
    questionnaire: Questionnaire
    code: str

    @property
    def is_words_only(self) -> bool:
        return self.survey.state == SurveyState.OPEN


def _edited(year: int, code: str) -> Edited:
    survey = get_object_or_404(Survey, year=year)
    return Edited(survey, definition.read(survey.pk), code)


@for_the_city
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    edited = _edited(year, code)
    old = next((one for one in edited.questionnaire.sections if one.code == code), None)
    if code and old is None:
        raise Http404
    form = SectionForm(
        request.POST or None, questionnaire=edited.questionnaire, code=code, initial=_initial(old, SectionForm)
    )
    return _answer(
        request,
        edited,
        form,
        kind="section",
        save=lambda: editing.save_section(edited.survey.pk, form.section(), by=request.user, code=code),
    )


@for_the_city
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, year: int, section: str, code: str = "") -> HttpResponse:
    edited = _edited(year, code)
    part = next((one for one in edited.questionnaire.sections if one.code == section), None)
    old = next((one for one in part.items if one.code == code), None) if part else None
    if part is None or (code and old is None):
        raise Http404
    form = ItemForm(
        request.POST or None,
        section=section,
        questionnaire=edited.questionnaire,
        code=code,
        initial=_initial(old, ItemForm) or {"code": _next_code(part)},
    )
    return _answer(
        request,
        edited,
        form,
        kind="item",
        save=lambda: editing.save_item(edited.survey.pk, section, form.item(), by=request.user, code=code),
    )


@for_the_city
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    edited = _edited(year, code)
    old = next((one for one in edited.questionnaire.checks if one.code == code), None)
    if code and old is None:
        raise Http404
    form = CheckForm(
        request.POST or None, questionnaire=edited.questionnaire, code=code, initial=_initial(old, CheckForm)
    )
    return _answer(
        request,
        edited,
        form,
        kind="check",
        save=lambda: editing.save_check(edited.survey.pk, form.check(), by=request.user, code=code),
    )


def _initial(old: Part | None, form: type[DefinitionForm]) -> dict[str, object]:
    return {name: getattr(old, name) for name in form.base_fields} if old else {}


def _next_code(part: Section) -> str:
    taken = [int(one.code) for one in part.items if one.code.isdigit()]
    return str(max(taken, default=int(part.code) * 100) + 1)


def _answer(
    request: HttpRequest, edited: Edited, form: DefinitionForm, *, kind: str, save: Callable[[], None]
) -> HttpResponse:
    """Save and go back, or show the form with what is wrong, or with the result of a trial."""
    if edited.is_words_only:
        _keep_words_only(form, kind)
    is_trial = "try" in request.POST
    if request.method == "POST" and not is_trial and form.is_valid():
        _save(request, edited, form, kind=kind, save=save)
        messages.success(request, "已保存。")
        return redirect(f"/admin/survey/{edited.survey.year}/questionnaire/#{form.cleaned_data['code']}")
    label = KINDS[kind]._meta.verbose_name
    title = f"{label} {edited.code}" if edited.code else f"新增{label}"
    context = {
        "title": title,
        "kind": kind,
        "edited": edited,
        "form": form,
        "trial": trial_of(form, request.POST) if isinstance(form, CheckForm) else None,
        "trail": trail(edited.survey, (title, "")),
    }
    return work.render(request, PAGE, context, 422 if form.errors and not is_trial else 200)


def _keep_words_only(form: DefinitionForm, kind: str) -> None:
    """What an open year asks is fixed: those fields show, and keep what they hold."""
    for name, field in form.fields.items():
        if name not in editing.WORDS[KINDS[kind]]:
            field.disabled = True


def _save(request: HttpRequest, edited: Edited, form: DefinitionForm, *, kind: str, save: Callable[[], None]) -> None:
    if not edited.is_words_only:
        save()
        return
    model = KINDS[kind]
    words = {name: form.cleaned_data[name] for name in editing.WORDS[model]}
    editing.save_words(edited.survey.pk, model, edited.code, words, by=request.user)


@for_the_city
@require_POST
def change(request: HttpRequest, year: int, kind: str, code: str) -> HttpResponse:
    """Up, down, or away with a part, an item or a check of a draft."""
    survey = get_object_or_404(Survey, year=year)
    model = KINDS.get(kind)
    owner = "section__survey" if kind == "item" else "survey"
    if model is None or not model.objects.filter(**{owner: survey, "code": code}).exists():
        raise Http404
    act = request.POST.get("act", "")
    if act == "remove":
        editing.remove(survey.pk, model, code, by=request.user)
        messages.success(request, f"已删除 {code}。")
        return redirect("survey_questionnaire", year)
    if act not in ("up", "down"):
        raise Http404
    editing.move(survey.pk, model, code, by=request.user, up=act == "up")
    return redirect(f"/admin/survey/{year}/questionnaire/#{code}")
