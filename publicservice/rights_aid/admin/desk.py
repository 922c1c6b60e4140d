"""Requests by their term; one request with its conditions, its steps and what may be done next."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from publicservice.catalogue.admin.entries import for_officials
from publicservice.rights_aid.forms import AssignForm, JudgementForm, TransferForm, WordsForm
from publicservice.rights_aid.lists import desk as work_list
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import MOVES, State, Step
from publicservice.rights_aid.services import handling, rating
from publicservice.rights_aid.services.handling import Judgement

HOME = "/admin/rights-aid/"
MEND = "mend"
JUDGED = (Step.ACCEPT, Step.ASK, Step.REFUSE)


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The city's officials see all, a district its own."""
    found = AidRequest.objects.visible_to(request.user).select_related("district", "outlet")
    bound = work_list(HOME, timezone.localdate()).bind(request, found)
    if request.GET.get("export") == "xlsx":
        return bound.export()
    late = AidRequest.objects.visible_to(request.user).overdue_on(timezone.localdate()).count()
    context = {"list": bound, "title": "维权援助", "late": late, "trail": [("维权援助", "")]}
    return work.render(request, "publicservice/rights_aid/work/desk.html", context)


@for_officials
@require_safe
def show(request: HttpRequest, request_id: int) -> HttpResponse:
    return page(request, _theirs(request, request_id))


def page(request: HttpRequest, found: AidRequest, refused: tuple[str, forms.Form] | None = None) -> HttpResponse:
    """``refused`` is the form of a step that was not taken, with what was typed."""
    bound = dict([refused]) if refused else {}
    context = {
        "title": found.number,
        "found": found,
        "findings": handling.findings_of(found, Judgement()),
        "evidence": found.evidence.all(),
        "steps": found.steps.select_related("by").order_by("id"),
        "ratings": found.ratings.order_by("id"),
        "acts": [(name, label, bound.get(name, form)) for name, label, form in _acts(found, request)],
        "judge": bound.get("judge", JudgementForm()) if _judged(found) else None,
        "judged": _judged(found),
        "trail": [("维权援助", HOME), (found.number, "")],
    }
    return work.render(request, "publicservice/rights_aid/work/request.html", context, 422 if refused else 200)


def _judged(found: AidRequest) -> list[Step]:
    possible = MOVES.steps_from(State(found.state))
    return [step for step in JUDGED if step in possible]


def _acts(found: AidRequest, request: HttpRequest) -> list[tuple[str, str, forms.Form | None]]:
    """(name, label, form) of what may be done now besides the judgement."""
    made: dict[Step, Callable[[], forms.Form | None]] = {
        Step.ASSIGN: lambda: AssignForm(
            by=request.user, initial={"district": found.district_id, "outlet": found.outlet_id}
        ),
        Step.HANDLE: lambda: None,
        Step.ANSWER: WordsForm,
        Step.TRANSFER: TransferForm,
        Step.CLOSE: lambda: None,
    }
    acts = [(step.value, step.label, made[step]()) for step in MOVES.steps_from(State(found.state)) if step in made]
    if found.ratings.filter(stars__lte=2, is_follow_up=False, mended_on__isnull=True).exists():
        acts.append((MEND, "登记回访和整改", WordsForm()))
    return acts


@for_officials
@require_POST
def take_step(request: HttpRequest, request_id: int, step: str) -> HttpResponse:
    """One step by its service; what was typed stays when it is refused."""
    found = _theirs(request, request_id)
    if step not in {each.value for each in Step} | {MEND}:
        raise Http404
    form = _form_of(step, request)
    name = "judge" if step in set(JUDGED) else step
    if form is not None and not form.is_valid():
        return page(request, found, (name, form))
    try:
        _act(step, found.pk, form.cleaned_data if form else {}, request)
    except DomainError as refused:
        if form is None:
            raise
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        found.refresh_from_db()
        return page(request, found, (name, form))
    messages.success(request, f"已{Step(step).label if step != MEND else '登记整改'}。")
    if AidRequest.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("rights_aid_request", found.pk)
    return redirect("rights_aid_desk")


def _form_of(step: str, request: HttpRequest) -> forms.Form | None:
    if step in set(JUDGED):
        return JudgementForm(request.POST)
    if step == Step.ASSIGN:
        return AssignForm(request.POST, by=request.user)
    if step == Step.TRANSFER:
        return TransferForm(request.POST)
    return WordsForm(request.POST) if step in (Step.ANSWER, MEND) else None


def _act(step: str, key: int, said: dict, request: HttpRequest) -> None:
    who = {"by": request.user, "today": timezone.localdate()}
    judgement = Judgement(said.get("is_in_competence", True), said.get("is_crime_suspected", False))
    words = said.get("words", "")
    acts: dict[str, Callable[[], object]] = {
        Step.ACCEPT: lambda: handling.accept(key, judgement, **who),
        Step.REFUSE: lambda: handling.refuse(key, judgement, words=words, **who),
        Step.ASK: lambda: handling.ask_to_complete(key, words=words, **who),
        Step.ASSIGN: lambda: handling.assign(key, district=said.get("district"), outlet=said.get("outlet"), **who),
        Step.HANDLE: lambda: handling.begin(key, **who),
        Step.ANSWER: lambda: handling.answer(key, words=words, **who),
        Step.TRANSFER: lambda: handling.transfer(key, to=said.get("to", ""), words=words, **who),
        Step.CLOSE: lambda: handling.close(key, **who),
        MEND: lambda: rating.mend(key, note=words, **who),
    }
    if step not in acts:
        raise Http404
    acts[step]()


def _theirs(request: HttpRequest, request_id: int) -> AidRequest:
    """Somebody else's request does not exist here."""
    found = AidRequest.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("district", "outlet", "ruleset"), pk=request_id)
