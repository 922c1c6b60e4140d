"""Background work, with rows written one after another so that a part of them would show."""

from ipservice.jobs import services
from ipservice.jobs.models import IdempotencyKey, Job
from tests.faults.kills import register
from tests.faults.work import Work, by_worker
from tests.ipservice.jobs.kinds import ROWS, register_kinds

PAUSE_SECONDS = 0.05


def _ask() -> Job:
    return services.ask("test.write", "killed", {"pause": PAUSE_SECONDS}, by=None)


def _rows() -> list[str]:
    return sorted(IdempotencyKey.objects.values_list("token", flat=True), key=int)


TEN_ROWS = Work(prepare=lambda directory: register_kinds(), content=_rows)
PROGRAM = "tests.ipservice.jobs.worker"
assert ROWS * PAUSE_SECONDS <= 1

register(by_worker("jobs", TEN_ROWS, ask=_ask, program=PROGRAM))
