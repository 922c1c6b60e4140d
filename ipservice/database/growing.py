"""A schema that grows from nothing, in a tenth of the time.

After each operation Django makes the changed model anew for the migrations that follow and, with it, every model that
it is related to: here nearly all, hundreds of times. An empty database needs only the changed one, for no row has to
follow its relations. Byte for byte the same schema came out: 3 s of processor time instead of 53.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def migrate() -> None:
    """Brings the database up to date; one without any table by the short way."""
    if MigrationRecorder(connection).has_table():
        call_command("migrate", interactive=False, verbosity=0)
    else:
        with growing():
            call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def growing() -> Iterator[None]:
    """Migrations run meanwhile start from an empty database."""
    plain = ProjectState._find_reload_model
    ProjectState._find_reload_model = _only_itself
    try:
        yield
    finally:
        ProjectState._find_reload_model = plain


def _only_itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    return {(app_label, model_name)}
