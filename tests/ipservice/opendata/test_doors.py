"""Open data at its doors: the permanent address, the bytes, and the officials' pages."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from ipservice.opendata.models import Release
from tests.factories.accounts import make_user
from tests.factories.opendata import NOW, make_release, publish_release

pytestmark = pytest.mark.django_db
ADDRESS = "/data/v2027.1/"
WORK = "/admin/open-data/"


def test_a_file_is_given_out_byte_for_byte_with_its_checksum_as_etag(client, counts):
    held = publish_release().files.get(name="test.agencies.csv")

    answer = client.get(f"{ADDRESS}test.agencies.csv")
    again = client.get(f"{ADDRESS}test.agencies.csv", headers={"If-None-Match": answer["ETag"]})

    assert (answer.content, answer["ETag"]) == (bytes(held.content), f'"{held.sha256}"')
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")


def test_the_manifest_is_given_out_as_it_was_made(client, counts):
    release = publish_release()

    answer = client.get(f"{ADDRESS}manifest.json")

    assert (answer.content, answer["ETag"]) == (bytes(release.manifest), f'"{release.manifest_sha256}"')
    assert client.get(f"{ADDRESS}manifest.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_what_is_given_out_stays_when_the_figures_move_on(client, counts):
    publish_release()
    before = client.get(f"{ADDRESS}test.agencies.csv").content
    counts["渝中区"] = 9
    publish_release()

    assert client.get(f"{ADDRESS}test.agencies.csv").content == before


@pytest.mark.parametrize("path", ["", "manifest.json", "test.agencies.csv", "since/v2027.1/"])
def test_a_draft_is_nowhere_to_be_found(client, client_for, counts, path):
    make_release()

    for visitor in (client, client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))):
        assert visitor.get(f"{ADDRESS}{path}").status_code == 404


@pytest.mark.parametrize("path", ["v2027.1/nothing.csv", "v2027.2/", "v2027.0/", "v27.1/"])
def test_what_was_never_released_does_not_exist(client, counts, path):
    publish_release()

    assert client.get(f"/data/{path}").status_code == 404


def test_the_page_lists_files_and_a_correction_is_said_on_the_former_too(client, counts):
    former = publish_release()
    bytes_before = client.get(f"{ADDRESS}manifest.json").content
    counts["渝中区"] = 1_499
    publish_release(corrects=former, note="渝中区多计一家")

    page, later = (client.get(path).content.decode() for path in (ADDRESS, "/data/v2027.2/"))

    assert "本版本已由" in page
    assert "渝中区多计一家" in page
    assert former.files.get(name="test.agencies.csv").sha256 in page
    assert "本版本更正" in later
    assert client.get(f"{ADDRESS}manifest.json").content == bytes_before


def test_the_list_of_releases_stands_on_the_page_of_figures(client, counts):
    assert "还没有发布数据版本" in client.get("/data/").content.decode()

    publish_release(note="首次发布")

    page = client.get("/data/").content.decode()
    assert '<a href="/data/v2027.1/">v2027.1</a>' in page
    assert "首次发布" in page


def test_the_difference_of_two_releases_is_a_page(client, counts):
    publish_release()
    counts["渝中区"] = 1_501
    publish_release(now=NOW + dt.timedelta(days=1))

    page = client.get("/data/v2027.2/since/v2027.1/").content.decode()

    assert "共 1 行不同" in page
    assert "1501" in page


def test_the_program_that_verifies_is_handed_out_as_it_is(client):
    answer = client.get("/data/verify_release.py")

    assert answer.content.startswith(b'"""Verifies a release of open data')


def test_officials_make_look_publish_and_discard(client_for, counts, official, reviewer):
    maker, checker = client_for(official), client_for(reviewer)

    maker.post(f"{WORK}make/", {"note": "", "corrects": ""})
    release = Release.objects.get()
    assert "须由另一位市级工作人员核对后发布" in maker.get(f"{WORK}{release.pk}/").content.decode()
    assert "全部文件与清单相符" in checker.get(f"{WORK}{release.pk}/").content.decode()
    checker.post(f"{WORK}{release.pk}/publish/")
    release.refresh_from_db()
    assert release.published_by == reviewer

    maker.post(f"{WORK}make/", {"note": "更正", "corrects": release.pk})
    maker.post(f"{WORK}{Release.objects.first().pk}/discard/")
    assert [str(each) for each in Release.objects.all()] == [str(release)]


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICIAL, Role.SYSTEM_ADMIN])
def test_other_staff_have_no_such_page(client_for, role):
    assert client_for(make_user(role=role)).get(WORK).status_code == 403


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(
    client_for, counts, official, django_assert_max_num_queries
):
    browser = client_for(official)
    publish_release()
    browser.get(WORK)
    with django_assert_max_num_queries(12) as few:
        browser.get(WORK)
    for _ in range(2):
        publish_release()
    with django_assert_max_num_queries(12) as many:
        browser.get(WORK)

    assert len(few) == len(many)
