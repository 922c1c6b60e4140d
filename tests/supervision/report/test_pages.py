"""The pages of the report: officials write and publish, the public reads and asks where a number comes from."""

import datetime as dt

import pytest
from django.test import Client

from ipservice.accounts.models import Role
from supervision.report.models import IndustryReport, SectionVersion
from supervision.report.rules.states import ReportStep
from supervision.report.services import steps, writing
from tests.factories.accounts import make_user
from tests.factories.report import compiled, make_report

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 1)


@pytest.fixture
def official(db):
    return make_user(role=Role.MUNICIPAL_OFFICIAL)


@pytest.fixture
def report(facts, official) -> IndustryReport:
    report = make_report(by=official)
    compiled(report)
    return report


@pytest.fixture
def published(report, official) -> IndustryReport:
    steps.take(report.pk, ReportStep.SUBMIT, by=official, today=TODAY)
    steps.take(report.pk, ReportStep.APPROVE, by=make_user(role=Role.REVIEWER), today=TODAY)
    return steps.take(report.pk, ReportStep.PUBLISH, by=official, today=TODAY)


def test_what_is_not_published_is_seen_by_the_city_alone(report, client, client_for, official):
    code = report.edition.figures.first().code
    paths = ["/reports/2025/", f"/reports/2025/figures/{code}/", "/reports/2025/snapshot.csv"]

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    district = client_for(make_user(role=Role.DISTRICT_OFFICIAL))
    assert [district.get(path).status_code for path in paths] == [404, 404, 404]
    assert [client_for(official).get(path).status_code for path in paths] == [200, 200, 200]
    assert "2025年重庆市知识产权服务业发展报告" not in client.get("/reports/").content.decode()
    assert client.get(f"/files/{report.edition.pdf_id}/").status_code == 404


def test_everybody_reads_a_published_report_and_its_files(published, client):
    assert "2025年重庆市知识产权服务业发展报告" in client.get("/reports/").content.decode()
    assert client.get("/reports/2025/").status_code == 200
    assert "本稿是发布的版本" in client.get(f"/check/{published.edition.check_code}/").content.decode()
    file = client.get(f"/files/{published.edition.pdf_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    file.close()


def test_the_page_of_a_figure_runs_its_query_again_and_shows_where_it_comes_from(published, client):
    printed = published.edition.figures.get(query="test.rate@2025")

    page = client.get(f"/reports/2025/figures/{printed.code}/").content.decode()

    snapshot = published.edition.snapshot
    for shown in (
        "刚才在快照上重新运行这一查询，得到同一个数字：55.00%。",
        "授权与结案之比。",
        "授权：11件",
        "结案：20件",
        "test.rate@2025",
        "tests.factories.report:Facts.read.&lt;locals&gt;.table@",
        snapshot.sha256,
        snapshot.code_version,
        "测试登记",
        "11/20",
    ):
        assert shown in page
    assert client.get("/reports/2025/figures/0000000000/").status_code == 404


def test_the_snapshot_can_be_taken_home(published, client):
    lines = client.get("/reports/2025/snapshot.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "指标代码,年度,标目,数量,分子,分母,说明"
    assert "test.bodies,2025,渝中区,12,,," in lines
    assert "test.rate,2025,全市,,11,20," in lines


def test_the_number_of_queries_of_the_web_edition_does_not_depend_on_its_length(
    published, client, django_assert_num_queries
):
    client.get("/reports/2025/")
    with django_assert_num_queries(2):
        client.get("/reports/2025/")


def test_an_official_asks_for_a_report_and_is_sent_to_its_progress(facts, client_for, official):
    answer = client_for(official).post("/admin/reports/", {"year": "2025"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/jobs/")
    assert client_for(official).post("/admin/reports/", {"year": "x"}).status_code == 422


def test_a_district_has_no_part_in_the_desk(report, client_for):
    district: Client = client_for(make_user(role=Role.DISTRICT_OFFICIAL))

    assert district.get("/admin/reports/").status_code == 403
    assert district.get("/admin/reports/2025/").status_code == 403


def test_words_refused_stay_in_the_field_with_the_reason(report, client_for, official):
    version = writing.versions(report).get(section="01.bodies")
    path = f"/admin/reports/sections/{version.pk}/"
    browser = client_for(official)
    assert "比上年提高2.00个百分点" in browser.get(path).content.decode()

    answer = browser.post(path, {"text": "改得太多了", "reason": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "缺少 {{test.bodies:合计}}" in page
    assert "改得太多了" in page
    assert SectionVersion.objects.filter(report=report, section="01.bodies").count() == 1


def test_two_versions_stand_side_by_side(report, client_for, official):
    first = writing.versions(report).get(section="01.bodies")
    browser = client_for(official)
    text = first.text.replace("截至年底，", "年末，")
    browser.post(f"/admin/reports/sections/{first.pk}/", {"text": text, "reason": "换个说法"})
    second = writing.versions(report).get(section="01.bodies")

    page = browser.get(f"/admin/reports/sections/{second.pk}/compare/").content.decode()

    assert "第1版与第2版" in page
    assert "<td>年末，在册机构{{test.bodies:合计}}" in page
    assert "文字在排印之后修改过" in browser.get("/admin/reports/2025/").content.decode()


def test_the_steps_are_taken_from_the_page(report, client_for, official):
    reviewer = client_for(make_user(role=Role.REVIEWER))
    client_for(official).post("/admin/reports/2025/steps/submit/", {"seen": report.lock_version})
    reviewer.post("/admin/reports/2025/steps/approve/")
    client_for(official).post("/admin/reports/2025/steps/publish/")

    assert IndustryReport.objects.get().stage == "published"
    assert client_for(official).post("/admin/reports/2025/steps/fly/").status_code == 404
