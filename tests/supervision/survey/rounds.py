"""What the tests of the review say again and again."""

import datetime as dt

from supervision.survey.models import Submission, SurveyReturn
from supervision.survey.services import questions, review

NOW = dt.datetime(2026, 6, 24, 2, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=3)
ASKED = {"10301": "营业收入比上年翻番，请核对单位。"}
REASON = "经电话核实，确系当年新增大客户。"


def submit(found: SurveyReturn) -> Submission:
    """What the agency sends, as it stands now."""
    values = questions.values_of(found)
    return Submission.objects.create(
        survey_return=found,
        number=found.submissions.count() + 1,
        answers={cell: {"value": value, "explanation": ""} for cell, value in values.items()},
        digest="0" * 64,
        submitted_at=NOW,
    )


def passed(sent, district) -> SurveyReturn:
    return review.pass_district(sent.pk, by=district, now=NOW)


def accepted(sent, district, city) -> SurveyReturn:
    passed(sent, district)
    return review.accept(sent.pk, by=city, now=LATER)
