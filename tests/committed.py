"""Tests that really commit: their rows are cleared although the product's tables refuse to forget.

Django would empty all two hundred tables and make content types and permissions anew, a second for each test. Here the
tables that have rows are cleared, and those that another process is writing to, once it has committed. Content types
and permissions stay: they belong to the code.
"""

from django.db import connection
from django.test import TransactionTestCase

CLEAR = """
DO $clear$
DECLARE
    kept CONSTANT text[] := ARRAY['django_migrations', 'django_content_type', 'auth_permission'];
    tables record;
    is_touched boolean;
    named text;
    touched text[] := '{}';
BEGIN
    FOR tables IN
        SELECT oid::regclass AS named,
               oid IN (SELECT relation FROM pg_locks WHERE mode = 'RowExclusiveLock') AS is_written
        FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
          AND relname <> ALL (kept)
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', tables.named) INTO is_touched;
        IF is_touched OR tables.is_written THEN
            touched := touched || tables.named::text;
        END IF;
    END LOOP;
    IF touched <> '{}' THEN
        EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', array_to_string(touched, ', '));
    END IF;
    FOREACH named IN ARRAY touched LOOP
        EXECUTE format('DELETE FROM %s', named);
    END LOOP;
END
$clear$
"""


def clear() -> None:
    """Append-only tables refuse to lose rows; only a superuser, as a test is, can set their triggers aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(CLEAR)
        finally:
            cursor.execute("SET session_replication_role = origin")


def clear_committed_rows() -> None:
    """Let every transactional test of this run clear what it committed."""
    TransactionTestCase._fixture_teardown = lambda case: clear()  # type: ignore[method-assign]
