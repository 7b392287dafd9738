"""What matters most: how far each setting of a sweep moves what is measured, and how sure that is.

Of Sobol's design the shares of the variance that a setting explains alone (first) and with all others (total), by
estimators of Saltelli (2010) and Jansen (1999); of Morris' the mean size of what one step does and how that differs from
place to place (mu*, sigma; Campolongo, Cariboni and Saltelli 2007); of every design the change of the measure when a
setting goes from its least to its greatest value, by least squares over all versions.

Few games are noisy, and noise looks like an effect: it lends every square a part of its own. How much is known from
drawing the games again, and is taken off: of shares and sigma exactly in the mean, mu* is made smaller as the root mean
square of the steps is. Intervals are those of 95 %: of a change by drawing the games again, of the others by drawing
games and points of the design again, the noise of the drawn games taken off twice, being in them twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.lab.effects import Measure
from game.lab.studies.designs import MORRIS, SOBOL, Design
from game.state import Ints

Reals = NDArray[np.float64]

RESAMPLES = 500
MOST_DRAWN = 50_000_000
"""Games that are drawn again for a quantile of all versions, about."""
CHANGE, FIRST, TOTAL, MU_STAR, SIGMA = "change", "first", "total", "mu_star", "sigma"


class Figure(NamedTuple):
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


class Weight(NamedTuple):
    """How much a setting matters to a measure."""

    setting: str
    figures: Mapping[str, Figure]
    """CHANGE and what the design tells besides; without CHANGE if there are too few versions."""

    @property
    def size(self) -> float:
        """By which settings are put in order."""
        for name in (TOTAL, MU_STAR, CHANGE):
            if name in self.figures:
                return abs(self.figures[name].value)
        return 0.0


def weights_of(design: Design, measured: Reals, lucky: Reals, pairs: int) -> list[Weight]:
    """How much each setting matters, the weightiest first, from the measure of each combination; (combinations,).

    `lucky` is what the measures could as well have been, had the games had other luck, see `resampled`; (resamples,
    combinations). `pairs` is how many of each it was drawn from.
    """
    rows, luck = measured[design.arm_of], (lucky - measured)[:, design.arm_of]
    found: list[dict[str, Figure]] = [{} for _ in design.settings]
    if design.kind == SOBOL:
        _sobol(design, rows, luck, found)
    elif design.kind == MORRIS:
        _morris(design, rows, luck, found)
    for figures, change in zip(found, _changes(design, measured, lucky, pairs), strict=False):
        figures[CHANGE] = change
    weights = [Weight(setting.name, figures) for setting, figures in zip(design.settings, found, strict=True)]
    return sorted(weights, key=lambda weight: -weight.size)


def resampled(measure: Measure, rows: Sequence[Ints], seats: int, seed: int) -> Reals:
    """What a measure of several versions could as well have been: the same pairs drawn again, in all versions alike.

    Of the result rows of each version, (G, RESULT_COLUMNS), of two pairs at least; returns (resamples, versions). One
    pair fewer is drawn than there are, so that the variance of means comes out right.
    """
    seen = [measure.observed(games, seats) for games in rows]
    pairs = len(seen[0])
    tries = int(min(RESAMPLES, max(50, MOST_DRAWN // (pairs * seats * len(seen)))))
    drawn = np.random.default_rng(seed).integers(pairs, size=(tries, pairs - 1))
    if measure.share is None:
        often = np.stack([np.bincount(row, minlength=pairs) for row in drawn]) / (pairs - 1)
        means: Reals = often @ np.stack([games.mean(axis=1) for games in seen], axis=1)
        return means
    share = measure.share
    return np.stack([np.quantile(games[drawn].reshape(tries, -1), share, axis=1) for games in seen], axis=1)


def _sobol(design: Design, rows: Reals, luck: Reals, found: Sequence[dict[str, Figure]]) -> None:
    """First and total shares of the variance; none of anything if nothing varies."""
    settings = len(design.settings)
    seen, luck = rows.reshape(-1, settings + 2), luck.reshape(len(luck), -1, settings + 2)
    lent = np.mean([_squares(draw) for draw in luck], axis=0)

    def shares(squares: Reals) -> Reals:
        mean = squares.mean(axis=0)
        return np.clip(mean[:-1] / mean[-1], 0, 1) if mean[-1] > 0 else np.zeros(2 * settings)

    made = [shares((_squares(seen + draw) - 2 * lent)[drawn]) for draw, drawn in _again(luck, len(seen), design)]
    figures = _figures(shares(_squares(seen) - lent), np.stack(made))
    for i, own in enumerate(found):
        own |= {FIRST: figures[i], TOTAL: figures[settings + i]}


def _squares(seen: Reals) -> Reals:
    """What the shares of variance are made of, from each base point's row of A, A with B's i-th value ..., B.

    Products whose means are the variance that goes with each setting alone, with it and others, and all of it;
    (points, 2 * settings + 1).
    """
    off = seen - seen[:, [0, -1]].mean()
    first, moved, last = off[:, :1], off[:, 1:-1], off[:, -1:]
    every = (first**2 + last**2) / 2
    return np.concatenate([last * (moved - first), (moved - first) ** 2 / 2, every], axis=1)


def _morris(design: Design, rows: Reals, luck: Reals, found: Sequence[dict[str, Figure]]) -> None:
    """The mean size of what a step over the whole range does, and how it differs from place to place."""
    steps, luck = _steps(design, rows), _steps(design, luck)
    lent = np.square(luck).mean(axis=0)

    def told(steps: Reals, lent: Reals) -> Reals:
        mean, square = np.abs(steps).mean(axis=0), np.square(steps).mean(axis=0)
        own = np.divide(np.maximum(square - lent.mean(axis=0), 0), square, out=np.zeros_like(square), where=square > 0)
        spread = np.sqrt(np.maximum(steps.var(axis=0, ddof=1) - lent.mean(axis=0), 0))
        return np.concatenate([mean * np.sqrt(own), spread])

    made = [told((steps + draw)[drawn], 2 * lent[drawn]) for draw, drawn in _again(luck, len(steps), design)]
    figures = _figures(told(steps, lent), np.stack(made))
    for i, own in enumerate(found):
        own |= {MU_STAR: figures[i], SIGMA: figures[len(found) + i]}


def _steps(design: Design, rows: Reals) -> Reals:
    """What the step of each setting does in each trajectory, over its whole range; (..., trajectories, settings).

    A step is as long as the values that were played lie apart, which for whole numbers is not what the design proposed.
    """
    settings = len(design.settings)
    walks = _shares(design)[design.arm_of].reshape(-1, settings + 1, settings)
    seen = rows.reshape(*rows.shape[:-1], -1, settings + 1)
    moves = np.diff(walks, axis=1)
    done: Reals = np.diff(seen, axis=-1) / moves.sum(axis=2)
    order = np.argsort(np.abs(moves).argmax(axis=2), axis=1)
    return np.take_along_axis(done, np.broadcast_to(order, done.shape), axis=-1)


def _again(luck: Reals, points: int, design: Design) -> Iterator[tuple[Reals, Ints]]:
    """Each draw of luck with points of the design drawn again: one fewer, so that the variance comes out right."""
    return zip(luck, np.random.default_rng(design.seed + 1).integers(points, size=(len(luck), points - 1)), strict=True)


def _figures(values: Reals, made: Reals) -> list[Figure]:
    """Figures with the ends between which 95 % of those drawn again lie."""
    low, high = np.quantile(made, [0.025, 0.975], axis=0)
    ends = np.minimum(low, values), values, np.maximum(high, values)
    low, values, high = (np.round(end, 12) for end in ends)
    return [Figure(float(v), float(a), float(b)) for v, a, b in zip(values, low, high, strict=True)]


def _changes(design: Design, measured: Reals, lucky: Reals, pairs: int) -> list[Figure]:
    """The change of the measure from the least to the greatest value of each setting; nothing of too few combinations.

    From few pairs the variance itself is uncertain: the intervals are as much wider as those of Student are than the
    normal ones, to first order.
    """
    table = np.column_stack([np.ones(len(measured)), _shares(design)])
    if np.linalg.matrix_rank(table) < table.shape[1]:
        return []
    solver = np.linalg.pinv(table)
    student = 1 + (1.96**2 + 1) / (4 * (pairs - 1))
    return _figures(solver @ measured, (measured + student * (lucky - measured)) @ solver.T)[1:]


def _shares(design: Design) -> Reals:
    """Where the values of each combination lie in their ranges, 0 to 1; (combinations, settings)."""
    low = np.array([setting.low for setting in design.settings])
    found: Reals = (np.array(design.values) - low) / np.array([s.high - s.low for s in design.settings])
    return found


def as_json(weights: Sequence[Weight]) -> list[dict[str, Any]]:
    """Weights as a run keeps them."""
    return [
        {"setting": w.setting, "figures": {name: list(figure) for name, figure in w.figures.items()}} for w in weights
    ]
