"""Who may see the evidence of an objection: the city's officials, and whoever handed it in."""

from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from ipservice.procedure.models import Objection
from ipservice.procedure.services.objections import PURPOSE


def register_purposes() -> None:
    """Called when the app is ready."""
    purposes.register(purposes.Purpose(PURPOSE, "异议证据", may_see=_may_see, in_use=_in_use))


def _may_see(user, stored: StoredFile) -> bool:
    return user.is_authenticated and user.is_city_official


def _in_use(ids: set[int]) -> set[int]:
    links = Objection.evidence.through.objects.filter(storedfile_id__in=ids)
    return set(links.values_list("storedfile_id", flat=True))
