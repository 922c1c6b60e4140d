"""The government's single sign-on: configured by the environment, for people who are known here."""

import json
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.urls import reverse
from environ import Env

from ipservice.accounts.configuration import account_settings
from ipservice.accounts.models import Role
from tests.factories.accounts import make_user

ISSUER = "https://sso.example.gov.cn"
CONFIGURATION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
    "jwks_uri": f"{ISSUER}/jwks",
}


def configured(monkeypatch) -> dict:
    for name, value in {
        "OIDC_SERVER_URL": f"{ISSUER}/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "portal",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_NAME": "渝快政",
    }.items():
        monkeypatch.setenv(name, value)
    return account_settings(Env(), tls=True)


def test_without_an_address_there_is_no_provider(rf):
    assert account_settings(Env(), tls=True)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"] == []


def test_second_factors_are_required_behind_tls_and_can_be_switched_off(monkeypatch):
    monkeypatch.delenv("REQUIRE_OFFICIAL_MFA", raising=False)

    assert account_settings(Env(), tls=True)["REQUIRE_OFFICIAL_MFA"] is True
    assert account_settings(Env(), tls=False)["REQUIRE_OFFICIAL_MFA"] is False
    monkeypatch.setenv("REQUIRE_OFFICIAL_MFA", "0")
    assert account_settings(Env(), tls=True)["REQUIRE_OFFICIAL_MFA"] is False


def test_the_environment_makes_a_provider(db, rf, settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = configured(monkeypatch)["SOCIALACCOUNT_PROVIDERS"]

    provider = get_adapter().get_provider(rf.get("/"), "gov")

    assert (provider.app.name, provider.app.client_id) == ("渝快政", "portal")
    assert provider.server_url == f"{ISSUER}/.well-known/openid-configuration"


class Issuer(requests.adapters.BaseAdapter):
    """The other side, in memory: only its edge is faked."""

    def __init__(self, claims: dict) -> None:
        super().__init__()
        self.claims = claims

    def send(self, request, **kwargs) -> requests.Response:
        answers = {
            "/.well-known/openid-configuration": CONFIGURATION,
            "/token": {"access_token": "token", "token_type": "Bearer"},
            "/userinfo": self.claims,
        }
        answer = requests.Response()
        answer.status_code = 200
        answer.request = request
        answer.url = request.url
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps(answers[urlparse(request.url).path]).encode()
        return answer

    def close(self) -> None:
        """Nothing is open."""


def come_back_from_issuer(client, settings, monkeypatch, claims: dict):
    settings.SOCIALACCOUNT_PROVIDERS = configured(monkeypatch)["SOCIALACCOUNT_PROVIDERS"]
    session_class = requests.Session

    def session() -> requests.Session:
        made = session_class()
        made.mount("https://", Issuer(claims))
        return made

    monkeypatch.setattr(requests, "Session", session)
    away = client.post(reverse("openid_connect_login", args=["gov"]))
    query = parse_qs(urlparse(away["Location"]).query)
    assert away["Location"].startswith(f"{ISSUER}/authorize?")
    assert query["code_challenge_method"] == ["S256"]
    return client.get(reverse("openid_connect_callback", args=["gov"]), {"code": "c", "state": query["state"][0]})


def test_a_known_official_comes_in(db, client, settings, monkeypatch):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL, username="zhangsan")

    come_back_from_issuer(client, settings, monkeypatch, {"sub": "77", "preferred_username": "zhangsan"})

    assert client.session["_auth_user_id"] == str(official.pk)


@pytest.mark.parametrize("claims", [{"sub": "78", "preferred_username": "lisi"}, {"sub": "79"}])
def test_a_stranger_is_told_so_and_no_account_is_made(db, client, settings, monkeypatch, claims):
    make_user(username="someone")

    answer = come_back_from_issuer(client, settings, monkeypatch, claims)

    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    assert "没有对应的账号" in client.get(answer["Location"]).content.decode()
