"""What the words of a search found, sifted by its filters, with the total behind every other choice of each filter.

In memory, because all of it needs the same few columns of at most ``MOST_COUNTED`` agencies: one look at each gives
the list and the counts of every filter, where the database would sort and group them once a filter.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

FILTERS = ("district", "kind", "state", "language", "service", "grade", "ipc")


class Criteria(NamedTuple):
    """One search. ``district`` are rows of the unit chosen and of those that became it; None: all.

    ``day`` is the day on which a credit grade must be in force.
    """

    day: date
    text: str = ""
    district: tuple[int, ...] | None = None
    kind: str = ""
    state: str = ""
    service: int | None = None
    language: str = ""
    grade: str = ""
    ipc: str = ""


class Hit(NamedTuple):
    """An agency as the search reads it. ``grades`` are those in force, the newest first; lists hold no value twice."""

    name: str
    credit_code: str | None
    agency_code: str | None
    kind: str
    state: str
    district: int
    founded_year: int | None
    attorney_count: int | None
    languages: list[str]
    ipc_sections: list[str]
    services: list[int]
    grades: list[str]


Parents = Mapping[int, int | None]


def sift(hits: Iterable[Hit], criteria: Criteria, parents: Parents) -> tuple[list[Hit], dict[str, Counter]]:
    """The hits that pass every filter, and for each filter how many would pass with which of its values instead.

    A hit that fails one filter only is counted among the choices of that filter. Who offers a type of service offers
    its parent too.
    """
    tests = _tests(criteria, parents)
    listed: list[Hit] = []
    but_for: dict[str, list[Hit]] = {name: [] for name in FILTERS}
    for hit in hits:
        failed = [name for name, passes in tests if not passes(hit)]
        if not failed:
            listed.append(hit)
        elif len(failed) == 1:
            but_for[failed[0]].append(hit)
    counted = {name: [*listed, *failing] for name, failing in but_for.items()}
    return listed, {
        "district": Counter(hit.district for hit in counted["district"]),
        "kind": Counter(hit.kind for hit in counted["kind"]),
        "state": Counter(hit.state for hit in counted["state"]),
        "language": Counter(chain.from_iterable(hit.languages for hit in counted["language"])),
        "service": Counter(chain.from_iterable(_with_parents(hit.services, parents) for hit in counted["service"])),
        "grade": Counter(chain.from_iterable(hit.grades for hit in counted["grade"])),
        "ipc": Counter(chain.from_iterable(hit.ipc_sections for hit in counted["ipc"])),
    }


def _tests(criteria: Criteria, parents: Parents) -> Sequence[tuple[str, Callable[[Hit], Any]]]:
    """The filters that narrow anything, each with its question."""
    wanted = frozenset(criteria.district or ())
    tests: dict[str, Callable[[Hit], Any]] = {
        "district": lambda hit: hit.district in wanted,
        "kind": lambda hit: hit.kind == criteria.kind,
        "state": lambda hit: hit.state == criteria.state,
        "language": lambda hit: criteria.language in hit.languages,
        "service": lambda hit: criteria.service in _with_parents(hit.services, parents),
        "grade": lambda hit: criteria.grade in hit.grades,
        "ipc": lambda hit: criteria.ipc in hit.ipc_sections,
    }
    given = criteria._asdict()
    return [(name, passes) for name, passes in tests.items() if given[name]]


def _with_parents(services: Sequence[int], parents: Parents) -> set[int]:
    return {*services, *(parent for service in services if (parent := parents.get(service)) is not None)}
