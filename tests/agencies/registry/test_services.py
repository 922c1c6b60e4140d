"""The register's own deeds: entering, renaming, changing state, recording standing, and being found."""

import datetime as dt

import pytest

from agencies.registry.models import Agency, AgencyKind, AgencyName, StandingKind
from agencies.registry.rules import (
    NEXT_STATES,
    AgencyState,
    ChangeBeforeTheLast,
    ChangeInTheFuture,
    NameMissing,
    NameUnchanged,
    StateDoesNotFollow,
)
from agencies.registry.services import names, register, search_index, standing
from agencies.registry.services.grounds import Grounds
from agencies.registry.services.standing import StandingFact
from ipservice.audit.models import AuditEntry
from ipservice.foundation import latin
from ipservice.foundation.identifiers.errors import IdentifierError
from tests.factories.agencies import make_agency, make_credit_code

TODAY = dt.date(2026, 6, 1)
DAY = dt.timedelta(days=1)


def grounds(since: dt.date) -> Grounds:
    return Grounds(since=since, source="渝知发〔2026〕1号")


@pytest.mark.parametrize(
    ("name", "full", "initials", "sort_key"),
    [
        ("重庆博凯", "chongqingbokai", "cqbk", "chong qing bo kai"),
        ("长寿区重工专利所", "changshouquzhonggongzhuanlisuo", "csqzgzls", "chang shou qu zhong gong zhuan li suo"),
        ("A1号（Link）所", "a1haolinksuo", "a1hlinks", "a1 hao link suo"),
        ("吕梁２号", "lvliang2hao", "ll2h", "lv liang 2 hao"),
    ],
    ids=["重庆 is chongqing", "polyphones in their words", "Latin words stay whole", "full-width digits"],
)
def test_a_name_is_read(name, full, initials, sort_key):
    assert latin.read(name) == latin.Reading(full, initials, sort_key)


@pytest.mark.django_db
def test_a_registered_agency_begins_its_histories_and_is_on_record(official):
    agency = make_agency(name="重庆博凯专利所", by=official)

    assert list(agency.names.values_list("name", "since", "until")) == [("重庆博凯专利所", dt.date(2015, 3, 2), None)]
    assert list(agency.state_changes.values_list("state", "since", "recorded_by")) == [
        ("active", dt.date(2015, 3, 2), official.pk)
    ]
    entry = AuditEntry.objects.get(verb="agency.register")
    assert (entry.subject_key, entry.actor) == (str(agency.pk), official)


@pytest.mark.django_db
def test_a_code_with_a_letter_o_is_refused_with_what_was_meant():
    right = make_credit_code(1)

    with pytest.raises(IdentifierError) as refused:
        make_agency(credit_code=right.replace("0", "O", 1))

    assert refused.value.suggestion == right
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_a_code_that_another_agency_bears_is_refused_by_its_name():
    bearer = make_agency(name="甲所")

    with pytest.raises(register.CodeTaken) as refused:
        make_agency(credit_code=bearer.credit_code.lower())

    assert refused.value.message.startswith(f"统一社会信用代码 {bearer.credit_code} 已登记在“甲所”名下")


@pytest.mark.django_db
def test_an_agency_without_any_code_is_refused():
    with pytest.raises(register.CodeMissing):
        make_agency(credit_code=None, agency_code=None)


@pytest.mark.django_db
def test_a_branch_belongs_to_a_head_office_and_to_nothing_else():
    head = make_agency()
    branch = make_agency(kind=AgencyKind.BRANCH, head_office=head)

    with pytest.raises(register.HeadOfficeMismatch):
        make_agency(kind=AgencyKind.BRANCH, head_office=branch)
    with pytest.raises(register.HeadOfficeMismatch):
        make_agency(head_office=head)

    assert list(head.branches.all()) == [branch]


@pytest.mark.django_db
def test_a_renamed_agency_is_found_by_both_names(official):
    agency = make_agency(name="重庆旧名专利所")

    names.rename(agency.pk, "重庆博凯专利所", grounds=grounds(TODAY), today=TODAY, by=official)

    agency.refresh_from_db()
    assert agency.name_pinyin == "chong qing bo kai zhuan li suo"
    assert agency.search_text == f"重庆博凯专利所\n重庆旧名专利所\n{agency.credit_code.lower()}\n{agency.agency_code}"
    assert agency.search_latin.split("\n") == [
        "chongqingbokaizhuanlisuo",
        "cqbkzls",
        "chongqingjiumingzhuanlisuo",
        "cqjmzls",
    ]
    assert list(agency.names.values_list("name", "since", "until")) == [
        ("重庆博凯专利所", TODAY, None),
        ("重庆旧名专利所", dt.date(2015, 3, 2), TODAY),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "since", "refusal"),
    [
        ("甲所", TODAY, NameUnchanged),
        ("  ", TODAY, NameMissing),
        ("乙所", TODAY + DAY, ChangeInTheFuture),
        ("乙所", dt.date(2015, 3, 1), ChangeBeforeTheLast),
    ],
    ids=["same name", "blank", "tomorrow", "before the present name began"],
)
def test_a_rename_that_cannot_be_leaves_the_name(name, since, refusal):
    agency = make_agency(name="甲所")

    with pytest.raises(refusal):
        names.rename(agency.pk, name, grounds=grounds(since), today=TODAY, by=None)

    assert list(AgencyName.objects.values_list("name", "until")) == [("甲所", None)]


@pytest.mark.django_db
def test_a_dissolved_agency_keeps_its_row_and_its_history(official):
    agency = make_agency()

    register.change_state(agency.pk, AgencyState.DISSOLVED, grounds=grounds(TODAY), today=TODAY, by=official)

    agency.refresh_from_db()
    assert (agency.state, agency.state_since) == (AgencyState.DISSOLVED, TODAY)
    assert list(agency.state_changes.values_list("state", "since")) == [
        ("dissolved", TODAY),
        ("active", dt.date(2015, 3, 2)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("present", list(AgencyState))
def test_a_state_is_followed_only_by_those_in_the_table(present):
    for wanted in set(AgencyState) - set(NEXT_STATES[present]):
        agency = make_agency(state=present)
        with pytest.raises(StateDoesNotFollow):
            register.change_state(agency.pk, wanted, grounds=grounds(TODAY), today=TODAY, by=None)
        assert Agency.objects.get(pk=agency.pk).state == present


@pytest.mark.django_db
def test_a_new_credit_grade_ends_the_one_before(official):
    agency = make_agency()
    first, second, between = dt.date(2024, 5, 1), dt.date(2026, 5, 1), dt.date(2025, 5, 1)

    for value, day in (("A", first), ("B", second), ("A+", between)):
        fact = StandingFact(kind=StandingKind.CREDIT_GRADE, value=value, valid_from=day, source="国知发运字〔2024〕9号")
        standing.record_standing(agency.pk, fact, by=official)
        standing.record_standing(agency.pk, fact, by=official)

    assert list(agency.standings.values_list("value", "valid_from", "valid_until")) == [
        ("B", second, None),
        ("A+", between, second),
        ("A", first, between),
    ]
    assert [grade.value for grade in agency.standings.in_force_on(second - DAY)] == ["A+"]
    assert [grade.value for grade in agency.standings.in_force_on(second)] == ["B"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"value": "E"}, standing.UnknownGrade),
        ({"source": " "}, standing.SourceMissing),
        ({"valid_until": TODAY}, standing.StandingEndsBeforeItBegins),
    ],
    ids=["no such grade", "no source", "ends on its first day"],
)
def test_a_standing_that_cannot_be_is_not_recorded(changes, refusal):
    agency = make_agency()
    fact = {"kind": "credit_grade", "value": "A", "valid_from": TODAY, "source": "公告"}

    with pytest.raises(refusal):
        standing.record_standing(agency.pk, StandingFact(**{**fact, **changes}), by=None)

    assert not agency.standings.exists()


@pytest.mark.django_db
def test_two_grades_from_one_day_contradict_each_other():
    agency = make_agency()
    standing.record_standing(agency.pk, StandingFact("credit_grade", "A", TODAY, "公告一"), by=None)

    with pytest.raises(standing.GradeContradicts, match="已登记为“A”（公告一）"):
        standing.record_standing(agency.pk, StandingFact("credit_grade", "B", TODAY, "公告二"), by=None)


@pytest.mark.django_db
def test_refreshing_writes_only_rows_whose_keys_are_wrong():
    agencies = [make_agency() for _ in range(3)]
    Agency.objects.filter(pk=agencies[1].pk).update(search_text="")

    assert search_index.refresh([agency.pk for agency in agencies]) == 1
    assert search_index.refresh() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_refreshing_takes_two_statements_whatever_the_number(size, django_assert_num_queries):
    ids = [make_agency().pk for _ in range(size)]

    with django_assert_num_queries(5):  # the two, the savepoint around them, the row that ends the pages kept so far
        search_index.refresh(ids)
