"""An invited person sets the first password, once, by the link that was handed over."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ipservice.accounts.models import User


@never_cache
@sensitive_post_parameters()
def accept_invitation(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """A used, old or wrong link looks like any other wrong one, and takes as long."""
    person = _person(key)
    is_good = default_token_generator.check_token(person or User(), token)
    if person is None or not is_good:
        return render(request, "account/invitation_gone.html", status=404)
    form = SetPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "密码已设置，请登录。")
        return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form, "person": person})


def _person(key: str) -> User | None:
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.active().filter(pk=number).first() if number < 2**63 else None
