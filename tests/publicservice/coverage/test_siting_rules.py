"""Where new outlets help most: published optima, proof, ties, and what greedy misses."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publicservice.coverage.rules.greedy import greedy, greedy_until
from publicservice.coverage.rules.siting import covered_by, fewest_sites, most_covered
from tests.publicservice.coverage.worlds import problem, sjc324

# Lorena and Pereira (2002), São José dos Campos, 324 blocks, distance 800: optimum by number of sites.
PUBLISHED = {1: 5461, 2: 8790, 3: 11604, 4: 12106, 5: 12152}
GREEDY = {1: 5461, 2: 8449, 3: 10665, 4: 11986, 5: 12116}


@pytest.mark.parametrize("sites", PUBLISHED)
def test_the_published_optimum_is_reached_and_proven(sites):
    answer = most_covered(sjc324(800), sites, time_limit=60, settle_ties=False)

    assert (answer.covered, answer.is_proven, answer.gap) == (PUBLISHED[sites], True, 0.0)
    assert answer.bound == pytest.approx(PUBLISHED[sites])
    assert covered_by(sjc324(800), answer.sites) == answer.covered


def test_greedy_stays_behind_on_the_published_instance():
    assert {sites: greedy(sjc324(800), sites)[1] for sites in GREEDY} == GREEDY


def test_the_fewest_sites_for_everybody_are_the_published_five():
    answer = fewest_sites(sjc324(800), 100, time_limit=10)

    assert (len(answer.sites), answer.covered, answer.bound, answer.is_proven) == (5, 12152, 5.0, True)
    assert len(greedy_until(sjc324(800), 100)[0]) > 5


def test_existing_outlets_stay_and_only_what_is_missing_counts():
    # Points 0 and 1 are covered already; the big candidate adds nothing.
    world = problem([[5, 99], [5, 99], [99, 5]], [100, 100, 30], existing=[10, 10, 99])

    answer = most_covered(world, 1, time_limit=5)

    assert (answer.sites, answer.covered, world.already) == ((1,), 230, 200)


def test_of_equal_selections_the_nearer_wins_and_then_the_first():
    nearer = problem([[25, 20], [99, 99]], [10, 5])
    equal = problem([[20, 20], [99, 99]], [10, 5])

    assert most_covered(nearer, 1, time_limit=5).sites == (1,)
    assert most_covered(equal, 1, time_limit=5).sites == (0,)


def test_a_share_that_no_selection_reaches_is_said():
    world = problem([[5, 99], [99, 99]], [60, 40])

    answer = fewest_sites(world, 80, time_limit=5)

    assert (answer.is_feasible, answer.sites, answer.covered) == (False, (), 60)


@pytest.mark.parametrize(("share", "sites"), [(50, 0), (51, 1)], ids=["reached already", "one more"])
def test_a_share_reached_already_needs_no_site(share, sites):
    world = problem([[5, 99], [99, 5]], [50, 50], existing=[10, 99])

    assert len(fewest_sites(world, share, time_limit=5).sites) == sites


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_selection_covers_more_and_none_with_fewer_sites_reaches_the_share(data):
    points, sites = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 5))
    minutes = data.draw(
        st.lists(
            st.lists(st.sampled_from([10, 25, 30, 31, 60]), min_size=sites, max_size=sites),
            min_size=points,
            max_size=points,
        )
    )
    weights = data.draw(st.lists(st.integers(0, 9), min_size=points, max_size=points))
    existing = data.draw(st.lists(st.sampled_from([20, 30, 31, 99]), min_size=points, max_size=points))
    world = problem(minutes, weights, existing)
    count, share = data.draw(st.integers(1, sites)), data.draw(st.integers(1, 100))

    every = [chosen for size in range(sites + 1) for chosen in combinations(range(sites), size)]
    best = max(covered_by(world, chosen) for chosen in every if len(chosen) <= count)
    enough = [len(chosen) for chosen in every if covered_by(world, chosen) * 100 >= share * world.total]
    answer, fewest = most_covered(world, count, time_limit=10), fewest_sites(world, share, time_limit=10)

    assert (answer.covered, answer.is_proven) == (best, True)
    assert fewest.is_feasible == bool(enough)
    assert not enough or len(fewest.sites) == min(enough)
    assert greedy(world, count)[1] <= best


def test_the_order_of_the_candidates_changes_the_places_only():
    minutes = np.array([[10, 40, 12], [40, 10, 40], [40, 40, 10]])
    forth = most_covered(problem(minutes.tolist(), [5, 4, 3]), 2, time_limit=5)
    back = most_covered(problem(minutes[:, ::-1].tolist(), [5, 4, 3]), 2, time_limit=5)

    assert sorted(2 - place for place in back.sites) == list(forth.sites)
