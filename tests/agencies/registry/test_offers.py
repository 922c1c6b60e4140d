"""An agency writes down what it offers; an official of its place may correct it; nobody else."""

import pytest
from django.urls import reverse

from agencies.registry.models import AgencyService
from agencies.registry.services import offers
from agencies.registry.services.offers import Offer
from ipservice.audit.models import AuditEntry
from ipservice.reference.models import ServiceType
from tests.factories.agencies import make_agency, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def types() -> list[ServiceType]:
    return [ServiceType.objects.create(code=f"T{index}", name=f"服务{index}", source="测试") for index in (1, 2, 3)]


@pytest.fixture
def agency():
    return make_agency(name="重庆甲专利代理事务所")


def rows(*typed: dict, initial: int = 0) -> dict:
    data = {"offer-TOTAL_FORMS": len(typed), "offer-INITIAL_FORMS": initial}
    return data | {f"offer-{at}-{name}": value for at, row in enumerate(typed) for name, value in row.items()}


def offered(agency) -> list[tuple]:
    kept = AgencyService.objects.filter(agency=agency).order_by("service_type__code")
    return list(kept.values_list("service_type__name", "price_basis", "typical_days"))


def test_an_agency_writes_down_changes_and_strikes_out_what_it_offers(client_for, agency, types):
    browser, address = client_for(make_member(agency)), reverse("agencies:own_offers", args=[agency.public_code])
    one, two, three = (kind.pk for kind in types)

    browser.post(address, rows({"service_type": one, "price_basis": "按件"}, {"service_type": two}, {}))
    assert offered(agency) == [("服务1", "按件", None), ("服务2", "", None)]

    typed = ({"service_type": one, "typical_days": 30}, {"service_type": two, "DELETE": "on"}, {"service_type": three})
    answer = browser.post(address, rows(*typed, initial=2), follow=True)

    assert offered(agency) == [("服务1", "", 30), ("服务3", "", None)]
    assert "服务项目已保存" in answer.content.decode()
    page = browser.get(f"/agencies/{agency.public_code}/").content.decode()
    assert "服务1　一般用时 30 日" in page
    assert AuditEntry.objects.filter(verb="agency.offer").count() == 2


def test_the_same_service_twice_is_refused_and_what_was_typed_stays(client_for, agency, types):
    browser, address = client_for(make_member(agency)), reverse("agencies:own_offers", args=[agency.public_code])

    answer = browser.post(
        address, rows({"service_type": types[0].pk}, {"service_type": types[0].pk, "price_basis": "面议"})
    )

    assert answer.status_code == 422
    assert "“服务1”填写了两次" in answer.content.decode()
    assert 'value="面议"' in answer.content.decode()
    assert offered(agency) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"price_basis": "按件"}, "请选择这一行说的是哪种服务"),
        ({"service_type": "T", "typical_days": 0}, "大于"),
        ({"service_type": 999_999}, "选择一个有效的选项"),
    ],
    ids=["no service", "no days", "an unknown service"],
)
def test_a_wrong_row_is_told_beside_its_field(client_for, agency, types, row, said):
    address = reverse("agencies:own_offers", args=[agency.public_code])
    row = row | ({"service_type": types[0].pk} if row.get("service_type") == "T" else {})

    answer = client_for(make_member(agency)).post(address, rows(row))

    assert said in answer.content.decode()
    assert offered(agency) == []


def test_saving_what_is_there_changes_nothing_and_writes_no_entry(agency, types, official):
    assert offers.offer(agency.pk, [Offer(types[0], "按件")], by=official)
    assert not offers.offer(agency.pk, [Offer(types[0], "按件")], by=official)

    assert AuditEntry.objects.filter(verb="agency.offer").count() == 1


def test_an_official_of_the_place_corrects_it_and_nobody_elses(client_for, agency, types, official, agency_admin):
    client_for(official).post(f"/admin/agencies/{agency.pk}/services/", rows({"service_type": types[0].pk}))
    assert offered(agency) == [("服务1", "", None)]

    with pytest.raises(offers.NotYourAgency):
        offers.offer(agency.pk, [], by=agency_admin)
    assert offered(agency) == [("服务1", "", None)]


def test_it_is_found_by_what_it_offers_at_once(client, agency, types, official):
    other = make_agency(name="重庆乙专利代理事务所")
    offers.offer(agency.pk, [Offer(types[1])], by=official)

    page = client.get("/agencies/", {"service": "T2"}).content.decode()

    assert agency.name in page
    assert other.name not in page
