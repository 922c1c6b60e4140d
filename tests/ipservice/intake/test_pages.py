"""An official brings a file in by the pages: upload, preview, answers, confirmation, undo; others stay outside."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.filings.models import Filing
from ipservice.intake.models import ImportRun, RunState, Severity
from ipservice.intake.services import queue, runs
from ipservice.jobs.idempotency import new_token
from ipservice.jobs.models import Job
from tests.ipservice.intake.test_filings_import import line, table

RUNS = "/admin/intake/runs/"


def work_off() -> None:
    """What the worker would do now."""
    bodies = {kind.code: kind.run for kind in queue.KINDS}
    for job in Job.objects.filter(state="waiting").order_by("pk"):
        bodies[job.kind](job, lambda done, total, note="": None)
        Job.objects.filter(pk=job.pk).update(state="done")


@pytest.fixture
def at_the_desk(register, official, client_for):
    return client_for(official)


def upload(client, content: bytes, token: str = "", name: str = "明细.csv"):
    form = {"form_token": token or new_token(), "file": SimpleUploadedFile(name, content), "cover_rows": ""}
    return client.post("/admin/intake/upload/filings/", form)


def test_a_file_goes_from_upload_to_commit_and_back(at_the_desk):
    answer = upload(at_the_desk, table(line(1), line(2, ipc="坏"), line(3, filed_on="24-3-1")))
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"{RUNS}{run.pk}/"
    work_off()

    page = at_the_desk.get(f"{RUNS}{run.pk}/").content.decode()
    assert "待确认" in page
    assert "不是IPC分类号" in page
    assert "还有 1 项未作答" in page
    assert Filing.objects.count() == 0

    at_the_desk.post(f"{RUNS}{run.pk}/answers/", {"rest": "yes"})
    at_the_desk.post(f"{RUNS}{run.pk}/commit/")
    work_off()
    assert Filing.objects.count() == 2
    assert "新增 2，变更 0" in at_the_desk.get(f"{RUNS}{run.pk}/").content.decode()

    at_the_desk.post(f"{RUNS}{run.pk}/undo/", {"reason": "导错年份"})
    run.refresh_from_db()
    assert (run.state, Filing.objects.count()) == (RunState.UNDONE, 0)


def test_a_commit_waits_for_every_answer(at_the_desk):
    upload(at_the_desk, table(line(1, filed_on="24-3-1")))
    work_off()
    run = ImportRun.objects.get()

    at_the_desk.post(f"{RUNS}{run.pk}/commit/", HTTP_REFERER=f"http://testserver{RUNS}{run.pk}/", follow=True)

    run.refresh_from_db()
    assert run.state == RunState.PREVIEW
    assert not Job.objects.filter(kind=queue.COMMIT).exists()


def test_pressing_upload_twice_makes_one_run(at_the_desk):
    token = new_token()

    first = upload(at_the_desk, table(line(1)), token)
    second = upload(at_the_desk, table(line(1)), token)

    assert first.headers["Location"] == second.headers["Location"]
    assert ImportRun.objects.count() == 1


def test_a_file_of_another_kind_is_refused_and_nothing_is_kept(at_the_desk):
    upload(at_the_desk, b"%PDF-1.7 ...")

    assert ImportRun.objects.count() == 0


def test_columns_can_be_mapped_by_hand_where_the_header_is_unknown(at_the_desk):
    content = table(line(1)).replace("代理机构代码".encode(), "单位".encode())
    upload(at_the_desk, content)
    work_off()
    run = ImportRun.objects.get()
    assert run.state == RunState.REFUSED
    assert "D 列 单位" in at_the_desk.get(f"{RUNS}{run.pk}/").content.decode()

    said = {entry["name"]: str(entry["place"]) for entry in run.columns if entry["name"]}
    at_the_desk.post(f"{RUNS}{run.pk}/read/", {**said, "agency_by_code": "3", "remap": "1"})
    work_off()

    run.refresh_from_db()
    assert (run.state, run.rows_new) == (RunState.PREVIEW, 1)


def test_the_correction_workbook_comes_as_a_download(at_the_desk):
    upload(at_the_desk, table(line(1), line(2, ipc="坏")))
    work_off()
    run = ImportRun.objects.get()

    answer = at_the_desk.get(f"{RUNS}{run.pk}/correction/", follow=True)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()


@pytest.mark.parametrize("person", ["reviewer", "district_official", "agency_admin", "citizen"])
def test_only_who_may_import_does(request, register, client_for, person):
    client = client_for(request.getfixturevalue(person))

    answer = upload(client, table(line(1)))

    assert answer.status_code in (302, 403)
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(
    "query", ["q=%00", "state=abc", "page=-1", "page=100000000000000000000", "feed=%00", "file_name=%00"]
)
def test_a_strange_address_of_the_list_is_no_error(at_the_desk, query):
    assert at_the_desk.get(f"{RUNS}?{query}").status_code == 200


def test_the_list_of_issues_is_filtered_by_what_is_done(at_the_desk):
    upload(at_the_desk, table(line(1), line(2, ipc="坏"), line(3, filed_on="2024/3/1")))
    work_off()
    run = ImportRun.objects.get()

    page = at_the_desk.get(f"{RUNS}{run.pk}/issues/?severity={Severity.REJECTED.value}").content.decode()

    assert "不是IPC分类号" in page
    assert "日期写法已统一" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_runs_asks_the_same_number_of_questions_whatever_its_length(
    at_the_desk, rows, django_assert_num_queries
):
    for serial in range(rows):
        upload(at_the_desk, table(line(serial)))
    at_the_desk.get(RUNS)

    with django_assert_num_queries(8):
        at_the_desk.get(RUNS)


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "con.txt", "明\u202e细.csv", "表" * 255 + ".csv", "a\r\nb.csv"],
    ids=["path", "device", "direction", "long", "line break"],
)
def test_the_name_of_a_file_is_only_shown_and_never_a_path(register, name):
    run = runs.receive("filings", table(line(1)), name=name, by=None, options={})

    assert "/" not in run.file.name
    assert len(run.file.name) <= 120
    assert run.file.name.isprintable()
