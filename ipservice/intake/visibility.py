"""Who sees imports and their files: officials who may; what is kept is what a run refers to."""

from typing import Any

from ipservice.evidence.models import StoredFile
from ipservice.intake.models import ImportRun


def may_see(user: Any, stored: StoredFile) -> bool:
    return user.is_authenticated and user.has_perm("intake.view_importrun")


def in_use(ids: set[int]) -> set[int]:
    """Those of the files that a run refers to."""
    files = ImportRun.objects.filter(file_id__in=ids).values_list("file_id", flat=True)
    corrections = ImportRun.objects.filter(correction_id__in=ids).values_list("correction_id", flat=True)
    return {*files, *corrections}
