"""Routes of catalogue, campaigns and rights aid: the city's, a district's own, an outlet's own."""

from agencies.registry.models import Agency
from publicservice.campaigns.services import helping, problems
from publicservice.catalogue.services import synonyms
from publicservice.rights_aid.services import handling
from tests.factories.agencies import make_member
from tests.factories.campaigns import ENTERPRISE, FIRST, LAST, make_campaign, make_report
from tests.factories.catalogue import make_draft
from tests.factories.publicservice import make_outlet
from tests.factories.rights_aid import make_request
from tests.security.ground import AGENCY_A, CITY, Case, World, register
from tests.security.routes.outlets import outlet_a

OFFICIALS = (*CITY, "district_1")


def _entry(world: World):
    outlet = make_outlet(district=world.district_1)
    return make_draft("of-district", by=world.people["district_1"], outlets=(outlet.pk,))


for part in ("", "write/"):
    register(f"admin/catalogue/entries/<slug:code>/{part}", seen_by=OFFICIALS, methods=("GET",))(
        lambda world: Case({"code": _entry(world).entry.code}, missing={"code": "no-such-entry"})
    )


@register("admin/catalogue/versions/<int:version_id>/<slug:step>/", seen_by=OFFICIALS, methods=("POST",))
def catalogue_step(world: World) -> Case:
    return Case({"version_id": _entry(world).pk, "step": "submit"})


for part, methods in {"": ("GET",), "remove/": ("POST",)}.items():
    register(f"admin/catalogue/synonyms/<int:group_id>/{part}", seen_by=CITY, methods=methods)(
        lambda world: Case({"group_id": synonyms.save(["质押", "贷款"], by=None).pk})
    )


def _request(world: World) -> Case:
    return Case({"request_id": make_request(district=world.district_1).pk})


register("admin/rights-aid/<int:request_id>/", seen_by=OFFICIALS, methods=("GET",))(_request)


@register("admin/rights-aid/<int:request_id>/<slug:step>/", seen_by=OFFICIALS, methods=("POST",))
def aid_step(world: World) -> Case:
    return Case({**_request(world).kwargs, "step": "ask"}, data={"words": "请补充公证书"})


def _campaign(world: World):
    return make_campaign(by=world.people["district_1"], agencies=(world.agency_a,))


for part, methods in {"": ("GET",), "write/": ("GET",), "problems/": ("POST",)}.items():
    register(f"admin/campaigns/<int:campaign_id>/{part}", seen_by=OFFICIALS, methods=methods)(
        lambda world: Case({"campaign_id": _campaign(world).pk})
    )


@register("admin/campaigns/<int:campaign_id>/steps/<slug:step>/", seen_by=OFFICIALS, methods=("POST",))
def campaign_step(world: World) -> Case:
    return Case({"campaign_id": _campaign(world).pk, "step": "close"})


@register("admin/campaigns/helps/<int:help_id>/", seen_by=OFFICIALS, methods=("POST",))
def decide_help(world: World) -> Case:
    said = make_report(agency=Agency.objects.get(pk=world.agency_a.pk))
    given = helping.report(_campaign(world).pk, said, by=make_member(world.agency_a), today=LAST)
    return Case({"help_id": given.pk}, data={"verdict": "confirm"})


@register("admin/campaigns/problems/<int:problem_id>/", seen_by=OFFICIALS, methods=("POST",))
def solve(world: World) -> Case:
    facts = {"credit_code": ENTERPRISE, "enterprise_name": "企业", "text": "问题", "owner": "网点", "due_on": FIRST}
    problem = problems.enter(_campaign(world).pk, facts, by=world.people["district_1"])
    return Case({"problem_id": problem.pk}, data={"result": "已解决"})


@register("portal/campaigns/<int:campaign_id>/", seen_by=AGENCY_A, methods=("GET",))
def own_campaign(world: World) -> Case:
    return Case({"campaign_id": _campaign(world).pk})


@register("portal/rights-aid/<int:request_id>/", seen_by=("outlet_a_staff",), methods=("GET",))
def own_request(world: World) -> Case:
    outlet = outlet_a(world)
    request = make_request(district=world.district_1)
    handling.assign(request.pk, outlet=outlet, by=world.people["district_1"], today=FIRST)
    return Case({"request_id": request.pk})


@register("portal/rights-aid/own/<int:request_id>/", seen_by=("citizen",), methods=("GET",))
def own_aid_request(world: World) -> Case:
    return Case({"request_id": make_request(by=world.people["citizen"]).pk})
