"""The public doors of rights aid: without a session, by code alone, counted, and silent about who was there."""

import datetime as dt
import io
import logging
import re
import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from ipservice.evidence.models import StoredFile
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.services import filing, handling
from tests.factories.rights_aid import MONDAY, make_filing, make_rules

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%test\n"
SPY = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Tell-Tale/9.9", "HTTP_X_FORWARDED_FOR": "203.0.113.77"}
PAGES = {
    "kind": {"right_kind": "patent", "right_number": "ZL202310102344.5"},
    "respondent": {"respondent": "演示商行", "respondent_place": ""},
    "facts": {"facts": "2026年5月起，对方在网店销售与我专利相同的产品。", "wish": ""},
    "elsewhere": {"other_body": "", "handed_over_by": ""},
    "place": {"district": ""},
    "who": {"who": "anonymous"},
    "contact": {"applicant_name": "李四", "credit_code": "", "phone": "13812345678", "email": ""},
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _on_monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_rules()
    with time_machine.travel(dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=True):
        yield


def _hidden(answer) -> dict[str, str]:
    found = dict(HIDDEN.findall(answer.content.decode()))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def _fill(client: Client, who: str = "anonymous", files: int = 1):
    """Every page in turn, as a browser without JavaScript sends it; answers the last page."""
    answer = client.get("/rights-aid/new/")
    while (page := _hidden(answer)["at"]) not in ("evidence", "check"):
        said = PAGES[page] if page != "who" else {"who": who}
        answer = client.post("/rights-aid/new/", {**_hidden(answer), **said})
        assert answer.status_code == 200, answer.content.decode()
    uploads = [SimpleUploadedFile(f"证据{number}.pdf", PDF) for number in range(files)]
    return client.post("/rights-aid/new/", {**_hidden(answer), "evidence": uploads})


def _send(client: Client, last, **more):
    token = re.search(r'name="form_token" value="([^"]+)"', last.content.decode())[1]
    return client.post("/rights-aid/new/", {**_hidden(last), "form_token": token, **more})


def _code(answer) -> str:
    return re.search(r'<strong class="code">([0-9A-Z-]+)</strong>', answer.content.decode())[1]


def test_an_anonymous_request_leaves_no_address_browser_or_session(caplog):
    client = Client(**SPY)
    with caplog.at_level(logging.DEBUG):
        answer = _send(client, _fill(client))

    assert AidRequest.objects.get().is_anonymous
    code = _code(answer)
    assert not Session.objects.exists()
    written = _dump() + caplog.text
    for trace in ("203.0.113.77", "Tell-Tale", code, code.replace("-", ""), *client.cookies.keys()):
        assert trace not in written, trace
    assert [cookie for cookie in client.cookies if "session" in cookie] == []
    assert StoredFile.objects.get().uploaded_by is None


def test_an_anonymous_request_of_somebody_signed_in_does_not_lead_to_the_account(citizen, client_for):
    client = client_for(citizen)
    _send(client, _fill(client))

    request = AidRequest.objects.get()
    for table in ("publicservice_aidrequest", "publicservice_aidstep", "audit_auditentry", "evidence_storedfile"):
        assert citizen.username not in _table(table)
    assert (request.submitted_by, StoredFile.objects.get().uploaded_by) == (None, None)


def _dump() -> str:
    """Every table of the database as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return "\n".join(_table(name) for (name,) in cursor.fetchall())


def _table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{name}\" t")
        return cursor.fetchone()[0]


def test_the_code_is_shown_once_and_twice_only_to_the_same_form():
    client = Client()
    last = _fill(client)
    first, second = _send(client, last), _send(client, last)

    assert _code(first) == _code(second)
    assert AidRequest.objects.count() == 1
    assert "查询码（只显示这一次" in first.content.decode()


def test_another_body_under_the_same_token_is_refused():
    client = Client()
    last = _fill(client)
    _send(client, last)

    changed = _send(client, last, **{"kept-respondent": "别的商行"})

    assert "已用不同内容提交过一次" in changed.content.decode()
    assert AidRequest.objects.count() == 1


def test_a_named_request_needs_its_consent_and_keeps_it():
    client = Client()
    last = _fill(client, who="named", files=0)

    assert _send(client, last).status_code == 422
    assert not AidRequest.objects.exists()
    _send(client, last, consent="on")

    request = AidRequest.objects.get()
    assert (request.applicant_name, request.phone, request.right_number) == ("李四", "13812345678", "ZL202310102344.5")


def test_a_page_that_was_tampered_with_is_asked_again():
    client = Client()
    last = _fill(client)

    answer = _send(client, last, **{"kept-right_kind": "nonsense"})

    assert answer.status_code == 422
    assert "是哪一类权利？" in answer.content.decode()
    assert not AidRequest.objects.exists()


def test_a_list_of_files_that_is_not_ours_counts_as_none():
    stranger = StoredFile.objects.create(sha256="0" * 64, name="他人.pdf", media_type="x", size_bytes=1, purpose="x")
    client = Client()

    _send(client, _fill(client, files=0), files=f"[{stranger.pk}]")

    assert not AidRequest.objects.get().evidence.exists()


def test_going_back_keeps_what_was_typed():
    client = Client()
    last = _fill(client)

    back = client.post("/rights-aid/new/", {**_hidden(last), "go": "respondent"})

    assert 'value="演示商行"' in back.content.decode()


def test_progress_is_read_by_the_code_and_completed_there(official):
    client = Client()
    code = _code(_send(client, _fill(client)))
    request = AidRequest.objects.get()
    handling.ask_to_complete(request.pk, words="请补充公证书", by=official, today=MONDAY)

    shown = client.post("/rights-aid/track/", {"code": code.lower()}).content.decode()
    assert "请补充公证书" in shown
    paper = SimpleUploadedFile("公证书.pdf", PDF + b"2")
    client.post("/rights-aid/complete/", {"code": code, "words": "公证书编号123", "evidence": paper})

    request.refresh_from_db()
    assert (request.state, request.evidence.count()) == ("filed", 2)
    assert official.display_name not in shown


def test_a_flood_from_one_address_is_told_to_wait_and_another_address_is_served():
    flood = Client(REMOTE_ADDR="198.51.100.1")
    last = _fill(flood)
    statuses = [_send(flood, last, form_token=f"token{number}").status_code for number in range(11)]
    upload = _fill(flood)

    assert statuses == [200] * 10 + [429]
    assert (upload.status_code, upload.headers["Retry-After"]) == (429, "3600")
    assert AidRequest.objects.count() == 10
    other = Client(REMOTE_ADDR="198.51.100.2")
    assert _send(other, _fill(other)).status_code == 200


def test_guessed_codes_are_limited_and_a_known_one_does_not_count():
    request, code = filing.file_once("token", make_filing(), by=None, today=MONDAY)
    client = Client(REMOTE_ADDR="198.51.100.9")

    known = [client.post("/rights-aid/track/", {"code": code}).status_code for _ in range(12)]
    wrong = [client.post("/rights-aid/track/", {"code": f"{number:012d}"}).status_code for number in range(11)]

    assert known == [200] * 12
    assert wrong == [422] * 10 + [429]
    assert Client(REMOTE_ADDR="198.51.100.8").post("/rights-aid/track/", {"code": code}).status_code == 200
    assert request.number


def test_an_unknown_code_and_one_of_wrong_form_are_answered_alike():
    answers = []
    for code in ("0123456789AB", "xyz", "0123456789ABCDEF"):
        answer = Client(REMOTE_ADDR=f"192.0.2.{len(answers) + 1}").post("/rights-aid/track/", {"code": code})
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode()).replace(code, "")
        answers.append((answer.status_code, text))

    assert len(set(answers)) == 1


def test_known_and_unknown_codes_take_no_different_time_to_judge():
    """The look-up is by a keyed digest in a unique index: what differs is only what is shown afterwards."""
    filing.file_once("token", make_filing(), by=None, today=MONDAY)
    known, unknown = filing.code_for("token"), filing.code_for("another")

    def took(code: str) -> float:
        begun = time.perf_counter()
        AidRequest.objects.filter(code_digest=filing.digest_of(code)).values_list("pk").first()
        return time.perf_counter() - begun

    pairs = [(took(known), took(unknown)) for _ in range(200)]
    wins = sum(a > b for a, _ in pairs for _, b in pairs)
    assert 0.3 < wins / len(pairs) ** 2 < 0.7


def test_a_hostile_file_is_refused_and_what_was_typed_stays():
    client = Client()
    answer = client.get("/rights-aid/new/")
    while (page := _hidden(answer)["at"]) != "evidence":
        answer = client.post("/rights-aid/new/", {**_hidden(answer), **PAGES[page]})
    program = SimpleUploadedFile("照片.jpg", io.BytesIO(b"MZ\x90\x00" * 10).getvalue())

    refused = client.post("/rights-aid/new/", {**_hidden(answer), "evidence": program})

    assert refused.status_code == 422
    assert _hidden(refused)["kept-respondent"] == "演示商行"


def test_the_desk_masks_names_and_counts_the_same_queries_for_one_and_three(
    client_for, official, django_assert_max_num_queries
):
    for number in range(3):
        filing.file_once(f"token{number}", make_filing(), by=None, today=MONDAY)

    with django_assert_max_num_queries(30):
        text = client_for(official).get("/admin/rights-aid/").content.decode()

    assert "李*" in text
    assert "李四" not in text
    page = client_for(official).get(f"/admin/rights-aid/{AidRequest.objects.first().pk}/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
