"""Acts of several people at the same moment, each on a connection of its own that is already open."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from ipservice.foundation.errors import DomainError


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts on ready connections released together; a refusal is an outcome like another."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        connection.ensure_connection()
        gate.wait()
        try:
            return act()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(outcomes: list[object]) -> list[DomainError]:
    return [outcome for outcome in outcomes if isinstance(outcome, DomainError)]


def slowly(act: Callable[[], object], *, seconds: float = 0.4) -> Callable[[], object]:
    """The act, with its transaction left open for a moment: whoever comes meanwhile meets it half done."""

    def run() -> object:
        with transaction.atomic():
            outcome = act()
            time.sleep(seconds)
            return outcome

    return run


def later(act: Callable[[], object], *, seconds: float = 0.15) -> Callable[[], object]:
    """The act of whoever comes a moment after the others have begun."""

    def run() -> object:
        time.sleep(seconds)
        return act()

    return run
