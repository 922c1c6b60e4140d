"""The rules of booking are in force in every test of the slice that has a database."""

import pytest

from tests.factories.booking import make_rules


@pytest.fixture
def rules(db):
    return make_rules()
