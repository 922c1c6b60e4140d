"""What an agency says that it offers: the whole list at once, by the agency itself or by the official of its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from agencies.registry.models import Agency, AgencyService
from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump
from ipservice.reference.models import ServiceType


@dataclass(frozen=True, slots=True)
class Offer:
    """One service with how it is priced; ``typical_days`` None where the agency does not say."""

    service_type: ServiceType
    price_basis: str = ""
    typical_days: int | None = None


class OfferedTwice(DomainError):
    code = "service_offered_twice"
    template = "“{service}”填写了两次，每种服务只填一行。"


class NotYourAgency(DomainError):
    code = "not_your_agency"
    template = "只有该机构的工作人员或其所在地的经办人可以修改服务项目。"
    status = 404


@transaction.atomic
def offer(agency_id: int, wanted: Iterable[Offer], *, by: User) -> bool:
    """The agency offers exactly ``wanted`` from now on; answers whether anything changed.

    Raises ``OfferedTwice`` and ``NotYourAgency``.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _require_own(agency, by)
    after: dict[int, Offer] = {}
    for one in wanted:
        if one.service_type.pk in after:
            raise OfferedTwice(service=one.service_type)
        after[one.service_type.pk] = one
    before = {kept.service_type_id: kept for kept in agency.services.select_related("service_type")}
    said, says = _in_words(before.values()), _in_words(after.values())
    if said == says:
        return False
    agency.services.exclude(service_type__in=after).delete()
    for pk, one in after.items():
        facts = {"price_basis": one.price_basis, "typical_days": one.typical_days}
        AgencyService.objects.update_or_create(agency=agency, service_type_id=pk, defaults=facts)
    record(
        "agency.offer",
        f"机构“{agency.name}”的服务项目改为：{'、'.join(says) or '（无）'}",
        subject=("agency", agency.pk),
        by=by,
        before={"services": said},
        after={"services": says},
    )
    bump("agencies")
    return True


def _require_own(agency: Agency, by: User) -> None:
    acts_for = Agency.objects.run_by(by).filter(pk=agency.pk).exists()
    manages = by.has_perm("agencies.change_agency") and Agency.objects.managed_by(by).filter(pk=agency.pk).exists()
    if not acts_for and not manages:
        raise NotYourAgency


def _in_words(offers: Iterable[Offer | AgencyService]) -> list[str]:
    return sorted(
        "".join(
            (
                one.service_type.name,
                f"（{one.price_basis}）" if one.price_basis else "",
                f"{one.typical_days}日" if one.typical_days else "",
            )
        )
        for one in offers
    )
