"""What a rule answers: a result together with the findings that led to it, in the order they were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition held against one subject.

    ``code`` is stable and machine-readable; ``article`` names the measure or article; ``requirement`` and
    ``actual`` are Chinese sentences; ``met`` is None where the finding only informs. ``gap`` says by how much
    a condition was passed or missed, in the unit a person can act on (件, 个百分点, 日).
    """

    code: str
    article: str
    requirement: str
    actual: str
    met: bool | None
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation(Generic[T]):
    """The result for one subject and the findings behind it."""

    result: T
    findings: tuple[Finding, ...]


def all_met(findings: Sequence[Finding]) -> bool:
    """True when no condition failed; findings that only inform do not count."""
    return all(finding.met is not False for finding in findings)


def first_unmet(findings: Sequence[Finding]) -> Finding | None:
    """The first condition that failed, in the order the rule asked them."""
    return next((finding for finding in findings if finding.met is False), None)
