"""Many agencies in two survey years at once, written set by set: for tests of what looks at a whole year."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from agencies.registry.models import Agency
from ipservice.reference.models import District
from supervision.survey.models import Answer, Survey, SurveyItem, SurveyReturn
from supervision.survey.rules.states import ReturnState
from tests.factories.accounts import make_district
from tests.factories.agencies import make_credit_code
from tests.factories.survey import open_survey

SENT_AT = dt.datetime(2026, 6, 24, 2, 0, tzinfo=dt.UTC)


def agencies(count: int, *, district: District | None = None, first: int = 500_000) -> list[Agency]:
    """Active agencies in one district, by one statement."""
    district = district or make_district()
    return Agency.objects.bulk_create(
        Agency(
            name=f"重庆群组{number}号知识产权代理有限公司",
            credit_code=make_credit_code(number),
            district=district,
            founded_on=dt.date(2015, 3, 2),
            attorney_count=8,
        )
        for number in range(first, first + count)
    )


def sent_year(year: int, units: Sequence[Agency], columns: Mapping[str, np.ndarray]) -> Survey:
    """An open year in which every unit has sent its return; ``columns[cell][i]`` is the number of unit i."""
    survey = open_survey(year, agencies=units)
    survey.returns.update(state=ReturnState.SUBMITTED, submitted_at=SENT_AT)
    returns = {found.agency_id: found for found in survey.returns.all()}
    items = dict(SurveyItem.objects.filter(section__survey=survey).values_list("code", "pk"))
    Answer.objects.bulk_create(
        Answer(
            survey_return=returns[unit.pk],
            item_id=items[cell.split("/")[0]],
            cell=cell,
            number=round(float(numbers[place]), 2),
            changed_at=SENT_AT,
        )
        for cell, numbers in columns.items()
        for place, unit in enumerate(units)
    )
    return survey


def of(survey: Survey, unit: Agency) -> SurveyReturn:
    return survey.returns.get(agency=unit)
