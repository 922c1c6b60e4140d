"""Entries of the catalogue: a second look, one published version, what the database refuses, who keeps what."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.foundation.lifecycle import IllegalStep
from publicservice.catalogue import shipped
from publicservice.catalogue.models import EntryVersion, SynonymGroup
from publicservice.catalogue.rules import (
    VERSION,
    EntryIncomplete,
    NotYourEntry,
    ReasonMissing,
    SecondLookNeeded,
    VersionState,
    VersionStep,
)
from publicservice.catalogue.services import entries, search, synonyms
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_draft, make_published, make_text
from tests.factories.publicservice import make_item, make_outlet

pytestmark = pytest.mark.django_db


def test_who_wrote_an_entry_does_not_publish_it(official, reviewer):
    draft = make_draft("search", by=official)
    entries.submit(draft.pk, by=official)

    with pytest.raises(SecondLookNeeded):
        entries.publish(draft.pk, by=official)

    assert entries.publish(draft.pk, by=reviewer).state == VersionState.PUBLISHED


def test_the_public_reads_the_old_version_until_a_second_person_has_read_the_new(official, reviewer):
    make_published("search", title="检索一")
    draft = make_draft("search", by=official, title="检索二")
    entries.submit(draft.pk, by=official)

    assert list(EntryVersion.objects.published().values_list("title", flat=True)) == ["检索一"]

    entries.publish(draft.pk, by=reviewer)

    assert list(EntryVersion.objects.published().values_list("title", "number")) == [("检索二", 2)]
    assert list(EntryVersion.objects.filter(state="replaced").values_list("title", flat=True)) == ["检索一"]


def test_sql_that_publishes_without_a_second_person_fails(official):
    draft = make_draft(by=official)

    with pytest.raises(IntegrityError, match="published_after_a_second_look"), transaction.atomic():
        EntryVersion.objects.filter(pk=draft.pk).update(
            state="published", reviewed_by=official, published_at="2026-06-01T00:00Z"
        )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"way": "link", "link": ""}, "link"),
        ({"way": "link", "link": "javascript:alert(1)"}, "link"),
        ({"way": "link", "link": "//evil.example/x"}, "link"),
        ({"way": "phone", "phone": "问前台"}, "phone"),
        ({"way": "booking", "item": None}, "item"),
        ({"fee": "low_cost", "is_basic": True, "fee_fen": 100, "fee_basis": "价目表"}, "fee"),
        ({"fee": "low_cost", "is_basic": False, "fee_fen": None, "fee_basis": "价目表"}, "fee_fen"),
        ({"fee": "low_cost", "is_basic": False, "fee_fen": 100, "fee_basis": " "}, "fee_basis"),
    ],
    ids=["no link", "script", "other host", "no number", "no matter", "basic not free", "no price", "no basis"],
)
def test_an_entry_that_leads_nowhere_or_hides_its_price_is_refused(official, facts, field):
    with pytest.raises(EntryIncomplete) as refused:
        make_draft(by=official, **facts)

    assert refused.value.field == field


@pytest.mark.parametrize(
    "facts",
    [
        {"way": "link", "link": ""},
        {"fee": "low_cost", "fee_fen": 5, "fee_basis": "x", "is_basic": True},
        {"fee_fen": 5},
        {"stages": []},
    ],
)
def test_the_database_refuses_it_too(official, facts):
    draft = make_draft(by=official)

    with pytest.raises(IntegrityError), transaction.atomic():
        EntryVersion.objects.filter(pk=draft.pk).update(**facts)


def test_a_retired_entry_says_why_and_is_found_no_more(official):
    version = make_published(title="旧工具")

    with pytest.raises(ReasonMissing):
        entries.retire(version.pk, reason="旧", by=official)
    entries.retire(version.pk, reason="服务已停止", by=official)

    assert not search.find(search.read("旧工具")).exists()
    assert AuditEntry.objects.get(verb="catalogue.retire").reason == "服务已停止"


def test_every_step_outside_the_table_is_refused_and_changes_nothing(official, reviewer):
    version = make_published()
    acts = {
        VersionStep.SUBMIT: lambda: entries.submit(version.pk, by=official),
        VersionStep.PUBLISH: lambda: entries.publish(version.pk, by=reviewer),
        VersionStep.SEND_BACK: lambda: entries.send_back(version.pk, reason="请补充来源", by=reviewer),
        VersionStep.RETIRE: lambda: entries.retire(version.pk, reason="服务已停止", by=official),
        VersionStep.DROP: lambda: entries.drop(version.pk, by=official),
    }
    forbidden = [
        (state, step)
        for state, step in product((VersionState.PUBLISHED, VersionState.RETIRED, VersionState.REPLACED), acts)
        if (state, step) not in VERSION.moves
    ]

    for state, step in forbidden:
        EntryVersion.objects.filter(pk=version.pk).update(state=state)
        with pytest.raises(IllegalStep):
            acts[step]()
        assert EntryVersion.objects.get(pk=version.pk).state == state


def test_a_district_keeps_only_what_its_own_outlets_offer(district_official):
    own = make_outlet(district=district_official.district)
    foreign = make_outlet()

    with pytest.raises(NotYourEntry):
        make_draft("a", by=district_official)
    with pytest.raises(NotYourEntry):
        make_draft("b", by=district_official, outlets=(foreign.pk,))
    draft = make_draft("c", by=district_official, outlets=(own.pk,))

    assert draft.entry.district == district_official.district
    with pytest.raises(NotYourEntry):
        make_draft("c", by=make_user(role=Role.DISTRICT_OFFICIAL), outlets=(foreign.pk,))


def test_a_district_cannot_take_over_or_publish_an_entry_of_the_city(district_official, official):
    draft = make_draft("city", by=official)
    entries.submit(draft.pk, by=official)
    own = make_outlet(district=district_official.district)

    with pytest.raises(NotYourEntry):
        entries.publish(draft.pk, by=district_official)
    with pytest.raises(NotYourEntry):
        make_draft("city", by=district_official, outlets=(own.pk,))

    assert not EntryVersion.objects.kept_by(district_official).exists()


@pytest.mark.parametrize("words", ["注册商标", "zhuceshangbiao", "zcsb", "牌子注册", "怎么注册商标", "ＺＣＳＢ"])
def test_an_entry_is_found_by_words_pinyin_initials_and_synonyms(words):
    synonyms.save(["注册商标", "商标注册", "牌子注册"], by=None)
    wanted = make_published(title="中国商标网", keywords="注册商标")
    make_published(title="专利检索")

    assert list(search.find(search.read(words))) == [wanted]


def test_the_words_of_the_title_come_first():
    other = make_published(title="专利公布公告", content="也可以检索")
    wanted = make_published(title="检索系统")

    assert list(search.find(search.read("检索"))) == [wanted, other]


def test_synonyms_meet_in_one_group_only(official):
    group = synonyms.save(["质押", "贷款"], by=official)

    with pytest.raises(synonyms.SynonymsUnusable):
        synonyms.save(["贷款", "借钱"], by=official)
    with pytest.raises(synonyms.SynonymsUnusable):
        synonyms.save(["贷款", " 贷款"], by=official, group=group)

    synonyms.save(["质押", "贷款", "借 钱"], by=official, group=group)
    assert SynonymGroup.objects.get().words == ["质押", "贷款", "借钱"]


def test_what_comes_with_the_product_waits_for_a_second_look_and_loads_once():
    first, second = shipped.load(), shipped.load()

    assert first["事项"] == 11
    assert first["目录条目"] == EntryVersion.objects.filter(state="in_review").count() >= 15
    assert second == {"事项": 0, "同义词": 0, "目录条目": 0}
    assert not EntryVersion.objects.published().exists()
    assert not EntryVersion.objects.filter(source="").exists()


def test_a_booking_names_its_matter(official):
    item = make_item()
    draft = make_draft(by=official, way="booking", item=item, link="")

    assert entries.Text.of(draft) == make_text(title=draft.title, way="booking", item=item, link="")
