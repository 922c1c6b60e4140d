"""The site's own pages: home, reading modes, statements, error pages, navigation and cards."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import include, path

from ipservice.accounts.models import Role
from ipservice.foundation.errors import DomainError
from ipservice.portal import cards, dashboard, navigation, work
from ipservice.portal.cards import Card, CardRegistry, Number, Shown, Urgency
from tests.factories.accounts import make_user

TODAY = dt.date(2026, 6, 1)


class Refused(DomainError):
    template = "公示期未满。"


def refuse(request):
    raise Refused


def break_down(request):
    raise ZeroDivisionError


urlpatterns = [path("refuse/", refuse), path("break/", break_down), path("", include("ipservice.urls"))]
handler403 = "ipservice.portal.errors.forbidden"
handler404 = "ipservice.portal.errors.not_found"
handler500 = "ipservice.outages.server_error"


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("address", ["/", "/accessibility/", "/privacy/", "/check/", "/accounts/login/"])
    def test_public_pages_open_and_name_themselves(self, client, address):
        page = client.get(address).content.decode()

        assert page.count("<h1") == 1
        assert "跳到正文" in page
        assert " style=" not in page
        assert "<style" not in page

    def test_every_way_in_that_is_offered_opens(self, client):
        home = client.get("/")

        for _, address, _ in home.context["ways"]:
            assert client.get(address).status_code == 200
        for entry in navigation.entries(navigation.PUBLIC, "/"):
            assert client.get(entry.href).status_code == 200

    def test_a_way_that_is_not_installed_is_not_offered(self):
        offered = navigation.entries((("没有", "/no-such-page/"), ("首页", "/")), "/")

        assert [entry.label for entry in offered] == ["首页"]

    def test_the_page_where_one_is_is_marked(self):
        marked = [entry.label for entry in navigation.entries(navigation.PUBLIC, "/check/ABC/") if entry.is_current]

        assert marked == ["核验文书"]

    def test_demonstration_data_is_marked_on_every_page(self, client):
        assert "演示数据" not in client.get("/").content.decode()
        make_user(role=Role.PUBLIC, is_demo=True)

        for address in ("/", "/check/", "/no-such-page/", "/accounts/login/"):
            assert "demo-band" in client.get(address).content.decode()

    def test_a_person_sees_the_own_account_with_the_phone_masked(self, client_for):
        person = make_user(role=Role.AGENCY_ADMIN, display_name="王代理", phone="13812345678")
        page = client_for(person).get("/account/").content.decode()

        assert "王代理" in page
        assert "138****5678" in page
        assert "13812345678" not in page

    def test_the_portal_asks_for_a_login_and_sends_officials_to_their_desk(self, client, client_for, official):
        assert client.get("/portal/").url == "/accounts/login/?next=/portal/"
        assert client_for(official).get("/portal/").url == "/admin/"


@pytest.mark.django_db
class TestReadingModes:
    def test_the_edition_for_older_readers_is_one_press_and_is_kept(self, client):
        answer = client.get("/display/", {"elder": "1", "back": "/privacy/"})

        assert answer.url == "/privacy/"
        assert 'class="elder"' in client.get("/").content.decode()
        client.get("/display/", {"elder": "0"})
        assert 'class="elder"' not in client.get("/").content.decode()

    def test_both_modes_hold_together(self, client):
        client.get("/display/", {"elder": "1"})
        client.get("/display/", {"contrast": "1"})

        assert 'class="elder contrast"' in client.get("/").content.decode()

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_a_switch_never_leads_to_another_site(self, client, back):
        assert client.get("/display/", {"elder": "1", "back": back}).url == "/"

    def test_an_odd_cookie_does_no_harm(self, client):
        client.cookies["display"] = '"><script>'

        assert "<script>" not in client.get("/").content.decode().replace("<script src", "")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
class TestWhatGoesWrong:
    def test_a_missing_page_says_so_and_shows_ways_on(self, client):
        answer = client.get("/no-such-page/")

        assert answer.status_code == 404
        assert "找不到这个页面" in answer.content.decode()
        assert 'href="/check/"' in answer.content.decode()

    def test_a_refusal_is_told_in_its_own_words(self, client):
        answer = client.get("/refuse/")

        assert answer.status_code == 409
        assert "公示期未满。" in answer.content.decode()

    def test_a_form_without_its_cookie_is_explained(self, official):
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post("/accounts/login/", {"login": "x", "password": "y"})

        assert answer.status_code == 403
        assert "请重新提交" in answer.content.decode()

    def test_an_error_page_needs_neither_session_nor_database(self, client, django_assert_num_queries):
        client.raise_request_exception = False
        with django_assert_num_queries(0):
            answer = client.get("/break/")

        assert answer.status_code == 500
        assert "首页" in answer.content.decode()


class TestCards:
    def test_cards_come_in_order_and_only_where_there_is_something_to_show(self):
        registry = CardRegistry()
        registry.register(Card("b", 20, lambda user, today: Shown("乙")))
        registry.register(Card("a", 10, lambda user, today: Shown(f"甲 {today:%m-%d}")))
        registry.register(Card("c", 5, lambda user, today: None))
        registry.register(Card("b", 20, lambda user, today: Shown("乙二")))

        assert [shown.title for _, shown in registry.shown_to(None, TODAY)] == ["甲 06-01", "乙二"]

    def test_the_dashboard_puts_what_is_overdue_first_and_leaves_zeros_out(self):
        numbers = [
            Number("新到", 3, "/a/", urgency=Urgency.NEW),
            Number("逾期异议", 1, "/b/", urgency=Urgency.OVERDUE),
            Number("本周到期", 0, "/c/", urgency=Urgency.THIS_WEEK),
            Number("在册机构", 120, "/d/"),
        ]

        assert [(band.title, [number.label for number in band.numbers]) for band in dashboard.bands(numbers)] == [
            ("已逾期", ["逾期异议"]),
            ("新到", ["新到"]),
        ]

    @pytest.mark.parametrize(
        ("day", "expected"),
        [(dt.date(2026, 2, 28), 1), (dt.date(2026, 3, 1), 1), (dt.date(2026, 4, 20), 3), (dt.date(2026, 12, 31), 1)],
    )
    def test_the_year_of_the_office_knows_what_is_on(self, day, expected):
        assert sum(is_now for _, is_now in dashboard.year(day)) == expected


@pytest.mark.django_db
class TestSidebar:
    def links(self, user, rf):
        request = rf.get("/admin/")
        request.user = user
        return {item["link"] for group in work.navigation(request) for item in group["items"]}

    def test_an_official_sees_only_what_he_may_open(self, client_for, official, rf):
        browser = client_for(official)

        for link in self.links(official, rf):
            assert browser.get(link).status_code == 200, link

    def test_a_page_of_an_app_is_shown_to_those_who_may(self, official, reviewer, rf, monkeypatch):
        monkeypatch.setattr(work, "_pages", {})
        for address in ("/portal/", "/admin/not-installed/"):
            work.announce(
                work.WorkPage(work.Job.AWARDS, "轮次", address, allowed=lambda user: user.role == Role.REVIEWER)
            )

        assert "/portal/" in self.links(reviewer, rf)
        assert "/portal/" not in self.links(official, rf)
        assert "/admin/not-installed/" not in self.links(reviewer, rf)

    def test_the_first_page_of_officials_opens(self, client_for, official, monkeypatch):
        monkeypatch.setattr(cards, "dashboard", CardRegistry())
        cards.dashboard.register(
            Card("x", 1, lambda user, today: Shown("异议", (Number("逾期", 2, "/x/", urgency=Urgency.OVERDUE),)))
        )
        page = client_for(official).get("/admin/").content.decode()

        assert "已逾期" in page
        assert "一年的工作" in page
