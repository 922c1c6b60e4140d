"""The database keeps the lines of a list as they were handed on for review."""

import pytest
from django.db import IntegrityError, connection, transaction

from incentives.awards.models import AwardLine
from ipservice.procedure.models import Decision, Stage
from ipservice.procedure.services import decisions
from tests.factories.agencies import make_agency
from tests.factories.procedure import MONDAY, People, make_decision

FINDING = {"code": "x", "article": "措施（九）", "requirement": "要求", "actual": "实际", "met": True, "gap": ""}


@pytest.fixture
def people(official, reviewer) -> People:
    return People(official, reviewer)


def _line(decision: Decision, position: int = 1, findings=(FINDING,)) -> AwardLine:
    agency = make_agency()
    return AwardLine.objects.create(
        decision=decision,
        position=position,
        agency=agency,
        subject_code=agency.credit_code,
        name=agency.name,
        filed=10,
        concluded=10,
        granted=5,
        is_qualified=False,
        findings=list(findings),
    )


@pytest.fixture
def handed_on(people) -> Decision:
    draft = make_decision(Stage.DRAFT, people=people)
    _line(draft)
    decisions.submit(draft.pk, by=people.official, today=MONDAY)
    return draft


def test_lines_of_a_draft_are_written_and_removed_freely(people):
    draft = make_decision(Stage.DRAFT, people=people)
    _line(draft)

    assert draft.awardlines.all().delete()[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incentives_awardline SET granted = 9",
        "UPDATE incentives_awardline SET amount_fen = 1, rank = 1",
        "DELETE FROM incentives_awardline",
    ],
)
def test_lines_beyond_the_draft_are_neither_changed_nor_deleted(statement, handed_on):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_line_is_added_beyond_the_draft(handed_on):
    with pytest.raises(IntegrityError), transaction.atomic():
        _line(handed_on, position=2)


def test_no_line_is_moved_out_of_a_list_beyond_the_draft(handed_on, people):
    other = make_decision(Stage.DRAFT, people=people, period="2024")

    with pytest.raises(IntegrityError), transaction.atomic():
        handed_on.awardlines.update(decision=other)


def test_lines_are_open_again_after_the_list_was_sent_back(handed_on, people):
    decisions.send_back(handed_on.pk, by=people.official, today=MONDAY, reason="重算")

    assert handed_on.awardlines.update(granted=6) == 1


def test_no_line_stands_without_its_reasons(people):
    draft = make_decision(Stage.DRAFT, people=people)

    with pytest.raises(IntegrityError), transaction.atomic():
        _line(draft, findings=())
