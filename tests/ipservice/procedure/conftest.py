"""The people and lists of these tests."""

import pytest

from ipservice.procedure.models import Decision, Stage
from tests.factories.procedure import People, make_decision


@pytest.fixture
def people(official, reviewer) -> People:
    return People(official, reviewer)


@pytest.fixture
def draft(people) -> Decision:
    return make_decision(Stage.DRAFT, people=people)


@pytest.fixture
def in_review(people) -> Decision:
    return make_decision(Stage.IN_REVIEW, people=people)


@pytest.fixture
def on_notice(people) -> Decision:
    return make_decision(Stage.ON_NOTICE, people=people)


@pytest.fixture
def published(people) -> Decision:
    return make_decision(Stage.PUBLISHED, people=people)
