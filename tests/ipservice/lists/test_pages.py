"""One declared list: filters, order, pages, chips and export, all in the address, none of it an error page."""

import io
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django import forms
from django.test import RequestFactory

from ipservice.accounts.models import Role, User
from ipservice.lists.columns import Column, Kind
from ipservice.lists.export import ExportTooLarge
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import BoundList, ListPage
from tests.factories.accounts import make_user


class PeopleFilter(FilterForm):
    q = forms.CharField(label="姓名")
    role = forms.ChoiceField(label="角色", choices=[("", "全部"), *Role.choices()])
    joined = forms.DateField(label="加入日期")

    lookups = {"joined": "date_joined__date"}

    def by_q(self, queryset, value):
        return queryset.filter(display_name__contains=value)


PEOPLE = ListPage(
    name="people",
    title="人员",
    unit="人",
    order="name",
    page_size=3,
    form=PeopleFilter,
    columns=(
        Column("name", "姓名", value="display_name", is_head=True, sort=("display_name", "id")),
        Column("role", "角色", value=lambda user: Role.label_of(user.role), tone=lambda user: "info"),
        Column("id", "编号", kind=Kind.COUNT, unit="号", sort=("id",)),
        Column("phone", "电话", on_page=False),
    ),
)


@pytest.fixture
def seven_people(db) -> list[User]:
    names = ["=丁一", "甲二", "乙三", "甲四", "甲五", "丙六", "甲七"]
    return [make_user(role=Role.REVIEWER, display_name=name, phone="13800000000") for name in names]


def bound(query: str = "", page: ListPage = PEOPLE) -> BoundList:
    return page.bind(RequestFactory().get(f"/people/{query}"), User.objects.all())


def names(listed: BoundList) -> list[str]:
    return [row[0].text for row in listed.rows]


def test_a_list_shows_one_page_in_its_declared_order_and_counts_all(seven_people):
    listed = bound()

    assert names(listed) == sorted(user.display_name for user in seven_people)[:3]
    assert (listed.count_text, listed.page_count) == ("7", 3)


def test_filter_order_and_page_stand_in_the_address_together(seven_people):
    listed = bound("?q=甲&sort=-id&page=2")

    assert names(listed) == ["甲二"]
    assert [(chip.label, chip.value, chip.href) for chip in listed.chips] == [("姓名", "甲", "/people/?sort=-id")]
    assert [link.href for link in listed.page_links if link.rel == "prev"] == ["/people/?q=%E7%94%B2&sort=-id&page=1"]


def test_a_second_press_on_a_head_turns_the_order_round(seven_people):
    first = next(head for head in bound("?sort=id").heads if head.label == "编号")

    assert (first.aria_sort, parse_qs(urlsplit(first.href).query)) == ("ascending", {"sort": ["-id"]})
    assert [row[2].text for row in bound("?sort=-id").rows] == [f"{user.pk:,}" for user in reversed(seven_people[4:])]


def test_a_cell_carries_the_head_and_unit_of_its_column_for_small_screens(seven_people):
    assert [cell.label for cell in bound().rows[0]] == ["姓名", "角色", "编号（号）"]


def test_a_column_that_does_not_sort_has_no_link(seven_people):
    assert [head.label for head in bound().heads if not head.href] == ["角色"]


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=٣",
        "?page=99999999999999999999",
        "?sort=password",
        "?sort=--id",
        "?sort=",
    ],
)
def test_bad_parameters_never_break_the_page(seven_people, query):
    assert len(names(bound(query))) in (1, 3)


def test_a_filter_that_cannot_be_read_is_said_and_left_out(seven_people):
    listed = bound("?joined=昨天&q=甲")

    assert listed.count == 4
    assert len(listed.warnings) == 1
    assert listed.warnings[0].startswith("筛选条件“加入日期”已忽略：")


def test_a_choice_is_said_in_words(seven_people):
    assert [chip.value for chip in bound("?role=reviewer").chips] == ["复核人"]


def test_the_last_page_is_shown_for_a_page_beyond_it(seven_people):
    listed = bound("?page=9")

    assert (listed.page_number, len(listed.rows)) == (3, 1)
    assert [link.rel for link in listed.page_links if link.rel] == ["prev"]


def test_a_capped_count_says_so_and_offers_only_the_pages_that_it_counted(seven_people):
    capped = ListPage(name="p", title="人员", columns=PEOPLE.columns, order="name", page_size=2, count_cap=4)
    listed = bound(page=capped)

    assert (listed.count_text, listed.page_count, listed.page_count_text) == ("4+", 2, "2+")


def test_the_export_holds_every_row_of_the_list_with_the_filter_on_top(seven_people):
    listed = bound("?q=甲&sort=-id&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(listed.export().content)).active

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "人员"
    assert rows[1][0] == "筛选条件：姓名：甲"
    assert rows[2][0] == "记录数：4"
    assert rows[4] == ["姓名", "角色", "编号（号）", "电话"]
    assert [row[0] for row in rows[5:]] == ["甲七", "甲五", "甲四", "甲二"]
    assert len(rows) - 5 == listed.count
    assert rows[5][2] == seven_people[6].pk


def test_an_exported_name_is_never_a_formula(seven_people):
    sheet = openpyxl.load_workbook(io.BytesIO(bound("?q=丁").export().content)).active

    assert (sheet["A6"].value, sheet["A6"].data_type) == ("=丁一", "s")


def test_an_export_that_is_too_large_is_refused_and_never_cut(seven_people, monkeypatch):
    monkeypatch.setattr("ipservice.lists.export.MAX_EXPORT", 6)

    with pytest.raises(ExportTooLarge) as refused:
        bound().export()

    assert "所列共 7 条" in refused.value.message


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_asks_the_database_twice_however_long_it_is(db, people, django_assert_num_queries):
    for number in range(people):
        make_user(role=Role.REVIEWER, display_name=f"甲{number}")

    with django_assert_num_queries(2):
        listed = bound()
        assert (len(listed.rows), listed.count_text) == (people, str(people))


def test_rows_of_values_are_read_like_objects(seven_people):
    listed = PEOPLE.bind(RequestFactory().get("/people/"), User.objects.values("display_name", "role", "id", "phone"))
    plain = ListPage(name="p", title="人员", order="name", columns=(PEOPLE.columns[0], PEOPLE.columns[2]))

    assert names(plain.bind(listed.request, listed.found))[:1] == ["=丁一"]
