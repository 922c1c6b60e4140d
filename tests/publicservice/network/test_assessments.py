"""The yearly assessment: one draws it up, another confirms it, then it stands."""

import pytest
from django.core.management import call_command

from ipservice.evidence import services as evidence
from ipservice.procedure.errors import NoRuleInForce
from publicservice.network.evidence import PURPOSE
from publicservice.network.models import AssessmentState
from publicservice.network.rules import norm
from publicservice.network.services import assessments
from publicservice.network.services.access import NotYourOutlet
from publicservice.network.services.assessments import Points, Speciality
from tests.factories.accounts import make_user
from tests.factories.publicservice import make_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def norm_in_force(db):
    call_command("load_rulesets", verbosity=0)


@pytest.fixture
def draft(norm_in_force, outlet, district_official, today):
    return assessments.draw_up(outlet.pk, 2026, today=today, by=district_official)


def full_marks(draft, by):
    paper = evidence.keep_bytes(b"%PDF-1.4\n%%EOF\n", "a.pdf", purpose=PURPOSE, by=by)
    return {line.criterion: Points(line.max_hundredths, "达到", [paper]) for line in draft.lines.all()}


def test_a_year_has_one_assessment_with_the_criteria_of_the_norm(draft, outlet, district_official, today):
    again = assessments.draw_up(outlet.pk, 2026, today=today, by=district_official)

    assert again == draft
    assert sum(line.max_hundredths for line in draft.lines.all()) == 10_000
    assert {line.criterion for line in draft.lines.all()} == {
        name for name in norm.LABELS if name.startswith(norm.CRITERION)
    }


def test_without_a_norm_nothing_is_assessed(outlet, district_official, today):
    with pytest.raises(NoRuleInForce):
        assessments.draw_up(outlet.pk, 2026, today=today, by=district_official)


def test_an_assessment_is_confirmed_by_a_second_person_and_then_fixed(draft, district_official, official):
    assessments.save_points(
        draft.pk, full_marks(draft, district_official), Speciality("汽车专利导航", "产业集中"), by=district_official
    )
    assessments.submit(draft.pk, by=district_official)
    with pytest.raises(assessments.SamePerson):
        assessments.confirm(draft.pk, by=district_official)

    confirmed = assessments.confirm(draft.pk, by=official)

    assert (confirmed.state, confirmed.total_hundredths, confirmed.grade) == (AssessmentState.CONFIRMED, 10_000, "优秀")
    assert (confirmed.speciality, confirmed.reviewed_by) == ("汽车专利导航", official)
    with pytest.raises(assessments.AssessmentFixed):
        assessments.save_points(draft.pk, {}, Speciality(), by=district_official)


def test_what_was_sent_back_is_a_draft_again_with_the_reason(draft, district_official, official):
    assessments.save_points(draft.pk, full_marks(draft, district_official), Speciality(), by=district_official)
    assessments.submit(draft.pk, by=district_official)
    with pytest.raises(assessments.RemarkMissing):
        assessments.send_back(draft.pk, remark=" ", by=official)

    back = assessments.send_back(draft.pk, remark="补充台账", by=official)

    assert (back.state, back.review_remark) == (AssessmentState.DRAFT, "补充台账")


def test_high_points_without_papers_are_saved_but_not_submitted(draft, district_official):
    bare = {line.criterion: Points(line.max_hundredths) for line in draft.lines.all()}
    assessments.save_points(draft.pk, bare, Speciality(), by=district_official)

    with pytest.raises(norm.PointsRefused):
        assessments.submit(draft.pk, by=district_official)


def test_points_above_the_full_marks_and_a_speciality_without_reason_are_refused(draft, district_official):
    with pytest.raises(norm.PointsRefused):
        assessments.save_points(draft.pk, {"criterion_place": Points(1_001)}, Speciality(), by=district_official)
    with pytest.raises(assessments.SpecialityReasonMissing):
        assessments.save_points(draft.pk, {}, Speciality("导航"), by=district_official)


def test_strangers_do_not_assess(norm_in_force, district_official, today, citizen):
    elsewhere = make_outlet()

    for nobody in (district_official, citizen, make_user()):
        with pytest.raises(NotYourOutlet):
            assessments.draw_up(elsewhere.pk, 2026, today=today, by=nobody)
