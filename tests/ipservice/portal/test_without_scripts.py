"""Search, objection and change request, whole, in a browser whose scripts are switched off."""

import pytest
from django.utils import timezone

from agencies.registry.models import ChangeRequest
from ipservice.privacy.models import Consent
from ipservice.procedure.models import Objection, Stage
from ipservice.procedure.services import decisions, rulesets
from tests.factories.agencies import make_agency, make_member
from tests.factories.procedure import SUBJECTS, People, make_decision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_an_agency_is_searched_narrowed_and_opened(visit):
    wanted = make_agency(name="重庆博凯知识产权代理有限公司")
    make_agency(name="重庆甲知识产权代理有限公司")
    window = visit(scripts=False)
    page = window.page
    window.open("/agencies/")

    page.get_by_label("名称、拼音或代码").first.fill("博凯")
    page.get_by_role("button", name="搜索").or_(page.get_by_role("button", name="查找")).first.click()
    assert "q=" in page.url
    assert page.get_by_role("link", name=wanted.name).count() == 1
    assert page.get_by_role("link", name="重庆甲知识产权代理有限公司").count() == 0
    page.get_by_role("link", name=wanted.name).first.click()

    assert page.get_by_role("heading", level=1).text_content().strip() == wanted.name


def test_an_objection_is_made_and_its_answer_read(visit):
    people = People()
    approved = make_decision(Stage.APPROVED, people=people)
    decisions.open_notice(approved.pk, by=people.official, today=timezone.localdate())
    notice = type(approved).objects.get(pk=approved.pk).notice
    assert notice.first_day <= timezone.localdate() <= notice.last_day
    window = visit(scripts=False)
    page = window.page
    window.open(f"/notices/{notice.pk}/")

    page.get_by_role("link", name="提出异议").first.click()
    page.select_option("[name=subject_code]", SUBJECTS[0].code)
    page.fill("[name=objector_name]", "李四")
    page.fill("[name=objector_phone]", "13812345678")
    page.fill("[name=statement]", "甲所的结案量与年报不一致，请核实。")
    page.set_input_files(
        "[name=evidence]", {"name": "证据.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    )
    assert not page.is_checked("[name=consent]")
    page.check("[name=is_true]")
    page.check("[name=consent]")
    page.get_by_role("button", name="提交异议").click()

    objection = Objection.objects.get()
    assert page.locator(".receipt-number").text_content().strip() == objection.number
    assert Consent.objects.get().subject_key == str(objection.pk)
    page.get_by_role("link", name="查询答复").click()
    page.fill("[name=number]", objection.number)
    page.fill("[name=phone_tail]", "5678")
    page.get_by_role("button", name="查询答复").click()
    assert page.get_by_text("待答复").count() == 1


def test_a_change_is_asked_for_saved_as_a_draft_and_sent(visit, client_for, settings):
    rulesets.load_rulesets(settings.BASE_DIR / "docs" / "rulesets")
    agency = make_agency(name="重庆甲专利代理事务所")
    client = client_for(make_member(agency, is_admin=True))
    window = visit(scripts=False, client=client)
    page = window.page
    window.open(f"/portal/agency/{agency.public_code}/")

    page.get_by_role("link", name="申请变更").click()
    page.fill("[name=website]", "https://jia.example.cn")
    page.get_by_role("button", name="保存草稿").click()
    assert page.input_value("[name=website]") == "https://jia.example.cn"
    page.get_by_role("button", name="提交变更申请").click()

    asked = ChangeRequest.objects.get()
    assert page.url.endswith(f"/portal/agency/requests/{asked.pk}/")
    assert asked.changes == {"website": {"before": "", "after": "https://jia.example.cn"}}
