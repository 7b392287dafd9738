"""A surface through what was measured at a few points, to guess what would be measured at others, and how surely.

A Gaussian process with a linear trend and one length for all settings (Rasmussen and Williams 2006, sections 2.2, 2.7 and
5.4.1): the length is the likeliest of a few. Settings lie between 0 and 1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

_LENGTHS = (0.15, 0.3, 0.6, 1.2)
_SMALL = 1e-6


class Surface:
    """A measure as a function of settings."""

    def __init__(self, points: Reals, values: Reals, errors: Reals) -> None:
        """Through values at points (P, settings) that were measured with standard errors (P,)."""
        self.points = points
        table = _trend(points)
        rest = values - table @ np.linalg.lstsq(table, values, rcond=None)[0]
        self._power = max(float(rest.var()), _SMALL * max(1.0, float(np.ptp(values)) ** 2))
        noise = np.diag(errors**2 + _SMALL * self._power)
        best = -math.inf
        for length in _LENGTHS:
            spread = self._power * _likeness(points, points, length) + noise
            solved = np.linalg.solve(spread, np.column_stack([table, values]))
            slope = np.linalg.lstsq(table.T @ solved[:, :-1], table.T @ solved[:, -1], rcond=None)[0]
            weight = np.linalg.solve(spread, values - table @ slope)
            fits = -0.5 * float((values - table @ slope) @ weight) - 0.5 * float(np.linalg.slogdet(spread)[1])
            if fits > best:
                best, self._length, self._spread, self._slope, self._weight = fits, length, spread, slope, weight

    def at(self, points: Reals) -> tuple[Reals, Reals]:
        """What would be measured at points (Q, settings) without luck, and the variance of that guess; (Q,) each."""
        alike = self._power * _likeness(points, self.points, self._length)
        known = np.einsum("ij,ji->i", alike, np.linalg.solve(self._spread, alike.T))
        return _trend(points) @ self._slope + alike @ self._weight, np.maximum(self._power - known, 0.0)


def _trend(points: Reals) -> Reals:
    return np.column_stack([np.ones(len(points)), points])


def _likeness(ours: Reals, theirs: Reals, length: float) -> Reals:
    """How alike values at two points are, from 0 to 1; (ours, theirs)."""
    far: Reals = ((ours[:, None, :] - theirs[None, :, :]) ** 2).sum(axis=-1)
    return np.exp(-far / (2 * length**2))
