"""A version of the statistics is written once: no number of it is changed, added or taken away afterwards.

Only its state moves, with who and when. A version without a result digest is still being written, and rows come in
only then; all of it is one transaction, so nobody ever sees one.
"""

from django.db import migrations

PARTS = {
    "supervision_rununit": "run_id",
    "supervision_runstratum": "run_id",
    "supervision_imputedcell": "run_id",
    "supervision_disclosureproof": "run_id",
    "supervision_statnode": "run_id",
    "supervision_stattable": "run_id",
}
CELLS = "supervision_statcell"

FREEZE = """
CREATE FUNCTION statistics_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of the statistics is never changed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION statistics_run_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.result_digest <> '' AND (
        to_jsonb(OLD) - '{state,submitted_by_id,submitted_at,published_by_id,published_at}'::text[]
        IS DISTINCT FROM
        to_jsonb(NEW) - '{state,submitted_by_id,submitted_at,published_by_id,published_at}'::text[]
    ) THEN
        RAISE EXCEPTION 'a version of the statistics is never changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER run_is_frozen BEFORE UPDATE ON supervision_statisticsrun
    FOR EACH ROW EXECUTE FUNCTION statistics_run_is_frozen();
CREATE TRIGGER run_is_kept BEFORE DELETE ON supervision_statisticsrun
    FOR EACH ROW EXECUTE FUNCTION statistics_are_frozen();
"""
THAW = """
DROP TRIGGER run_is_kept ON supervision_statisticsrun;
DROP TRIGGER run_is_frozen ON supervision_statisticsrun;
DROP FUNCTION statistics_run_is_frozen();
DROP FUNCTION statistics_are_frozen();
"""


def _whole_only(table: str, runs: str) -> migrations.RunSQL:
    """Rows of a complete version are neither added nor changed; one look a statement, however many rows."""
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_whole() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM supervision_statisticsrun WHERE result_digest <> '' AND id IN ({runs})) THEN
                RAISE EXCEPTION 'this version of the statistics is complete: {table}'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER whole_only AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_whole();
        CREATE TRIGGER is_frozen BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION statistics_are_frozen();
        """,
        f"""
        DROP TRIGGER is_frozen ON {table};
        DROP TRIGGER whole_only ON {table};
        DROP FUNCTION {table}_whole();
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_statistics"), ("supervision", "0004_report_is_frozen")]

    operations = [
        migrations.RunSQL(FREEZE, THAW),
        *(_whole_only(table, f"SELECT {column} FROM fresh") for table, column in PARTS.items()),
        _whole_only(
            CELLS,
            "SELECT stattable.run_id FROM fresh JOIN supervision_stattable stattable ON stattable.id = fresh.table_id",
        ),
    ]
