"""The pages of the workbook: down, up, a look, a choice, and written with one press."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipservice.evidence.services import may_open
from ipservice.jobs.models import Job
from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.services import uploads
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, open_survey, post
from tests.supervision.survey.workbook_desk import Desk, fill

pytestmark = pytest.mark.django_db
BASE = "/portal/survey/2025/workbook/"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


@pytest.fixture
def client(desk):
    return _browser(desk.person)


def _browser(user) -> Client:
    browser = Client()
    browser.force_login(user, backend="ipservice.accounts.permissions.RoleBackend")
    return browser


def _download(desk: Desk, client: Client) -> Path:
    answer = client.post(f"{BASE}download/")
    path = desk.folder / "down.xlsx"
    path.write_bytes(answer.content)
    return path


def _upload(client: Client, path: Path, token: str = "t1") -> str:
    """Send the file; the address of its page."""
    sent = SimpleUploadedFile("填好.xlsx", path.read_bytes())
    return client.post(BASE, {"file": sent, "form_token": token}).headers["Location"]


def test_down_filled_up_looked_at_and_written_with_one_press(desk, client):
    page = _upload(client, fill(_download(desk, client), {"10303": 40}))
    assert "正在核对" in client.get(page).text
    job = Job.objects.get(kind=uploads.READ_JOB)
    uploads.read_job(job, lambda done, total, note="": None)

    seen = client.get(page)
    assert "10303 线上业务占比" in seen.text
    version = seen.context["preview"].version
    done = client.post(f"{page}apply/", {"version": version}, follow=True)

    assert "已写入 1 格" in done.text
    assert desk.stored()["10303"] == "40"
    assert done.redirect_chain == [(page, 302)]


def test_the_download_has_the_agencys_name_and_is_never_cached(desk, client):
    answer = client.post(f"{BASE}download/")

    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert client.get(f"{BASE}download/").status_code == 405


def test_the_same_form_sent_twice_is_one_upload(desk, client):
    path = fill(_download(desk, client), {"10303": 40})

    assert _upload(client, path) == _upload(client, path)
    assert WorkbookUpload.objects.count() == 1


def test_a_conflict_is_shown_with_both_values_and_choices_survive_a_refusal(desk, client):
    path = fill(_download(desk, client), {"10303": 40, "10302": 2900000})
    desk.type_on_page({"10303": "30", "10302": "2800000"})
    upload = desk.send(path)
    page = f"{BASE}{upload.pk}/"

    seen = client.get(page)
    assert "采用工作簿：<strong>40</strong>" in seen.text
    assert "保留网页：<strong>30</strong>" in seen.text
    version = seen.context["preview"].version
    refused = client.post(f"{page}apply/", {"version": version, "take:10303": "file"})

    assert refused.status_code == 422
    assert [(row.slot, row.choice) for row in refused.context["preview"].conflicts] == [
        ("10302", ""),
        ("10303", "file"),
    ]
    client.post(f"{page}apply/", {"version": version, "take:10303": "file", "take:10302": "page"})
    assert (desk.stored()["10303"], desk.stored()["10302"]) == ("40", "2800000")


def test_a_refused_file_says_why_and_leads_back(desk, client):
    upload = desk.send(fill(_download(desk, client), {"10303": 40}))
    WorkbookUpload.objects.filter(pk=upload.pk).update(state=UploadState.REFUSED, refusal="这不是本系统的工作簿。")

    seen = client.get(f"{BASE}{upload.pk}/")

    assert "没有接受这份文件。</strong>这不是本系统的工作簿。" in seen.text
    assert f'href="{BASE}"' in seen.text


def test_what_is_no_workbook_is_said_on_the_page(desk, client):
    sent = SimpleUploadedFile("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64)

    answer = client.post(BASE, {"file": sent, "form_token": "t"}, follow=True)

    assert "这不是表格文件" in answer.text
    assert not WorkbookUpload.objects.exists()


def test_the_neighbour_finds_nothing_and_can_do_nothing(desk, client):
    upload = desk.send(fill(_download(desk, client), {"10303": 40}))
    neighbour = make_member(make_agency())
    open_survey(2024, agencies=[neighbour.memberships.get().agency])
    browser = _browser(neighbour)

    for address in (BASE, f"{BASE}{upload.pk}/", f"/portal/survey/2024/workbook/{upload.pk}/"):
        assert browser.get(address).status_code == 404
    for act in ("apply", "drop"):
        assert browser.post(f"{BASE}{upload.pk}/{act}/", {"version": 0}).status_code == 404
    assert browser.get(f"/files/{upload.file_id}/").status_code == 404
    assert desk.stored()["10303"] == "20"


def test_its_files_are_open_to_the_agency_and_to_people_with_a_post_there(desk, client):
    upload = desk.send(fill(_download(desk, client), {"10303": "很多"}))
    colleague = make_member(desk.agency)
    here, elsewhere = post(district=desk.found.district), post(district=make_agency().district)

    seen = {name: _may(user, upload) for name, user in (("colleague", colleague), ("here", here), ("else", elsewhere))}

    assert seen == {"colleague": [True, True], "here": [True, True], "else": [False, False]}


def _may(user, upload) -> list[bool]:
    return [may_open(user, stored) for stored in (upload.file, upload.corrected)]


def test_the_overview_leads_to_the_workbook_while_it_may_be_filled(desk, client):
    assert f'href="{BASE}"' in client.get("/portal/survey/2025/").text


def test_a_preview_costs_the_same_number_of_queries_whatever_the_number_of_changes(
    desk, client, django_assert_max_num_queries
):
    path = _download(desk, client)
    few = desk.send(fill(path, {"10303": 40}))
    many = desk.send(fill(path, {f"10202/{row}/{sex}": 9 for row in ("master", "below") for sex in ("male", "female")}))
    client.get(f"{BASE}{few.pk}/")

    counts = []
    for upload in (few, many):
        with django_assert_max_num_queries(45) as counted:
            client.get(f"{BASE}{upload.pk}/")
        counts.append(len(counted))

    assert counts[0] == counts[1]
