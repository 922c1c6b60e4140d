"""All figures of a report are read from one committed state, whatever is committed beside them meanwhile."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from ipservice.figures.registry import Value
from ipservice.jobs import running
from ipservice.jobs.models import Job
from ipservice.reference.models import ReferenceFigure
from supervision.report.models import IndustryReport
from supervision.report.services import compiling, freezing
from tests.factories.accounts import make_user
from tests.factories.report import YEAR

pytestmark = pytest.mark.django_db(transaction=True)


def beside(statement: str) -> None:
    """Committed at once by another session."""
    other = connection.get_new_connection(connection.get_connection_params())
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute(statement)
    other.close()


def test_a_change_committed_between_two_figures_is_seen_by_neither(facts):
    ReferenceFigure.objects.create(key="k", scope="CN", year=2025, value=1, unit="家", source="源")

    with freezing.one_state():
        first = ReferenceFigure.objects.get().value
        beside("UPDATE reference_referencefigure SET value = 2")
        second = ReferenceFigure.objects.get().value

    assert first == second == 1
    assert ReferenceFigure.objects.get().value == 2


def test_reading_figures_can_write_nothing(facts):
    with pytest.raises(InternalError, match="read-only"), freezing.one_state(), transaction.atomic():
        ReferenceFigure.objects.create(key="k", scope="CN", year=2025, value=1, unit="家", source="源")


def test_the_job_prints_a_report_and_a_refusal_leaves_nothing(facts):
    official = make_user(role="municipal_official")
    job = compiling.ask(YEAR, by=official, today=dt.date(2026, 5, 1), fresh=True)

    running.execute(job.pk)

    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.result) == ("done", {"year": YEAR, "edition": 1, "figures": 14})

    facts.values["test.bodies"][YEAR] = [Value((), count=1)]
    again = compiling.ask(YEAR, by=official, today=dt.date(2026, 5, 1), fresh=True)
    running.execute(again.pk)

    refused = Job.objects.get(pk=again.pk)
    assert refused.state == "failed"
    assert "第1章“机构”：指标“test.bodies”不符合其声明" in refused.error_message
    assert IndustryReport.objects.get().editions.count() == 1
