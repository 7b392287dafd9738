"""The course of every road of the network from hex to hex, as it is painted, and chains of roads that carry something."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from game.ui.paint import lines
from game.ui.paint.chance import Floats
from game.ui.paint.kept import kept
from game.ui.paint.land import Land
from game.ui.paint.roads import Roads, Way

STEP_KM = 0.05
SOFT = 4
"""Points to either side over which a joint is smoothed."""

Arc = tuple[int, int]


class Courses:
    """Finds the painted road under a road of the rules."""

    def __init__(self, land: Land, roads: Roads) -> None:
        self.land = land
        self._at: dict[frozenset[int], tuple[Way, int]] = {}
        for way in sorted(roads.roads, key=lambda way: way.kind in ("dirt", "track")):
            for i, step in enumerate(pairwise(way.path)):
                self._at.setdefault(frozenset(step), (way, i))

    @kept(4096)
    def piece(self, a: int, b: int) -> Floats:
        """The course from hex a to its neighbour b."""
        found = self._at.get(frozenset((a, b)))
        if found is None:
            return lines.resample(np.array([self._spot(a), self._spot(b)]), STEP_KM)
        way, i = found
        start, end = self._along(way, i), self._along(way, i + 1)
        course = lines.resample(way.line[min(start, end) : max(start, end) + 1], STEP_KM)
        return course if way.path[i] == a else course[::-1]

    def _along(self, way: Way, i: int) -> int:
        """The point of a road's line in the middle of the i-th hex of its path."""
        inner = 0 < i < len(way.path) - 1
        middle = (way.points[i - 1] + way.points[i]) / 2 if inner else self.land.centres[way.path[i]]
        return int(np.argmin(np.hypot(*(way.line - middle).T)))

    @kept(2048)
    def _spot(self, h: int) -> Floats:
        """Where a street without a painted road meets the roads of a hex: on the greatest, else in its middle."""
        for step, (way, i) in self._at.items():
            if h in step:
                point: Floats = way.line[self._along(way, i if way.path[i] == h else i + 1)]
                return point
        centre: Floats = self.land.centres[h]
        return centre

    def course(self, hexes: tuple[int, ...]) -> tuple[Floats, list[int]]:
        """The course through hexes, and the first point of each of its roads; one road more than there are ends it."""
        pieces = [self.piece(a, b) for a, b in pairwise(hexes)]
        starts = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).tolist()
        return smoothed(np.vstack(pieces)), starts


def smoothed(line: Floats) -> Floats:
    """A line whose corners are rounded, its ends kept."""
    if len(line) < 2 * SOFT + 1:
        return line
    weights = np.hanning(2 * SOFT + 3)[1:-1]
    weights = weights / weights.sum()
    padded = np.vstack([np.repeat(line[:1], SOFT, axis=0), line, np.repeat(line[-1:], SOFT, axis=0)])
    soft = np.column_stack([np.convolve(padded[:, i], weights, mode="valid") for i in (0, 1)])
    soft[0], soft[-1] = line[0], line[-1]
    return soft


def chains(carried: Mapping[Arc, int]) -> list[tuple[int, ...]]:
    """Arcs as few long ways as possible, the one that carries most first; each arc is in one of them."""
    left = dict(carried)
    leaving: dict[int, list[int]] = {}
    entering: dict[int, list[int]] = {}
    for a, b in carried:
        leaving.setdefault(a, []).append(b)
        entering.setdefault(b, []).append(a)
    found = []
    for arc in sorted(carried, key=lambda arc: (-carried[arc], arc)):
        if arc not in left:
            continue
        del left[arc]
        way = list(arc)
        while (n := _next(left, [(way[-1], n) for n in leaving.get(way[-1], ())], way)) is not None:
            way.append(n[1])
        while (n := _next(left, [(n, way[0]) for n in entering.get(way[0], ())], way)) is not None:
            way.insert(0, n[0])
        found.append(tuple(way))
    return found


def _next(left: dict[Arc, int], arcs: list[Arc], way: list[int]) -> Arc | None:
    """The arc that carries most of some that are left and do not come back on a way; it is no longer left."""
    free = [arc for arc in arcs if arc in left and not (arc[0] in way and arc[1] in way)]
    if not free:
        return None
    best = max(free, key=lambda arc: (left[arc], arc))
    del left[best]
    return best
