"""The register in the officials' admin: lists, exports, acts through services, merges, and whose rows one sees."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from agencies.registry.models import Agency, AgencyMerge, Standing
from agencies.registry.services import merge, standing
from agencies.registry.services.standing import StandingFact
from ipservice.accounts.models import Role
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_attorney

pytestmark = pytest.mark.django_db

LISTS = ["agency", "patentattorney", "standing", "changerequest", "agencymerge"]
TODAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize("name", LISTS)
def test_an_official_opens_every_list(client_for, official, name):
    agency = make_agency()
    make_attorney(agency=agency)
    standing.record_standing(agency.pk, StandingFact("credit_grade", "A", TODAY, "公告"), by=official)
    merge.merge(agency.pk, make_agency().pk, reason="同一机构", today=TODAY, by=official)

    answer = client_for(official).get(f"/admin/agencies/{name}/")

    assert answer.status_code == 200
    assert len(answer.context["cl"].result_list) == {"agency": 2, "changerequest": 0}.get(name, 1)


@pytest.mark.parametrize("words", ["bokai", "bk", "博凯"])
def test_the_list_is_searched_like_the_public_search(client_for, official, words):
    make_agency(name="重庆博凯所")
    make_agency(name="重庆智科所")

    answer = client_for(official).get("/admin/agencies/agency/", {"q": words})

    assert [agency.name for agency in answer.context["cl"].result_list] == ["重庆博凯所"]


def test_a_district_official_sees_the_agencies_of_the_district_only(client_for, district_official):
    own, other = make_agency(district=district_official.district), make_agency()
    client = client_for(district_official)

    assert [agency.pk for agency in client.get("/admin/agencies/agency/").context["cl"].result_list] == [own.pk]
    for path in ("change/", "../{}/history/"):
        assert client.get(f"/admin/agencies/agency/{other.pk}/change/").status_code in (302, 404), path
    assert client.get(f"/admin/agencies/{other.pk}/history/").status_code == 404
    assert client.get(f"/admin/agencies/{own.pk}/history/").status_code == 200
    assert client.get(f"/admin/agencies/{own.pk}/rename/").status_code == 403
    assert client.get("/admin/agencies/duplicates/").status_code == 403


def test_facts_that_services_keep_are_not_typed_over(client_for, official):
    agency = make_agency(name="甲所")
    client = client_for(official)

    page = client.get(f"/admin/agencies/agency/{agency.pk}/change/")
    client.post(f"/admin/agencies/agency/{agency.pk}/change/", {"name": "乙所", "state": "revoked"})

    assert page.status_code == 200
    assert Agency.objects.values_list("name", "state").get() == ("甲所", "active")
    assert client.get("/admin/agencies/agency/add/").status_code == 403


def test_the_export_holds_the_chosen_rows_and_the_filter(client_for, official):
    kept = [make_agency(name="重庆博凯所"), make_agency(name="重庆智科所")]
    make_agency(state="dissolved")
    chosen = {"action": "export", "_selected_action": [agency.pk for agency in kept], "select_across": "1"}

    answer = client_for(official).post("/admin/agencies/agency/?state__exact=active", chosen)

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] and row[0].startswith("重庆")] == ["重庆博凯所", "重庆智科所"]
    assert any("active" in str(cell) for row in rows for cell in row if cell and "筛选条件" in str(cell))


def test_an_official_renames_through_the_service(client_for, official):
    agency = make_agency(name="甲所")
    client = client_for(official)

    client.post(f"/admin/agencies/{agency.pk}/rename/", {"name": "乙所", "since": "2026-05-01", "source": "变更通知书"})

    assert list(agency.names.values_list("name", flat=True)) == ["乙所", "甲所"]


def test_an_official_changes_the_state_and_records_standing(client_for, official):
    agency = make_agency()
    client = client_for(official)

    client.post(
        f"/admin/agencies/{agency.pk}/state/", {"state": "suspended", "since": "2026-05-01", "source": "处罚决定"}
    )
    client.post(
        f"/admin/agencies/{agency.pk}/standing/",
        {"kind": "credit_grade", "value": "B", "valid_from": "2026-05-01", "source": "公告"},
    )

    assert Agency.objects.get().state == "suspended"
    assert Standing.objects.values_list("value", "recorded_by").get() == ("B", official.pk)


def test_candidates_are_previewed_merged_and_taken_apart(client_for, official):
    first, second = make_agency(name="重庆博凯专利所"), make_agency(name="博凯知识产权有限公司")
    client = client_for(official)
    address = f"/admin/agencies/merge/?keep={first.pk}&absorb={second.pk}"

    assert "/admin/agencies/duplicates/" in client.get("/admin/").content.decode()
    assert "重庆博凯专利所" in client.get("/admin/agencies/duplicates/").content.decode()
    assert "名称沿革" in client.get(address).content.decode()
    client.post(address, {"reason": "同一机构"})
    assert Agency.objects.get(pk=second.pk).merged_into_id == first.pk
    done = AgencyMerge.objects.get()
    assert client.get(f"/admin/agencies/merges/{done.pk}/undo/").status_code == 200
    client.post(f"/admin/agencies/merges/{done.pk}/undo/")
    assert Agency.objects.get(pk=second.pk).merged_into_id is None


@pytest.mark.parametrize("query", ["keep=1&absorb=1", "keep=abc", "", "keep=%00&absorb=99999999999999999999"])
def test_a_pair_that_is_none_leads_back_to_the_candidates(client_for, official, query):
    answer = client_for(official).get(f"/admin/agencies/merge/?{query}")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/agencies/duplicates/")


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.PUBLIC])
@pytest.mark.parametrize("path", ["agency/", "duplicates/", "1/history/", "1/rename/", "requests/1/", "merges/1/undo/"])
def test_nobody_else_comes_in(client_for, role, path):
    assert client_for(make_user(role=role)).get(f"/admin/agencies/{path}").status_code in (302, 403)
