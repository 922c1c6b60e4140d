"""统计人员: appointed by system administrators and officials of the city, who open no answer by that."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ipservice.foundation.errors import DomainError
from ipservice.portal import work
from supervision.survey.forms.years import PostForm
from supervision.survey.models import SurveyPost
from supervision.survey.services import posts


def for_appointing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Strangers sign in; for who may not appoint the page does not exist."""
    staffed = work.require_staff(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not posts.may_appoint(request.user):
            raise Http404
        return staffed(request, *args, **kwargs)

    return guarded


@for_appointing
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Who has a post now and who had one; a new one."""
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _appoint(request, form):
        return redirect("survey_posts")
    found = SurveyPost.objects.select_related("user", "user__district", "district", "appointed_by")
    context = {
        "title": "统计人员",
        "live": found.live().order_by("district__code", "user__display_name"),
        "ended": found.filter(ended_on__isnull=False).order_by("-ended_on")[:50],
        "form": form,
        "trail": [("统计人员", "")],
    }
    return work.render(request, "supervision/survey/setup/posts.html", context, 422 if form.errors else 200)


def _appoint(request: HttpRequest, form: PostForm) -> bool:
    user = form.cleaned_data["user"]
    try:
        posts.appoint(user, form.district(), by=request.user, today=timezone.localdate())
    except DomainError as refused:
        form.add_error("user", refused.message)
        return False
    messages.success(request, f"已指定 {user} 为统计人员。")
    return True


@for_appointing
@require_POST
def end(request: HttpRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(SurveyPost, pk=post_id)
    posts.end(post.pk, by=request.user, today=timezone.localdate())
    messages.success(request, f"已免去 {post.user} 的统计人员。")
    return redirect("survey_posts")
