"""Forms of signing in that need background work."""

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.http import HttpRequest

from ipservice.administration.services import resets


class ResetByJobForm(ResetPasswordForm):
    """Looks nobody up: known and unknown addresses cost the same and are answered alike."""

    email = forms.EmailField(label="登记的电子邮箱", max_length=254)

    def clean_email(self) -> str:
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **_: object) -> str:
        resets.ask(self.cleaned_data["email"], address=request.build_absolute_uri("/"))
        return self.cleaned_data["email"]
