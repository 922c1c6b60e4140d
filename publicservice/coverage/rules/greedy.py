"""The simple way for comparison: always the candidate that adds most. It can miss the best selection."""

import numpy as np

from publicservice.coverage.rules.siting import Problem


def greedy(problem: Problem, count: int) -> tuple[tuple[int, ...], int]:
    """Up to ``count`` candidates in the order they were taken, and what is covered then; the first of equals is taken.

    Stops early when no candidate adds anything.
    """
    within = problem.seconds <= problem.limit_seconds
    left = np.where(problem.is_covered, 0, problem.weights)
    chosen: list[int] = []
    for _ in range(min(count, within.shape[1])):
        gains = left @ within
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        left = np.where(within[:, best], 0, left)
    return tuple(chosen), problem.total - int(left.sum()) if chosen else problem.already


def greedy_until(problem: Problem, share_percent: int) -> tuple[tuple[int, ...], int]:
    """Candidates taken one by one until the share is reached, or nothing is left to add."""
    wanted = -(-problem.total * share_percent // 100)
    everything, _ = greedy(problem, problem.seconds.shape[1])
    covered = problem.already
    for count in range(len(everything) + 1):
        within = (problem.seconds[:, list(everything[:count])] <= problem.limit_seconds).any(axis=1)
        covered = int(problem.weights[within | problem.is_covered].sum())
        if covered >= wanted:
            return everything[:count], covered
    return everything, covered
