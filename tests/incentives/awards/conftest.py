"""The award year of these tests."""

from io import StringIO

import pytest
from django.core.management import call_command

from ipservice.procedure.models import Decision
from tests.factories.awards import AwardYear, computed, make_checked_year, make_year


@pytest.fixture
def calendar(db) -> None:
    """The working days that the State Council published."""
    call_command("load_reference", verbosity=0, stdout=StringIO())


@pytest.fixture
def year(official) -> AwardYear:
    return make_year(official)


@pytest.fixture
def checked_year(official) -> AwardYear:
    return make_checked_year(official)


@pytest.fixture
def draft(checked_year, official) -> Decision:
    return computed(official)
