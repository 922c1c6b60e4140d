"""Access that knows of capacity: the two-step floating catchment area (2SFCA) of Luo and Wang (2003).

Step one: an outlet shares its supply among everybody within the limit. Step two: a point adds up the shares of the
outlets that it reaches. A point may be covered and still be served badly.
"""

import numpy as np

from publicservice.coverage.rules.circle import Weights
from publicservice.coverage.rules.geometry import Floats
from publicservice.coverage.rules.travel import Seconds


def two_step_access(seconds: Seconds, limit_seconds: int, weights: Weights, supply: Floats) -> Floats:
    """``access[i]``: supply for each person at point i.

    Σ access × weights is the supply of the outlets that anybody reaches: nothing is lost, nothing is counted twice.
    """
    within = seconds <= limit_seconds
    demand = within.T @ weights.astype(np.float64)
    ratio = np.divide(supply, demand, out=np.zeros(len(supply)), where=demand > 0)
    access: Floats = within.astype(np.float64) @ ratio
    return access
