"""Which files the register keeps, and who may see them."""

from django.db.models import Q

from agencies.registry.models import Agency, ChangeRequest
from agencies.registry.services.change_requests import EVIDENCE
from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile


def register_purposes() -> None:
    purposes.register(
        purposes.Purpose(EVIDENCE, "机构变更申请证明材料", may_see=_may_see, in_use=_in_use, max_bytes=20 * 1024 * 1024)
    )


def _may_see(user, stored: StoredFile) -> bool:
    """The officials who look after the agency, and the agency's own people."""
    theirs = Q(agency__in=Agency.objects.run_by(user)) | Q(agency__in=Agency.objects.managed_by(user))
    return ChangeRequest.objects.filter(theirs, evidence=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    return set(ChangeRequest.evidence.through.objects.filter(storedfile__in=ids).values_list("storedfile", flat=True))
