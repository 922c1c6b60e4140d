"""Routes of the register and the filings: an agency's own, its district's, the city's."""

import datetime as dt

from django.utils import timezone

from agencies.registry.models import AgencyMerge, ChangeRequest
from tests.factories.agencies import make_claim
from tests.factories.filings import make_total
from tests.security.ground import AGENCY_A, CITY, Case, World, register

OFFICIALS = (*CITY, "district_1")


def _request(world: World) -> ChangeRequest:
    return ChangeRequest.objects.create(
        agency=world.agency_a,
        changes={"website": {"before": "", "after": "https://example.cn"}},
        submitted_by=world.people["agency_a_admin"],
        due_on=dt.date(2026, 12, 1),
    )


@register("portal/agency/requests/<int:request_id>/", seen_by=AGENCY_A, methods=("GET",))
def own_request(world: World) -> Case:
    return Case({"request_id": _request(world).pk})


def _decided(world: World) -> Case:
    asked = _request(world)
    decided = {"state": "approved", "decided_by": world.people["municipal"], "decided_at": timezone.now()}
    ChangeRequest.objects.filter(pk=asked.pk).update(**decided)
    return Case({"request_id": asked.pk})


register("portal/agency/requests/<int:request_id>/paper/", seen_by=AGENCY_A, methods=("GET",))(_decided)
register("admin/agencies/requests/<int:request_id>/paper/", seen_by=OFFICIALS, methods=("GET",))(_decided)


@register("portal/agency/requests/<int:request_id>/cancel/", seen_by=AGENCY_A, methods=("POST",))
def cancel_request(world: World) -> Case:
    return Case({"request_id": _request(world).pk})


for part in ("", "change/", "services/", "record/"):
    register(f"portal/agency/<str:code>/{part}", seen_by=AGENCY_A, methods=("GET",))(
        lambda world: Case({"code": world.agency_a.credit_code}, missing={"code": "91599900MA999999XX"})
    )


@register("admin/agencies/requests/<int:request_id>/", seen_by=OFFICIALS, methods=("GET",))
def decide_request(world: World) -> Case:
    return Case({"request_id": _request(world).pk})


@register("admin/agencies/merges/<int:merge_id>/undo/", seen_by=CITY, methods=("GET",))
def undo_merge(world: World) -> Case:
    merged = AgencyMerge.objects.create(
        kept=world.agency_a, absorbed=world.agency_b, reason="同一机构", merged_by=world.people["municipal"]
    )
    return Case({"merge_id": merged.pk})


@register("admin/agencies/<int:agency_id>/services/", seen_by=("municipal", "reviewer", "district_1"), methods=("GET",))
def offers_of_agency(world: World) -> Case:
    return Case({"agency_id": world.agency_a.pk})


@register("admin/agencies/<int:agency_id>/history/", seen_by=OFFICIALS, methods=("GET",))
def agency_history(world: World) -> Case:
    return Case({"agency_id": world.agency_a.pk})


@register(
    "admin/agencies/<int:agency_id>/<slug:name>/", seen_by=("municipal", "reviewer", "district_1"), methods=("GET",)
)
def act_on_agency(world: World) -> Case:
    return Case({"agency_id": world.agency_a.pk, "name": "rename"})


@register("admin/history/<str:label>/<int:key>/", seen_by=("district_1", *CITY), methods=("GET",))
def history(world: World) -> Case:
    return Case({"label": "agencies.agency", "key": world.agency_a.pk})


@register("admin/year-sources/<int:year>/", seen_by=CITY, methods=("GET",))
def year_source(world: World) -> Case:
    make_total(world.agency_a, 2023)
    return Case({"year": 2023}, missing={"year": 1985})


def _claim(world: World) -> Case:
    return Case({"claim_id": make_claim(world.agency_a, world.people["citizen"]).pk})


register("portal/claims/<int:claim_id>/", seen_by=("citizen", "agency_a_admin"), methods=("GET",))(_claim)
register("portal/claims/<int:claim_id>/withdraw/", seen_by=("citizen",), methods=("POST",))(_claim)
register("portal/claims/<int:claim_id>/remark/", seen_by=("agency_a_admin",), methods=("POST",))(
    lambda world: Case(_claim(world).kwargs, data={"text": "不认识此人"})
)
register("admin/agencies/claims/<int:claim_id>/", seen_by=OFFICIALS, methods=("GET",))(_claim)
