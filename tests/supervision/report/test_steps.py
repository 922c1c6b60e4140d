"""Submit, approve, publish: nobody approves their own, nothing unexplained or unprinted is submitted."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.figures.registry import Value
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from supervision.report.models import IndustryReport, SectionVersion
from supervision.report.rules.states import ReportStage, ReportStep
from supervision.report.services import errors, revising, steps, writing
from tests.factories.accounts import make_user
from tests.factories.report import compiled, make_report

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 1)


def take(report, step, by, **more) -> IndustryReport:
    return steps.take(report.pk, step, by=by, today=TODAY, **more)


def version_of(report, section: str = "01.bodies") -> SectionVersion:
    return writing.versions(report).get(section=section)


def test_from_draft_to_publication_by_two_people(facts):
    official, reviewer = make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.REVIEWER)
    report = make_report(by=official)
    compiled(report)

    take(report, ReportStep.SUBMIT, official)
    task = Message.objects.open_tasks().get(recipient=reviewer)
    take(report, ReportStep.APPROVE, reviewer)
    published = take(report, ReportStep.PUBLISH, official)

    assert (published.stage, published.published_on) == (ReportStage.PUBLISHED, TODAY)
    assert published.submitted_by == official
    assert published.approved_by == reviewer
    task.refresh_from_db()
    assert task.done_at is not None
    verbs = AuditEntry.objects.filter(subject_type="industry_report").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["report.compile", "report.submit", "report.approve", "report.publish"]


def test_nobody_approves_what_they_asked_for_wrote_or_submitted(facts):
    asker, writer, submitter = (make_user(role=Role.MUNICIPAL_OFFICIAL) for _ in range(3))
    report = make_report(by=asker)
    compiled(report)
    first = version_of(report)
    writing.save(first.pk, first.text + "另有说明。", by=writer, now=timezone.now())
    compiled(IndustryReport.objects.get(pk=report.pk), fresh=False)
    take(report, ReportStep.SUBMIT, submitter)

    for person in (asker, writer, submitter):
        with pytest.raises(errors.SameHand):
            take(report, ReportStep.APPROVE, person)


def test_the_database_refuses_one_person_in_both_steps(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    report = make_report(by=official)
    compiled(report)

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        IndustryReport.objects.filter(pk=report.pk).update(submitted_by=official, approved_by=official)


def test_words_changed_after_printing_have_to_be_printed_before_submission(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    report = make_report(by=official)
    compiled(report)
    first = version_of(report)
    writing.save(first.pk, first.text + "另有说明。", by=official, now=timezone.now())

    with pytest.raises(errors.NotPrinted):
        take(report, ReportStep.SUBMIT, official)


def test_a_submitted_report_is_not_written_in(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    report = make_report(by=official)
    compiled(report)
    take(report, ReportStep.SUBMIT, official)
    first = version_of(report)

    with pytest.raises(errors.ReportNotDraft):
        writing.save(first.pk, first.text + "甲。", by=official, now=timezone.now())
    with pytest.raises(IllegalStep):
        take(report, ReportStep.PUBLISH, official)
    with pytest.raises(errors.ReasonTooShort):
        take(report, ReportStep.SEND_BACK, official, reason="短")
    assert take(report, ReportStep.SEND_BACK, official, reason="请补充说明文字").stage == ReportStage.DRAFT


def test_a_step_on_an_old_page_is_refused(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    report = make_report(by=official)
    compiled(report)

    with pytest.raises(errors.ReportStale):
        take(report, ReportStep.SUBMIT, official, seen_version=0)


def publish(report, official, reviewer) -> None:
    take(report, ReportStep.SUBMIT, official)
    take(report, ReportStep.APPROVE, reviewer)
    take(report, ReportStep.PUBLISH, official)


def test_each_figure_revised_since_its_publication_has_a_note_with_old_new_and_reason(facts):
    official, reviewer = make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.REVIEWER)
    former = make_report(year=2024, by=official)
    compiled(former)
    publish(former, official, reviewer)
    facts.values["test.bodies"][2024] = [Value(("渝中区",), count=11), Value(("北碚区",), count=8)]
    report = make_report(by=official)
    compiled(report)

    (note,) = report.revisions.all()
    assert (note.title, note.label, note.year, note.old, note.new) == ("在册机构", "渝中区", 2024, "10家", "11家")
    with pytest.raises(errors.RevisionsUnexplained, match="1 项"):
        take(report, ReportStep.SUBMIT, official)
    with pytest.raises(errors.ReasonTooShort):
        revising.explain(note.pk, "更正", by=official)
    revising.explain(note.pk, "一家机构补登了设立日期", by=official)
    with pytest.raises(errors.NotPrinted):
        take(report, ReportStep.SUBMIT, official)
    edition = compiled(IndustryReport.objects.get(pk=report.pk), fresh=False)

    assert edition.content["annexes"][-1]["rows"] == [
        ["在册机构", "2024年", "渝中区", "10家", "11家", "一家机构补登了设立日期"]
    ]
    assert take(report, ReportStep.SUBMIT, official).stage == ReportStage.IN_REVIEW


def test_a_reason_given_for_another_value_does_not_count_for_the_new_one(facts):
    official, reviewer = make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.REVIEWER)
    former = make_report(year=2024, by=official)
    compiled(former)
    publish(former, official, reviewer)
    facts.values["test.bodies"][2024][0] = Value(("渝中区",), count=11)
    report = make_report(by=official)
    compiled(report)
    revising.explain(report.revisions.get().pk, "一家机构补登了设立日期", by=official)

    facts.values["test.bodies"][2024][0] = Value(("渝中区",), count=12)
    compiled(IndustryReport.objects.get(pk=report.pk))

    assert list(report.revisions.values_list("new", "reason")) == [("12家", "")]
