"""The kinds of background work, registered by the apps when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ipservice.foundation.errors import DomainError
from ipservice.jobs.models import Job


class Progress(Protocol):
    """Tells the waiting person how far the work is; written outside the transaction of the work."""

    def __call__(self, done: int, total: int, note: str = "") -> None: ...


class UnknownJobKind(DomainError):
    code = "unknown_job_kind"
    template = "没有名为“{code}”的后台任务种类。"


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work. ``run(job, progress)`` works inside one transaction and returns the JSON of its result.

    It may be started more than once, never twice at the same time, and its writes count exactly once.
    ``link(job)`` is where the person goes when it is done.
    """

    code: str
    label: str
    run: Callable[[Job, Progress], dict[str, Any] | None]
    time_limit_seconds: int = 900
    link: Callable[[Job], str] | None = None


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Make a kind of work known; the same code registered again replaces the former."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> JobKind:
    """Raises ``UnknownJobKind``."""
    if code not in _kinds:
        raise UnknownJobKind(code=code)
    return _kinds[code]


def label_of(code: str) -> str:
    """The Chinese name; a kind that is gone is shown by its code."""
    return _kinds[code].label if code in _kinds else code
