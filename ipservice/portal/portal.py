"""The home page of agencies: what is to be done first, then the agency at a glance."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ipservice.accounts.middleware import STRONG
from ipservice.foundation import masking
from ipservice.lists import wording
from ipservice.portal import acting, cards


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Officials have their own desk and are sent there."""
    if request.user.is_staff and not request.user.acts_for_agency:
        return redirect("admin:index")
    today = cards.today()
    shown = cards.portal.shown_to(request.user, today)
    has_second = Authenticator.objects.filter(user=request.user, type__in=STRONG).exists()
    return render(request, "portal/home.html", {"cards": shown, "today": today, "has_second_factor": has_second})


@require_POST
@login_required
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another of one's agencies from now on. What is none of one's own does not exist."""
    key = request.POST.get("key", "")
    chosen = acting.choose(request, int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    if chosen is None:
        raise Http404
    messages.success(request, f"现在代表{chosen.name}办理。")
    return redirect("portal-home")


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the site keeps about the person who asks, and how they sign in."""
    person = request.user
    facts = [
        ("姓名", person.display_name, ""),
        ("用户名", person.username, ""),
        ("角色", person.get_role_display(), ""),
        ("手机号", masking.phone(person.phone), ""),
        ("电子邮箱", person.email, ""),
        ("最近登录", wording.moment(person.last_login), ""),
    ]
    if person.district_id:
        facts.append(("所属区县", person.district.name, ""))
    return render(request, "portal/account.html", {"facts": facts})
