"""How sure one can be of what many games say, however often one looks: intervals that hold at all times at once.

A *confidence sequence* is an interval after every number of games such that, with the stated probability, the truth is
in all of them. So a run may be watched and stopped when it pleases, which no interval for a number of games fixed
beforehand allows (Ville 1939; Howard, Ramdas, McAuliffe and Sekhon 2021).
"""

from __future__ import annotations

import bisect
import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Reals = NDArray[np.float64]

ALPHA = 0.05
"""How often an interval may miss the truth."""
TUNED_FOR = 500
"""Observations after which an asymptotic confidence sequence is at its tightest."""
FEW = 30
"""Changes from one observation to the next below which a variance says too little yet."""

_DIGITS = 9
"""Digits behind the point by which two observations differ if they differ at all."""
_MOST_STEPS = 200
_FAR = 50.0
"""Where the search for the end of an interval begins: the logit of the mean's place between the ends."""


class Interval(NamedTuple):
    """A value and the ends of its confidence sequence after so many observations."""

    value: float
    low: float
    high: float
    size: int
    alpha: float | None = None
    """How often such an interval misses the truth; None where whoever tells it says that of several at once."""

    def has(self, value: float) -> bool:
        """Whether a value is in it."""
        return self.low <= value <= self.high

    def plain(self, name: str = "value") -> dict[str, float | None]:
        """The value, under a name, and the ends, for JSON, which has neither infinity nor what is not a number."""
        found = {name: self.value, "low": self.low, "high": self.high}
        return {key: round(float(end), 6) if math.isfinite(end) else None for key, end in found.items()}


def level_of(alpha: float) -> float:
    """In how many of a hundred runs what misses the truth so often holds it, rounded down.

    >>> level_of(0.05), level_of(0.05 / 7), level_of(1e-6)
    (95.0, 99.28, 99.9999)
    """
    digits = 1 - math.floor(math.log10(100 * alpha))
    missed = math.ceil(round(100 * alpha * 10.0**digits, 6)) / 10.0**digits
    return round(100 - missed, digits)


# means of few values --------------------------------------------------------------------------------------------------


def betting_interval(counts: ArrayLike, values: ArrayLike, alpha: float = ALPHA) -> tuple[Reals, Reals]:
    """Ends of a confidence sequence for the mean of a variable that has a few known values, from how often it had each.

    ``counts`` is (..., K), ``values`` (K,) ascending; two arrays of shape (...). A mean is believed as long as a bettor
    who plays a fair game if it is true has not multiplied his stake by 1/alpha (Waudby-Smith and Ramdas 2024); he bets
    as the universal portfolio does (Cover 1991; Orabona and Jun 2021), on the law Beta(3/2, 3/2) over his bets, which
    finds small effects sooner than the usual Beta(1/2, 1/2) and great ones hardly later. Exact for any count.
    """
    tally = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    shape = tally.shape[:-1]
    tally, places = tally.reshape(-1, tally.shape[-1]), _places(values)
    nodes = _nodes(tally)
    low, high = (_end(tally, places, nodes, sign, math.log(1 / alpha)) for sign in (-1, 1))
    first, last = float(np.asarray(values)[0]), float(np.asarray(values)[-1])
    return tuple((first + (last - first) * end).reshape(shape) for end in (low, high))  # type: ignore[return-value]


def counted_interval(counts: ArrayLike, values: ArrayLike, alpha: float = ALPHA) -> Interval:
    """The mean with its confidence sequence, from how often each of a few known values was had, (K,); 0 of none."""
    tally = np.asarray(counts, dtype=np.float64)
    low, high = betting_interval(tally, values, alpha)
    size = int(tally.sum())
    return Interval(float(tally @ np.asarray(values)) / max(1, size), float(low), float(high), size, alpha)


def log_wealth(counts: ArrayLike, values: ArrayLike, mean: ArrayLike) -> Reals:
    """Logarithm of what the bettor of `betting_interval` has made of 1 if he was offered fair odds for this mean.

    ``mean`` lies between the values' ends and has the shape of ``counts`` without its last axis. It is what an interval
    means, and what it is held against in tests; its ends are found by `_wealth` alone.
    """
    tally = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    ends = np.asarray(values, dtype=np.float64)
    place = (np.asarray(mean, dtype=np.float64) - ends[0]) / (ends[-1] - ends[0])
    flat = np.log(place / (1 - place)).reshape(-1)
    made, _ = _wealth(tally.reshape(-1, tally.shape[-1]), _places(values), _nodes(tally), flat)
    return made.reshape(tally.shape[:-1])


def log_wealth_above(counts: ArrayLike, values: ArrayLike, mean: float) -> float:
    """The same of a bettor who bets only that the true mean is above: no mean below it favours him either.

    His bets are spread by Beta(1/2, 1/2), after which the nodes are named.
    """
    tally, places = np.asarray(counts, dtype=np.float64), _places(values)
    ends = np.asarray(values, dtype=np.float64)
    gain = places / ((mean - ends[0]) / (ends[-1] - ends[0])) - 1
    share = _nodes(tally)
    return float(_log_mean_exp(np.log1p(share[:, None] * gain) @ tally))


def _places(values: ArrayLike) -> Reals:
    """Where the values lie between the lowest, 0, and the highest, 1."""
    ends = np.asarray(values, dtype=np.float64)
    found: Reals = (ends - ends[0]) / (ends[-1] - ends[0])
    return found


def _nodes(tally: Reals) -> Reals:
    """Shares that stand, equally weighted, for the law Beta(1/2, 1/2) over all shares (Gauss and Chebyshev).

    The integrands are polynomials whose peak is never narrower than 1/sqrt(n) in the angle: so many nodes make the error
    of their logarithm less than 1e-7.
    """
    count = 8 + 3 * math.isqrt(int(tally.sum(axis=-1).max(initial=0)) + 1)
    nodes: Reals = np.square(np.sin(np.arange(1, 2 * count, 2) * (math.pi / (4 * count))), dtype=np.float64)
    return nodes


def _wealth(tally: Reals, places: Reals, nodes: Reals, logit: Reals) -> tuple[Reals, Reals]:
    """Logarithm of the wealth and its slope, for each row of counts, at a mean whose place has this logit.

    A bet puts a share on a stock that pays place/mean, the rest on one that pays (1-place)/(1-mean). Each of its
    returns is a sum of exponentials of the logit, hence the logarithm of the wealth is convex in it.
    """
    up, down = np.exp(-logit)[:, None], np.exp(logit)[:, None]
    total, slope = np.tile(np.log(8 * nodes * (1 - nodes)), (len(tally), 1)), np.zeros((len(tally), len(nodes)))
    for count, place in zip(tally.T[:, :, None], places, strict=True):
        if count.any():
            long, short = nodes * place, (1 - nodes) * (1 - place)
            paid = long * (1 + up) + short * (1 + down)
            total += count * np.log(paid)
            slope += count * ((short * down - long * up) / paid)
    weight = np.exp(total - total.max(axis=1, keepdims=True))
    made = _log_mean_exp(total)
    return made, (weight * slope).sum(axis=1) / weight.sum(axis=1)


def _log_mean_exp(logs: Reals) -> Any:
    """Logarithm of the mean over the last axis of what these are the logarithms of."""
    most = logs.max(axis=-1, keepdims=True)
    return np.log(np.exp(logs - most).mean(axis=-1)) + most[..., 0]


def _end(tally: Reals, places: Reals, nodes: Reals, sign: int, enough: float) -> Reals:
    """The place of the lower (-1) or upper (+1) end of the interval of each row.

    Newton's steps from far outside stay outside because the function is convex, so the rest of the way is on the safe
    side. Where even an extreme mean makes the bettor too little, the end is that of the values.
    """
    logit = np.full(len(tally), sign * _FAR)
    made, slope = _wealth(tally, places, nodes, logit)
    bounded = made > enough
    for _ in range(_MOST_STEPS):
        step = np.divide(made - enough, slope, out=np.zeros_like(made), where=made > enough)
        logit -= step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
        made, slope = _wealth(tally, places, nodes, logit)
    return np.where(bounded, 1 / (1 + np.exp(-logit)), float(sign > 0))


# means of other quantities --------------------------------------------------------------------------------------------


def asymptotic_interval(mean: ArrayLike, deviation: ArrayLike, count: ArrayLike, alpha: float = ALPHA) -> tuple[Any, Any]:
    """Ends of a confidence sequence for the mean of any quantity, from its standard deviation so far.

    Right in the limit of many observations, as the normal interval is, but at all times at once (Waudby-Smith, Arbour,
    Sinha, Kennedy and Ramdas 2024, theorem 2.2, tuned for TUNED_FOR observations). Arrays of one shape, or numbers.
    """
    n = np.asarray(count, dtype=np.float64)
    best = -2 * math.log(alpha)
    for _ in range(20):
        best = math.log(1 + best) - 2 * math.log(alpha)
    spread = n * best / TUNED_FOR
    half = np.asarray(deviation) * np.sqrt((1 + 1 / spread) * (np.log1p(spread) - 2 * math.log(alpha)) / n)
    return np.asarray(mean) - half, np.asarray(mean) + half


def mean_interval(
    values: ArrayLike, alpha: float = ALPHA, lowest: float = -math.inf, highest: float = math.inf, few: int = FEW
) -> Interval:
    """The mean of a quantity of any law between two ends, with a confidence sequence.

    Observations that lie far out are rare and come late: on either side there is room for -log(alpha)/2 more of them, as
    far off as those seen lie apart. Without it, of measures that are mostly alike and seldom far out, up to a fifth of
    the intervals missed the mean (rounds fired on mirror); with it a tenth, and a twentieth if nothing is said before 100
    changes. Before there are so ``few`` it is a bet on the values seen and the ends if there are any, and nothing is
    known if there are none.
    """
    seen = np.round(np.asarray(values, dtype=np.float64), _DIGITS)
    if not len(seen):
        return Interval(math.nan, lowest, highest, 0, alpha)
    mean = float(seen.mean())
    kinds, counts = np.unique(seen, return_counts=True)
    if np.count_nonzero(np.diff(seen)) >= few:
        low, high = asymptotic_interval(mean, seen.std(ddof=1), len(seen), alpha)
        room = -math.log(alpha) / 2 * float(np.ptp(seen)) / len(seen)
        return Interval(mean, max(lowest, float(low) - room), min(highest, float(high) + room), len(seen), alpha)
    if math.isinf(highest - lowest):
        return Interval(mean, lowest, highest, len(seen), alpha)
    ends = np.array([lowest, highest])
    support = np.union1d(kinds, ends)
    tally = np.zeros(len(support))
    tally[np.searchsorted(support, kinds)] = counts
    low, high = betting_interval(tally, support, alpha)
    return Interval(mean, float(low), float(high), len(seen), alpha)


# quantiles ------------------------------------------------------------------------------------------------------------


def quantile_interval(
    values: ArrayLike, share: float, alpha: float = ALPHA, lowest: float = -math.inf, highest: float = math.inf
) -> Interval:
    """A quantile with a confidence sequence, exact for any law, through bets on how many observations lie below it.

    ``values`` is (n,), or (n, seats) if the observations of a row are not independent. A value is too high for the
    quantile if a bettor who wagers that more than ``share`` of all lie below it grows rich, and too low likewise, with
    alpha/2 each. Chosen before the bounds of Howard and Ramdas (2022) because the bets are those of the means, and
    rows of several games need nothing else.
    """
    seen = np.asarray(values, dtype=np.float64)
    if not len(seen):
        return Interval(math.nan, lowest, highest, 0, alpha)
    seen = seen.reshape(len(seen), -1)
    high = min(highest, _highest_quantile(seen, share, math.log(2 / alpha)))
    low = max(lowest, 0.0 - _highest_quantile(-seen, 1 - share, math.log(2 / alpha)))
    return Interval(float(np.quantile(seen, share)), low, high, len(seen), alpha)


def _highest_quantile(seen: Reals, share: float, enough: float) -> float:
    """The greatest value that the bettor leaves to be a quantile of rows of observations; infinite if he leaves all."""
    seats = seen.shape[1]
    shares, bounds = np.arange(seats + 1) / seats, np.append(np.unique(seen), math.inf)

    def too_high(bound: float) -> bool:
        below = np.bincount((seen < bound).sum(axis=1), minlength=seats + 1)
        return log_wealth_above(below, shares, share) >= enough

    first = bisect.bisect_left(bounds, True, key=too_high)
    return float(bounds[first - 1]) if first < len(bounds) else math.inf


# a share of a number of games fixed beforehand ------------------------------------------------------------------------


def wilson(wins: float, games: float) -> tuple[float, float]:
    """The 95 % interval of a rate of so many games, if that number was fixed beforehand (Wilson 1927)."""
    if games == 0:
        return 0.0, 1.0
    z, rate = 1.959964, wins / games
    middle = (rate + z * z / (2 * games)) / (1 + z * z / games)
    half = z * math.sqrt(rate * (1 - rate) / games + z * z / (4 * games * games)) / (1 + z * z / games)
    return max(0.0, middle - half), min(1.0, middle + half)


def wilson_of_pairs(won: NDArray[np.bool_]) -> tuple[float, float]:
    """The same of games whose pairs share their luck, (pairs, seats).

    As far as the games of a pair end alike they count for fewer; that they end unlike is not made use of.
    """
    pairs = won.mean(axis=1)
    alone = float(won.mean()) * (1 - float(won.mean())) / won.shape[1]
    alike = max(1.0, float(pairs.var()) / alone) if alone > 0 else 1.0
    return wilson(float(won.sum()) / alike, won.size / alike)
