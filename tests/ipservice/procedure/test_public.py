"""Notices as the public reads them, and the form by which it objects."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipservice.procedure.models import Objection, Stage
from ipservice.procedure.services import decisions, objections
from tests.factories.procedure import KIND, LINES, MONDAY, SUBJECTS, make_decision, make_ruleset

JIA = SUBJECTS[0]
PDF = b"%PDF-1.7\n%test\n"


@pytest.fixture(autouse=True)
def _on_monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=True):
        yield


def _answers(**changes) -> dict:
    answers = {
        "subject_code": JIA.code,
        "objector_name": "李四",
        "objector_phone": "13812345678",
        "statement": "甲所的结案量与年报不一致，请核实。",
        "is_true": "on",
        "consent": "on",
        "form_token": "token-1",
    }
    return answers | changes


def _post(client: Client, decision, **changes):
    return client.post(f"/notices/{decision.notice.pk}/object/", _answers(**changes))


def test_a_list_not_yet_on_notice_has_no_page(client, people):
    make_decision(Stage.APPROVED, people=people)

    assert client.get("/notices/").context["list"].count == 0


def test_the_notice_reads_like_a_public_paper(client, on_notice):
    text = client.get(f"/notices/{on_notice.notice.pk}/").content.decode()

    for part in (
        "索引号",
        "发文字号",
        "发布机构",
        "成文日期",
        "发布日期",
        "有效性",
        on_notice.notice.number,
        f"关于{on_notice.title}的公示",
        "甲所",
        "乙所",
        "公示期为2026年6月1日至2026年6月5日（5个工作日）。",
        "实名",
        "（此件公开发布）",
    ):
        assert part in text


def test_a_withdrawn_notice_is_marked_with_its_reason_and_leads_to_its_successor(client, people):
    undone = make_decision(Stage.WITHDRAWN, people=people)
    fresh = decisions.draft_for(KIND, "2025", make_ruleset(), title="重拟名单", by=people.official)
    decisions.freeze(fresh, {"lines": LINES}, LINES)
    decisions.submit(fresh.pk, by=people.official, today=MONDAY)
    decisions.approve(fresh.pk, by=people.reviewer, today=MONDAY)
    decisions.open_notice(fresh.pk, by=people.official, today=MONDAY)
    fresh.refresh_from_db()

    text = client.get(f"/notices/{undone.notice.pk}/").content.decode()

    assert "本公示已撤回，不再有效" in text
    assert "数据有误" in text
    assert f'href="/notices/{fresh.notice.pk}/"' in text


def test_an_objection_gets_a_number_and_says_what_happens_next(client, on_notice):
    answer = _post(client, on_notice)

    objection = Objection.objects.get()
    assert answer.headers["Location"] == f"/notices/{on_notice.notice.pk}/object/{objection.pk}/"
    receipt = client.get(answer.headers["Location"]).content.decode()
    assert objection.number in receipt
    assert "最迟于 2026年6月15日 书面答复" in receipt


def test_pressing_twice_is_one_objection_and_the_same_receipt(client, on_notice):
    first, second = _post(client, on_notice), _post(client, on_notice)

    assert Objection.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_the_same_token_with_other_words_is_refused(client, on_notice):
    _post(client, on_notice)
    answer = _post(client, on_notice, statement="乙所的名称写错了，应当更正为乙事务所。")

    assert Objection.objects.count() == 1
    assert "不同内容" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("objector_name", "匿名", "须实名提出"),
        ("objector_phone", "123", "电话号码不正确"),
        ("statement", "不对", "10"),
        ("subject_code", "11500000000000009X", "11500000000000009X"),
        ("is_true", "", "保证所述情况真实"),
        ("consent", "", "没有您的同意"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong_and_loses_nothing(field, value, sentence, client, on_notice):
    answer = _post(client, on_notice, **{field: value})

    assert sentence in str(answer.context["form"].errors[field])
    assert Objection.objects.count() == 0
    assert "甲所的结案量与年报不一致" in answer.content.decode() or field == "statement"


def test_evidence_is_examined_by_its_content(client, on_notice):
    upload = SimpleUploadedFile("证据.pdf", b"MZ\x90 not a pdf", content_type="application/pdf")
    answer = _post(client, on_notice, evidence=upload)

    assert "类型不能接收" in str(answer.context["form"].errors["evidence"])
    assert Objection.objects.count() == 0


def test_evidence_is_kept_with_the_objection_and_hidden_from_strangers(
    client, client_for, on_notice, people, agency_admin
):
    _post(client, on_notice, evidence=SimpleUploadedFile("../证据.pdf", PDF))
    (stored,) = Objection.objects.get().evidence.all()

    assert stored.name == "证据.pdf"
    assert client.get(f"/files/{stored.pk}/").status_code == 404
    assert client_for(agency_admin).get(f"/files/{stored.pk}/").status_code == 404
    answer = client_for(people.official).get(f"/files/{stored.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_after_the_last_day_the_form_is_closed(client, on_notice):
    with time_machine.travel(dt.datetime(2026, 6, 6, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))):
        answer = _post(client, on_notice)

    assert "现不受理" in answer.content.decode()
    assert Objection.objects.count() == 0


def test_the_receipt_is_not_for_others(client, client_for, on_notice, agency_admin):
    path = _post(client, on_notice).headers["Location"]

    assert Client().get(path).status_code == 404
    assert client_for(agency_admin).get(path).status_code == 404


def test_the_answer_is_read_by_number_and_phone(client, on_notice, people):
    _post(client, on_notice)
    objection = Objection.objects.get()
    objections.answer(objection.pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY)

    asked = Client().post("/notices/objections/", {"number": objection.number, "phone_tail": "5678"})
    assert "经核实数据一致。" in asked.content.decode()
    wrong = Client().post("/notices/objections/", {"number": objection.number, "phone_tail": "0000"})
    unknown = Client().post("/notices/objections/", {"number": "渝知异〔2026〕99号", "phone_tail": "0000"})
    assert str(wrong.context["form"].errors) == str(unknown.context["form"].errors)
    assert wrong.context["found"] is unknown.context["found"] is None


def test_five_wrong_tries_close_a_number_for_a_while(client, on_notice):
    _post(client, on_notice)
    number = Objection.objects.get().number
    for _ in range(5):
        Client().post("/notices/objections/", {"number": number, "phone_tail": "0000"})

    assert Client().post("/notices/objections/", {"number": number, "phone_tail": "5678"}).context["found"] is None


def test_the_page_shows_answers_without_the_name_of_the_objector(client, on_notice, people):
    _post(client, on_notice)
    objections.answer(
        Objection.objects.get().pk, is_upheld=False, text="经核实数据一致。", by=people.official, today=MONDAY
    )

    text = Client().get(f"/notices/{on_notice.notice.pk}/").content.decode()
    assert "经核实数据一致。" in text
    assert "李四" not in text
    assert "5678" not in text


def test_a_contested_line_is_marked_on_the_page(client, on_notice):
    _post(client, on_notice)

    rows = Client().get(f"/notices/{on_notice.notice.pk}/").context["table"].rows
    assert [row.is_stayed for row in rows] == [True, False]


def test_the_bundle_is_to_be_had(client, on_notice):
    answer = client.get(f"/notices/{on_notice.notice.pk}/bundle/")

    assert answer.json() == {"result": on_notice.result_digest}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bundle.json"'


def test_the_list_of_notices_asks_the_same_number_of_questions_for_one_and_for_three(client, people):
    make_decision(Stage.ON_NOTICE, people=people, period="2023")
    client.get("/notices/")
    with CaptureQueriesContext(connection) as one:
        client.get("/notices/?q=公示")
    make_decision(Stage.ON_NOTICE, people=people, period="2024")
    make_decision(Stage.ON_NOTICE, people=people, period="2025")
    with CaptureQueriesContext(connection) as three:
        client.get("/notices/?q=名单")

    assert len(one) == len(three) == 5, [query["sql"][:150] for query in one]
