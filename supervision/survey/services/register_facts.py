"""What the register knows about an agency, as the checks compare it and as the questionnaire is filled from it."""

from agencies.registry.models import Agency
from agencies.registry.models.people import AttorneyState
from agencies.registry.rules.states import ENDED
from supervision.survey.models import SurveyReturn


def facts(survey_return: SurveyReturn) -> dict[str, object]:
    """By the names that the expressions know. What the register does not know is left out. Two or three statements."""
    agency = agency_of(survey_return)
    known = {
        "attorneys": attorneys_of(agency),
        "branches": branches_of(agency),
        "credit_code": agency.credit_code,
        "agency_code": agency.agency_code,
        "founded_year": agency.founded_on.year if agency.founded_on else None,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def agency_of(survey_return: SurveyReturn) -> Agency:
    return Agency.objects.select_related("district", "functional_area").get(pk=survey_return.agency_id)


def attorneys_of(agency: Agency) -> int | None:
    """As registered; where no number was registered, the attorneys entered one by one. None where neither is known."""
    if agency.attorney_count is not None:
        return agency.attorney_count
    return agency.attorneys.filter(state=AttorneyState.PRACTISING).count() or None


def branches_of(agency: Agency) -> int:
    """Branches in the city that have not ended."""
    return agency.branches.listed().exclude(state__in=ENDED).count()
