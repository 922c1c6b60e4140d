"""Forms never lose input: what was typed comes back after a logout, an ended session, a closed browser."""

import datetime as dt

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.drafts import services
from ipservice.drafts.door import keeps_input, open_draft
from ipservice.drafts.models import Draft
from tests.factories.accounts import make_user


class StoryForm(forms.Form):
    title = forms.CharField(max_length=10)
    text = forms.CharField(widget=forms.Textarea)
    topics = forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")], required=False)


@keeps_input
def story(request: HttpRequest) -> HttpResponse:
    draft = open_draft(request, "story:1")
    form = StoryForm(request.POST or None, initial=draft.initial)
    if form.is_valid():
        draft.discard()
        return HttpResponse("收到")
    return HttpResponse(f'{form.as_p()}<input name="_draft" value="{draft.token}">')


urlpatterns = [path("story/", story), path("", include("ipservice.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TYPED = {"title": "一半", "text": "写到一半的话 & <b>", "topics": ["a", "b"]}


@pytest.fixture
def writer():
    return make_user(role=Role.AGENCY_ADMIN)


def token_in(answer: HttpResponse) -> str:
    return answer.content.decode().rsplit('value="', 1)[1].split('"')[0]


def test_what_was_typed_comes_back_after_a_logout_in_the_middle_and_a_new_login(writer, client_for):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))
    saved = browser.post(reverse("save-draft"), {**TYPED, "_draft": token}, headers={"HX-Request": "true"})
    browser.logout()

    page = client_for(writer).get("/story/").content.decode()

    assert "草稿已保存" in saved.content.decode()
    assert 'value="一半"' in page
    assert "写到一半的话 &amp; &lt;b&gt;" in page
    assert page.count(" selected") == 2


def test_a_form_sent_after_the_session_ended_is_kept_and_the_person_is_asked_to_sign_in(writer, client_for):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))
    browser.logout()

    answer = browser.post("/story/", {**TYPED, "_draft": token})

    assert answer.status_code == 302
    assert answer.url.endswith("login/?next=/story/")
    assert 'value="一半"' in client_for(writer).get("/story/").content.decode()


def test_a_draft_is_gone_once_the_form_was_sent(writer, client_for):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))
    browser.post(reverse("save-draft"), {**TYPED, "_draft": token})

    assert browser.post("/story/", {**TYPED, "_draft": token}).content.decode() == "收到"
    assert not Draft.objects.exists()


def test_nobody_gets_what_another_person_typed(writer, client_for):
    services.save(writer, "story:1", QueryDict("text=只给我看"), now=timezone.now())

    assert "只给我看" not in client_for(make_user(role=Role.AGENCY_ADMIN)).get("/story/").content.decode()


def test_another_person_at_the_same_machine_does_not_write_into_the_draft(writer, client_for):
    token = token_in(client_for(writer).get("/story/"))
    other = client_for(make_user(role=Role.AGENCY_ADMIN))

    answer = other.post(reverse("save-draft"), {"text": "别人的话", "_draft": token}, headers={"HX-Request": "true"})

    assert "草稿没有保存" in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "WzEsInN0b3J5OjEiXQ:1abc:def"], ids=["none", "noise", "unsigned"])
def test_a_forged_token_writes_nothing(writer, forged):
    Client().post("/story/", {**TYPED, "_draft": forged})

    assert not Draft.objects.exists()


def test_without_javascript_the_button_saves_and_leads_back(writer, client_for):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))

    answer = browser.post(
        reverse("save-draft"), {**TYPED, "_draft": token}, headers={"Referer": "http://testserver/story/"}
    )

    assert answer.url == "http://testserver/story/"
    assert Draft.objects.get().values["topics"] == ["a", "b"]


def test_a_draft_leads_back_to_our_own_pages_only(writer, client_for):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))

    answer = browser.post(reverse("save-draft"), {"_draft": token}, headers={"Referer": "https://evil.example/"})

    assert answer.url == "/portal/"


def test_passwords_and_tokens_are_never_kept(writer):
    typed = QueryDict("text=x&password=geheim&password2=y&token=z&form_token=f&csrfmiddlewaretoken=c&_draft=d")

    assert services.save(writer, "k", typed, now=timezone.now()).values == {"text": ["x"]}


def test_a_draft_that_is_too_large_is_refused_and_the_old_one_stays(writer):
    services.save(writer, "k", QueryDict("text=alt"), now=timezone.now())
    long = QueryDict(mutable=True)
    long["text"] = "长" * (services.MAX_BYTES // 3 + 1)

    with pytest.raises(services.DraftTooLarge):
        services.save(writer, "k", long, now=timezone.now())

    assert Draft.objects.get().values == {"text": ["alt"]}


def test_drafts_that_nobody_came_back_to_are_deleted_after_their_time(writer):
    now = timezone.now()
    services.save(writer, "old", QueryDict("a=1"), now=now - dt.timedelta(days=services.KEEP_DAYS, seconds=1))
    services.save(writer, "young", QueryDict("a=1"), now=now - dt.timedelta(days=services.KEEP_DAYS))

    assert services.prune(now=now) == 1
    assert Draft.objects.get().key == "young"


def test_a_form_sent_after_the_idle_time_is_kept_as_well(writer, client_for, settings):
    browser = client_for(writer)
    token = token_in(browser.get("/story/"))
    session = browser.session
    session["last_seen"] = timezone.now().timestamp() - settings.AGENCY_IDLE_MINUTES * 60 - 1
    session.save()

    answer = browser.post("/story/", {**TYPED, "_draft": token})

    assert answer.url.endswith("login/?next=/story/")
    assert Draft.objects.get(owner=writer).values["title"] == ["一半"]
