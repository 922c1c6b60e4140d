"""Changing a questionnaire: everything in a draft, only words in an open year; out and in as one file; differences."""

import json
from dataclasses import replace

import pytest

from ipservice.audit.models import AuditEntry
from supervision.survey.models import SurveyCheck, SurveyItem, SurveySection
from supervision.survey.rules.definition import Check, Item, ItemType, Option, Section, Severity
from supervision.survey.rules.validating import faults
from supervision.survey.services import comparing, definition, editing, exchange
from supervision.survey.services.errors import NoPost, NotAQuestionnaire, QuestionnaireFixed
from supervision.survey.services.shipped import shipped
from tests.factories.accounts import make_user
from tests.factories.survey import make_survey, open_survey, post, small_questionnaire

FORM = small_questionnaire()
NUMBERS = {"change_percent": 50, "revenue_per_head_low": 1, "revenue_per_head_high": 2}
NEW = Item("10304", "政府采购收入", ItemType.MONEY, "元")


def codes(survey, section: int = 2) -> list[str]:
    return [item.code for item in definition.read(survey.pk).sections[section].items]


@pytest.mark.django_db
def test_items_come_change_move_and_go_and_every_change_counts():
    survey, by = make_survey(), post()

    editing.save_item(survey.pk, "103", NEW, by=by)
    editing.save_item(survey.pk, "103", replace(NEW, label="政府购买服务收入"), by=by, code="10304")
    editing.move(survey.pk, SurveyItem, "10304", by=by, up=True)
    assert codes(survey) == ["10301", "10302", "10304", "10303"]
    editing.move(survey.pk, SurveyItem, "10301", by=by, up=True)
    editing.remove(survey.pk, SurveyItem, "10303", by=by)

    assert codes(survey) == ["10301", "10302", "10304"]
    assert definition.read(survey.pk).items["10304"].label == "政府购买服务收入"
    survey.refresh_from_db()
    assert survey.version == 5
    changed = AuditEntry.objects.filter(verb="survey.questionnaire").order_by("id")
    assert changed[1].before["label"] == "政府采购收入"
    assert changed[1].after["label"] == "政府购买服务收入"


@pytest.mark.django_db
def test_an_item_with_a_new_code_stays_named_in_every_formula_and_condition():
    survey, by = make_survey(), post()
    items = definition.read(survey.pk).items

    editing.save_item(survey.pk, "103", replace(items["10301"], code="10311"), by=by, code="10301")
    editing.save_item(survey.pk, "101", replace(items["10104"], code="10114"), by=by, code="10104")

    read = definition.read(survey.pk)
    assert [rule.expression for rule in read.checks][1:3] == [
        "[10302] <= [10311]",
        'change([10311]) <= parameter("change_percent")',
    ]
    assert read.items["10105"].shown_if == '[10114] = "yes"'
    assert {rule.definition for rule in read.checks} == {"10201", "10311", "10203"}


@pytest.mark.django_db
def test_parts_and_checks_come_change_and_go():
    survey, by = make_survey(), post()
    rule = Check("H9", Severity.HARD, "[10303] <= 100", "{cells} 过大。", "改为 {target}。")

    editing.save_section(survey.pk, Section("104", "业务量", ()), by=by)
    editing.save_section(survey.pk, Section("104", "全年业务量", ()), by=by, code="104")
    editing.save_check(survey.pk, rule, by=by)
    editing.save_check(survey.pk, replace(rule, severity=Severity.SOFT), by=by, code="H9")
    editing.remove(survey.pk, SurveyCheck, "H10202", by=by)
    editing.move(survey.pk, SurveySection, "104", by=by, up=True)

    read = definition.read(survey.pk)
    assert [(section.code, section.title) for section in read.sections][2:] == [
        ("104", "全年业务量"),
        ("103", "财务状况"),
    ]
    assert [(one.code, one.severity) for one in read.checks][-1] == ("H9", Severity.SOFT)
    assert "H10202" not in [one.code for one in read.checks]


@pytest.mark.django_db
def test_an_open_year_takes_words_only_and_is_read_again():
    survey, by = open_survey(), post()
    assert definition.questionnaire_of(survey).items["10301"].help

    with pytest.raises(QuestionnaireFixed, match="只能修改名称、说明等文字"):
        editing.save_item(survey.pk, "103", NEW, by=by)
    editing.save_words(survey.pk, SurveyItem, "10301", {"help": "不含增值税。", "unit": "万元"}, by=by)

    survey.refresh_from_db()
    item = definition.questionnaire_of(survey).items["10301"]
    assert (item.help, item.unit) == ("不含增值税。", "元")


@pytest.mark.django_db
def test_without_a_post_for_the_city_nothing_is_edited():
    survey = make_survey()

    with pytest.raises(NoPost):
        editing.save_item(survey.pk, "103", NEW, by=make_user(role="municipal_official"))
    assert codes(survey) == ["10301", "10302", "10303"]


@pytest.mark.django_db
def test_a_questionnaire_goes_out_and_comes_in_as_one_file_without_loss():
    survey, by = make_survey(), post()
    whole = shipped(2025, NUMBERS)

    read = exchange.from_json(exchange.to_json(whole), numbers=NUMBERS)
    editing.replace_questionnaire(survey.pk, read, by=by)

    stored = definition.read(survey.pk)
    assert read == whole
    assert (stored.sections, stored.checks) == (whole.sections, whole.checks)
    assert stored.title == survey.title


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe", "不是 JSON 文件"),
        (b"[]", "缺少格式标记"),
        (b'{"format": "survey-questionnaire/1"}', "标题的内容不完整"),
        (b"[" * 100_000, "不是 JSON 文件"),
        (b" " * 2_000_001, "文件超过 2 MB"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_with_the_reason(content, problem):
    with pytest.raises(NotAQuestionnaire, match=problem):
        exchange.from_json(content, numbers=NUMBERS)


def test_an_imported_questionnaire_is_checked_and_the_place_of_the_first_fault_is_named():
    loaded = json.loads(exchange.to_json(FORM))
    loaded["checks"][0]["expression"] = "[10999] = 1"

    with pytest.raises(NotAQuestionnaire, match="H10202：公式第 1 个字符处：问卷里没有指标 10999"):
        exchange.from_json(json.dumps(loaded).encode(), numbers=NUMBERS)


def test_the_difference_to_last_year_knows_an_item_by_its_former_code():
    sections = list(FORM.sections)
    money = sections[2]
    items = (
        replace(money.items[0], code="10311", former_code="10301", help="不含增值税。"),
        money.items[1],
        NEW,
    )
    after = replace(FORM, sections=(*sections[:2], replace(money, items=items)), checks=FORM.checks[1:])

    found = comparing.differences(FORM, after)

    assert [(one.kind.label, one.code) for one in found] == [
        ("修改", "10311"),
        ("新增", "10304"),
        ("删除", "10303"),
        ("删除", "H10202"),
    ]
    assert found[0].fields == (
        ("代码", "10301", "10311"),
        ("指标解释", "全年营业收入，单位为元。", "不含增值税。"),
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": "20301"}, "指标代码应为 103 开头"),
        ({"unit": "万元"}, "金额一律以“元”为计量单位"),
        ({"label": " "}, "缺少指标名称"),
        ({"options": (Option("a", "甲"),)}, "只有选择题才有选项"),
        ({"columns": (Option("a", "甲"),)}, "有列没有行"),
        ({"rows": (Option("a", "甲"), Option("a", "乙"))}, "代码“a”重复"),
        ({"rows": (Option("甲", "甲"),)}, "代码“甲”应为字母"),
        ({"minimum": 3, "maximum": 2}, "下限大于上限"),
        ({"shown_if": "[10303] > 1"}, "显示条件只能引用排在前面的指标，10303 在后面"),
        ({"shown_if": "[10201] +"}, "显示条件第 10 个字符处"),
        ({"code": "10302"}, "指标代码 10302 重复"),
    ],
)
def test_what_is_wrong_with_an_item_is_told_at_its_place(change, problem):
    first, *rest = FORM.sections[2].items
    money = replace(FORM.sections[2], items=(replace(first, **change), *rest))
    form = replace(FORM, sections=(*FORM.sections[:2], money), checks=())

    found = faults(form)

    assert any(problem in fault.problem for fault in found), [str(fault) for fault in found]


def test_a_message_may_only_name_what_can_be_filled_in():
    rule = replace(FORM.checks[0], message="{cell} 不对", cure="", definition="10999")

    problems = [fault.problem for fault in faults(replace(FORM, checks=(rule,)))]

    assert problems == [
        "没有占位符 {cell}，可用：{cells}、{target}、{target_cell}。",
        "错误说明和更正办法都要写。",
        "指标解释位置 10999 不是本问卷的指标。",
    ]
