"""Pages for people and reference data. What signing in keeps (secrets of second factors, tokens) has no page."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

from ipservice.administration.admin import people, reference

__all__ = ["people", "reference"]

for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
