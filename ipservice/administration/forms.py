"""Forms of signing in and signing up that do more than allauth's: reset by a job, sign-up of citizens."""

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ipservice.accounts.addresses import address_of
from ipservice.accounts.models import Role, User
from ipservice.accounts.passwords import OTHER_LENGTH
from ipservice.administration.services import resets, sign_ups
from ipservice.privacy.forms import ConsentField

# What stands for a person whose data were erased (ipservice.privacy.declared) is nobody's name.
USERNAME = RegexValidator(
    r"^(?!erased-)[A-Za-z][A-Za-z0-9._-]{3,29}$", "用户名须为 4 至 30 位字母、数字或 . _ -，以字母开头。"
)


class ResetByJobForm(ResetPasswordForm):
    """Looks nobody up: known and unknown addresses cost the same and are answered alike."""

    email = forms.EmailField(label="登记的电子邮箱", max_length=254)

    def clean_email(self) -> str:
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **_: object) -> str:
        resets.ask(self.cleaned_data["email"], address=request.build_absolute_uri("/"))
        return self.cleaned_data["email"]


def _password(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=help_text, strip=False, max_length=128, widget=widget)


class SignUpForm(forms.Form):
    """What allauth's sign-up page shows. Only these fields are read; a known mail address is answered like another."""

    by_passkey = False

    display_name = forms.CharField(label="姓名", max_length=64, widget=forms.TextInput({"autocomplete": "name"}))
    username = forms.CharField(
        label="用户名",
        max_length=30,
        validators=[USERNAME],
        help_text="登录时使用：4 至 30 位字母、数字或 . _ -，以字母开头。",
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        help_text="我们会发一封确认邮件，确认后账号才能使用。",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password1 = _password("密码", f"至少 {OTHER_LENGTH} 位；不要使用常见密码、纯数字或与用户名相近的密码。")
    password2 = _password("再次输入密码")
    consent = ConsentField(sign_ups.PURPOSE)

    def clean_display_name(self) -> str:
        return " ".join(self.cleaned_data["display_name"].split())

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, object]:
        """Whether the name is free is looked up last, for a form that is right otherwise, and every look counts."""
        typed = super().clean()
        self._check_passwords(typed)
        if self.errors:
            return typed
        sign_ups.count(address_of(context.request), now=timezone.now())
        if sign_ups.is_taken(typed["username"]):
            self.add_error("username", sign_ups.UserNameTaken(username=typed["username"]).message)
        return typed

    def _check_passwords(self, typed: dict[str, object]) -> None:
        first, second = typed.get("password1"), typed.get("password2")
        if not first:
            return
        person = User(username=typed.get("username", ""), email=typed.get("email", ""), role=Role.PUBLIC)
        try:
            validate_password(first, person)
        except ValidationError as refused:
            self.add_error("password1", refused)
        if second and first != second:
            self.add_error("password2", "两次输入的密码不一致，请重新输入。")

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Nobody is signed in: the account opens with the link in the letter."""
        typed = {name: self.cleaned_data[name] for name in ("display_name", "username", "email")}
        wanted = sign_ups.Wanted(**typed, password=self.cleaned_data["password1"])
        sign_ups.begin(wanted, site=request.build_absolute_uri("/"), now=timezone.now())
        return None, redirect("account_email_verification_sent")
