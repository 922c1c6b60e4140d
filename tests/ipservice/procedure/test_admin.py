"""The workbench: what its buttons do, for whom, and what an old page is told."""

import re

import pytest

from ipservice.procedure.models import Decision, Objection, Stage
from ipservice.procedure.services import decisions, objections
from tests.factories.procedure import MONDAY, SUBJECTS, make_decision


def _press(client, decision, step: str, **changes):
    asked = {"seen_version": decision.lock_version, "form_token": f"{step}-{decision.lock_version}", "reason": ""}
    return client.post(f"/admin/procedure/decisions/{decision.pk}/{step}/", asked | changes, follow=True)


def test_a_reviewer_approves_by_button(client_for, in_review, people):
    answer = _press(client_for(people.reviewer), in_review, "approve")

    assert Decision.objects.get(pk=in_review.pk).stage == Stage.APPROVED
    assert f"已复核通过：{in_review.title}。" in answer.content.decode()


def test_the_author_is_refused_even_by_a_direct_post(client_for, in_review, people):
    people.official.role = "reviewer"
    people.official.is_superuser = people.official.is_staff = True
    people.official.save()
    answer = _press(client_for(people.official), in_review, "approve")

    assert "复核须由另一人办理" in answer.content.decode()
    assert Decision.objects.get(pk=in_review.pk).stage == Stage.IN_REVIEW


def test_pressing_twice_takes_one_step_and_says_the_same(client_for, in_review, people):
    client = client_for(people.reviewer)
    first, second = _press(client, in_review, "approve"), _press(client, in_review, "approve")

    sentence = f"已复核通过：{in_review.title}。"
    assert sentence in first.content.decode()
    assert sentence in second.content.decode()
    assert in_review.steps.filter(step="approve").count() == 1


def test_an_old_page_is_told_what_happened_meanwhile(client_for, in_review, people):
    decisions.send_back(in_review.pk, by=people.reviewer, today=MONDAY, reason="乙所数据缺年报")
    answer = _press(client_for(people.reviewer), in_review, "approve")

    text = answer.content.decode()
    assert "已有变化" in text
    assert "乙所数据缺年报" in text


@pytest.mark.parametrize("who", ["agency_admin", "district_official", "citizen", "system_admin"])
def test_for_everybody_else_there_is_no_such_page(who, request, client_for, in_review):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save()
    client = client_for(person)

    assert client.get(f"/admin/procedure/decisions/{in_review.pk}/").status_code == 404
    assert _press(client, in_review, "approve").status_code == 404
    assert client.get("/admin/procedure/objections/").status_code == 404
    assert Decision.objects.get(pk=in_review.pk).stage == Stage.IN_REVIEW


def test_the_page_offers_the_allowed_steps_and_says_why_not_the_others(client_for, in_review, people):
    text = client_for(people.official).get(f"/admin/procedure/decisions/{in_review.pk}/").content.decode()

    assert re.findall(r'action="/admin/procedure/decisions/\d+/(\w+)/"', text) == ["return"]
    assert "“复核通过”：须由复核人办理" in text


def test_an_official_answers_an_objection_on_its_page(client_for, on_notice, people):
    statement = objections.Statement(SUBJECTS[0].code, "李四", "13812345678", "结案量与年报不一致。", is_consented=True)
    objection = objections.submit(on_notice.notice.pk, statement, by=None, today=MONDAY)
    client = client_for(people.official)

    page = client.get(f"/admin/procedure/objections/{objection.pk}/")
    token = page.context["form"].initial["form_token"]
    answer = client.post(
        f"/admin/procedure/objections/{objection.pk}/",
        {"verdict": "rejected", "text": "经核实数据一致。", "form_token": token},
        follow=True,
    )

    assert Objection.objects.get().answer == "经核实数据一致。"
    assert "已答复异议" in answer.content.decode()
    assert objection.number in client.get("/admin/procedure/objections/").content.decode()


def test_lists_of_the_admin_answer_and_change_nothing(client_for, people):
    make_decision(Stage.PUBLISHED, people=people)
    people.official.is_superuser = True
    people.official.save()
    client = client_for(people.official)

    for path in ("decision", "publicnotice", "ruleset"):
        assert client.get(f"/admin/procedure/{path}/").status_code == 200
        assert client.get(f"/admin/procedure/{path}/add/").status_code == 403
