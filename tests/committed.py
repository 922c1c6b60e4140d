"""Tests that really commit: their rows are cleared although the product's tables refuse to forget."""

from collections.abc import Callable

from django.db import connection
from django.test import TransactionTestCase

_clear: Callable[[TransactionTestCase], None] = TransactionTestCase._fixture_teardown


def _clear_without_triggers(case: TransactionTestCase) -> None:
    """Append-only tables refuse TRUNCATE too; only a superuser, as a test is, can set their triggers aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        _clear(case)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")


def clear_committed_rows() -> None:
    """Let every transactional test of this run clear what it committed."""
    TransactionTestCase._fixture_teardown = _clear_without_triggers  # type: ignore[method-assign]
