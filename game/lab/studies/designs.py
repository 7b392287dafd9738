"""Designs: at which values of its settings a battle is played, so that few versions tell much about all.

A grid has every combination; a Latin hypercube spreads a few points evenly over all settings at once (McKay, Beckman
and Conover 1979); Sobol's design is made for shares of variance (Saltelli 2010), that of Morris for finding what hardly
matters (Morris 1991). Points lie in shares of each setting's range, 0 to 1; the same seed gives the same points.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.diagnostics import BadInput
from game.lab.extra import needs
from game.lab.settings.asked import Setting, Settings

Reals = NDArray[np.float64]

GRID, LHS, SOBOL, MORRIS = "grid", "lhs", "sobol", "morris"
POINTS = {GRID: 5, LHS: 20, SOBOL: 16, MORRIS: 10}
"""Points if none are named: values of each range, points, base points, trajectories."""
LEAST_POINTS = 4
"""Fewest base points of a Sobol design, and trajectories of one of Morris."""
MORRIS_LEVELS = 4
"""Values of each range in the design of Morris."""
MOST_ARMS = 5000
"""Most versions of a battle in one sweep."""
_TRIES = 50
"""Latin hypercubes of which the one is taken whose points are farthest from each other."""


@dataclass(frozen=True, eq=False)
class Design:
    """Where in the ranges of the settings the battle is to be played."""

    kind: str
    points: int
    seed: int
    settings: tuple[Setting, ...]
    """Those that have more than one value."""
    fixed: Settings
    """What is the same everywhere."""
    shares: Reals
    """A row a point: shares of each setting's range; (R, settings)."""
    values: tuple[tuple[float, ...], ...]
    """The combinations of values there are, each once, in the order in which they come."""
    arm_of: NDArray[np.int64]
    """The combination of each row; (R,)."""

    def arms(self) -> list[Settings]:
        """What is set in each combination."""
        return [
            (*self.fixed, *((s.name, value) for s, value in zip(self.settings, row, strict=True))) for row in self.values
        ]


def design_of(kind: str, settings: Sequence[Setting], points: int | None, seed: int) -> Design:
    """A design for settings. Raises BadInput if nothing is varied, or far too much."""
    varied = tuple(setting for setting in settings if not setting.is_fixed)
    fixed = tuple((setting.name, float(setting.low)) for setting in settings if setting.is_fixed)
    if not varied:
        hint = "Give one a range, LOW..HIGH, or several values, A,B,C."
        raise BadInput.of("--set", "L628", "No setting has more than one value: there is nothing to compare.", hint)
    if kind in (SOBOL, MORRIS):
        needs("SALib", f"--design {kind}")
    points, seed = POINTS[kind] if points is None else points, seed % 2**31
    _check(kind, varied, points)
    shares = _shares(kind, varied, points, seed)
    rows = [tuple(float(s.at(share)) for s, share in zip(varied, row, strict=True)) for row in shares.tolist()]
    if kind == GRID:
        rows = list(itertools.product(*([float(value) for value in setting.steps(points)] for setting in varied)))
    known = {row: i for i, row in enumerate(dict.fromkeys(rows))}
    arm_of = np.array([known[row] for row in rows], dtype=np.int64)
    return Design(kind, points, seed, varied, fixed, shares, tuple(known), arm_of)


def _check(kind: str, settings: Sequence[Setting], points: int) -> None:
    """Raise BadInput if a design cannot have so many points."""
    if kind == SOBOL and points & (points - 1):
        below = 2 ** int(math.log2(points))
        message = f"A Sobol design has a power of two of points, not {points}."
        raise BadInput.of("--points", "L628", message, f"Write {below} or {2 * below}.")
    if kind in (SOBOL, MORRIS) and points < LEAST_POINTS:
        message = f"From fewer than {LEAST_POINTS} points of this design nobody can say how sure anything is."
        raise BadInput.of("--points", "L628", message, f"Write {LEAST_POINTS} or more, or leave it out.")
    if kind == GRID and points < 2:
        raise BadInput.of("--points", "L628", "A grid has at least two values of each range.", "")
    count = {
        GRID: math.prod(len(setting.steps(max(points, 2))) for setting in settings),
        LHS: points,
        SOBOL: points * (len(settings) + 2),
        MORRIS: points * (len(settings) + 1),
    }[kind]
    if count > MOST_ARMS:
        message = f"The design has {count} versions of the battle; at most {MOST_ARMS} are played."
        raise BadInput.of("--design", "L628", message, "Take fewer points or settings, or --design lhs.")


def _shares(kind: str, settings: Sequence[Setting], points: int, seed: int) -> Reals:
    """The points of a design in shares of the ranges; (R, settings)."""
    if kind == LHS:
        return latin_hypercube(points, len(settings), seed)
    if kind == GRID:
        steps = [np.linspace(0, 1, len(setting.steps(points))) for setting in settings]
        return np.array(list(itertools.product(*steps)), dtype=np.float64)
    shape = problem_of(settings)
    if kind == SOBOL:
        from SALib.sample import sobol

        found: Reals = sobol.sample(shape, points, calc_second_order=False, seed=seed)
        return found
    from SALib.sample import morris

    found = morris.sample(shape, points, num_levels=MORRIS_LEVELS, seed=seed)
    return found


def problem_of(settings: Sequence[Setting]) -> dict[str, Any]:
    """Settings as SALib wants them told: each from 0 to 1."""
    names = [setting.name for setting in settings]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def latin_hypercube(points: int, columns: int, seed: int) -> Reals:
    """So many points, one in each part of each column, the most spread of several tries; (points, columns)."""
    dice = np.random.default_rng(seed)
    best, farthest = np.zeros((points, columns)), -1.0
    for _ in range(_TRIES if points <= 500 else 1):
        cells = np.stack([dice.permutation(points) for _ in range(columns)], axis=1)
        tried = (cells + dice.random((points, columns))) / points
        apart = math.inf
        for i in range(1, points):
            apart = min(apart, float(np.abs(tried[:i] - tried[i]).sum(axis=1).min()))
        if apart > farthest:
            best, farthest = tried, apart
    return best
