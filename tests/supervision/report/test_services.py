"""Compiling, writing, approving: what is frozen stays, what is written keeps its figures, nobody approves their own."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.notices.models import Message
from supervision.report.models import IndustryReport, PrintedFigure, SectionVersion
from supervision.report.rules.chapters import needed
from supervision.report.rules.literals import LiteralNumber
from supervision.report.rules.slots import SlotsTouched
from supervision.report.rules.states import ReportStage, ReportStep
from supervision.report.rules.tables import FigureRefused
from supervision.report.services import compiling, errors, revising, steps, tracing, writing
from supervision.report.services.template import annexes, template
from tests.factories.accounts import make_user
from tests.factories.report import CHAPTER, YEAR, compiled, make_report, write_template

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 1)


def words(edition) -> list[str]:
    return [
        "".join(run["t"] for run in p)
        for c in edition.content["chapters"]
        for s in c["sections"]
        for p in s["paragraphs"]
    ]


def take(report, step, by, **more) -> IndustryReport:
    return steps.take(report.pk, step, by=by, today=TODAY, **more)


def version_of(report, section: str = "01.bodies") -> SectionVersion:
    return writing.versions(report).get(section=section)


def test_the_text_prints_the_figures_and_sentences_that_agree_with_them(facts):
    edition = compiled(make_report())

    assert words(edition) == [
        "截至年底，在册机构21家，比上年增长16.67%，居前的为渝中区（12家）、北碚区（9家）（图1-1）。",
        "授权率55.00%，比上年提高2.00个百分点。",
        "本年度名单还没有公布，没有数据。",
    ]


def test_running_every_query_again_on_the_snapshot_gives_what_was_printed(facts):
    edition = compiled(make_report())
    facts.values["test.bodies"][2025] = [Value(("渝中区",), count=99)]

    assert edition.figures.count() == 14
    assert tracing.differing(edition) == []
    printed = edition.figures.get(query="test.rate@2025")
    assert (printed.text, printed.exact, printed.numerator, printed.denominator) == ("55.00%", "11/20", 11, 20)


def test_a_number_changed_in_the_snapshot_is_found(facts):
    edition = compiled(make_report())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE supervision_frozenrow SET count = 13 WHERE labels = '{渝中区}' AND count = 12")
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert "test.bodies@2025:合计" in tracing.differing(edition)


@pytest.mark.parametrize(
    "table", ["snapshot", "frozenfigure", "frozenrow", "reportedition", "printedfigure", "sectionversion"]
)
@pytest.mark.parametrize("statement", ["UPDATE supervision_{} SET id = id", "DELETE FROM supervision_{}"])
def test_the_database_refuses_to_change_what_was_printed(facts, table, statement):
    compiled(make_report())

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_printing_again_uses_the_snapshot_and_reading_anew_makes_another(facts):
    report = make_report()
    first = compiled(report)
    facts.values["test.bodies"][2025] = [Value(("渝中区",), count=13), Value(("北碚区",), count=9)]

    again = compiled(report, fresh=False)
    anew = compiled(report)

    assert (again.number, again.snapshot_id, words(again)) == (2, first.snapshot_id, words(first))
    assert anew.snapshot.number == 2
    assert words(anew)[0].startswith("截至年底，在册机构22家")


def test_an_unknown_key_stops_the_job_with_the_place_named(facts, tmp_path):
    write_template(tmp_path, {"01.toml": CHAPTER.replace("{{test.rate}}", "{{test.gone}}")})

    with pytest.raises(FigureRefused, match="第1章“机构”：没有名为“test.gone”的指标"):
        compiled(make_report())
    assert not PrintedFigure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"unit": ""}, "第1章“机构”：指标“test.bodies”不符合其声明：缺少计量单位"),
        ({"dimensions": ("区县", "类型")}, "第1章“机构”：指标“test.bodies”不符合其声明：维度应为 2 个"),
        (
            {"read": lambda day: Table([Value(("甲",), numerator=1, denominator=2)], as_of=day, source="源")},
            "第1章“机构”：指标“test.bodies”不符合其声明：应为数值",
        ),
    ],
    ids=["no unit", "another number of dimensions", "a rate where a count was"],
)
def test_a_figure_that_changed_its_shape_stops_the_job_with_the_place_named(facts, changes, problem):
    known = registry.figure_of("test.bodies")
    plain = {name: getattr(known, name) for name in Figure.__slots__}
    registry.register(Figure(**{**plain, **changes}))

    with pytest.raises(FigureRefused) as refused:
        compiled(make_report())

    assert refused.value.message.startswith(problem)


def test_a_year_that_is_not_over_has_no_report(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)

    with pytest.raises(errors.YearNotOver):
        compiling.ask(2026, by=official, today=dt.date(2026, 12, 31))
    assert compiling.ask(2026, by=official, today=dt.date(2027, 1, 1)).kind == "report.compile"


def test_asked_twice_it_is_one_job(facts):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)

    jobs = {compiling.ask(YEAR, by=official, today=TODAY, fresh=True).pk for _ in range(2)}

    assert len(jobs) == 1


def test_words_are_kept_version_by_version_and_compared(facts):
    report, official = make_report(), make_user(role=Role.MUNICIPAL_OFFICIAL)
    compiled(report)
    first = version_of(report)
    text = first.text.replace("截至年底，", "二零二五年末，")

    second = writing.save(first.pk, text, by=official, now=timezone.now(), reason="改写开头")

    assert (second.number, second.written_by, second.reason) == (2, official, "改写开头")
    assert [line.mark for line in writing.compare(first, second)] == ["replace", "equal"]
    assert words(compiled(report, fresh=False))[0].startswith("二零二五年末，在册机构21家")


def test_a_figure_can_be_moved_but_not_changed_and_no_number_written(facts):
    report, official = make_report(), make_user(role=Role.MUNICIPAL_OFFICIAL)
    compiled(report)
    first = version_of(report)

    with pytest.raises(SlotsTouched, match="缺少 {{test.rate}}"):
        writing.save(first.pk, first.text.replace("{{test.rate}}", "很高"), by=official, now=timezone.now())
    with pytest.raises(LiteralNumber, match="机构：“21家”"):
        writing.save(first.pk, first.text + "即21家。", by=official, now=timezone.now())
    assert version_of(report) == first


def test_who_writes_on_an_old_version_is_told_and_overwrites_nothing(facts):
    report, official = make_report(), make_user(role=Role.MUNICIPAL_OFFICIAL)
    compiled(report)
    seen = version_of(report)
    writing.save(seen.pk, seen.text + "甲。", by=official, now=timezone.now())

    with pytest.raises(errors.ReportStale, match=f"由{official}修改过"):
        writing.save(seen.pk, seen.text + "乙。", by=make_user(role=Role.REVIEWER), now=timezone.now())
    assert version_of(report).text.endswith("甲。")


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


def test_the_shipped_template_can_be_read_and_every_figure_in_it_is_registered():
    chapters = template()

    assert [part.number for part in chapters] == list(range(13))
    assert set(needed(chapters, YEAR)) <= {figure.key for figure in registry.figures()}
    assert set(annexes()) == {"definitions", "method", "response", "revisions"}
    drawn = [grid for part in chapters for section in part.sections for grid in section.grids]
    assert len(drawn) >= 38
    assert len([grid for grid in drawn if grid.form]) >= 25
