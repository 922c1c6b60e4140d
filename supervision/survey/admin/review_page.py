"""One return on one page: every section, last year beside, what was found, questions in place, the steps."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.survey.admin.access import for_survey_people, return_or_404
from supervision.survey.forms.reviewing import BackForm, ExtensionForm, ReasonForm
from supervision.survey.models import SurveyReturn
from supervision.survey.review_lists import TONES
from supervision.survey.rules.states import RETURN, QuestionState, ReturnState, ReturnStep, SurveyState
from supervision.survey.services import review
from supervision.survey.services.return_steps import has_city_post
from supervision.survey.services.review_sheet import sheet_of

EXTEND = "extend"
BACK = (ReturnStep.SEND_BACK, ReturnStep.REOPEN)
CITY_ALONE = (ReturnStep.ACCEPT, ReturnStep.REOPEN)
PLAIN = (ReturnStep.PASS_DISTRICT, ReturnStep.ACCEPT)


@for_survey_people
@require_safe
def show(request: HttpRequest, return_id: int) -> HttpResponse:
    return page(request, return_or_404(request, return_id))


def page(request: HttpRequest, found: SurveyReturn, refused: tuple[str, forms.Form] | None = None) -> HttpResponse:
    """``refused`` is the form of a step that was not taken, with what was typed."""
    is_city = has_city_post(request.user)
    steps = _steps(found, is_city=is_city)
    back = next((step for step in BACK if step in steps), None)
    typed = refused[1] if refused else None
    home = f"/admin/survey/{found.survey.year}/"
    before, after = _neighbours(request, found, is_city=is_city)
    context = {
        "title": found.agency_name,
        "found": found,
        "tone": TONES.get(ReturnState(found.state), ""),
        "sheet": sheet_of(found),
        "log": found.log.select_related("by").order_by("-id"),
        "settled": found.questions.filter(state=QuestionState.SETTLED).select_related("asked_by").order_by("-id"),
        "extensions": found.extensions.select_related("by"),
        "papers": found.paper_forms.select_related("by", "file"),
        "forward": [step for step in steps if step in PLAIN],
        "back": back,
        "back_form": typed if isinstance(typed, BackForm) else BackForm(initial=_due(back)),
        "asked": typed.questions() if isinstance(typed, BackForm) else {},
        "others": _others(found, steps, refused),
        "may_type": found.state in (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED),
        "before": before,
        "after": after,
        "trail": [
            ("统计调查", "/admin/survey/"),
            (f"{found.survey.year}年度", home),
            ("机构填报", f"{home}returns/"),
            (found.agency_name, ""),
        ],
    }
    return work.render(request, "supervision/survey/review/return.html", context, 422 if refused else 200)


def _steps(found: SurveyReturn, *, is_city: bool) -> list[ReturnStep]:
    """What this person may do now; in a closed year nothing."""
    if found.survey.state != SurveyState.OPEN:
        return []
    possible = RETURN.steps_from(ReturnState(found.state))
    if is_city:
        return possible
    is_with_city = found.state == ReturnState.DISTRICT_PASSED
    return [step for step in possible if step not in CITY_ALONE and not (is_with_city and step in BACK)]


def _due(back: ReturnStep | None) -> dict:
    return {"due_on": review.correction_deadline(timezone.localdate()).day} if back else {}


def _others(found: SurveyReturn, steps: list[ReturnStep], refused: tuple[str, forms.Form] | None) -> list[tuple]:
    typed = dict([refused]) if refused else {}
    acts: list[tuple[str, str, forms.Form]] = []
    if ReturnStep.EXCUSE in steps:
        acts.append(
            (ReturnStep.EXCUSE.value, ReturnStep.EXCUSE.label, typed.get(ReturnStep.EXCUSE.value, ReasonForm()))
        )
    if ReturnStep.FILL in steps:
        acts.append((EXTEND, "延期", typed.get(EXTEND, ExtensionForm())))
    return acts


def _neighbours(request: HttpRequest, found: SurveyReturn, *, is_city: bool) -> tuple[int | None, int | None]:
    """The one before and after among those that wait for this person, by name."""
    state = ReturnState.DISTRICT_PASSED if is_city else ReturnState.SUBMITTED
    waiting = SurveyReturn.objects.visible_to(request.user).filter(survey=found.survey_id, state=state)
    place = {"agency_name": found.agency_name}
    before = waiting.filter(agency_name__lt=place["agency_name"]).order_by("-agency_name", "-id")
    after = waiting.filter(agency_name__gt=place["agency_name"]).order_by("agency_name", "id")
    return tuple(side.values_list("pk", flat=True).first() for side in (before, after))  # type: ignore[return-value]


@for_survey_people
@require_POST
def take_step(request: HttpRequest, return_id: int, step: str) -> HttpResponse:
    """One step by its service; what was typed stays when it is refused."""
    found = return_or_404(request, return_id)
    if step not in FORMS:
        raise Http404
    form = FORMS[step](request.POST) if FORMS[step] else None
    if form is not None and not form.is_valid():
        return page(request, found, (step, form))
    try:
        _act(step, found.pk, form, request)
    except DomainError as refusal:
        if form is None:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        found.refresh_from_db()
        return page(request, found, (step, form))
    messages.success(request, f"{found.agency_name}：{DONE.get(step) or ReturnStep(step).label}。")
    following = request.POST.get("then", "")
    return redirect("survey_return", int(following) if following.isascii() and following.isdigit() else found.pk)


FORMS: dict[str, type[forms.Form] | None] = {
    ReturnStep.PASS_DISTRICT.value: None,
    ReturnStep.ACCEPT.value: None,
    ReturnStep.SEND_BACK.value: BackForm,
    ReturnStep.REOPEN.value: BackForm,
    ReturnStep.EXCUSE.value: ReasonForm,
    EXTEND: ExtensionForm,
}
DONE = {EXTEND: "已延期", ReturnStep.SEND_BACK.value: "已退回更正", ReturnStep.REOPEN.value: "已重新打开"}


def _act(step: str, key: int, form: forms.Form | None, request: HttpRequest) -> None:
    who = {"by": request.user, "now": timezone.now()}
    seen = {"seen_version": _seen(request)}
    said = form.cleaned_data if form else {}
    acts: dict[str, Callable[[], object]] = {
        ReturnStep.PASS_DISTRICT: lambda: review.pass_district(key, **who, **seen),
        ReturnStep.ACCEPT: lambda: review.accept(key, **who, **seen),
        ReturnStep.SEND_BACK: lambda: review.send_back(key, form.questions(), **said, **who, **seen),
        ReturnStep.REOPEN: lambda: review.reopen(key, form.questions(), **said, **who, **seen),
        ReturnStep.EXCUSE: lambda: review.excuse(key, reason=said["reason"], **who),
        EXTEND: lambda: review.extend(key, **said, **who),
    }
    acts[step]()


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
