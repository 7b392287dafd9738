"""Elevation of a survey: known heights, valleys and ridges joined into one relief.

Points are kilometres east and south of hex 0000 with a height in metres, (n, 3).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np

from game.hexes import ROW_KM, GeoReference, Grid
from game.scenario.survey.geojson import Floats
from game.scenario.survey.lines import clipped, points_km, walk
from game.scenario.survey.records import Geodata, Height, Line

RELIEF_KM = 3.0
"""Distance over which heights resemble each other: what errs least when heights of assets/geo are left out in turn."""
RELIEF_NOISE = 0.01
"""Variance of a known height as a share of that of all heights."""
NEAR_KM = 0.8
"""Lines say nothing about heights this near to a known one."""
VALLEY_KM = 2.5
"""A river lies as low as the lowest known height this near."""
MOST_HEIGHTS = 1500
"""Most points the relief is drawn through; where there are more, neighbours are put together."""
MARGIN_KM = 10.0
"""Heights this far off the map still count."""

_METRES = re.compile(r"(?<![0-9.])([0-9]{1,4})(?:\s?[-–]\s?([0-9]{1,4}))?\s?(?:m|м)\b")


def elevation(grid: Grid, geo: GeoReference, data: Geodata) -> list[int]:
    """Metres above the sea of every hex.

    Known heights, valley lines and ridges are joined by kriging with a Matern 3/2 covariance; a hex that holds known
    heights takes their mean.
    """
    known = known_heights(grid, geo, data.heights)
    if not len(known):
        return [0] * grid.count
    sparse = _thinned(known)
    along = [part(grid, geo, line, sparse) for line in data.lines for part in (_valley, _ridge)]
    values = _kriged(grid, _thinned(np.concatenate((sparse, *along))))
    sums: dict[int, list[float]] = {}
    for x, y, metres in known:
        h = grid.hex_at(x, y)
        if h is not None:
            sums.setdefault(h, []).append(metres)
    for h, metres_here in sums.items():
        values[h] = sum(metres_here) / len(metres_here)
    return [int(v) for v in np.clip(np.floor(values + 0.5), -500, 9000)]


def known_heights(grid: Grid, geo: GeoReference, heights: Iterable[Height]) -> Floats:
    """Known heights on the map and round it; (n, 3): east, south, metres."""
    found = {(*geo.to_km(h.lat, h.lon), h.metres) for h in heights}
    low, far = -MARGIN_KM, (grid.columns + MARGIN_KM, grid.rows * ROW_KM + MARGIN_KM)
    kept = sorted(p for p in found if low < p[0] < far[0] and low < p[1] < far[1])
    return np.array(kept, dtype=np.float64).reshape(-1, 3)


def _valley(grid: Grid, geo: GeoReference, line: Line, known: Floats) -> Floats:
    """Heights along a water: each as low as the lowest known height near it, falling all the way; (n, 3)."""
    none = np.zeros((0, 3))
    if line.kind not in ("river", "stream", "reservoir"):
        return none
    at = np.array(walk(grid, points_km(geo, line), MARGIN_KM / 2, 1.0)).reshape(-1, 2)
    if not len(at):
        return none
    off = np.hypot(at[:, None, 0] - known[None, :, 0], at[:, None, 1] - known[None, :, 1])
    lowest = np.where(off <= VALLEY_KM, known[None, :, 2], np.inf).min(1)
    told = np.flatnonzero(np.isfinite(lowest))
    if not len(told):
        return none
    half = len(told) // 2
    if lowest[told][:half].sum() < lowest[told][len(told) - half :].sum():
        lowest[told] = np.minimum.accumulate(lowest[told][::-1])[::-1]
    else:
        lowest[told] = np.minimum.accumulate(lowest[told])
    metres = np.interp(np.arange(len(at)), told, lowest[told])
    free = off.min(1) > NEAR_KM
    return np.column_stack((at[free], metres[free]))


def _ridge(grid: Grid, geo: GeoReference, line: Line, known: Floats) -> Floats:
    """Heights along high ground, from the metres its texts name; (n, 3).

    A vertex with one number has that height, kept within the range the line's name gives; others lie in the middle of
    that range. Between vertices heights change evenly.
    """
    none = np.zeros((0, 3))
    spans = [s for s in _METRES.findall(line.name) if s[1]]
    if line.kind != "high_ground" or not spans:
        return none
    low, high = sorted((float(spans[0][0]), float(spans[0][1])))
    metres = []
    for vertex in line.vertices:
        own = [float(s[0]) for s in _METRES.findall(vertex.near) if not s[1]]
        metres.append(min(high, max(low, own[0])) if own else (low + high) / 2)
    points, found = points_km(geo, line), []
    for i, _, _ in clipped(grid, points, MARGIN_KM):
        p, q = (*points[i], metres[i]), (*points[i + 1], metres[i + 1])
        n = math.ceil(math.dist(p[:2], q[:2])) + 1
        found += [[a + (b - a) * k / n for a, b in zip(p, q, strict=True)] for k in range(n + 1)]
    at: Floats = np.array(found, dtype=np.float64).reshape(-1, 3)
    off = np.hypot(at[:, None, 0] - known[None, :, 0], at[:, None, 1] - known[None, :, 1])
    at = at[off.min(1) > NEAR_KM]
    return at


def _thinned(points: Floats) -> Floats:
    """The points, those in the same square put together, with squares wide enough that MOST_HEIGHTS are left."""
    size = 0.5
    while True:
        cells: dict[tuple[int, int], list[Floats]] = {}
        for point in points:
            cells.setdefault((math.floor(point[0] / size), math.floor(point[1] / size)), []).append(point)
        if len(cells) <= MOST_HEIGHTS:
            return np.array([np.mean(cell, axis=0) for _, cell in sorted(cells.items())])
        size *= 1.5


def _kriged(grid: Grid, points: Floats) -> Floats:
    """Heights of all hex centres by ordinary kriging of points (n, 3); (hexes,)."""
    at, metres = points[:, :2], points[:, 2]
    between = _alike(np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]))
    n = len(points)
    system = np.ones((n + 1, n + 1))
    system[:n, :n] = between + RELIEF_NOISE * np.eye(n)
    system[n, n] = 0
    weights = np.linalg.solve(system, np.append(metres, 0.0))
    values = np.empty(grid.count)
    for h in range(grid.count):
        x, y = grid.centre(h)
        values[h] = weights[:n] @ _alike(np.hypot(at[:, 0] - x, at[:, 1] - y)) + weights[n]
    return values


def _alike(km: Floats) -> Floats:
    """How much heights some kilometres apart resemble each other, from 1 to 0."""
    a = km * (math.sqrt(3) / RELIEF_KM)
    alike: Floats = (1 + a) * np.exp(-a)
    return alike
