"""What a person has agreed to, on their own page, and the button that takes it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ipservice.privacy.consents import purpose_of
from ipservice.privacy.models import Consent
from ipservice.privacy.services import consenting


@login_required
@require_safe
def own_consents(request: HttpRequest) -> HttpResponse:
    """Newest first, standing and withdrawn, with the words that were read."""
    given = [(purpose_of(consent.purpose).label, consent) for consent in Consent.objects.filter(given_by=request.user)]
    return render(request, "privacy/own_consents.html", {"given": given})


@login_required
@require_POST
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    mine = get_object_or_404(Consent.objects.filter(given_by=request.user), pk=consent_id)
    ended = consenting.withdraw(mine.pk, by=request.user, now=timezone.now())
    done = "相关个人信息已清除" if ended.data_ended_at else "事项尚在办理，办结后当晚清除相关个人信息"
    messages.success(request, f"已撤回同意，{done}。")
    return redirect("own_consents")
