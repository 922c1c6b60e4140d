"""The officials' doors: everything stands on the workbench, and a trial of other rules saves nothing."""

from urllib.parse import urlencode

import pytest

from incentives.awards.admin.forms import WhatIfForm
from incentives.awards.models import AwardLine, AwardRound, CheckState, FigureCheck
from ipservice.jobs.models import Job
from ipservice.procedure.models import RuleSet
from tests.factories.awards import YEAR

pytestmark = pytest.mark.django_db
HOME = "/admin/awards/2023/"
PAGES = ("", "grounds/", "checks/", "whatif/", "readings/", "screening/")


@pytest.fixture
def desk(official, client_for):
    official.is_staff = True
    official.save()
    return client_for(official)


def trial_of(award_round, **changes) -> str:
    form = WhatIfForm(None, parameters=award_round.ruleset.parameters)
    values = {
        name: field.initial
        for name, field in form.fields.items()
        if field.initial is not None and field.initial is not False
    }
    return urlencode({**values, "national_rate": "55", "budget_yuan": "1000000", **changes}, doseq=True)


def test_the_workbench_shows_lines_reasons_digest_and_the_steps(calendar, draft, desk):
    page = desk.get(HOME)

    text = page.content.decode()
    assert page.status_code == 200
    for shown in (draft.inputs_digest, draft.result_digest, "甲所", "还差 1 件授权", "提交复核", "渝知发〔2024〕9号"):
        assert shown in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_round_opens_for_officials_and_for_nobody_else(
    calendar, draft, desk, client_for, citizen, page
):
    assert desk.get(HOME + page).status_code == 200
    assert client_for(citizen).get(HOME + page).status_code in (302, 404)
    assert desk.get(f"/admin/awards/1999/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES[:4])
def test_a_round_without_anything_opens_too(calendar, year, desk, page):
    assert desk.get(HOME + page).status_code == 200


def test_the_list_of_rounds_opens_and_makes_a_round(calendar, year, desk):
    assert "2023年度专利代理机构奖励" in desk.get("/admin/awards/").content.decode()

    made = desk.post("/admin/awards/", {"year": 2024, "ruleset": year.round.ruleset_id})

    assert (made.status_code, AwardRound.objects.filter(year=2024).count()) == (302, 1)


def test_pressing_compute_twice_asks_for_one_list(calendar, checked_year, desk):
    for _ in range(2):
        assert desk.post(f"{HOME}compute/").status_code == 302

    assert Job.objects.filter(kind="award.compute").count() == 1


def test_a_trial_shows_who_comes_in_and_what_it_costs_and_saves_nothing(calendar, draft, desk):
    award_round = AwardRound.objects.get()
    before = (RuleSet.objects.count(), list(AwardLine.objects.values_list("pk", "amount_fen")))

    page = desk.get(f"{HOME}whatif/?{trial_of(award_round, national_rate='54.5')}")

    outlook = page.context["outlook"]
    assert [move.after.name for move in outlook.gained] == ["丙所"]
    assert (outlook.before.qualified, outlook.after.qualified, outlook.lost) == (2, 3, [])
    assert (outlook.before.paid_fen, outlook.after.paid_fen) == (20_000_000, 30_000_000)
    assert "丙所" in [award.name for award in outlook.marginal]
    assert (RuleSet.objects.count(), list(AwardLine.objects.values_list("pk", "amount_fen"))) == before


def test_a_trial_becomes_a_draft_of_the_rules_only_with_a_reason(calendar, draft, desk, official):
    award_round = AwardRound.objects.get()
    query = trial_of(award_round, floor_concluded="30")
    versions = RuleSet.objects.filter(kind="award_demo")

    desk.post(f"{HOME}whatif/save/", query, content_type="application/x-www-form-urlencoded")
    assert versions.count() == 1
    desk.post(f"{HOME}whatif/save/", f"{query}&reason=x", content_type="application/x-www-form-urlencoded")

    made = versions.order_by("-version").first()
    assert (made.version, made.parameters["floor_concluded"], made.proposed_by) == (2, 30, official)
    assert {name for name in made.parameters if made.parameters[name] != award_round.ruleset.parameters[name]} == {
        "floor_concluded"
    }


def test_every_reading_is_shown_with_text_decider_and_effect(calendar, draft, desk):
    switches = {switch.name: switch for switch in desk.get(f"{HOME}readings/").context["switches"]}

    assert switches["rate_comparison"].decided_by == "随产品提供，尚无人确认"
    assert all(switch.text and switch.article for switch in switches.values())
    assert switches["tie_rule"].effects[0][1:] == (0, 0, 0)


def test_grounds_that_are_refused_are_said_in_the_form_and_nothing_typed_is_lost(client_for, official, year):
    client = client_for(official)
    typed = {
        "title": "奖励",
        "ruleset": year.round.ruleset_id,
        "national_rate": "55",
        "national_rate_document": "年度报告第12页",
        "national_rate_published_on": "2023-06-28",
        "seen_version": year.round.lock_version,
    }

    early = client.post(f"/admin/awards/{YEAR}/grounds/", typed)
    old = client.post(f"/admin/awards/{YEAR}/grounds/", {**typed, "seen_version": 0})

    assert "不会在该年结束之前公布" in early.content.decode()
    assert "年度报告第12页" in early.content.decode()
    assert 'value="2023-06-28"' in early.content.decode()
    assert "本次修改未保存" in old.content.decode()
    assert "年度报告第12页" in old.content.decode()


def test_a_settlement_that_is_refused_keeps_what_was_typed(client_for, official, checked_year):
    check = FigureCheck.objects.first()
    typed = {"filed": 5, "concluded": 4, "granted": 3, "reason": "已核对原始文件"}

    answer = client_for(official).post(f"/admin/awards/{YEAR}/checks/{check.pk}/", typed)

    page = answer.content.decode()
    assert "不能处理异议" in page
    assert "已核对原始文件" in page


def test_a_settlement_from_an_old_page_says_what_was_settled_meanwhile(client_for, official, checked_year):
    FigureCheck.objects.update(state=CheckState.CONTESTED)
    check = FigureCheck.objects.first()
    client = client_for(official)
    address = f"/admin/awards/{YEAR}/checks/{check.pk}/"
    typed = {"filed": 5, "concluded": 4, "granted": 3, "reason": "已核对原始文件", "seen_at": ""}

    first = client.post(address, typed)
    second = client.post(address, {**typed, "reason": "另一结论"})
    seen = client.get(address).context["form"].initial["seen_at"]
    third = client.post(address, {**typed, "reason": "看过之后", "seen_at": seen})

    assert (first.status_code, second.status_code, third.status_code) == (302, 200, 302)
    assert f"{official} 已于" in second.content.decode()
    assert "另一结论" in second.content.decode()
    assert FigureCheck.objects.get(pk=check.pk).settled_reason == "看过之后"
    assert client.post(address, {**typed, "seen_at": "gestern"}).context["form"].errors["seen_at"]
