"""An agency gets a new name and keeps the old one findable."""

from datetime import date

from django.db import transaction

from agencies.registry.models import Agency, AgencyName
from agencies.registry.rules import NameMissing, NameUnchanged, require_in_order
from agencies.registry.services import search_index
from agencies.registry.services.grounds import Grounds
from ipservice.accounts.models import User
from ipservice.audit import services as audit


@transaction.atomic
def rename(agency_id: int, name: str, *, grounds: Grounds, today: date, by: User | None) -> Agency:
    """From ``grounds.since`` on the agency bears ``name``; the present name ends that day and stays searchable.

    Raises ``NameMissing``, ``NameUnchanged``, ``ChangeBeforeTheLast`` or ``ChangeInTheFuture``.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    name = " ".join(name.split())
    if not name:
        raise NameMissing(field="name")
    if name == agency.name:
        raise NameUnchanged(field="name", name=name)
    present = _present_name(agency)
    require_in_order("更名", since=grounds.since, last=present.since, today=today)
    AgencyName.objects.filter(pk=present.pk).update(until=grounds.since)
    AgencyName.objects.create(agency=agency, name=name, since=grounds.since, source=grounds.source)
    before, agency.name = agency.name, name
    agency.save(update_fields=["name", "updated_at"])
    search_index.refresh([agency.pk])
    audit.record(
        "agency.rename",
        f"机构更名：“{before}”更名为“{name}”，自{grounds.since}起",
        subject=("agency", agency.pk),
        by=by,
        reason=grounds.reason,
        before={"name": before},
        after={"name": name, "since": str(grounds.since), "source": grounds.source},
    )
    return agency


def _present_name(agency: Agency) -> AgencyName:
    """The open row; a register loaded without history has none, and gets one without a first day."""
    present = agency.names.filter(until__isnull=True).first()
    return present or AgencyName.objects.create(agency=agency, name=agency.name, source=agency.source)
