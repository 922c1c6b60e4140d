"""The world of neighbours."""

import pytest

from tests.security.ground import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()
