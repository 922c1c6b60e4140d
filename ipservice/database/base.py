"""Named by ``ENGINE`` in the settings. ``SILENCE_SECONDS``: how long a statement may go unanswered; 0 for ever."""

import time
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper

from ipservice.cache import Circuit
from ipservice.database.oversight import OVERSEER

HEALTH_SECONDS = 3
# A connection that took so long to fail was not refused: the next in line need not wait for the same.
SLOW_FAILURE_SECONDS = 2
AWAY = Circuit(open_seconds=2)


class DatabaseWrapper(PostgreSQLWrapper):
    """A silent server is given up: after 3 s at the beginning of a request, after ``SILENCE_SECONDS`` within it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute_wrappers.append(self._overseen)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if AWAY.is_open:
            raise self.Database.OperationalError("the database did not answer a moment ago")
        began = time.monotonic()
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            if time.monotonic() - began > SLOW_FAILURE_SECONDS:
                AWAY.trip()
            raise

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        with OVERSEER.limit(self.connection, HEALTH_SECONDS):
            return super().is_usable()

    def _commit(self) -> Any:
        return self._in_time(super()._commit)

    def _rollback(self) -> Any:
        return self._in_time(super()._rollback)

    def _overseen(self, execute: Callable[..., Any], *asked: Any) -> Any:
        return self._in_time(lambda: execute(*asked))

    def _in_time(self, act: Callable[[], Any]) -> Any:
        seconds = self.settings_dict.get("SILENCE_SECONDS", 0)
        if not seconds or self.connection is None:
            return act()
        with OVERSEER.limit(self.connection, seconds):
            return act()
