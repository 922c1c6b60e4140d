"""The catalogue by file: drafts only, refused in the cell that is wrong, undone without a trace on the shelf."""

import pytest

from ipservice.intake.services import runs, undo
from publicservice.catalogue.models import EntryVersion
from tests.factories.catalogue import make_published

pytestmark = pytest.mark.django_db
HEAD = "编码,名称,种类,生命周期环节,服务对象,一句话说明,服务形式,收费,怎么获得,网址,电话\n"
ROW = "patent-map,导航报告查询,工具,创造、运用,企业,查导航报告,线上,免费,网上办理,/data/,\n"


def _load(text: str, official):
    return runs.run_import("catalogue", text.encode(), name="目录.csv", by=official)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_makes_drafts_and_never_a_published_text(official):
    run = _load(HEAD + ROW, official)

    assert (run.state, run.rows_new) == ("committed", 1)
    draft = EntryVersion.objects.get()
    assert (draft.state, draft.stages, draft.drawn_up_by) == ("draft", ["create", "use"], official)


def test_a_row_that_leads_nowhere_is_given_back(official):
    run = _load(HEAD + ROW.replace("/data/", ""), official)

    assert not EntryVersion.objects.exists()
    assert "网上办理的条目要填写网址" in run.issues.get(code="row.offer").message


def test_a_row_that_says_the_same_makes_no_draft_and_another_a_second_version(official):
    _load(HEAD + ROW, official)
    EntryVersion.objects.update(state="dropped")
    make_published("other")
    _load(HEAD + ROW.replace("查导航报告", "查公开的导航报告"), official)

    assert list(EntryVersion.objects.filter(entry__code="patent-map").values_list("number", "state", "summary")) == [
        (1, "dropped", "查导航报告"),
        (2, "draft", "查公开的导航报告"),
    ]


def test_an_undone_file_leaves_no_open_draft(official):
    run = _load(HEAD + ROW, official)

    undo.undo(run.pk, by=official, reason="传错了文件")

    assert EntryVersion.objects.get().state == "dropped"
