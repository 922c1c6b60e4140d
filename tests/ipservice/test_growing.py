"""An empty database gets its schema by a short way, which is the same schema."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ipservice.database.growing import growing

pytestmark = pytest.mark.django_db
LAST = ("agencies", "0004_register_history")


def statements() -> list[str]:
    """What ``migrate`` says to the database, from nothing to the register with its histories."""
    loader = MigrationLoader(connection, replace_migrations=False)
    return loader.collect_sql([(loader.graph.nodes[key], False) for key in loader.graph.forwards_plan(LAST)])


def test_the_short_way_says_the_same_to_the_database_as_the_plain_one():
    plain = statements()
    with growing():
        short = statements()

    assert len(plain) > 500
    assert short == plain
