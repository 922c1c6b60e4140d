"""What an agency and everybody else sees of an award year, and what an agency may do about its figures."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from incentives.awards.models import AwardLine, CheckState, FigureCheck
from incentives.awards.services import figures
from ipservice.accounts.models import Role
from ipservice.payments.models import PayeeAccount
from tests.factories.accounts import make_user
from tests.factories.agencies import make_member
from tests.factories.awards import YEAR, computed, on_notice, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def open_year(year, official):
    """Figures were shown today; there are days left to answer."""
    figures.open_checks(year.round.pk, by=official, today=dt.date.today())
    return year


def member_of(year, name: str, *, is_admin: bool = False):
    return make_member(year.agencies[name], is_admin=is_admin)


def check_of(year, name: str) -> FigureCheck:
    return FigureCheck.objects.get(agency=year.agencies[name])


def contest_data(check: FigureCheck, **changes) -> dict:
    plain = {
        "claimed_filed": check.filed,
        "claimed_concluded": check.concluded,
        "claimed_granted": check.granted + 1,
        "statement": "202310102344.5 已于 2023年12月5日 授权。",
    }
    return {f"check{check.pk}-{name}": value for name, value in {**plain, **changes}.items()}


def test_an_agency_confirms_its_figures(client_for, open_year):
    client = client_for(member_of(open_year, "甲所"))

    page = client.get(reverse("my_award", args=[YEAR])).content.decode()
    client.post(reverse("my_award_confirm", args=[check_of(open_year, "甲所").pk]))

    assert "100 件" in page
    assert "数据无误，确认" in page
    assert check_of(open_year, "甲所").state == CheckState.CONFIRMED


def test_an_agency_contests_its_figures_with_a_reason(client_for, open_year):
    check = check_of(open_year, "甲所")

    client_for(member_of(open_year, "甲所")).post(reverse("my_award_contest", args=[check.pk]), contest_data(check))

    contested = check_of(open_year, "甲所")
    assert (contested.state, contested.claimed_granted) == (CheckState.CONTESTED, 61)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"claimed_granted": 101}, "授权量 101 件不能多于结案量 100 件。"),
        ({"claimed_granted": 60}, "主张的数据与系统数据相同；如无不符，请选择确认。"),
        ({"statement": ""}, "该字段是必填项。"),
        ({"claimed_filed": "很多"}, "输入整数。"),
    ],
    ids=["more grants than cases", "nothing different", "no reason", "no number"],
)
def test_a_contest_that_is_refused_says_why_and_keeps_what_was_typed(client_for, open_year, changes, said):
    check = check_of(open_year, "甲所")

    answer = client_for(member_of(open_year, "甲所")).post(
        reverse("my_award_contest", args=[check.pk]), contest_data(check, **changes)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "statement" in changes or "202310102344.5" in page
    assert check_of(open_year, "甲所").state == CheckState.OPEN


@pytest.mark.parametrize("name", ["my_award_confirm", "my_award_contest"])
def test_a_neighbours_figures_do_not_exist(client_for, open_year, name):
    stranger = client_for(member_of(open_year, "乙所"))

    answer = stranger.post(reverse(name, args=[check_of(open_year, "甲所").pk]))

    assert answer.status_code == 404
    assert check_of(open_year, "甲所").state == CheckState.OPEN


def test_an_agency_without_a_part_in_the_year_finds_nothing(client_for, open_year):
    assert client_for(make_user(role=Role.AGENCY_STAFF)).get(reverse("my_award", args=[YEAR])).status_code == 404


def test_a_result_is_seen_by_its_agency_once_the_list_is_on_notice(client_for, checked_year, official, reviewer):
    client = client_for(member_of(checked_year, "丙所"))
    computed(official)
    before = client.get(reverse("my_award", args=[YEAR])).content.decode()

    on_notice(official, reviewer)
    after = client.get(reverse("my_award", args=[YEAR])).content.decode()

    assert "认定结果" not in before
    assert "还差 1 件授权" in after


def test_letters_are_for_the_own_agency_and_for_officials(client_for, checked_year, official, reviewer):
    decision = published(official, reviewer)
    line = AwardLine.objects.get(decision=decision, name="甲所")
    address = reverse("award_letter", args=[line.pk, "docx"])

    mine = client_for(member_of(checked_year, "甲所")).get(address)
    office = client_for(official).get(reverse("award_letter", args=[line.pk, "pdf"]))
    foreign = client_for(member_of(checked_year, "乙所")).get(address)

    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(mine.content)).paragraphs)
    assert "甲所：" in text
    assert office.content[:4] == b"%PDF"
    assert foreign.status_code == 404


def test_only_an_administrator_of_the_agency_changes_its_account(client_for, checked_year):
    filled = {"payee_name": "甲所", "bank": "中国工商银行重庆渝中支行", "account": "5001 2345 6789 01"}
    address = reverse("payee_account")

    client_for(member_of(checked_year, "甲所")).post(address, filled)
    assert PayeeAccount.objects.count() == 0

    admin = client_for(member_of(checked_year, "甲所", is_admin=True))
    admin.post(address, filled)
    page = admin.get(address).content.decode()

    assert PayeeAccount.objects.get().account == "50012345678901"
    assert "尾号 8901" in page
    assert "50012345678901" not in page


def test_an_account_in_another_name_is_refused_beside_its_field(client_for, checked_year):
    filled = {"payee_name": "张三", "bank": "中国工商银行重庆渝中支行", "account": "50012345678901"}

    answer = client_for(member_of(checked_year, "甲所", is_admin=True)).post(reverse("payee_account"), filled)

    assert answer.status_code == 422
    assert "与登记名称“甲所”不一致" in answer.content.decode()
    assert PayeeAccount.objects.count() == 0


def test_the_public_list_has_every_agency_with_rank_rate_interval_and_amount(client, checked_year, official, reviewer):
    published(official, reviewer)

    page = client.get(f"/awards/{YEAR}/").content.decode()

    for name in ("甲所", "乙所", "丙所", "丁所"):
        assert name in page
    assert "60.00%" in page
    assert "下载复算数据包" in page


def test_a_list_is_not_public_before_its_notice(client, checked_year, official):
    computed(official)

    assert client.get(f"/awards/{YEAR}/").status_code == 404
    assert "还没有公开的奖励名单" in client.get("/awards/").content.decode()


def test_a_line_shows_every_condition_with_its_distance(client, checked_year, official, reviewer):
    decision = on_notice(official, reviewer)
    line = AwardLine.objects.get(decision=decision, name="丙所")

    page = client.get(f"/awards/{YEAR}/{line.subject_code}/").content.decode()

    assert page.count("不符合") >= 1
    assert "相差 0.50 个百分点，还差 1 件授权" in page
    assert "对本行提出异议" in page
    assert client.get(f"/awards/{YEAR}/91500000DEM0000145/").status_code == 404


def test_the_public_list_asks_the_same_number_of_questions_whatever_its_length(
    client, checked_year, official, reviewer, django_assert_num_queries
):
    published(official, reviewer)
    client.get(f"/awards/{YEAR}/")

    with django_assert_num_queries(5):
        client.get(f"/awards/{YEAR}/")
    with django_assert_num_queries(5):
        client.get(f"/awards/{YEAR}/?q=甲所")


def test_an_export_holds_as_many_rows_as_the_list_counts(client, checked_year, official, reviewer):
    published(official, reviewer)

    sheet = openpyxl.load_workbook(BytesIO(client.get(f"/awards/{YEAR}/?result=not&export=xlsx").content)).active

    text = [str(row[0].value) for row in sheet.iter_rows()]
    assert any("结果：不符合条件" in line for line in text)
    assert [row[1].value for row in sheet.iter_rows() if row[1].value in {"甲所", "乙所", "丙所", "丁所"}] == [
        "丁所",
        "丙所",
    ]
