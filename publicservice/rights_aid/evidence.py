"""Who may see the files of a request: whoever sees the request."""

from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.services.filing import PURPOSE


def register_purposes() -> None:
    purposes.register(purposes.Purpose(PURPOSE, "维权援助证据", may_see=_may_see, in_use=_in_use))


def _may_see(user, stored: StoredFile) -> bool:
    return AidRequest.objects.visible_to(user).filter(evidence=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    links = AidRequest.evidence.through.objects.filter(storedfile_id__in=ids)
    return set(links.values_list("storedfile_id", flat=True))
