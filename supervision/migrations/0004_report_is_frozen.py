"""What was frozen or printed is never changed: snapshots, their rows, editions, versions of the words."""

from django.db import migrations

FROZEN = (
    "supervision_snapshot",
    "supervision_frozenfigure",
    "supervision_frozenrow",
    "supervision_reportedition",
    "supervision_printedfigure",
    "supervision_sectionversion",
)
FUNCTION = """
CREATE FUNCTION report_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a report was printed from is frozen: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""


def _triggers() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER report_is_frozen BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION report_is_frozen()",
            f"DROP TRIGGER report_is_frozen ON {table}",
        )
        for table in FROZEN
    ]


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_report")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION report_is_frozen()"), *_triggers()]
