"""Whose return of which year a page is about: the person's own, and named in the address where they act for several."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agencies.registry.models import Agency
from ipservice.portal import acting
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.states import RETURN, ReturnState, ReturnStep, SurveyState
from supervision.survey.services.definition import questionnaire_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Place:
    """One return, and how its pages are addressed."""

    survey_return: SurveyReturn
    is_named: bool = False

    @property
    def survey(self):
        return self.survey_return.survey

    @property
    def questionnaire(self):
        return questionnaire_of(self.survey)

    @property
    def may_fill(self) -> bool:
        """Whether answers may be changed at all."""
        steps = RETURN.steps_from(ReturnState(self.survey_return.state))
        return self.survey.state == SurveyState.OPEN and ReturnStep.FILL in steps

    def href(self, name: str, *args: object, **query: object) -> str:
        """The address of one of the pages; with the agency where the person acts for several."""
        path = reverse(f"survey_{name}", args=[self.survey.year, *args])
        if self.is_named:
            query["agency"] = self.survey_return.agency.public_code
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def links(self) -> dict[str, str]:
        return {name: self.href(name) for name in ("overview", "check", "history", "questions", "done")}

    def section(self, code: str):
        """One part of the questionnaire. Another code is a 404."""
        for section in self.questionnaire.sections:
            if section.code == code:
                return section
        raise Http404


def anchor(cell: str) -> str:
    """Where a cell stands on the page of its part."""
    return "#c-" + cell.replace("/", "-")


def own_returns(request: HttpRequest):
    """What the agency that this person acts for has been asked, newest year first.

    An address that names another of their agencies acts for that one; somebody else's agency does not exist.
    """
    code = request.GET.get("agency", "")
    if code:
        _act_for(request, code)
    return (
        SurveyReturn.objects.filter(agency__in=Agency.objects.run_by(request.user))
        .exclude(survey__state=SurveyState.DRAFT)
        .select_related("survey__form", "agency", "district")
        .order_by("-survey__year", "agency_name")
    )


def _act_for(request: HttpRequest, code: str) -> None:
    named = Agency.objects.open_to(request.user).filter(Q(credit_code=code) | Q(agency_code=code)).first()
    if named is None:
        raise Http404
    if has_choice(request):
        acting.choose(request, named.pk)


def has_choice(request: HttpRequest) -> bool:
    """Whether the person acts for several; then every address names the agency, so that two windows keep apart."""
    known = getattr(request, "acting", None)
    return known is not None and known.has_choice


def place_of(request: HttpRequest, year: int) -> Place:
    """The return of the year of the agency that is acted for. A 404 where it was not asked."""
    return Place(get_object_or_404(own_returns(request), survey__year=year), is_named=has_choice(request))


def at_own_place(view: View) -> View:
    """``view(request, place, ...)`` for a route that begins with the year."""

    @wraps(view)
    def placed(request: HttpRequest, year: int, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, place_of(request, year), *args, **kwargs)

    return placed
