"""The annual statistics of a year: 3,000 agencies with 300 items, and how it grows from 300 to 30,000 agencies.

Ours is the whole job: weights, estimates, tables, quartiles, suppression with its proof, all written. The floor is the
bare SQL that only sums every cell. ``statistics_slope`` is the slope of log(time) over log(agencies); ``statistics`` is
the job against 20 s. ``BENCH_STATISTICS_AGENCIES`` (numbers with commas) takes other sizes for a trial.
"""

import math
import os

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agencies.registry.models import Agency
from benchmarks import harness
from ipservice.accounts.models import Role, User
from ipservice.reference.models import District
from supervision.statistics.services import runs
from supervision.survey.models import Survey, SurveyForm, SurveyReturn
from supervision.survey.rules.definition import Item, ItemType, Option, Questionnaire, Section, Span
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services.definition import write

SIZES = tuple(int(text) for text in os.environ.get("BENCH_STATISTICS_AGENCIES", "300,3000,30000").split(","))
STATED = SIZES[len(SIZES) // 2]
SECONDS = harness.Goal("<=", 20)
MEMORY = harness.Goal("<=", 500)
SLOPE = harness.Goal("<=", 1.1)
PLAIN_ITEMS, TABLE_ITEMS, ROWS, COLUMNS = 60, 20, 6, 2
KINDS, CLASSES = ("head_office", "head_office", "head_office", "branch"), ("small", "small", "medium", "large")
# A heavy tail by agency times a size by cell, from hashes: the same in every run.
ANSWERS = """
INSERT INTO supervision_answer
    (survey_return_id, item_id, cell, number, text, explanation, via, changed_at, version)
SELECT unit.id, cells.item_id, cells.cell,
    CASE WHEN abs(hashint8(unit.id * 7919 + cells.number)) %% 10 < 2 THEN 0
         ELSE (exp((abs(hashint8(unit.id)) %% 1000) / 200.0) * (1 + abs(hashint8(unit.id * 31 + cells.number)) %% 97))
              ::bigint END,
    '', '', 'page', now(), 1
FROM supervision_surveyreturn AS unit
CROSS JOIN unnest(%s::bigint[], %s::text[], %s::int[]) AS cells(item_id, cell, number)
WHERE unit.survey_id = %s
"""
BARE = """
SELECT answer.cell, unit.district_id, sum(answer.number) FROM supervision_answer AS answer
JOIN supervision_surveyreturn AS unit ON unit.id = answer.survey_return_id
WHERE unit.survey_id = %s AND unit.state = 'accepted' GROUP BY 1, 2
"""


def questionnaire(year: int) -> Questionnaire:
    """300 cells: 60 plain items and 20 table items of six rows by two columns."""
    rows = tuple(Option(f"r{number}", f"行{number}") for number in range(ROWS))
    columns = tuple(Option(f"c{number}", f"列{number}") for number in range(COLUMNS))
    items = [
        Item(f"10{2 + number // 99}{number % 99 + 1:02d}", f"指标{number}", ItemType.MONEY, "元", span=Span.FLOW)
        for number in range(PLAIN_ITEMS)
    ]
    items += [
        Item(f"104{number + 1:02d}", f"表{number}", ItemType.INTEGER, "件", rows=rows, columns=columns)
        for number in range(TABLE_ITEMS)
    ]
    return Questionnaire(year, f"{year}年度测量", (Section("101", "测量", tuple(items)),))


def prepare(year: int, agencies: int, official: User) -> Survey:
    """An open year of accepted returns over the city's districts."""
    form = SurveyForm.objects.create(
        number="测", title="测", made_by="测", approved_by="测", document_number=f"测{year}", valid_until="2030-12-31"
    )
    survey = Survey.objects.create(year=year, title=f"{year}", form=form, opens_on="2026-03-01", due_on="2026-07-01")
    write(survey, questionnaire(year))
    survey.state, survey.opened_by, survey.opened_at = SurveyState.OPEN, official, timezone.now()
    survey.save()
    units = list(District.objects.valid_on(timezone.localdate()).units())
    known = Agency.objects.order_by("pk")[:agencies]
    SurveyReturn.objects.bulk_create(
        (
            SurveyReturn(
                survey=survey,
                agency=agency,
                agency_name=agency.name,
                district=units[place * place % len(units)],
                kind=KINDS[place % 4],
                size_class=CLASSES[place // 4 % 4],
                state=ReturnState.ACCEPTED if place % 10 else ReturnState.WAITING,
                due_on="2026-07-01",
            )
            for place, agency in enumerate(known)
        ),
        batch_size=2000,
    )
    cells = [
        (row.pk, key, number)
        for number, (row, key) in enumerate(
            (row, key) for section in survey.sections.all() for row in section.items.all() for key in _cells(row)
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [*(list(column) for column in zip(*cells, strict=True)), survey.pk])
        cursor.execute("ANALYZE supervision_answer, supervision_surveyreturn")
    return survey


def _cells(row) -> list[str]:
    if not row.rows:
        return [row.code]
    return [f"{row.code}/{one['code']}/{other['code']}" for one in row.rows for other in row.columns]


def _agencies(count: int) -> None:
    district = District.objects.valid_on(timezone.localdate()).units().first()
    Agency.objects.bulk_create(
        (
            Agency(name=f"测量机构{number}", credit_code=f"B{number:017d}", district=district, name_pinyin=f"{number}")
            for number in range(count)
        ),
        batch_size=2000,
    )


def run() -> list[harness.Result]:
    call_command("load_reference", verbosity=0)
    call_command("load_rulesets", verbosity=0)
    official = User.objects.create_user("bench", role=Role.MUNICIPAL_OFFICIAL)
    _agencies(max(SIZES))
    timed = {}
    for place, size in enumerate(SIZES):
        timed[size] = _measured(prepare(1990 + 3 * place, size, official), size)
    first, last = min(SIZES), max(SIZES)
    slope = math.log(timed[last][0] / timed[first][0]) / math.log(last / first) if last > first else 1.0
    ours, floor, memory = timed[STATED]
    harness.say(f"{STATED:,} agencies: {ours / floor:.1f} times the bare sum; {harness.machine()}")
    return [
        harness.Result("statistics_memory_mb", memory, MEMORY, memory, 1.0),
        harness.Result("statistics_slope", slope, SLOPE, timed[last][0], timed[first][0]),
        harness.Result("statistics", ours, SECONDS, ours, 1.0),
    ]


def _measured(survey: Survey, size: int) -> tuple[float, float, float]:
    """Seconds of the job and of the bare sum, and the largest memory of this process so far."""
    floor = min(harness.seconds(lambda: _bare(survey)) for _ in range(2))
    found = []
    ours = harness.seconds(lambda: found.append(runs.compute_version(survey, runs.ruleset_in_force(), by=None)))
    hidden = sum(found[0].proofs.values_list("primary", flat=True))
    memory = harness.peak_memory_mb()
    harness.say(f"{size:,} agencies, 300 items: job {ours:.2f} s, bare sum {floor:.2f} s, {memory:.0f} MB")
    harness.say(f"{size:,} agencies: {hidden} cells hidden for their own sake")
    return ours, floor, memory


def _bare(survey: Survey) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [survey.pk])
        cursor.fetchall()


BENCHMARK = harness.Benchmark("statistics", run)
