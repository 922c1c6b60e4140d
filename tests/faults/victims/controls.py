"""Victims without their guard: the harness has to find what it does to them. They are not registered."""

import time

from ipservice.jobs.models import IdempotencyKey
from tests.faults.work import Work, by_process

ROWS = 10


def _rows_one_by_one() -> None:
    """The same rows as ``jobs``, each committed by itself."""
    for number in range(ROWS):
        IdempotencyKey.objects.create(purpose="control", token=str(number), input_digest="")
        time.sleep(0.02)


def _rows() -> list[str]:
    return sorted(IdempotencyKey.objects.values_list("token", flat=True), key=int)


AUTOCOMMIT = by_process(
    "control: autocommit", Work(prepare=lambda directory: None, content=_rows), act=_rows_one_by_one
)
