"""An objection over a logout in the middle, and its answer as a paper with a check code."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from ipservice.drafts import services
from ipservice.drafts.models import Draft
from ipservice.procedure.models import Objection
from ipservice.procedure.services import answers, objections
from tests.factories.procedure import MONDAY, SUBJECTS


@pytest.fixture(autouse=True)
def _on_monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=True):
        yield


def _post(client: Client, decision, **changes):
    typed = {
        "subject_code": SUBJECTS[0].code,
        "objector_name": "李四",
        "objector_phone": "13812345678",
        "statement": "甲所的结案量与年报不一致，请核实。",
        "is_true": "on",
        "consent": "on",
        "form_token": "token-1",
    }
    return client.post(f"/notices/{decision.notice.pk}/object/", typed | changes)


class TestAnObjectionTypedByHalf:
    @staticmethod
    def _address(decision) -> str:
        return f"/notices/{decision.notice.pk}/object/"

    @staticmethod
    def _token(page) -> str:
        return page.context["draft"].token

    def test_comes_back_after_a_logout_without_its_consent(self, client_for, on_notice, citizen):
        browser = client_for(citizen)
        token = self._token(browser.get(self._address(on_notice)))
        browser.logout()
        refused = _post(browser, on_notice, _draft=token, objector_phone="123")
        page = client_for(citizen).get(self._address(on_notice)).content.decode()

        assert refused.context["form"].errors
        assert "甲所的结案量与年报不一致" in page
        assert 'value="李四"' in page
        assert Objection.objects.count() == 0
        assert str(page).count("checked") == 1, "the assurance of truth, never the consent"

    def test_is_taken_in_after_a_logout_and_leaves_no_draft(self, client_for, on_notice, citizen):
        browser = client_for(citizen)
        token = self._token(browser.get(self._address(on_notice)))
        browser.logout()

        answer = _post(browser, on_notice, _draft=token)

        assert answer.url == f"{self._address(on_notice)}{Objection.objects.get().pk}/"
        assert Objection.objects.get().submitted_by is None
        assert not Draft.objects.exists()

    def test_of_a_visitor_without_account_is_kept_nowhere(self, client, on_notice):
        page = client.get(self._address(on_notice))

        assert "_draft" not in page.content.decode()
        _post(client, on_notice, objector_phone="123", _draft="forged")
        assert not Draft.objects.exists()

    def test_is_not_written_under_the_token_of_another_form(self, client_for, on_notice, citizen):
        token = services.token(citizen, "agency_change:1")

        _post(Client(), on_notice, objector_phone="123", _draft=token)

        assert not Draft.objects.exists()


class TestTheAnswerAsAPaper:
    def test_is_downloaded_by_who_looked_it_up_and_its_code_opens_the_record(self, client, on_notice, people):
        _post(client, on_notice)
        objection = Objection.objects.get()
        address = f"/notices/{on_notice.notice.pk}/object/{objection.pk}/answer/"
        assert client.get(address).status_code == 409
        objections.answer(objection.pk, is_upheld=False, text="核对无误。", by=people.official, today=MONDAY)

        stranger = Client()
        assert stranger.get(address).status_code == 404
        page = stranger.post("/notices/objections/", {"number": objection.number, "phone_tail": "5678"})
        assert address in page.content.decode()
        assert stranger.get(address).content.startswith(b"%PDF")

        paper = answers.paper_of(Objection.objects.get())
        text = stranger.get(f"/check/{paper.check_code}/").content.decode()
        assert "异议不成立" in text
        assert "李四" not in text
        assert "13812345678" not in str(paper)

    def test_reads_the_same_after_the_objectors_data_has_ended(self, client, on_notice, people):
        _post(client, on_notice)
        objections.answer(
            Objection.objects.get().pk, is_upheld=False, text="核对无误。", by=people.official, today=MONDAY
        )
        first = answers.paper_of(Objection.objects.get())

        Objection.objects.update(objector_name="已删除", objector_phone="", statement="（保存期限届满，内容已清除）")

        assert answers.paper_of(Objection.objects.get()) == first
