"""How well a spread of games foretold what was: percentile, CRPS and Brier score, in closed form.

After Gneiting and Raftery (2007), Strictly Proper Scoring Rules, Prediction, and Estimation; the fair form of the CRPS
after Ferro (2014), which does not reward a spread for how many games it is made of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def percentile(games: Floats, value: float) -> float:
    """The percent of games below a value, those equal to it counted half; 0 to 100.

    >>> percentile(np.array([1.0, 2.0, 2.0, 5.0]), 2.0)
    50.0
    """
    return 100 * float((games < value).mean() + (games == value).mean() / 2)


def crps(games: Floats, value: float) -> float:
    """Continuous ranked probability score of games against what was, in their unit: 0 is best.

    The mean distance of the games from the value, less half of that of two games from each other.

    >>> crps(np.array([1.0, 3.0]), 2.0), crps(np.array([5.0]), 2.0)
    (0.0, 3.0)
    """
    count = len(games)
    off = float(np.abs(games - value).mean())
    if count < 2:
        return off
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return off - float((ranks * np.sort(games)).sum()) / (count * (count - 1))


def brier(given: Floats) -> float:
    """Mean square of what the chances given to what was lack of 1: 0 is best, 0.25 is a coin's, 1 is worst.

    >>> brier(np.array([1.0, 0.5, 0.0]))
    0.4166666666666667
    """
    return float(((1 - given) ** 2).mean()) if len(given) else 0.0


def brier_of_base_rate(shares: Floats) -> float:
    """The Brier score of one chance for all, that which fits what was best: (N,) 1 where one side held, else 0.

    >>> brier_of_base_rate(np.array([1.0, 1.0, 1.0, 0.0]))
    0.1875
    """
    rate = float(shares.mean()) if len(shares) else 0.0
    return rate * (1 - rate)
