"""``python -m ipservice.local.command NAME ...``: a management command on the portal's own database.

Starts the embedded database where ``DATABASE_URL`` is not set and no portal is running in this directory; beside a
running portal it works on the database of that portal.
"""

import os
import subprocess
import sys
from collections.abc import Mapping

from ipservice.foundation.errors import DomainError
from ipservice.local import surroundings as around
from ipservice.local.portal import say
from ipservice.local.postgres import EmbeddedPostgres
from ipservice.local.surroundings import BASE_DIR, DATABASE, Surroundings

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def run(arguments: list[str], environment: Mapping[str, str]) -> int:
    here = around.look_round(environment)
    if not here.needs_postgres:
        return _manage(arguments, here, here.environment["DATABASE_URL"])
    postgres = EmbeddedPostgres(here.directory / "postgres")
    if postgres.answers():
        return _manage(arguments, here, postgres.url(DATABASE))
    with around.claim(here.directory):
        try:
            postgres.start()
            if postgres.ensure_database(DATABASE) and arguments[0] not in ("migrate", "makemigrations"):
                _manage(["migrate", "--verbosity", "0"], here, postgres.url(DATABASE))
                _manage(["load_reference"], here, postgres.url(DATABASE))
            return _manage(arguments, here, postgres.url(DATABASE))
        finally:
            postgres.stop()


def _manage(arguments: list[str], here: Surroundings, database_url: str) -> int:
    environment = around.program_environment(here, database_url=database_url, redis_url=NOBODY_LISTENS)
    return subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *arguments], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:], dict(os.environ)))
    except DomainError as refusal:
        say(refusal.message)
        sys.exit(2)
