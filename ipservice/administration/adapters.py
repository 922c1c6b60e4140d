"""Sign-up as django-allauth calls it: open by setting, counted by address, and the account opens with its address."""

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from ipservice.accounts.adapters import AccountAdapter
from ipservice.accounts.addresses import address_of
from ipservice.administration.services import sign_ups

SIGN_UP_PATH = "/accounts/signup/"


class SignUpAdapter(AccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Officials are entered by the system administrator, agency staff are invited by their agency; citizens sign
        up themselves. Who has asked too often is answered with 429.
        """
        if not settings.PUBLIC_SIGN_UP:
            return False
        is_sent = request.method == "POST" and request.path == SIGN_UP_PATH
        if is_sent and sign_ups.is_too_often(address_of(request), now=timezone.now()):
            answer = render(request, "account/signup_too_often.html", status=429)
            answer.headers["Retry-After"] = str(sign_ups.COUNTED_SECONDS)
            raise ImmediateHttpResponse(answer)
        return True

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The account that waited for this address opens in the same transaction."""
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:
            sign_ups.open_account(email_address.user_id, now=timezone.now())
        return is_confirmed
