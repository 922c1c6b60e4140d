"""For the migrations of the apps: their lines are frozen by the database with the decision they belong to."""

from django.db.migrations import RunSQL


def freeze_lines(table: str) -> RunSQL:
    """Refuse every insert, update and delete on ``table`` (with a ``decision_id``) once its decision left the draft.

    A migration that uses it depends on ``("procedure", "0002_frozen_once_decided")``.
    """
    return RunSQL(
        f"CREATE TRIGGER lines_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION procedure_refuse_frozen_line()",
        f"DROP TRIGGER lines_are_frozen ON {table}",
    )
