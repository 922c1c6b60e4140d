"""The paper of a notice and the code by which anybody sees how the list stands today (X.23)."""

import datetime as dt

import pytest
import time_machine

from ipservice.documents.models import IssuedPaper
from ipservice.procedure.models import PublicNotice, Stage
from ipservice.procedure.services import decisions, papers
from tests.factories.procedure import LINES, MONDAY, make_decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday():
    with time_machine.travel(dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=True):
        yield


def test_a_notice_is_a_paper_with_a_code_from_its_first_day(client, on_notice):
    notice = on_notice.notice
    code = IssuedPaper.objects.get(subject_type="public_notice", subject_key=str(notice.pk)).check_code

    page = client.get(f"/notices/{notice.pk}/").content.decode()
    paper = client.get(f"/notices/{notice.pk}/paper/")

    assert paper.content.startswith(b"%PDF")
    assert papers.paper_of(notice).check_code == code
    assert papers.check_code(notice).replace("-", "") == code
    assert papers.check_code(notice) in page
    assert f"/notices/{notice.pk}/paper/" in page


def test_the_paper_says_what_the_page_says(on_notice):
    notice = PublicNotice.objects.get()
    paper = papers.paper_of(notice)

    assert (paper.title, paper.number, paper.issuer) == (notice.title, notice.number, notice.issuer)
    assert [list(row) for row in paper.table.rows] == [line[:2] for line in LINES]
    assert "2026年6月1日至2026年6月5日（5个工作日）" in paper.closing[0]


def test_the_code_opens_the_list_as_it_stands_now(client, on_notice, official):
    address = f"/check/{papers.check_code(on_notice.notice)}/"
    before = client.get(address).content.decode()

    decisions.withdraw(on_notice.pk, by=official, today=MONDAY, reason="数据有误")
    after = client.get(address).content.decode()

    assert f'href="/notices/{on_notice.notice.pk}/"' in before
    assert "公示中" in before
    assert "已撤回" not in before
    assert "已撤回" in after
    assert papers.live_record(str(on_notice.notice.pk), MONDAY).is_valid is False


def test_a_list_that_never_reached_the_public_has_no_paper(client, people):
    make_decision(Stage.APPROVED, people=people)

    assert IssuedPaper.objects.count() == 0
    assert client.get("/notices/1/paper/").status_code == 404
    assert papers.live_record("1", MONDAY) is None
    assert papers.live_record("x", MONDAY) is None
