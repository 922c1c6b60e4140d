"""What the workbooks offer to the shared ground: their reading in the background, and who may open their files.

Answers serve statistics only, and so do the files that hold them: the agency's own people and those with a survey
post for it open them, nobody else.
"""

from django.db.models import Q

from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from ipservice.jobs import registry as jobs
from supervision.survey.models import SurveyReturn, WorkbookUpload
from supervision.survey.services.uploads import PURPOSE, READING
from supervision.survey.services.workbook_marks import COPY

PURPOSES = ((PURPOSE, "上传的填报工作簿"), (COPY, "填报工作簿批注退回件"))


def register() -> None:
    """Called with the rest of the slice."""
    jobs.register(READING)
    for code, label in PURPOSES:
        purposes.register(purposes.Purpose(code, label, may_see=_may_see, in_use=_in_use, types=frozenset({"xlsx"})))


def _may_see(user, stored: StoredFile) -> bool:
    theirs = SurveyReturn.objects.visible_to(user)
    return WorkbookUpload.objects.filter(Q(file=stored) | Q(corrected=stored), survey_return__in=theirs).exists()


def _in_use(ids: set[int]) -> set[int]:
    files = WorkbookUpload.objects.filter(file__in=ids).values_list("file", flat=True)
    copies = WorkbookUpload.objects.filter(corrected__in=ids).values_list("corrected", flat=True)
    return {*files, *copies}
