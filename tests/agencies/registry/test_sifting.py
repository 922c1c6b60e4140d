"""Sifting what a search found: every count is the length of the list behind it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.registry.services.sifting import Criteria, Hit, sift

DAY = dt.date(2026, 6, 1)
PARENTS = {1: None, 11: 1, 12: 1, 2: None}
VALUES = {
    "district": (5, 6, 7),
    "kind": ("branch", "head_office"),
    "state": ("active", "suspended"),
    "language": ("en", "ja"),
    "service": (1, 11, 12, 2),
    "grade": ("A", "B"),
    "ipc": ("A", "G"),
}


def hit(**facts) -> Hit:
    plain = Hit("甲所", "C", None, "head_office", "active", 5, 2015, 3, [], [], [], [])
    return plain._replace(**facts)


def _some(values):
    return st.lists(st.sampled_from(values), unique=True)


HITS = st.lists(
    st.builds(
        hit,
        district=st.sampled_from(VALUES["district"]),
        kind=st.sampled_from(VALUES["kind"]),
        state=st.sampled_from(VALUES["state"]),
        languages=_some(VALUES["language"]),
        services=_some((11, 12, 2)),
        grades=_some(VALUES["grade"]),
        ipc_sections=_some(VALUES["ipc"]),
    ),
    max_size=12,
)
CRITERIA = st.builds(
    Criteria,
    day=st.just(DAY),
    district=st.none() | st.tuples(st.sampled_from(VALUES["district"])),
    kind=st.sampled_from(("", *VALUES["kind"])),
    state=st.sampled_from(("", *VALUES["state"])),
    service=st.none() | st.sampled_from(VALUES["service"]),
    language=st.sampled_from(("", *VALUES["language"])),
    grade=st.sampled_from(("", *VALUES["grade"])),
    ipc=st.sampled_from(("", *VALUES["ipc"])),
)


@given(HITS, CRITERIA)
def test_every_count_is_the_length_of_the_list_with_that_choice(hits, criteria):
    _, counts = sift(hits, criteria, PARENTS)

    for name, values in VALUES.items():
        for value in values:
            chosen = criteria._replace(**{name: (value,) if name == "district" else value})
            listed, _ = sift(hits, chosen, PARENTS)
            assert counts[name][value] == len(listed), (name, value)


@pytest.mark.parametrize(
    ("chosen", "listed"),
    [
        ({}, ["甲", "乙", "丙"]),
        ({"district": (5, 6)}, ["甲", "乙"]),
        ({"service": 1}, ["乙", "丙"]),
        ({"service": 12}, ["丙"]),
        ({"language": "ja", "grade": "B"}, ["乙"]),
        ({"kind": "branch"}, ["丙"]),
        ({"ipc": "G"}, ["甲", "丙"]),
        ({"state": "suspended", "kind": "branch"}, []),
    ],
    ids=[
        "nothing",
        "units that became one",
        "parent service",
        "service",
        "two filters",
        "kind",
        "section",
        "none passes",
    ],
)
def test_the_list_keeps_its_order_and_what_passes_every_filter(chosen, listed):
    hits = [
        hit(name="甲", state="suspended", ipc_sections=["A", "G"]),
        hit(name="乙", district=6, services=[11], languages=["en", "ja"], grades=["A", "B"]),
        hit(name="丙", district=7, services=[12], kind="branch", ipc_sections=["G"]),
    ]

    assert [found.name for found in sift(hits, Criteria(day=DAY, **chosen), PARENTS)[0]] == listed
