"""Which files the register keeps, and who may see them."""

from django.db.models import Q

from agencies.registry.models import Agency, AgencyClaim, ChangeRequest
from agencies.registry.services import claims
from agencies.registry.services.change_requests import EVIDENCE
from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile


def register_purposes() -> None:
    purposes.register(
        purposes.Purpose(EVIDENCE, "机构变更申请证明材料", may_see=_may_see, in_use=_in_use, max_bytes=20 * 1024 * 1024)
    )
    purposes.register(
        purposes.Purpose(claims.EVIDENCE, "机构认领证明材料", may_see=_may_see_proof, in_use=_proof_in_use)
    )


def _may_see(user, stored: StoredFile) -> bool:
    """The officials who look after the agency, and the agency's own people."""
    theirs = Q(agency__in=Agency.objects.run_by(user)) | Q(agency__in=Agency.objects.managed_by(user))
    return ChangeRequest.objects.filter(theirs, evidence=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    return set(ChangeRequest.evidence.through.objects.filter(storedfile__in=ids).values_list("storedfile", flat=True))


def _may_see_proof(user, stored: StoredFile) -> bool:
    """The claimant, and the officials who look after the agency; a present administrator reads no papers of others."""
    return AgencyClaim.objects.visible_to(user).filter(evidence=stored).exists()


def _proof_in_use(ids: set[int]) -> set[int]:
    return set(AgencyClaim.evidence.through.objects.filter(storedfile__in=ids).values_list("storedfile", flat=True))
