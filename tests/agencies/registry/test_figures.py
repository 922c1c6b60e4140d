"""Agencies are counted with the states and the districts of the day that is asked about."""

import datetime as dt

import pytest

from agencies.registry.figures import by_district, by_state
from agencies.registry.models import Agency, StateChange
from ipservice.reference.models import District
from tests.factories.accounts import make_district
from tests.factories.agencies import make_agency

pytestmark = pytest.mark.django_db

CHANGE = dt.date(2025, 11, 6)
BEFORE, AFTER = dt.date(2025, 6, 1), dt.date(2026, 6, 1)


@pytest.fixture
def districts() -> dict[str, District]:
    """Two districts that became one, and one that stayed."""
    District.objects.all().delete()
    old = [make_district(code=code, name=name, valid_until=CHANGE) for code, name in (("1", "江北"), ("2", "渝北"))]
    new = make_district(code="3", name="两江", valid_from=CHANGE)
    for place in old:
        place.successors.add(new)
    return {place.name: place for place in (*old, new, make_district(code="4", name="北碚"))}


def counts(table) -> list[tuple[str, int]]:
    return [(value.labels[0], value.count) for value in table.values]


def test_today_speaks_of_the_districts_of_today(districts):
    make_agency(district=districts["两江"])
    make_agency(district=districts["北碚"])
    make_agency(district=districts["北碚"])

    table = by_district(AFTER)

    assert counts(table) == [("两江", 1), ("北碚", 2)]
    assert table.edition == "按 2026年6月1日 有效的 2 个区县"


def test_a_day_before_the_change_names_what_the_district_came_from_without_guessing(districts):
    make_agency(district=districts["两江"])
    make_agency(district=districts["江北"])

    table = by_district(BEFORE)

    assert counts(table) == [("江北", 1), ("渝北", 0), ("北碚", 0), ("江北、渝北", 1)]
    assert table.total == 2


def test_an_agency_still_written_under_an_abolished_district_is_counted_in_its_successor(districts):
    make_agency(district=districts["江北"])

    assert counts(by_district(AFTER)) == [("两江", 1), ("北碚", 0)]


def test_an_agency_counts_from_its_licence_to_its_end(districts):
    agency = make_agency(district=districts["北碚"], founded_on=dt.date(2024, 1, 10), licensed_on=dt.date(2024, 3, 1))
    StateChange.objects.create(agency=agency, state="dissolved", since=dt.date(2025, 2, 1))

    on = [dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2025, 1, 31), dt.date(2025, 2, 1)]

    assert [by_district(day).total for day in on] == [0, 1, 1, 0]


def test_a_merged_record_is_not_counted_beside_its_survivor(districts):
    kept, absorbed = make_agency(district=districts["北碚"]), make_agency(district=districts["北碚"])
    Agency.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    assert by_district(AFTER).total == 1


def test_states_are_those_of_the_day(districts):
    agency = make_agency(district=districts["北碚"])
    make_agency(district=districts["北碚"])
    StateChange.objects.create(agency=agency, state="suspended", since=dt.date(2025, 2, 1))

    assert counts(by_state(dt.date(2025, 1, 31)))[:2] == [("正常执业", 2), ("停止承接新业务", 0)]
    assert counts(by_state(dt.date(2025, 2, 1)))[:2] == [("正常执业", 1), ("停止承接新业务", 1)]
    assert by_district(dt.date(2025, 2, 1)).total == 2


def test_an_agency_without_any_history_counts_in_its_present_state(districts):
    agency = make_agency(district=districts["北碚"])
    agency.state_changes.all().delete()
    Agency.objects.filter(pk=agency.pk).update(state="revoked")

    assert counts(by_state(AFTER))[2] == ("吊销", 1)


@pytest.mark.parametrize("size", [1, 3])
def test_four_statements_however_many_agencies(districts, size, django_assert_num_queries):
    for _ in range(size):
        make_agency(district=districts["北碚"])

    with django_assert_num_queries(4):
        by_district(AFTER)
