"""What the portal offers to fill in, from where, and what it leaves alone; last year's figures by this year's cells."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from agencies.filings.models import TotalSource
from agencies.filings.services import sources
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.definition import Item, ItemType, Option, Questionnaire, Section, Span
from supervision.survey.rules.states import ReturnState
from supervision.survey.services import answers, last_year, prefill, register_facts
from supervision.survey.services.shipped import shipped
from tests.factories.agencies import make_agency, make_attorney
from tests.factories.filings import make_total
from tests.factories.survey import a_return, open_survey, small_questionnaire

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 20, 9, 30, tzinfo=timezone.get_default_timezone())
KINDS = (Option("invention", "发明"), Option("utility_model", "实用新型"), Option("design", "外观设计"))
STEPS = (Option("filed", "申请"), Option("concluded", "结案"), Option("granted", "授权"))


@pytest.fixture
def agency():
    return make_agency(attorney_count=4)


def before(agency, values, **fields) -> SurveyReturn:
    terms = {"state": ReturnState.ACCEPTED, "submitted_at": NOW} | fields
    return a_return(open_survey(2024, agencies=[agency]), agency=agency, values=values, **terms)


def test_the_register_is_offered_with_its_source_and_nothing_is_filled_in(agency):
    mine = a_return(agency=agency)

    offered = prefill.values_for(mine.pk)

    assert {cell: offer.value for cell, offer in offered.items()} == {
        "10101": agency.credit_code,
        "10102": "2015-03-02",
    }
    assert offered["10102"].source.startswith("机构登记信息（")
    assert answers.read(mine.pk) == {}


def test_stocks_of_last_year_are_offered_and_flows_are_not(agency):
    before(agency, {"10201": 8, "10301": 3000000})
    mine = a_return(agency=agency)

    offered = prefill.values_for(mine.pk)

    assert offered["10201"] == prefill.Prefilled("8", "本机构2024年度填报", "last_year")
    assert "10301" not in offered


def test_what_was_never_sent_last_year_is_neither_offered_nor_compared(agency):
    before(agency, {"10201": 8}, state=ReturnState.FILLING, submitted_at=None)
    mine = a_return(agency=agency)

    assert last_year.figures(mine) == {}
    assert "10201" not in prefill.values_for(mine.pk)


def test_last_years_figures_are_found_under_this_years_codes_and_are_ones_own(agency):
    before(agency, {"10201": 8, "10301": 3000000, "10202/master/male": 2, "10103": "company"})
    stranger = make_agency()
    mine = a_return(agency=agency)

    assert last_year.figures(mine) == {
        "10201": Decimal(8),
        "10202/master/male": Decimal(2),
        "10301": Decimal(3000000),
    }
    assert last_year.figures(a_return(mine.survey, agency=agency, agency_id=stranger.pk)) == {}


def test_an_item_that_changed_its_code_finds_its_figure_of_before():
    moved = small_questionnaire()
    section = moved.sections[1]
    items = (replace(section.items[0], code="10299", former_code="10201"), *section.items[1:])
    moved = replace(moved, sections=(moved.sections[0], replace(section, items=items), moved.sections[2]))

    found = last_year.renamed(moved, {"10201": Decimal(8), "10202/master/male": Decimal(2)})

    assert found == {"10299": Decimal(8), "10202/master/male": Decimal(2)}


def with_filings() -> Questionnaire:
    item = Item(
        "10401",
        "专利代理",
        ItemType.INTEGER,
        "件",
        span=Span.FLOW,
        rows=KINDS,
        columns=STEPS,
        prefill="filings.by_kind",
    )
    return Questionnaire(2025, "业务量", (Section("104", "业务量", (item,)),))


def test_filings_are_offered_by_kind_and_step_from_the_source_in_force(agency, official):
    make_total(agency, 2025, source=TotalSource.FILINGS, kind="1", filed=120, concluded=80, granted=60)
    make_total(agency, 2025, source=TotalSource.FILINGS, kind="2", filed=30, concluded=30, granted=30)
    make_total(agency, 2025, kind="1", source=TotalSource.SUMMARY, filed=999)
    sources.choose(2025, TotalSource.FILINGS, reason="逐件数据完整", by=official, now=NOW)
    mine = a_return(open_survey(agencies=[agency], questionnaire=with_filings()))

    offered = prefill.values_for(mine.pk)

    assert [offer.value for offer in offered.values()] == ["120", "80", "60", "30", "30", "30", "0", "0", "0"]
    assert {offer.source for offer in offered.values()} == {"2025年专利申请数据（逐件数据汇总）"}


def test_no_filings_are_offered_while_no_source_counts_for_the_year(agency):
    make_total(agency, 2025, source=TotalSource.FILINGS, kind="1", filed=120)
    mine = a_return(open_survey(agencies=[agency], questionnaire=with_filings()))

    assert prefill.values_for(mine.pk) == {}


def test_what_the_questionnaire_would_refuse_is_not_offered(agency):
    item = Item(
        "10108",
        "所在区县",
        ItemType.CHOICE,
        options=(Option("x", "别处"), Option("y", "他处")),
        prefill="register.district",
    )
    survey = open_survey(agencies=[agency], questionnaire=Questionnaire(2025, "一项", (Section("101", "一", (item,)),)))

    assert prefill.values_for(a_return(survey).pk) == {}


def test_a_choice_is_offered_by_its_label():
    agency = make_agency()
    options = (Option("here", agency.district.name), Option("x", "别处"))
    item = Item("10108", "所在区县", ItemType.CHOICE, options=options, prefill="register.district")
    survey = open_survey(agencies=[agency], questionnaire=Questionnaire(2025, "一项", (Section("101", "一", (item,)),)))

    assert prefill.values_for(a_return(survey).pk)["10108"].value == agency.district.name


def test_attorneys_are_counted_one_by_one_where_no_number_is_registered():
    agency = make_agency(attorney_count=None)
    for state in ("practising", "practising", "left"):
        make_attorney(agency=agency, state=state)
    mine = a_return(agency=agency)

    assert register_facts.facts(mine)["attorneys"] == 2


def test_an_unknown_number_of_attorneys_is_left_out_and_not_zero():
    mine = a_return(agency=make_agency(attorney_count=None))

    assert "attorneys" not in register_facts.facts(mine)


def test_every_source_that_the_shipped_questionnaire_names_answers():
    named = {item.prefill for item in shipped(2025).items.values() if item.prefill}

    assert named
    assert {name for name in named if not prefill.is_known(name)} == set()
