"""Registers come in by file: agencies with their histories, attorneys, grades, totals; all of it can be taken back."""

import json
from datetime import date

import pytest
from django.db import connection

from agencies.filings.models import YearlyTotal
from agencies.registry.models import Agency, AgencyName, AttorneyPractice, PatentAttorney, Standing, StateChange
from ipservice.intake.models import RunState, Severity
from ipservice.intake.services import runs
from ipservice.intake.services.undo import RunHasDependants, undo
from tests.ipservice.intake.test_messy_files import MESSY

TODAY = date(2026, 6, 1)
SOURCE = {"source": "2026年名册", "as_of": "2026-05-01"}
TABLES = (
    "agencies_agency",
    "agencies_agencyname",
    "agencies_statechange",
    "agencies_patentattorney",
    "agencies_attorneypractice",
    "agencies_standing",
    "agencies_yearlytotal",
)
NEW_CODE = "91500000DEM0000145"


def taken_in(feed: str, text: str, **options):
    return runs.run_import(feed, text.encode(), name="表.csv", by=None, options={"today": TODAY, **options})


def contents() -> dict[str, list]:
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t ORDER BY id')
            found[table] = [json.loads(row) for (row,) in cursor.fetchall()]
        return found


def test_a_new_agency_begins_its_histories_and_is_found(register):
    run = taken_in("agencies", "机构名称,机构代码,所在区县,设立日期\n重庆新所,88001,渝中区,2020-02-03\n", **SOURCE)

    agency = Agency.objects.get(agency_code="88001")
    assert (run.rows_new, agency.district.name, agency.source) == (1, "渝中区", "2026年名册")
    assert list(agency.names.values_list("name", "since", "until")) == [("重庆新所", date(2020, 2, 3), None)]
    assert list(agency.state_changes.values_list("state", "since")) == [("active", date(2020, 2, 3))]
    assert Agency.objects.found_by("新所").get() == agency


def test_a_renamed_agency_keeps_its_former_name(register):
    before = Agency.objects.get(agency_code="99001")

    taken_in("agencies", "机构名称,机构代码\n重庆改名所,99001\n", **SOURCE)

    assert list(AgencyName.objects.filter(agency=before).order_by("id").values_list("name", "since", "until")) == [
        (before.name, None, date(2026, 5, 1)),
        ("重庆改名所", date(2026, 5, 1), None),
    ]
    assert Agency.objects.found_by(before.name[4:8]).filter(pk=before.pk).exists()


def test_a_change_of_state_continues_the_history_and_an_impossible_one_is_given_back(register):
    header = "机构名称,机构代码,状态,状态自\n"
    name = Agency.objects.get(agency_code="99001").name
    taken_in("agencies", f"{header}{name},99001,注销,2026-04-01\n", **SOURCE)

    run = taken_in("agencies", f"{header}{name},99001,正常,2026-05-01\n", **SOURCE)

    assert list(StateChange.objects.filter(agency__agency_code="99001").values_list("state", "since")) == [
        ("dissolved", date(2026, 4, 1))
    ]
    assert "不能变更为" in run.issues.get(severity=Severity.REJECTED).message


def test_a_branch_finds_its_head_office_in_the_same_file(register):
    taken_in(
        "agencies",
        "机构名称,机构代码,所在区县,类型,总部机构代码\n总所,88001,渝中区,总部,\n分所,88002,南岸区,分支机构,88001\n",
        **SOURCE,
    )

    assert Agency.objects.get(agency_code="88002").head_office.agency_code == "88001"


def test_lost_zeros_of_a_code_are_restored_and_reported(register):
    run = taken_in("agencies", "机构名称,机构代码,所在区县\n零所,0123,渝中区\n零一所,456,渝中区\n", **SOURCE)

    assert set(Agency.objects.filter(name__startswith="零").values_list("agency_code", flat=True)) == {"00123", "00456"}
    assert [issue.suggestion for issue in run.issues.filter(severity=Severity.FIXED)] == ["00123", "00456"]


def test_look_alike_letters_in_a_credit_code_are_asked_about_with_the_suggestion(register):
    run = taken_in(
        "agencies",
        "机构名称,统一社会信用代码,所在区县\n甲所,915OOOO0DEM0000145,渝中区\n",
        confirm=False,
        **SOURCE,
    )

    issue = run.issues.get(severity=Severity.ASK)
    assert (issue.cell, issue.suggestion) == ("B2", NEW_CODE)


def test_the_messy_register_is_loaded_and_its_total_is_explained(register):
    path = next(MESSY.glob("01_*"))
    options = {"today": TODAY, "confirm": False, "source": "一览表", "as_of": "2025-12-31"}

    run = runs.run_import("agencies", path, name=path.name, by=None, options=options)

    totals = {total["column"]: total for total in run.control_totals}
    assert (run.rows_data, run.rows_refused) == (37, 1)
    assert run.issues.get(code="row.duplicate").cell == "D57"
    assert totals["从业人员"]["difference"] == 9
    assert totals["从业人员"]["explanation"] == "差额恰为第57行的数值，文件的合计可能未含该行。"
    assert totals["发明专利授权量"]["explanation"].startswith("除第57行的 66 外，逐行相加多 59")


def test_the_repeated_number_of_the_messy_filings_is_asked_about(register):
    path = next(MESSY.glob("02_*"))

    run = runs.run_import("filings", path, name=path.name, by=None, options={"today": TODAY, "confirm": False})

    issue = run.issues.get(code="row.duplicate")
    assert (issue.cell, issue.severity) == ("A66", Severity.ASK)
    assert "与第2行重复" in issue.message
    assert "首次结论" in issue.message or "法律状态" in issue.message


def test_attorneys_get_their_spans_and_a_change_of_agency_ends_the_former(register):
    header = "姓名,资格证号,机构代码,首次执业日期\n"
    taken_in("attorneys", f"{header}张三,5012345,99001,2015-01-01\n")

    taken_in("attorneys", f"{header}张三,5012345,99002,2015-01-01\n", as_of="2026-03-01")

    spans = AttorneyPractice.objects.order_by("id").values_list("agency__agency_code", "since", "until")
    assert list(spans) == [("99001", date(2015, 1, 1), date(2026, 3, 1)), ("99002", date(2026, 3, 1), None)]
    assert PatentAttorney.objects.get().agency.agency_code == "99002"


def test_a_new_grade_ends_the_one_before_and_a_contradiction_is_given_back(register):
    first = taken_in("standings", "机构代码,信用等级\n99001,A\n", as_of="2025-01-01", source="甲号文")
    second = taken_in("standings", "机构代码,信用等级\n99001,B\n", as_of="2026-01-01", source="乙号文")

    third = taken_in("standings", "机构代码,信用等级\n99001,C\n", as_of="2026-01-01", source="丙号文")

    assert (first.rows_new, second.rows_new, third.rows_new, third.rows_refused) == (1, 1, 0, 1)
    assert list(Standing.objects.order_by("id").values_list("value", "valid_from", "valid_until")) == [
        ("A", date(2025, 1, 1), date(2026, 1, 1)),
        ("B", date(2026, 1, 1), None),
    ]
    assert "已登记为“B”（乙号文）" in third.issues.get().message


def test_a_yearly_summary_takes_its_year_from_the_upload(register):
    run = taken_in(
        "yearly_summary", "代理机构,申请量,结案量,授权量\n99001,10,8,5\n99002,3,2,4\n合计,13,10,9\n", year="2025"
    )

    row = YearlyTotal.objects.get()
    assert (row.year, row.source, row.kind, row.filed, row.concluded, row.granted) == (2025, "summary", "1", 10, 8, 5)
    assert (run.rows_refused, run.rows_skipped) == (1, 1)
    assert [total["explanation"] for total in run.control_totals] == ["一致"] * 3


@pytest.mark.parametrize(
    ("feed", "first", "second", "options"),
    [
        (
            "agencies",
            "机构名称,机构代码,所在区县,状态,状态自\n新所,88001,渝中区,正常,2020-01-01\n改名,99002,渝中区,,\n",
            "机构名称,机构代码,所在区县,状态,状态自\n新所改,88001,南岸区,注销,2026-02-01\n再一所,88009,渝中区,,\n",
            SOURCE,
        ),
        (
            "attorneys",
            "姓名,资格证号,机构代码,首次执业日期\n张三,5012345,99001,2015-01-01\n",
            "姓名,资格证号,机构代码,首次执业日期\n张三,5012345,99002,2015-01-01\n李四,5012346,99002,2016-01-01\n",
            {},
        ),
        (
            "standings",
            "机构代码,信用等级,自\n99001,A,2025-01-01\n",
            "机构代码,信用等级,自\n99001,B,2026-01-01\n",
            {"source": "文"},
        ),
        (
            "yearly_summary",
            "代理机构代码,申请量,结案量,授权量\n99001,10,8,5\n",
            "代理机构代码,申请量,结案量,授权量\n99001,10,9,5\n99002,1,1,1\n",
            {"year": "2025"},
        ),
    ],
    ids=["agencies", "attorneys", "standings", "summary"],
)
def test_an_undone_import_leaves_every_table_exactly_as_it_was(register, feed, first, second, options):
    taken_in(feed, first, **options)
    before = contents()
    run = taken_in(feed, second, **options)
    assert run.state == RunState.COMMITTED
    assert contents() != before

    undo(run.pk, by=None, reason="导错文件")

    assert contents() == before


def test_an_agency_to_which_something_belongs_is_not_taken_back(register):
    run = taken_in("agencies", "机构名称,机构代码,所在区县\n新所,88001,渝中区\n", **SOURCE)
    taken_in("attorneys", "姓名,资格证号,机构代码\n张三,5012345,88001\n")

    with pytest.raises(RunHasDependants) as refused:
        undo(run.pk, by=None, reason="导错文件")

    assert "专利代理师 1 条" in refused.value.message
    assert "执业经历 1 条" in refused.value.message
    assert Agency.objects.filter(agency_code="88001").exists()


def test_an_agency_that_was_changed_by_hand_since_is_not_taken_back(register):
    run = taken_in("agencies", "机构名称,机构代码,所在区县\n新所,88001,渝中区\n", **SOURCE)
    Agency.objects.filter(agency_code="88001").update(address="新地址1号")

    with pytest.raises(RunHasDependants) as refused:
        undo(run.pk, by=None, reason="导错文件")

    assert "“新所”后来有改动" in refused.value.message
