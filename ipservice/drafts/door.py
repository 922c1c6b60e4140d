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

and ``{% include "components/draft.html" %}`` inside the form of the template, behind its main button,
so that the Enter key sends the form and does not save it. A form that works without an account
too asks ``open_public_draft`` and needs no decorator.
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

    def initial_of(self, prefix: str) -> dict[str, Any]:
        """What was typed into the one form of the page that has this prefix."""
        start = f"{prefix}-"
        return {name.removeprefix(start): value for name, value in self.initial.items() if name.startswith(start)}

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


def open_public_draft(request: HttpRequest, key: str) -> OpenDraft:
    """The same on a page that takes the form from everybody: sent after the session has ended it is still taken.

    What it brings is kept for its owner until it is accepted; the page itself then shows it to this visitor only.
    """
    if request.user.is_authenticated or request.method != "POST":
        return open_draft(request, key)
    owner = save_for_owner(request, key)
    return OpenDraft(owner=owner, key=key) if owner else OpenDraft()


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


def save_for_owner(request: HttpRequest, only: str = "") -> User | None:
    """Save the posted values under the token in them, and answer whose they are.

    None where the token is missing, stale, another person's, or not that of the key ``only``.
    """
    try:
        owner_pk, key = services.read_token(request.POST.get(TOKEN_FIELD, ""))
    except DraftTokenStale:
        return None
    owner = User.objects.filter(pk=owner_pk, is_active=True).first()
    if owner is None or (request.user.is_authenticated and request.user.pk != owner.pk) or only not in ("", key):
        return None
    services.save(owner, key, request.POST, now=timezone.now())
    return owner
