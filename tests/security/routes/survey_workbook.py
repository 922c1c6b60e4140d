"""Routes of the questionnaire as a workbook: the agency that is asked, and nobody else."""

from django.utils import timezone

from ipservice.evidence.models import StoredFile
from supervision.survey.models import SurveyReturn, UploadState, WorkbookUpload
from supervision.survey.rules.states import ReturnState
from tests.factories.survey import a_return, open_survey
from tests.security.ground import AGENCY_A, Case, World, register

MISSING = {"year": 1999}


def _return(world: World) -> SurveyReturn:
    survey = open_survey(agencies=[world.agency_a])
    return a_return(survey, agency=world.agency_a, state=ReturnState.FILLING, values={"10303": 10})


def _upload(world: World) -> WorkbookUpload:
    """As the reader leaves it: one changed cell, waiting to be written."""
    found, now = _return(world), timezone.now()
    issue = found.workbooks.create(
        questionnaire_version=found.survey.version, values={"10303": "10"}, digest="0" * 64, issued_at=now
    )
    stored = StoredFile.objects.create(sha256="0" * 64, name="填好.xlsx", size_bytes=1, purpose="survey.workbook")
    outcome = {"sent": {"10303": "20"}, "faults": {}, "places": {"10303": ["103 财务状况", "E11"]}}
    return found.uploads.create(issue=issue, file=stored, state=UploadState.READ, outcome=outcome, at=now)


@register("portal/survey/<int:year>/workbook/", seen_by=AGENCY_A, methods=("GET",))
def desk(world: World) -> Case:
    return Case({"year": _return(world).survey.year}, missing=MISSING)


@register("portal/survey/<int:year>/workbook/download/", seen_by=AGENCY_A, methods=("POST",))
def download(world: World) -> Case:
    return Case({"year": _return(world).survey.year}, missing=MISSING)


def _case(world: World) -> Case:
    upload = _upload(world)
    return Case(
        {"year": upload.survey_return.survey.year, "upload_id": upload.pk},
        data={"version": upload.survey_return.version},
    )


for part, method in (("", "GET"), ("apply/", "POST"), ("drop/", "POST")):
    register(f"portal/survey/<int:year>/workbook/<int:upload_id>/{part}", seen_by=AGENCY_A, methods=(method,))(_case)
