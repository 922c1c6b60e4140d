"""The pages on which officials with a survey post make a year: by copy and edit, without a release (6.64)."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ipservice.accounts.models import Role
from supervision.survey.models import Survey, SurveyForm, SurveyPost
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import definition, exchange
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency
from tests.factories.survey import ensure_rules, make_form, make_survey, open_survey, post, small_questionnaire

pytestmark = pytest.mark.django_db
WHOLE = "/admin/survey/2025/questionnaire/"


@pytest.fixture
def official(client):
    user = post()
    client.force_login(user, backend="ipservice.accounts.permissions.RoleBackend")
    return user


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.usefixtures("official")
def test_a_new_year_is_made_by_copy_and_edit_in_the_browser(client):
    last = open_survey(2025)

    client.post("/admin/survey/new/", {"year": "2026", "source": last.pk})
    page = text_of(client.get("/admin/survey/2026/questionnaire/items/103/10301/"))
    assert 'value="营业收入"' in page
    answer = client.post(
        "/admin/survey/2026/questionnaire/items/103/10301/",
        {
            "code": "10301",
            "label": "全年营业收入",
            "type": "money",
            "unit": "元",
            "span": "flow",
            "is_required": "on",
            "minimum": "0",
            "former_code": "10301",
        },
    )

    assert answer.status_code == 302
    assert definition.read(Survey.objects.get(year=2026).pk).items["10301"].label == "全年营业收入"
    difference = text_of(client.get("/admin/survey/2026/questionnaire/difference/"))
    assert "<del>营业收入</del> → <ins>全年营业收入</ins>" in difference


@pytest.mark.usefixtures("official")
def test_a_year_from_what_is_shipped_shows_everything_it_asks(client):
    ensure_rules()

    client.post("/admin/survey/new/", {"year": "2025", "source": ""})
    page = text_of(client.get(WHOLE))

    assert "114 个指标、334 个单元格、72 条审核关系" in page
    assert "处错误" not in page
    for section in range(101, 110):
        assert client.get(f"{WHOLE}preview/{section}/").status_code == 200
    assert client.get(f"{WHOLE}preview/999/").status_code == 404


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize(
    ("path", "data", "field", "problem"),
    [
        ("items/103/new/", {"code": "10401"}, "code", "指标代码应为 103 开头"),
        ("items/103/new/", {"unit": "万元"}, "unit", "金额一律以“元”为计量单位"),
        ("items/103/new/", {"shown_if": "[10301] >"}, "shown_if", "显示条件第 10 个字符处：结尾这里应是指标"),
        ("items/103/new/", {"rows": "male"}, "rows", "第 1 行“male”缺少名称"),
        ("items/103/new/", {"prefill": "moon.phase"}, "prefill", "没有预填来源"),
        ("checks/new/", {"expression": "[10301] <= [10999]"}, "expression", "第 12 个字符处：问卷里没有指标 10999"),
        ("checks/new/", {"expression": "[10301] <= "}, "expression", "第 11 个字符处：结尾这里应是指标"),
        ("checks/new/", {"code": "H10302"}, "code", "编号 H10302 已有"),
        ("checks/new/", {"cure": "改为 {x}。"}, "cure", "没有占位符 {x}"),
        ("sections/new/", {"code": "1x"}, "code", "部分代码应为三位数字"),
    ],
)
def test_a_fault_is_told_at_its_own_field_and_what_was_typed_stays(client, path, data, field, problem):
    ensure_rules()
    make_survey()
    right = {
        "items": {"code": "10304", "label": "政府采购收入", "type": "money", "unit": "元", "span": "flow"},
        "checks": {
            "code": "H1",
            "severity": "hard",
            "expression": "[10302] <= [10301]",
            "message": "{cells}不对",
            "cure": "改为 {target}",
        },
        "sections": {"code": "110", "title": "补充"},
    }[path.split("/")[0]]

    answer = client.post(WHOLE + path, {**right, **data})

    assert answer.status_code == 422
    assert any(problem in error for error in answer.context["form"].errors[field])
    assert client.post(WHOLE + path, right).status_code == 302


@pytest.mark.usefixtures("official")
def test_a_check_is_tried_on_example_values_before_it_is_kept(client):
    ensure_rules()
    survey = make_survey()
    rule = {
        "code": "H10302",
        "severity": "hard",
        "expression": "[10302] * 2 <= [10301]",
        "message": "{cells}：比例过高。",
        "cure": "{target_cell} 改为 {target}。",
        "try": "1",
    }

    wrong = client.post(f"{WHOLE}checks/H10302/", {**rule, "now:10302": "80万元", "now:10301": "100万元"})
    right = client.post(f"{WHOLE}checks/H10302/", {**rule, "now:10302": "1", "now:10301": "2"})
    unknown = client.post(f"{WHOLE}checks/H10302/", {**rule, "now:10302": "1"})
    unreadable = client.post(f"{WHOLE}checks/H10302/", {**rule, "now:10302": "多"})

    assert wrong.context["trial"].result.outcome is False
    assert "10301 营业收入 改为 1,600,000元。" in text_of(wrong)
    assert right.context["trial"].result.outcome is True
    assert unknown.context["trial"].result.outcome is None
    assert "“多”不是数字" in text_of(unreadable)
    assert {one.code: one.expression for one in definition.read(survey.pk).checks}["H10302"] == "[10302] <= [10301]"


@pytest.mark.usefixtures("official")
def test_form_and_days_are_given_the_page_says_what_is_missing_and_the_year_opens(client):
    ensure_rules()
    make_agency()
    survey = make_survey(form=None, opens_on=None, due_on=None)
    page = text_of(client.get("/admin/survey/2025/setup/"))
    assert "没有指定调查表式" in page
    assert "启动 2025 年度填报" not in page
    today = timezone.localdate()

    client.post("/admin/survey/2025/open/")
    assert Survey.objects.get().state == SurveyState.DRAFT
    marks = {
        "number": "渝知统1表",
        "title": "年度统计调查表",
        "made_by": "甲",
        "approved_by": "乙",
        "document_number": "丙〔2026〕1号",
        "valid_until": (today + dt.timedelta(days=400)).isoformat(),
    }
    assert client.post("/admin/survey/forms/", {**marks, "made_by": ""}).status_code == 422
    assert client.post("/admin/survey/forms/", marks).status_code == 302
    days = {"opens_on": today.isoformat(), "due_on": (today + dt.timedelta(days=30)).isoformat()}
    client.post("/admin/survey/2025/setup/", {**days, "form": SurveyForm.objects.get().pk})
    assert "启动 2025 年度填报" in text_of(client.get("/admin/survey/2025/setup/"))
    client.post("/admin/survey/2025/open/")

    survey.refresh_from_db()
    assert (survey.state, survey.returns.count()) == (SurveyState.OPEN, 1)
    client.post("/admin/survey/2025/close/")
    survey.refresh_from_db()
    assert survey.state == SurveyState.CLOSED
    assert "已封存" in text_of(client.get("/admin/survey/2025/setup/"))


@pytest.mark.usefixtures("official")
def test_in_an_open_year_the_words_may_be_corrected_and_nothing_else(client):
    survey = open_survey(2025)
    path = f"{WHOLE}items/103/10301/"

    answer = client.post(path, {"code": "10399", "label": "全年营业收入", "unit": "万元", "help": "不含增值税。"})

    item = definition.read(survey.pk).items["10301"]
    assert answer.status_code == 302
    assert (item.label, item.help, item.unit) == ("全年营业收入", "不含增值税。", "元")


@pytest.mark.usefixtures("official")
def test_parts_move_and_go_by_buttons(client):
    survey = make_survey()

    client.post(f"{WHOLE}item/10303/change/", {"act": "up"})
    client.post(f"{WHOLE}check/S10203/change/", {"act": "remove"})

    read = definition.read(survey.pk)
    assert [item.code for item in read.sections[2].items] == ["10301", "10303", "10302"]
    assert "S10203" not in [rule.code for rule in read.checks]
    assert client.post(f"{WHOLE}item/10999/change/", {"act": "up"}).status_code == 404
    assert client.post(f"{WHOLE}thing/10301/change/", {"act": "up"}).status_code == 404


@pytest.mark.usefixtures("official")
def test_the_questionnaire_goes_out_and_comes_in_as_a_file(client):
    ensure_rules()
    survey = make_survey()
    out = client.get(f"{WHOLE}export/").content
    loaded = json.loads(out)
    loaded["sections"][2]["items"][0]["label"] = "全年营业收入"

    def send(content: bytes):
        return client.post(f"{WHOLE}import/", {"file": SimpleUploadedFile("q.json", content)})

    assert send(b"{}").status_code == 422
    assert send(json.dumps(loaded).encode()).status_code == 302
    assert definition.read(survey.pk).items["10301"].label == "全年营业收入"
    assert exchange.from_json(out, numbers={"change_percent": 50}).sections == small_questionnaire().sections


def test_posts_are_given_and_taken_by_who_may_appoint_and_seen_by_nobody_else(client):
    chief, official = make_user(role=Role.SYSTEM_ADMIN), make_user(role=Role.REVIEWER)
    client.force_login(chief, backend="ipservice.accounts.permissions.RoleBackend")

    client.post("/admin/survey/posts/", {"user": official.pk})
    made = SurveyPost.objects.get()
    assert (made.user, made.district, made.appointed_by) == (official, None, chief)
    assert client.get("/admin/survey/").status_code == 404
    client.post(f"/admin/survey/posts/{made.pk}/end/")
    assert not SurveyPost.objects.live().exists()
    client.force_login(official, backend="ipservice.accounts.permissions.RoleBackend")
    assert client.get("/admin/survey/posts/").status_code == 404


def test_a_district_post_reads_the_questionnaire_and_changes_nothing(client):
    survey = make_survey()
    make_form()
    local = make_user(role=Role.DISTRICT_OFFICIAL)
    post(local, local.district)
    client.force_login(local, backend="ipservice.accounts.permissions.RoleBackend")

    page = text_of(client.get(WHOLE))
    assert "营业收入" in page
    assert "新增指标" not in page
    client.post(f"{WHOLE}item/10303/change/", {"act": "up"})
    client.post("/admin/survey/2025/setup/", {"form": "", "opens_on": "", "due_on": ""})
    survey.refresh_from_db()
    assert [item.code for item in definition.read(survey.pk).sections[2].items] == ["10301", "10302", "10303"]
    assert survey.form is not None


def test_the_sidebar_shows_the_survey_to_who_has_a_post_only(client):
    without = make_user(role=Role.MUNICIPAL_OFFICIAL)
    client.force_login(without, backend="ipservice.accounts.permissions.RoleBackend")
    page = text_of(client.get("/admin/survey/posts/"))
    assert 'href="/admin/survey/"' not in page
    assert "统计人员" in page

    post(without)
    assert 'href="/admin/survey/"' in text_of(client.get("/admin/survey/posts/"))
