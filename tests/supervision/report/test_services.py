"""Compiling, writing, approving: what is frozen stays, what is written keeps its figures, nobody approves their own."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from supervision.report.models import PrintedFigure, SectionVersion
from supervision.report.rules.chapters import needed
from supervision.report.rules.literals import LiteralNumber
from supervision.report.rules.slots import SlotsTouched
from supervision.report.rules.tables import FigureRefused
from supervision.report.services import compiling, errors, tracing, writing
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


def test_the_shipped_template_can_be_read_and_every_figure_in_it_is_registered():
    chapters = template()

    assert [part.number for part in chapters] == list(range(13))
    assert set(needed(chapters, YEAR)) <= {figure.key for figure in registry.figures()}
    assert set(annexes()) == {"definitions", "method", "response", "revisions"}
    drawn = [grid for part in chapters for section in part.sections for grid in section.grids]
    assert len(drawn) >= 38
    assert len([grid for grid in drawn if grid.form]) >= 25
