"""Who may see what agencies hand in about their figures: the city's officials and the agency's own people."""

from agencies.registry.models import Agency
from incentives.awards.models import FigureCheck
from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile

PURPOSE = "figure_check"


def register_purposes() -> None:
    """Called when the app is ready."""
    purposes.register(purposes.Purpose(PURPOSE, "数据核对证据", may_see=_may_see, in_use=_in_use))


def _may_see(user, stored: StoredFile) -> bool:
    if user.is_authenticated and user.is_city_official:
        return True
    return FigureCheck.objects.filter(agency__in=Agency.objects.run_by(user), evidence=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    links = FigureCheck.evidence.through.objects.filter(storedfile_id__in=ids)
    return set(links.values_list("storedfile_id", flat=True))
