"""Candidates for a merge, for officials to judge."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agencies.registry.models import Agency
from agencies.registry.rules.duplicates import Record, core_name, pairs
from ipservice.foundation import latin

MOST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    first: Agency
    second: Agency
    reasons: tuple[str, ...]


def candidates(agencies: QuerySet[Agency], *, most: int = MOST) -> list[Candidate]:
    """The most likely pairs among ``agencies``. Two queries."""
    rows = agencies.order_by("id").values_list("id", "name", "credit_code", "agency_code", "kind")
    records = [
        Record(pk, name, latin.read(core_name(name)).full, credit or "", code or "", kind)
        for pk, name, credit, code, kind in rows
    ]
    found = pairs(records)[:most]
    wanted = {pk for pair in found for pk in (pair.first, pair.second)}
    by_id = {agency.pk: agency for agency in Agency.objects.filter(pk__in=wanted).select_related("district")}
    return [Candidate(by_id[pair.first], by_id[pair.second], pair.reasons) for pair in found]
