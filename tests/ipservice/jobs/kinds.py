"""Kinds of work for these tests, registered in the test's process and in the worker's."""

import os
import signal
import time

from ipservice.foundation.errors import DomainError
from ipservice.jobs import registry
from ipservice.jobs.models import IdempotencyKey, Job

ROWS = 10


class NothingToDo(DomainError):
    code = "nothing_to_do"
    template = "没有可处理的数据。"


def purpose(job: Job) -> str:
    return f"work-{job.pk}"


def written(job: Job) -> int:
    """Rows that the work of this job left behind."""
    return IdempotencyKey.objects.filter(purpose=purpose(job)).count()


def _write(job: Job, progress) -> dict:
    """Ten rows, one after another, so that half of them would show."""
    for row in range(ROWS):
        IdempotencyKey.objects.create(purpose=purpose(job), token=str(row), input_digest="")
        progress(row + 1, ROWS, f"写入第 {row + 1} 行")
        time.sleep(job.arguments.get("pause", 0))
    return {"rows": ROWS}


def _refuse(job: Job, progress) -> None:
    IdempotencyKey.objects.create(purpose=purpose(job), token="0", input_digest="")
    raise NothingToDo


def _break(job: Job, progress) -> None:
    IdempotencyKey.objects.create(purpose=purpose(job), token="0", input_digest="")
    raise ZeroDivisionError


def _kill(job: Job, progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def register_kinds() -> None:
    registry.register(registry.JobKind("test.write", "写入", _write, time_limit_seconds=60))
    registry.register(registry.JobKind("test.refuse", "拒绝", _refuse))
    registry.register(registry.JobKind("test.break", "出错", _break))
    registry.register(registry.JobKind("test.kill", "自毁", _kill))
