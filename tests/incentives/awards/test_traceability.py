"""From a paper to the figures by its code, from a pattern to its filings, from a change of rules to the agencies."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client

from incentives.awards.models import AwardLine
from incentives.awards.services.effects import affected
from incentives.awards.services.letters import letter_of
from incentives.awards.services.whatif import Snapshot, outlook
from tests.factories.awards import YEAR, computed, published
from tests.factories.filings import make_filing
from tests.factories.incentives import award_facts, award_parameters, award_terms


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar", "checked_year")
@pytest.mark.parametrize("name", ["甲所", "丙所", "丁所"])
def test_every_figure_of_a_letter_is_found_by_its_code_on_the_page_of_the_line(official, reviewer, name):
    line = AwardLine.objects.select_related("decision__ruleset", "decision__notice").get(
        decision=published(official, reviewer), name=name
    )
    letter, anybody = letter_of(line), Client()

    record = anybody.get(f"/check/{letter.check_code}/").content.decode()
    address = f"/awards/{YEAR}/{line.subject_code}/"
    page = anybody.get(address).content.decode()

    assert f'href="{address}"' in record
    for count in (line.filed, line.granted, line.concluded):
        assert f"{count} 件" in letter.paragraphs[1]
        assert f"{count:,}" in page
    cells = [cell for row in letter.table.rows for cell in row if cell != "—"]
    assert [cell for cell in cells if cell not in page] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_a_seeded_pattern_is_shown_with_its_filings_and_decides_nothing(checked_year, official, client_for):
    agency = checked_year.agencies["甲所"]
    before = list(AwardLine.objects.filter(decision=computed(official)).values_list("name", "rank", "amount_fen"))
    official.is_staff = True
    official.save()
    seeded = [
        make_filing(agency, filed_on=dt.date(YEAR, 3, day), applicant_name="渝州大学", ipc_main_group="G06F").number
        for day in (1, 2, 3, 4, 5)
    ]

    page = client_for(official).get(f"/admin/awards/{YEAR}/screening/").content.decode()

    assert "没有发现需要核实的情形" not in page
    assert agency.credit_code in page
    assert [number for number in seeded if number not in page] == []
    assert "不影响名次" in page
    after = list(AwardLine.objects.filter(decision=computed(official)).values_list("name", "rank", "amount_fen"))
    assert after == before


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_a_change_of_the_rules_names_the_agencies_that_it_touches(draft):
    now = draft.ruleset.parameters

    assert affected(now, {**now, "floor_concluded": 51}) == [f"{YEAR}年度，退出：乙所。"]
    assert affected(now, {**now}) == [f"{YEAR}年度，没有机构受影响。"]


def test_a_worked_sensitivity_table_comes_out_for_five_hundred_agencies():
    """Agency i has 500 + i grants of 1,000 concluded cases: under a national rate of r, 1,000 − 1,000 r qualify."""
    field = [award_facts(f"{at:03d}", 100, 1000, 500 + at) for at in range(500)]
    rules = award_parameters()
    known = Snapshot(field, award_terms(national_rate=Fraction(1, 2)))
    worked = {"0.50": (500, 0), "0.55": (450, 50), "0.60": (400, 100), "0.75": (250, 250), "0.999": (1, 499)}

    found = {
        rate: outlook(known, rules, rules, terms=award_terms(national_rate=Fraction(Decimal(rate)))) for rate in worked
    }

    assert {rate: (each.after.qualified, len(each.lost)) for rate, each in found.items()} == worked
    assert all(each.before.qualified == 500 for each in found.values())
