"""One act on many rows: shown before, done row by row, failures listed, undone where lawful."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.registry.models import Agency, Standing
from agencies.registry.services import standing
from agencies.registry.services.standing import StandingFact
from ipservice.accounts.models import Role
from ipservice.bulk import actions, services
from ipservice.bulk.models import BulkRun
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
VALUES = {"kind": "credit_grade", "value": "A", "valid_from": TODAY, "valid_until": None, "source": "公告"}


def action():
    return actions.action_of("standing")


def test_of_five_hundred_rows_the_failures_are_listed_and_the_rest_is_done(official):
    district = make_agency().district
    Agency.objects.bulk_create(
        Agency(name=f"第{number}所", agency_code=f"{number:05d}", district=district) for number in range(499)
    )
    rivals = list(Agency.objects.order_by("id")[:7])
    for rival in rivals:
        standing.record_standing(rival.pk, StandingFact("credit_grade", "B", TODAY, "另一公告"), by=official)

    run = services.run(action(), Agency.objects.values_list("pk", flat=True), VALUES, today=TODAY, by=official)

    assert (len(run.done), len(run.failed)) == (493, 7)
    assert {row["key"] for row in run.failed} == {rival.pk for rival in rivals}
    assert "已登记为“B”（另一公告）" in run.failed[0]["problem"]
    assert Standing.objects.filter(value="A").count() == 493


def test_a_run_is_undone_whole_and_once(official):
    agency = make_agency()
    standing.record_standing(
        agency.pk, StandingFact("credit_grade", "B", TODAY - dt.timedelta(days=9), "旧"), by=official
    )
    before = list(Standing.objects.values_list("value", "valid_from", "valid_until"))
    run = services.run(action(), [agency.pk], VALUES, today=TODAY, by=official)
    assert list(Standing.objects.values_list("value", "valid_from", "valid_until")) != before

    services.undo(run.pk, now=timezone.now(), by=official)

    assert list(Standing.objects.values_list("value", "valid_from", "valid_until")) == before
    with pytest.raises(services.NotUndoable, match="已经撤销"):
        services.undo(run.pk, now=timezone.now(), by=official)


def test_what_takes_effect_at_once_is_not_undone(official):
    run = BulkRun.objects.create(action="approve-requests", by=official)

    with pytest.raises(services.NotUndoable, match="办理后即生效"):
        services.undo(run.pk, now=timezone.now(), by=official)


def test_too_many_rows_are_refused_before_anything_is_done(official):
    with pytest.raises(actions.TooManyRows):
        services.run(action(), range(2_001), VALUES, today=TODAY, by=official)


def test_the_list_leads_to_a_preview_and_the_preview_to_the_result(client_for, official):
    chosen = [make_agency(name="重庆博凯所"), make_agency(name="重庆智科所")]
    client = client_for(official)

    preview = client.post(
        "/admin/agencies/agency/", {"action": "record_standing", "_selected_action": [each.pk for each in chosen]}
    )
    wrong = client.post("/admin/bulk/standing/run/", {"key": [each.pk for each in chosen], "kind": "credit_grade"})
    assert not Standing.objects.exists()
    answer = client.post(
        "/admin/bulk/standing/run/",
        {"key": [each.pk for each in chosen], **{name: value or "" for name, value in VALUES.items()}},
        follow=True,
    )

    assert "选中 2 条，其中 2 条可以办理" in preview.content.decode()
    assert wrong.status_code == 422
    assert "2 条已办理，0 条未办理" in answer.content.decode()
    undone = client.post(f"/admin/bulk/results/{BulkRun.objects.get().pk}/undo/", follow=True)
    assert "撤销" in undone.content.decode()
    assert not Standing.objects.exists()


def test_rows_of_others_and_results_of_others_are_out_of_reach(client_for, official, district_official):
    other = make_agency()
    assert action().targets([other.pk], district_official) == []
    run = services.run(action(), [other.pk], VALUES, today=TODAY, by=official)

    client = client_for(make_user(role=Role.MUNICIPAL_OFFICIAL))
    assert client.get(f"/admin/bulk/results/{run.pk}/").status_code == 404
    assert client.post(f"/admin/bulk/results/{run.pk}/undo/").status_code == 404
    assert client_for(district_official).post("/admin/bulk/standing/run/", {"key": [other.pk]}).status_code == 404
    assert client.post("/admin/bulk/no-such/run/", {}).status_code == 404
