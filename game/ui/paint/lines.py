"""Lines and strips in km: smoothing, cutting, widening; points are rows of (n, 2) arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from game.ui.paint.chance import Floats

CHUNK = 10
"""Segments of a strip that are drawn as one polygon."""


def length_along(points: Floats) -> Floats:
    """Distance of each point from the first along the line."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def resample(points: Floats, step: float) -> Floats:
    """Points at equal distances of about `step` along a line, its ends kept."""
    along = length_along(points)
    count = max(1, round(along[-1] / step))
    at = np.linspace(0.0, along[-1], count + 1)
    return np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])])


def spline(points: Floats, step: float) -> Floats:
    """A smooth curve through all points (Catmull-Rom), sampled every `step`."""
    if len(points) < 3:
        return resample(points, step)
    ends = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    p = np.vstack([ends[0], points, ends[1]])
    t = np.linspace(0, 1, 9)[:-1, None, None]
    a, b, c, d = p[:-3], p[1:-2], p[2:-1], p[3:]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    fine = np.vstack([curve.transpose(1, 0, 2).reshape(-1, 2), points[-1]])
    return resample(fine, step)


def normals(points: Floats) -> Floats:
    """Unit vectors to the left of a line's direction (y pointing down) at each point."""
    forward = np.gradient(points, axis=0)
    size = np.maximum(np.hypot(forward[:, 0], forward[:, 1]), 1e-9)
    return np.column_stack([forward[:, 1], -forward[:, 0]]) / size[:, None]


def shifted(points: Floats, distance: float) -> Floats:
    """A line moved to its left."""
    return points + normals(points) * distance


def strip(points: Floats, width: float) -> list[Floats]:
    """The polygons that together make a line of some width."""
    if len(points) < 2:
        return []
    side = normals(points) * (width / 2)
    left, right = points + side, points - side
    cuts = range(0, len(points) - 1, CHUNK)
    return [np.vstack([left[i : i + CHUNK + 1], right[i : i + CHUNK + 1][::-1]]) for i in cuts]


def strips(lines: Iterable[Floats], width: float) -> list[Floats]:
    """The polygons of several lines of one width."""
    return [polygon for line in lines for polygon in strip(line, width)]


def dashes(points: Floats, dash: float, gap: float) -> list[Floats]:
    """The pieces of a dashed line."""
    along = length_along(points)
    pieces = []
    for start in np.arange(0.0, along[-1], dash + gap):
        at = np.linspace(start, min(start + dash, along[-1]), 4)
        pieces.append(np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])]))
    return pieces


def crossings(a: Floats, b: Floats) -> list[tuple[float, Floats]]:
    """Where line a crosses line b: how far along a, counted in its points, and the point, in order along a."""
    (low_a, high_a), (low_b, high_b) = _boxes(a), _boxes(b)
    near_a = np.flatnonzero((low_a <= high_b.max(axis=0)).all(axis=1) & (high_a >= low_b.min(axis=0)).all(axis=1))
    near_b = np.flatnonzero((low_b <= high_a.max(axis=0)).all(axis=1) & (high_b >= low_a.min(axis=0)).all(axis=1))
    apart = (low_a[near_a, None] > high_b[None, near_b]).any(axis=2)
    apart |= (high_a[near_a, None] < low_b[None, near_b]).any(axis=2)
    found = []
    rows, columns = np.nonzero(~apart)
    for i, j in zip(near_a[rows].tolist(), near_b[columns].tolist(), strict=True):
        first = i * CHUNK
        piece = _piece_crossings(a[first : first + CHUNK + 1], b[j * CHUNK : (j + 1) * CHUNK + 1])
        found += [(first + at, point) for at, point in piece]
    return found


def _boxes(line: Floats) -> tuple[Floats, Floats]:
    """The lower and the upper corner of the rectangle about each piece of a line."""
    starts = np.arange(0, max(len(line) - 1, 1), CHUNK)
    last = line[np.minimum(starts + CHUNK, len(line) - 1)]
    return (
        np.minimum(np.minimum.reduceat(line, starts, axis=0), last),
        np.maximum(np.maximum.reduceat(line, starts, axis=0), last),
    )


def _piece_crossings(a: Floats, b: Floats) -> list[tuple[float, Floats]]:
    """The crossings of two short lines, every segment of one tried against every segment of the other."""
    p, r = a[:-1, None], np.diff(a, axis=0)[:, None]
    q, s = b[None, :-1], np.diff(b, axis=0)[None]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    across = np.where(np.abs(across) < 1e-12, np.inf, across)
    d = q - p
    t = (d[..., 0] * s[..., 1] - d[..., 1] * s[..., 0]) / across
    u = (d[..., 0] * r[..., 1] - d[..., 1] * r[..., 0]) / across
    hits = np.argwhere((t >= 0) & (t <= 1) & (u >= 0) & (u <= 1) & np.isfinite(across))
    return [(i + float(t[i, j]), a[i] + t[i, j] * r[i, 0]) for i, j in hits.tolist()]


def direction(line: Floats, at: float) -> Floats:
    """The unit vector along a line at a place counted in its points."""
    i = min(int(at), len(line) - 2)
    forward: Floats = line[i + 1] - line[i]
    return forward / max(float(np.hypot(*forward)), 1e-9)
