"""What is typed into the forms of the award comes back after a logout in the middle."""

import datetime as dt

import pytest
from django.urls import reverse

from incentives.awards.models import AwardRound, CheckState, FigureCheck
from incentives.awards.services import figures
from ipservice.drafts.models import Draft
from ipservice.payments.models import PayeeAccount
from tests.factories.agencies import make_member
from tests.factories.awards import YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
GROUNDS = f"/admin/awards/{YEAR}/grounds/"


def hidden(page, name: str) -> str:
    """The value of the hidden field ``name`` in a page."""
    return page.content.decode().split(f'name="{name}" value="', 1)[1].split('"')[0]


@pytest.fixture
def open_check(year, official) -> FigureCheck:
    figures.open_checks(year.round.pk, by=official, today=dt.date.today())
    return FigureCheck.objects.get(agency=year.agencies["甲所"])


def test_a_contest_typed_by_half_comes_back_unfolded(client_for, open_check):
    person = make_member(open_check.agency)
    browser = client_for(person)
    page = reverse("my_award", args=[YEAR])
    address = reverse("my_award_contest", args=[open_check.pk])
    typed = {f"check{open_check.pk}-statement": "202310102344.5 已", f"check{open_check.pk}-claimed_granted": "61"}
    token = hidden(browser.get(page), "_draft")
    browser.logout()

    lost = browser.post(address, typed | {"_draft": token})
    again = client_for(person)
    back = again.get(address)
    text = again.get(back.url).content.decode()

    assert lost.url == f"/accounts/login/?next={address}"
    assert back.url == page
    assert "202310102344.5 已</textarea>" in text
    assert 'value="61"' in text
    assert "<details open>" in text
    assert FigureCheck.objects.get(pk=open_check.pk).state == CheckState.OPEN


def test_a_contest_that_was_sent_leaves_no_draft(client_for, open_check):
    person = make_member(open_check.agency)
    browser = client_for(person)
    token = hidden(browser.get(reverse("my_award", args=[YEAR])), "_draft")
    prefix = f"check{open_check.pk}-"
    answers = {"claimed_filed": open_check.filed, "claimed_concluded": open_check.concluded}
    answers |= {"claimed_granted": open_check.granted + 1, "statement": "202310102344.5 已于 2023年授权。"}
    typed = {f"{prefix}{name}": value for name, value in answers.items()} | {"_draft": token}
    browser.post(reverse("save-draft"), typed)
    assert Draft.objects.count() == 1

    browser.post(reverse("my_award_contest", args=[open_check.pk]), typed)

    assert Draft.objects.count() == 0
    assert FigureCheck.objects.get(pk=open_check.pk).state == CheckState.CONTESTED


def test_a_payees_account_typed_by_half_comes_back(client_for, year):
    person = make_member(year.agencies["甲所"], is_admin=True)
    browser, address = client_for(person), reverse("payee_account")
    token = hidden(browser.get(address), "_draft")
    browser.logout()

    lost = browser.post(address, {"bank": "中国工商银行重庆渝中支行", "account": "5001 2345", "_draft": token})
    text = client_for(person).get(address).content.decode()

    assert lost.url == f"/accounts/login/?next={address}"
    assert 'value="中国工商银行重庆渝中支行"' in text
    assert 'value="5001 2345"' in text
    assert not PayeeAccount.objects.exists()


def test_grounds_typed_by_half_come_back_with_the_version_they_were_typed_against(client_for, year, official):
    browser = client_for(official)
    page = browser.get(GROUNDS)
    seen = hidden(page, "seen_version") if 'name="seen_version" value="' in page.content.decode() else "0"
    token = hidden(page, "_draft")
    browser.logout()

    lost = browser.post(GROUNDS, {"basis_number": "渝知发〔2031〕1号", "seen_version": seen, "_draft": token})
    AwardRound.objects.filter(pk=year.round.pk).update(lock_version=int(seen) + 5)
    again = client_for(official).get(GROUNDS)

    assert lost.url == f"/accounts/login/?next={GROUNDS}"
    assert again.context["form"]["basis_number"].value() == "渝知发〔2031〕1号"
    assert str(again.context["form"]["seen_version"].value()) == seen
