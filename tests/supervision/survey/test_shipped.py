"""The questionnaire that comes with the portal, and every message that its checks can give (6.67)."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
from django.conf import settings

from supervision.survey.rules.checking import check
from supervision.survey.rules.definition import ItemType, Severity
from supervision.survey.rules.expressions import cells_named, parse
from supervision.survey.rules.validating import faults
from supervision.survey.rules.values import as_shown, as_text
from supervision.survey.rules.values import parse as read
from supervision.survey.services.shipped import shipped
from tests.factories.agencies import make_credit_code
from tests.factories.survey_full import full_values

NUMBERS = {"change_percent": 50, "revenue_per_head_low": 30_000, "revenue_per_head_high": 2_000_000}
FORM = shipped(2025, NUMBERS)
CODE = make_credit_code(1)
REGISTER = {"attorneys": 8, "branches": 2, "credit_code": CODE, "founded_year": 2015}
GOOD = full_values(FORM, credit_code=CODE)
LAST_YEAR = {key: value for key, value in GOOD.items() if isinstance(value, Decimal)} | {"10201": Decimal(18)}
EXPLANATION = "本年与同城机构合并办公，数据含并入部分。"
REFERENCE = settings.BASE_DIR / "ipservice" / "reference" / "data"


def findings(values, *, last_year=LAST_YEAR, explanations=None, register=REGISTER):
    found = check(FORM, values, last_year=last_year, register=register, explanations=explanations or {})
    return {finding.code: finding for finding in found}


def test_it_has_the_nine_parts_over_three_hundred_cells_and_nothing_wrong_with_it():
    assert [section.code for section in FORM.sections] == [str(code) for code in range(101, 110)]
    assert len(FORM.cells) >= 300
    assert [str(fault) for fault in faults(FORM)] == []


def test_every_amount_is_in_yuan_and_every_number_has_its_unit():
    assert {item.unit for item in FORM.items.values() if item.type == ItemType.MONEY} == {"元"}
    assert [item.code for item in FORM.items.values() if item.is_numeric and not item.unit] == []


def test_clusters_and_districts_are_those_in_force_at_the_end_of_the_year():
    on = dt.date(2025, 12, 31).isoformat()

    def in_force(name: str, **wanted: tuple[str, ...]) -> dict[str, str]:
        with (REFERENCE / name).open(encoding="utf-8-sig") as file:
            return {
                row["code"]: row["name"]
                for row in csv.DictReader(file)
                if all(row[column] in values for column, values in wanted.items())
                and row["valid_from"] <= on
                and (not row["valid_until"] or row["valid_until"] > on)
            }

    clusters = in_force("industries.csv", scheme=("33618",), level=("cluster",))
    districts = in_force("districts.csv", kind=("district", "county", "autonomous_county"))
    assert {row.code: row.label for row in FORM.items["10506"].rows if row.code != "none"} == clusters
    assert {row.code: row.label for row in FORM.items["10505"].rows} == districts


def test_an_agency_that_answers_everything_rightly_hears_nothing():
    assert findings(GOOD) == {}


def wrong_for(rule):
    """Answers that break one check: each of its cells in turn is made larger, smaller, nothing, or other text."""
    for ref in cells_named(parse(rule.expression)):
        for key in FORM.matching(ref.pattern):
            for value in _other_values(GOOD.get(key)):
                values = {**GOOD, key: value}
                if rule.code in findings(values):
                    return values
    return None


def _other_values(value):
    if isinstance(value, str):
        return ["91599900MA000001X9", "不对"]
    value = value or Decimal(0)
    return [value + 1, value * 30 + 7, Decimal(0), value / 40, Decimal(10**11), value - 1]


@pytest.mark.parametrize("rule", FORM.checks, ids=[rule.code for rule in FORM.checks])
def test_every_message_can_be_met_and_its_own_cure_makes_it_go(rule):
    values = wrong_for(rule)

    assert values is not None, f"{rule.code} can't fail"
    found = findings(values)[rule.code]
    cured = {**values, **found.remedy}
    if rule.severity == Severity.HARD:
        assert found.remedy, f"{rule.code} 没有给出改法：{found.cure}"
    if found.remedy:
        assert rule.code not in findings(cured)
    if rule.severity == Severity.SOFT:
        explained = findings(values, explanations={found.anchor: EXPLANATION})[rule.code]
        assert explained.is_explained
        assert not explained.stops
        assert "说明" in found.cure


@pytest.mark.parametrize("rule", FORM.checks, ids=[rule.code for rule in FORM.checks])
def test_no_cure_contradicts_the_form(rule):
    """What the check advises is what the cell accepts, in the unit of the form; what it calls on has an explanation."""
    found = findings(wrong_for(rule))[rule.code]

    for key, value in found.remedy.items():
        item = FORM.cells[key].item
        assert read(item, as_text(item, value)) == value
        assert as_shown(item, value) in found.cure or "{target}" not in rule.cure
    assert FORM.items[found.definition].help
    assert "{" not in found.message + found.cure
    assert found.cells
    assert found.value
    assert found.rule


def test_every_required_item_says_what_is_missing_and_takes_its_own_cure():
    required = [item for item in FORM.items.values() if item.is_required]

    for item in required:
        values = {**GOOD, item.code: None}
        found = next(one for one in check_all(values) if one.definition == item.code and one.code == "required")
        if found.remedy:
            cured = {**values, **found.remedy}
            assert not [one for one in check_all(cured) if one.code == "required" and one.definition == item.code]
    assert len(required) > 15


def check_all(values):
    return check(FORM, values, last_year=LAST_YEAR, register=REGISTER, explanations={})


@pytest.mark.parametrize("key", [key for key, cell in FORM.cells.items() if cell.item.type == ItemType.MONEY][:12])
def test_an_amount_typed_in_ten_thousands_is_found_and_its_cure_makes_it_go(key):
    before = {**LAST_YEAR, key: Decimal(4_000_000)}
    typed = {**GOOD, key: Decimal(410)}
    found = next(
        one
        for one in check(FORM, typed, last_year=before, register=REGISTER, explanations={})
        if one.code == "unit_slip"
    )

    assert found.remedy == {key: Decimal(4_100_000)}
    cured = check(FORM, {**typed, **found.remedy}, last_year=before, register=REGISTER, explanations={})
    assert "unit_slip" not in {one.code for one in cured}
