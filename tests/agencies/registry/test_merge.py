"""Two records that are one agency: found, merged with every child row, and taken apart again exactly."""

import datetime as dt

import pytest

from agencies.filings.models import Filing, TotalSource, YearlyTotal
from agencies.registry.models import Agency, AgencyAlias, AgencyKind, AgencyMerge, AgencyService
from agencies.registry.rules.duplicates import Pair, Record, core_name, pairs
from agencies.registry.services import children, duplicates, merge, names, standing
from agencies.registry.services.grounds import Grounds
from agencies.registry.services.standing import StandingFact
from ipservice.reference.models import ServiceType
from tests.factories.agencies import make_agency, make_attorney, make_credit_code, make_member

TODAY = dt.date(2026, 6, 1)


def record(number: int, **fields) -> Record:
    facts = {
        "name": "甲乙丙丁戊己庚辛"[number % 8] * 3,
        "core_pinyin": "",
        "credit_code": "",
        "agency_code": "",
        "kind": "head_office",
    }
    return Record(id=number, **{**facts, **fields})


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("重庆博凯知识产权代理有限公司", "博凯"),
        ("重庆市博凯专利事务所（普通合伙）", "博凯"),
        ("博凯(重庆)商标咨询有限责任公司", "博凯"),
        ("专利代理有限公司", ""),
    ],
)
def test_the_core_of_a_name_is_what_tells_it_apart(name, core):
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"name": "重庆博凯专利所"}, {"name": "博凯知识产权有限公司"}, ("名称核心部分相同",)),
        ({"core_pinyin": "bokai"}, {"core_pinyin": "bokai"}, ("名称读音相同",)),
        ({"name": "博凯智"}, {"name": "博凯志"}, ("名称只差一字",)),
        ({"credit_code": "91500000MA0000001A"}, {"credit_code": "91500000MAOOOOO01A"}, ("统一社会信用代码形近",)),
        ({"credit_code": "91500000MA5UABCD1X"}, {"credit_code": "91500103MA5UABCD17"}, ("主体标识码相同",)),
    ],
    ids=["core", "sound", "one character", "look-alike signs", "organisation code"],
)
def test_records_that_may_be_one_are_proposed_with_the_reason(one, other, reasons):
    found = pairs([record(1, **one), record(2, **other), record(3)])

    assert [(pair.first, pair.second) for pair in found] == [(1, 2)]
    assert set(reasons) <= set(found[0].reasons)


def test_a_branch_is_no_duplicate_of_its_head_office():
    assert pairs([record(1, name="博凯所"), record(2, name="博凯所", kind="branch")]) == []


def test_a_name_that_everybody_bears_proposes_nobody():
    assert pairs([record(number, name="博凯所") for number in range(21)]) == []


def test_the_most_likely_pair_comes_first():
    found = pairs(
        [
            record(1, core_pinyin="a"),
            record(2, core_pinyin="a"),
            *(record(n, name="博凯所", core_pinyin="b") for n in (3, 4)),
        ]
    )

    assert found == [Pair(3, 4, ("名称核心部分相同", "名称读音相同")), Pair(1, 2, ("名称读音相同",))]


def test_every_relation_to_an_agency_is_named_for_merging():
    assert children.relations() == [child.label for child in children.all_children()]


@pytest.fixture
def two(db) -> tuple[Agency, Agency]:
    """博凯 twice: once from the licence with everything, once from a workbook without agency code."""
    kept = make_agency(name="重庆博凯知识产权代理有限公司", agency_code=None, address="")
    absorbed = make_agency(name="重庆博凯专利所", agency_code="50123", address="人民路1号")
    types = [ServiceType.objects.create(code=f"1{n}", name=f"服务{n}") for n in range(2)]
    AgencyService.objects.create(agency=kept, service_type=types[0])
    for service_type in types:
        AgencyService.objects.create(agency=absorbed, service_type=service_type)
    make_attorney(agency=absorbed)
    make_agency(kind=AgencyKind.BRANCH, head_office=absorbed)
    make_member(absorbed, is_admin=True)
    standing.record_standing(absorbed.pk, StandingFact("credit_grade", "A", TODAY, "公告"), by=None)
    Filing.objects.create(
        number="2023101023445", filed_year=2023, kind="1", agency=absorbed, filed_on=dt.date(2023, 5, 1)
    )
    for agency, filed in ((kept, 3), (absorbed, 4)):
        YearlyTotal.objects.create(agency=agency, year=2022, kind="1", source=TotalSource.SUMMARY, filed=filed)
    YearlyTotal.objects.create(agency=absorbed, year=2021, kind="1", source=TotalSource.SUMMARY, filed=9)
    names.rename(absorbed.pk, "重庆远东所", grounds=Grounds(TODAY, "登记"), today=TODAY, by=None)
    return Agency.objects.get(pk=kept.pk), Agency.objects.get(pk=absorbed.pk)


def picture() -> dict:
    """Every row that has to do with an agency, and the agencies, as plain values."""
    rows = {child.label: sorted(map(repr, child.model._base_manager.values())) for child in children.all_children()}
    for derived in ("agencies.YearlyTotal.agency", "agencies.AgencyMerge.kept", "agencies.AgencyMerge.absorbed"):
        rows.pop(derived)
    totals = YearlyTotal.objects.order_by("agency", "year", "source").values("agency", "year", "source", "filed")
    agencies = Agency.objects.order_by("pk").values(*(f.name for f in Agency._meta.fields if f.name != "updated_at"))
    stable = {label: found for label, found in rows.items() if not label.startswith("agencies.Agency.")}
    return {**stable, "totals": list(totals), "agencies": list(agencies)}


def test_every_child_row_moves_and_both_codes_and_names_find_the_survivor(two, official):
    kept, absorbed = two
    code = absorbed.credit_code

    merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)

    kept.refresh_from_db()
    absorbed.refresh_from_db()
    for child in children.all_children():
        left = child.model._base_manager.filter(**{child.field: absorbed}).count()
        moved_all = not child.stays and not child.key
        assert (child.label, left) == (child.label, 0 if moved_all else left)
    assert (kept.attorneys.count(), kept.branches.count(), kept.filings.count()) == (1, 1, 1)
    assert kept.memberships.filter(ended_at__isnull=True).count() == 1
    assert sorted(kept.services.values_list("service_type__code", flat=True)) == ["10", "11"]
    assert (kept.agency_code, kept.address) == ("50123", "人民路1号")
    assert (absorbed.merged_into_id, absorbed.agency_code) == (kept.pk, None)
    assert list(kept.aliases.values_list("kind", "value")) == [("credit_code", code)]
    for words in (code, "50123", kept.credit_code, "博凯专利所", "远东", "yuandong", "bokai"):
        assert [agency.pk for agency in Agency.objects.listed().found_by(words)][:1] == [kept.pk], words
    assert kept.names.filter(until__isnull=True).count() == 1


def test_totals_counted_from_filings_follow_and_summaries_move_where_there_was_none(two, official):
    kept, absorbed = two

    merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)

    totals = YearlyTotal.objects.order_by("year", "agency").values_list("year", "agency", "source", "filed")
    assert list(totals) == [
        (2021, kept.pk, "summary", 9),
        (2022, kept.pk, "summary", 3),
        (2022, absorbed.pk, "summary", 4),
        (2023, kept.pk, "filings", 1),
    ]


def test_undoing_restores_everything_exactly(two, official):
    kept, absorbed = two
    Filing.objects.get()
    children.all_children()
    merge._follow(kept, absorbed)
    before = picture()

    record_ = merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)
    assert picture() != before
    merge.undo(record_.pk, by=official)

    assert picture() == before
    assert not AgencyAlias.objects.exists()
    assert AgencyMerge.objects.get().undone_by == official


def test_a_merge_is_undone_once(two, official):
    kept, absorbed = two
    done = merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)
    merge.undo(done.pk, by=official)

    with pytest.raises(merge.MergeNotUndoable, match="已经撤销"):
        merge.undo(done.pk, by=official)


def test_what_changed_after_the_merge_keeps_it_from_being_undone(two, official):
    kept, absorbed = two
    done = merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)
    Agency.objects.filter(pk=kept.pk).update(address="新地址")

    with pytest.raises(merge.MergeNotUndoable, match="“地址”在合并后已被修改"):
        merge.undo(done.pk, by=official)

    assert Agency.objects.get(pk=absorbed.pk).merged_into_id == kept.pk


def test_a_row_that_moved_on_keeps_the_merge_from_being_undone(two, official):
    kept, absorbed = two
    done = merge.merge(kept.pk, absorbed.pk, reason="两份名册", today=TODAY, by=official)
    kept.attorneys.update(agency=None)

    with pytest.raises(merge.MergeNotUndoable, match="1 条“专利代理师”中有 1 条之后已变更"):
        merge.undo(done.pk, by=official)

    assert Agency.objects.get(pk=absorbed.pk).merged_into_id == kept.pk


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["same", "merged before", "branch and head office", "no reason"])
def test_records_that_cannot_be_one_are_not_merged(case, official):
    kept, other, third = make_agency(), make_agency(), make_agency()
    branch = make_agency(kind=AgencyKind.BRANCH, head_office=third)
    merge.merge(kept.pk, third.pk, reason="同一机构", today=TODAY, by=official)
    absorbed = {"same": kept, "merged before": third, "branch and head office": branch, "no reason": other}[case]

    with pytest.raises(merge.MergeRefused):
        merge.merge(kept.pk, absorbed.pk, reason=" " if case == "no reason" else "同一机构", today=TODAY, by=official)

    assert AgencyMerge.objects.count() == 1


def test_the_preview_says_what_would_move_and_what_stays(two):
    kept, absorbed = two

    lines = {label: (moving, staying) for label, moving, staying, _ in merge.preview(kept, absorbed)}

    assert lines["服务项目"] == (1, 1)
    assert lines["专利申请"] == (1, 0)
    assert lines["状态沿革"] == (0, 1)


@pytest.mark.django_db
def test_candidates_of_the_register_come_with_both_records():
    first = make_agency(name="重庆博凯专利所")
    second = make_agency(name="博凯知识产权有限公司", credit_code=make_credit_code(900_000))
    make_agency(name="重庆远东所")

    found = duplicates.candidates(Agency.objects.listed())

    assert [(pair.first.pk, pair.second.pk) for pair in found] == [(first.pk, second.pk)]
