"""The pages and files of the statistics, for everybody and for those who handle the survey."""

import csv
import io

import openpyxl
import pytest
from django.test import Client

from ipservice.accounts.models import Role
from supervision.statistics.models import StatisticsRun
from supervision.statistics.services import exports, workbook
from tests.factories.accounts import make_user
from tests.factories.statistics import a_year, accept, compute, publish
from tests.factories.survey import post

pytestmark = pytest.mark.django_db


def answers(staff: int, revenue: int = 1_000_000) -> dict[str, object]:
    return {"10103": "company", "10104": "no", "10201": staff, "10301": revenue, "10303": 20}


@pytest.fixture
def published() -> StatisticsRun:
    """万州区 has two units and is hidden, with one more of the other districts; two units never answered."""
    return publish(compute(a_year([answers(10 + number) for number in range(8)], silent=2)))


@pytest.fixture
def statistician():
    return post()


def test_everybody_reads_the_published_tables_and_hidden_numbers_are_stars(published, client):
    page = client.get("/data/statistics/2025/10201/").content.decode()

    assert "年末从业人员" in page
    assert page.count('<abbr title="不予公布">*</abbr>') % 9 == 0
    assert 'title="不予公布"' in page
    assert "27.0" not in page


def test_the_estimated_share_is_shown_and_can_be_switched_off(published, client):
    estimated = client.get("/data/statistics/2025/10201/").content.decode()
    raw = client.get("/data/statistics/2025/10201/?raw=1").content.decode()

    total = sum(10 + number for number in range(8))
    assert f">{total * 10 // 8}<" in estimated
    assert "20.0%" in estimated
    assert f">{total}<" in raw


def test_a_year_that_is_not_published_is_not_found(client):
    compute(a_year([answers(10 + number) for number in range(8)]))

    assert client.get("/data/statistics/2025/").status_code == 404
    assert client.get("/data/statistics/2025/tables.xlsx").status_code == 404


def test_the_overview_lists_every_table_with_weights_and_method(published, client):
    page = client.get("/data/statistics/2025/").content.decode()

    assert "5÷4" in page
    assert "/data/statistics/2025/10301/" in page
    assert "不足 3 家" in page


def test_no_hidden_number_is_in_the_files(published):
    rows = list(csv.reader(io.StringIO(exports.to_csv(published).decode("utf-8-sig"))))
    heads = rows[0]
    hidden = [dict(zip(heads, row, strict=True)) for row in rows[1:] if row[heads.index("状态")] == "*"]

    assert len(heads) == len(exports.DICTIONARY)
    assert {row["名称"] for row in hidden if row["表号"] == "10201"} >= {"万州区", "渝东北"}
    assert {row[name] for row in hidden for name in heads[10:]} == {"*"}


def test_the_workbook_is_printed_as_officials_print_it_and_twice_the_same(published):
    content = workbook.to_workbook(published)
    book = openpyxl.load_workbook(io.BytesIO(content))

    sheet = next(one for one in book.worksheets if "年末从业人员" in str(one["A1"].value))
    assert (sheet.freeze_panes, sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("B4", 9, "landscape")
    assert "计量单位：人" in {cell.value for cell in sheet[2]}
    assert "*" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert content == workbook.to_workbook(published)
    assert exports.to_csv(published) == exports.to_csv(published)


def test_the_desk_shows_versions_tables_proofs_and_differences(published, statistician, client_for):
    accept(published.survey.returns.order_by("pk").first(), answers(40))
    second = compute(published.survey)
    client = client_for(statistician)

    year = client.get("/admin/statistics/2025/").content.decode()
    run = client.get(f"/admin/statistics/runs/{second.pk}/").content.decode()
    compared = client.get(f"/admin/statistics/runs/{second.pk}/compare/{published.pk}/").content.decode()
    proof = second.proofs.filter(primary__gt=0).first()
    audited = client.get(f"/admin/statistics/runs/{second.pk}/proofs/{proof.pk}/")

    assert "第 1 版" in year
    assert "沿用上一版" in run
    assert "年末从业人员" in compared
    assert audited.status_code == 200
    assert client.get(f"/admin/statistics/runs/{second.pk}/tables/10201/").status_code == 200


def test_asking_leads_back_to_the_year_with_progress(statistician, client_for):
    a_year([answers(10 + number) for number in range(8)])
    client = client_for(statistician)

    page = client.post("/admin/statistics/2025/", follow=True).content.decode()

    assert 'id="progress"' in page


def test_two_persons_bring_a_version_to_the_public(statistician, client_for, client):
    run = compute(a_year([answers(10 + number) for number in range(9)]))
    second = post(make_user(role=Role.REVIEWER))

    client_for(statistician).post(f"/admin/statistics/runs/{run.pk}/steps/submit/")
    client_for(second).post(f"/admin/statistics/runs/{run.pk}/steps/publish/")

    assert client.get("/data/statistics/2025/").status_code == 200


def test_putting_a_version_aside_needs_a_reason(statistician, client_for):
    run = compute(a_year([answers(10 + number) for number in range(9)]))
    client: Client = client_for(statistician)

    client.post(f"/admin/statistics/runs/{run.pk}/steps/discard/")
    run.refresh_from_db()
    assert run.state == "computed"

    client.post(f"/admin/statistics/runs/{run.pk}/steps/discard/", {"reason": "口径有误"})
    run.refresh_from_db()
    assert run.state == "discarded"
