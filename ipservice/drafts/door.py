"""How a form page keeps what is typed into it.

In the view::

    @keeps_input
    def object_to(request, pk):
        draft = open_draft(request, f"objection:{pk}")
        form = ObjectionForm(request.POST or None, initial=draft.initial)
        if form.is_valid():
            ...
            draft.discard()
        return render(request, ..., {"form": form, "draft": draft})

and ``{% include "components/draft.html" %}`` inside the form of the template.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.drafts import services
from ipservice.drafts.services import TOKEN_FIELD, DraftTokenStale


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """The draft behind one page. For a visitor without an account it is empty and keeps nothing."""

    owner: User | None = None
    key: str = ""
    token: str = ""
    saved_at: datetime | None = None
    initial: dict[str, Any] = field(default_factory=dict)

    def discard(self) -> None:
        """Called once the form was accepted."""
        if self.owner:
            services.discard(self.owner, self.key)


def open_draft(request: HttpRequest, key: str) -> OpenDraft:
    """What this person had typed under ``key``, and the token that lets the page go on saving."""
    if not request.user.is_authenticated:
        return OpenDraft()
    kept = services.kept(request.user, key)
    return OpenDraft(
        owner=request.user,
        key=key,
        token=services.token(request.user, key),
        saved_at=kept.saved_at if kept else None,
        initial=services.initial(kept.values) if kept else {},
    )


def keeps_input(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Like ``login_required``, but a form sent after the session has ended is kept as its owner's draft first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and save_for_owner(request):
            messages.warning(request, "登录已过期。您填写的内容已保存为草稿，重新登录后可以继续提交。")
        return redirect_to_login(request.get_full_path())

    return guarded


def save_for_owner(request: HttpRequest) -> bool:
    """Save the posted values under the token in them; False where the token is missing, stale or another person's."""
    try:
        owner_pk, key = services.read_token(request.POST.get(TOKEN_FIELD, ""))
    except DraftTokenStale:
        return False
    owner = User.objects.filter(pk=owner_pk, is_active=True).first()
    if owner is None or (request.user.is_authenticated and request.user.pk != owner.pk):
        return False
    services.save(owner, key, request.POST, now=timezone.now())
    return True
