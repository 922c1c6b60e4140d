"""Who may see the papers behind an assessment: the officials who manage the outlet."""

from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from publicservice.network.models import AssessmentLine, Outlet

PURPOSE = "outlet_assessment"


def register_purposes() -> None:
    """Called when the app is ready."""
    purposes.register(purposes.Purpose(PURPOSE, "网点评价佐证", may_see=_may_see, in_use=_in_use))


def _may_see(user, stored: StoredFile) -> bool:
    mine = Outlet.objects.managed_by(user)
    return AssessmentLine.objects.filter(assessment__outlet__in=mine, evidence=stored).exists()


def _in_use(ids: set[int]) -> set[int]:
    links = AssessmentLine.evidence.through.objects.filter(storedfile_id__in=ids)
    return set(links.values_list("storedfile_id", flat=True))
