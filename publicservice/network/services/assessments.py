"""Yearly assessment of an outlet: drawn up by one person, confirmed by another, then fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.evidence.models import StoredFile
from ipservice.foundation.errors import DomainError
from ipservice.foundation.explanation import Evaluation
from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet
from publicservice.network.models import Assessment, AssessmentLine, AssessmentState, Outlet
from publicservice.network.rules import norm
from publicservice.network.services import access


class AssessmentFixed(DomainError):
    code = "assessment_fixed"
    template = "该评价当前为“{state}”，不能{act}。"


class SamePerson(DomainError):
    code = "assessor_is_reviewer"
    template = "评价人不能复核自己的评价，请由另一位经办人复核。"


class SpecialityReasonMissing(DomainError):
    code = "speciality_reason_missing"
    template = "填写特色标签“{label}”时须写明依据。"


class RemarkMissing(DomainError):
    code = "review_remark_missing"
    template = "退回评价时须写明复核意见。"


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one criterion, in hundredths, the words behind them and the papers."""

    hundredths: int
    remark: str = ""
    papers: Iterable[StoredFile] = ()


@dataclass(frozen=True, slots=True)
class Speciality:
    label: str = ""
    reason: str = ""


@transaction.atomic
def draw_up(outlet_id: int, year: int, *, today: date, by: User) -> Assessment:
    """The assessment of the year, with one line a criterion of the norm in force; made once."""
    outlet = access.locked_for_officials(outlet_id, "评价该网点", by)
    there = Assessment.objects.filter(outlet=outlet, year=year).first()
    if there:
        return there
    ruleset = RuleSet.objects.in_force(norm.KIND, today).first()
    if ruleset is None:
        raise NoRuleInForce(on=today, kind="公共服务网点管理规范", parameter="评价指标")
    assessment = Assessment.objects.create(
        outlet=outlet, year=year, ruleset=ruleset, assessed_by=by, is_demo=outlet.is_demo
    )
    AssessmentLine.objects.bulk_create(
        AssessmentLine(
            assessment=assessment, criterion=one.code, points_hundredths=0, max_hundredths=one.max_hundredths
        )
        for one in norm.criteria(ruleset.parameters)
    )
    access.tell("assessment.draw_up", f"开始{year}年度网点“{outlet.name}”评价", outlet, by)
    return assessment


@transaction.atomic
def save_points(assessment_id: int, points: Mapping[str, Points], speciality: Speciality, *, by: User) -> Assessment:
    """Store points and speciality of a draft. Who saves last is the assessor; evidence may follow until submission.

    Raises ``PointsRefused``, ``SpecialityReasonMissing``, ``AssessmentFixed``, ``NotYourOutlet``.
    """
    assessment = _locked(assessment_id, "修改", by, AssessmentState.DRAFT)
    if speciality.label and not speciality.reason.strip():
        raise SpecialityReasonMissing(label=speciality.label, field="speciality_reason")
    for line in assessment.lines.all():
        if line.criterion in points:
            _write(line, points[line.criterion])
    assessment.total_hundredths = sum(line.points_hundredths for line in assessment.lines.all())
    assessment.speciality, assessment.speciality_reason = speciality.label.strip(), speciality.reason.strip()
    assessment.assessed_by = by
    assessment.save()
    return assessment


@transaction.atomic
def submit(assessment_id: int, *, by: User) -> Assessment:
    """Hand the draft to a second person. Raises ``PointsRefused`` while a criterion is not in order."""
    assessment = _locked(assessment_id, "提交", by, AssessmentState.DRAFT)
    score = score_of(assessment)
    assessment.state, assessment.submitted_at = AssessmentState.SUBMITTED, timezone.now()
    assessment.total_hundredths, assessment.grade = score.result.total_hundredths, score.result.grade
    assessment.save()
    access.tell("assessment.submit", f"提交{assessment.year}年度评价", assessment.outlet, by)
    return assessment


@transaction.atomic
def confirm(assessment_id: int, *, by: User) -> Assessment:
    """A second person fixes the result; from now on the public sees it. Raises ``SamePerson``."""
    assessment = _for_review(assessment_id, "确认", by)
    assessment.state, assessment.confirmed_at, assessment.reviewed_by = AssessmentState.CONFIRMED, timezone.now(), by
    assessment.save()
    sentence = f"确认{assessment.year}年度评价：{norm.points(assessment.total_hundredths or 0)} 分，{assessment.grade}"
    access.tell("assessment.confirm", sentence, assessment.outlet, by)
    return assessment


@transaction.atomic
def send_back(assessment_id: int, *, remark: str, by: User) -> Assessment:
    """The draft is open again, with what the second person found."""
    if not remark.strip():
        raise RemarkMissing(field="remark")
    assessment = _for_review(assessment_id, "退回", by)
    assessment.state, assessment.review_remark = AssessmentState.DRAFT, remark.strip()
    assessment.save(update_fields=["state", "review_remark"])
    sentence = f"退回{assessment.year}年度评价"
    access.tell("assessment.send_back", sentence, assessment.outlet, by, {"reason": remark})
    return assessment


def score_of(assessment: Assessment) -> Evaluation[norm.Score]:
    """Computed from the lines as they stand. Two queries."""
    lines = assessment.lines.prefetch_related("evidence")
    given = {line.criterion: norm.Given(line.points_hundredths, len(line.evidence.all())) for line in lines}
    return norm.assessment_score(given, assessment.ruleset.parameters)


def _write(line: AssessmentLine, points: Points) -> None:
    if not 0 <= points.hundredths <= line.max_hundredths:
        label = norm.LABELS.get(line.criterion, line.criterion)
        problem = f"应为 0 至 {norm.points(line.max_hundredths)} 分。"
        raise norm.PointsRefused(field=line.criterion, label=label, problem=problem)
    line.points_hundredths, line.remark = points.hundredths, points.remark
    line.save(update_fields=["points_hundredths", "remark"])
    if points.papers:
        line.evidence.add(*points.papers)


def _locked(assessment_id: int, act: str, by: User, state: AssessmentState) -> Assessment:
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=assessment_id)
    access.locked_for_officials(assessment.outlet_id, f"{act}评价", by)
    if assessment.state != state:
        raise AssessmentFixed(state=assessment.get_state_display(), act=act)
    return assessment


def _for_review(assessment_id: int, act: str, by: User) -> Assessment:
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=assessment_id)
    if not Outlet.objects.managed_by(by).filter(pk=assessment.outlet_id).exists():
        raise access.NotYourOutlet(who="本市或本区县的经办人", act=f"{act}评价")
    if assessment.state != AssessmentState.SUBMITTED:
        raise AssessmentFixed(state=assessment.get_state_display(), act=act)
    if assessment.assessed_by_id == by.pk:
        raise SamePerson
    return assessment
