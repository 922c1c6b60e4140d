"""Who comes in to returns: people with a survey post. For everybody else, officials too, the pages do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ipservice.portal import work
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.services.posts import Areas, areas_of

SEEN = "_shown_survey_areas"


def has_post(user) -> bool:
    """Whether some post is open to this person now."""
    return bool(shown_areas(user))


def has_city_post(user) -> bool:
    """Whether the post for the whole city is."""
    return shown_areas(user).is_city


def shown_areas(user) -> Areas:
    """The areas of whoever asks for a page, asked once a request: for what is shown, never for what is done."""
    if not hasattr(user, SEEN):
        setattr(user, SEEN, areas_of(user))
    return getattr(user, SEEN)


def for_survey_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Strangers sign in; who has no post finds nothing."""
    staffed = work.require_staff(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not has_post(request.user):
            raise Http404
        return staffed(request, *args, **kwargs)

    return guarded


def for_the_city(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for what only the city's survey people do: making, editing, opening and closing a year."""

    @for_survey_people
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not areas_of(request.user).is_city:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def year_or_404(year: int) -> Survey:
    """A year that agencies see; a draft has no returns."""
    return get_object_or_404(Survey.objects.announced(), year=year)


def return_or_404(request: HttpRequest, return_id: int) -> SurveyReturn:
    """A neighbouring district's return does not exist here."""
    found = SurveyReturn.objects.visible_to(request.user).select_related("survey", "district")
    return get_object_or_404(found, pk=return_id)
