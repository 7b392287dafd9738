"""Waters: rivers and canals as smooth lines that keep to their hexsides, and bodies of water.

A river crosses the line between the centres of the two hexes of every hexside it runs along, so that the picture agrees
with the rules.
"""

from __future__ import annotations

import functools

import numpy as np

from game.ground import Side
from game.hexes import Grid
from game.rulebook import WATER
from game.rules_file import Names
from game.scenario.load import Scenario
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, ramp
from game.ui.paint.chance import Floats, chances, noise
from game.ui.paint.courses import Course, Net
from game.ui.paint.land import Bytes, Land, Patch, as_bytes

PLAY = 0.34
"""How far a water may leave the middle between two hex centres, as a share of their distance."""
RIVER_STIFFNESS, CANAL_STIFFNESS = 0.03, 0.0015
"""What it costs a river or a canal to leave that middle, beside what it costs to bend."""
SMOOTH_KM = 0.2
TICK_STEP_KM, TICK_KM = 0.13, 0.045
"""Distance and length of the ticks on the banks of a canal."""

Corner = tuple[int, int]


class Flow(Course):
    """A piece of a river or canal between its ends or branches."""

    def __init__(self, kind: str, name: Names | None, sides: tuple[Side, ...], line: Floats) -> None:
        super().__init__(line)
        self.kind, self.name, self.sides = kind, name, sides

    @functools.cached_property
    def ticks(self) -> Floats:
        """The ticks on the banks of a canal, rows of (x, y, x, y)."""
        points = lines.resample(self.line, TICK_STEP_KM)
        across = lines.normals(points)
        rows = []
        for hand in (-1, 1):
            near = points + across * (hand * (palette.CANAL_KM[0] / 2 + 0.012))
            rows.append(np.hstack([near, near + across * (hand * TICK_KM)]))
        return np.vstack(rows)


Known = dict[tuple[str, str, tuple[Side, ...]], Flow]
"""Flows by kind, name and hexsides."""


class Waters:
    """The layer of waters."""

    def __init__(self, land: Land, scenario: Scenario, before: Waters | None = None) -> None:
        """The waters of a scenario; flows that were there before are taken over."""
        self.land = land
        self.known: Known = _flows(land, scenario, before.known if before is not None else {})
        self.flows = list(self.known.values())
        self.all = Net(land.squares, self.flows)
        self.rivers, self.canals = (
            Net(land.squares, [flow for flow in self.flows if flow.kind == kind]) for kind in ("river", "canal")
        )

    def crossings(self, road: Course) -> list[tuple[float, Floats]]:
        """Where a road crosses rivers and canals: how far along it, counted in its points, and the point."""
        return [found for flow in self.all.along(road) for found in road.crossings(flow)]

    def _bodies(self, patch: Patch) -> Bytes:
        """Bodies of water as a smooth surface, 128 on the shore."""
        land, (x, y) = self.land, patch.lattice()
        shore = patch.smooth((land.terrain == WATER).astype(np.float64), SMOOTH_KM)
        if not shore.any():
            return np.zeros(shore.shape, dtype=np.uint8)
        return as_bytes(shore + 0.12 * (noise(land.seed + 31, x * 2.7, y * 2.7) - 0.5), 0.0, 1.0)

    def paint(self, canvas: Canvas) -> None:
        """Paint bodies, then rivers and canals."""
        scale, bodies = canvas.scale, self._bodies(canvas.patch)
        slope = 255 * 2.0 / scale
        soft = max(slope / canvas.factor, 2.0)
        canvas.wash(bodies, ramp(128 - 1.3 * slope, 255, soft), palette.WATER_EDGE)
        self.canals.draw(canvas, max(0.125, 2.4 / scale), palette.CANAL_VERGE)
        if scale >= 36:
            for flow in self.canals.near(canvas.view):
                ticks = flow.ticks if scale >= 70 else flow.ticks[::2]
                canvas.lines(ticks, palette.CANAL_EDGE, 0.9 if scale < 70 else 1.3)
        self.rivers.draw(canvas, max(palette.RIVER_KM[0], 1.9 / scale), palette.WATER_EDGE)
        self.canals.draw(canvas, max(palette.CANAL_KM[0], 1.6 / scale), palette.CANAL_EDGE)
        canvas.wash(bodies, ramp(128, 255, soft), palette.WATER)
        canvas.mist(bodies, ramp(200, 90, 90), palette.WATER_LIGHT)
        self.rivers.draw(canvas, max(palette.RIVER_KM[1], 1.2 / scale), palette.WATER)
        self.canals.draw(canvas, max(palette.CANAL_KM[1], 0.9 / scale), palette.CANAL)


def _flows(land: Land, scenario: Scenario, before: Known) -> Known:
    """Every river and canal of a scenario, cut where it branches."""
    flows: Known = {}
    for stream in scenario.file.waters:
        sides = [side for word in stream.sides.split() if (side := _side(land.grid, word)) is not None]
        for chain in _chains(land.grid, sides):
            key = stream.kind, stream.name.model_dump_json() if stream.name else "", tuple(chain)
            flow = before.get(key)
            flows[key] = flow or Flow(stream.kind, stream.name, key[2], _course(land, chain, stream.kind == "canal"))
    return flows


def _side(grid: Grid, word: str) -> Side | None:
    """The hexes of a hexside written as "0714-0814"."""
    a, _, b = word.partition("-")
    h, n = grid.parse(a), grid.parse(b)
    return None if h is None or n is None or grid.direction(h, n) is None else (h, n)


def _corners(grid: Grid, side: Side) -> tuple[Corner, Corner]:
    """Both ends of a hexside, in whole metres."""
    d = grid.direction(*side)
    assert d is not None
    ends = grid.corner(side[0], d), grid.corner(side[0], (d - 1) % 6)
    a, b = ((round(1000 * x), round(1000 * y)) for x, y in ends)
    return a, b


def _chains(grid: Grid, sides: list[Side]) -> list[list[Side]]:
    """Hexsides in the order of their course, a list for every piece between ends or branches."""
    ends = {side: _corners(grid, side) for side in dict.fromkeys(sides)}
    at: dict[Corner, list[Side]] = {}
    for side, corners in ends.items():
        for corner in corners:
            at.setdefault(corner, []).append(side)
    left = dict.fromkeys(ends)
    chains = []
    tips = [c for c, here in at.items() if len(here) != 2]
    for corner in [*tips, *at]:
        for first in at[corner]:
            if first in left:
                chains.append(_walk(first, corner, ends, at, left))
    return chains


def _walk(
    side: Side,
    corner: Corner,
    ends: dict[Side, tuple[Corner, Corner]],
    at: dict[Corner, list[Side]],
    left: dict[Side, None],
) -> list[Side]:
    """Follow hexsides from a corner until the course ends or branches, taking them off what is left."""
    chain: list[Side] = []
    here: Side | None = side
    while here is not None:
        del left[here]
        chain.append(here)
        a, b = ends[here]
        corner = b if corner == a else a
        onward = [s for s in at[corner] if s in left]
        here = onward[0] if len(at[corner]) == 2 and onward else None
    return chain


def _course(land: Land, chain: list[Side], canal: bool) -> Floats:
    """The smooth line of a chain of hexsides; it crosses every line between the two hexes of a hexside."""
    a, b = (land.centres[[side[i] for side in chain]] for i in (0, 1))
    first, last = _tips(land, chain)
    middle = np.vstack([first, (a + b) / 2, last])
    across = np.vstack([np.zeros(2), b - a, np.zeros(2)])
    bends = np.diff(np.eye(len(middle)), n=2, axis=0)
    pull = bends.T @ bends
    system = (pull * (across @ across.T)) + np.eye(len(middle)) * (CANAL_STIFFNESS if canal else RIVER_STIFFNESS)
    off = np.linalg.solve(system, -((pull @ middle) * across).sum(1))[:, None]
    if not canal:
        key = np.rint(middle * 1000).astype(np.int64)
        off += 0.22 * (chances(land.seed + 32, *key.T) - 0.5)[:, None]
    return lines.spline(middle + across * PLAY * np.tanh(off / PLAY), 0.035)


def _tips(land: Land, chain: list[Side]) -> tuple[Floats, Floats]:
    """Where a chain begins and ends: the far corners of its first and last hexside, or beyond the edge of the map."""
    grid = land.grid
    tips = []
    for side, other in ((chain[0], chain[1:2]), (chain[-1], chain[-2:-1])):
        corners = _corners(grid, side)
        taken = _corners(grid, other[0]) if other else corners[1:]
        tip = next((c for c in corners if c not in taken), corners[0])
        point = np.array(tip) / 1000
        a, b = land.centres[side[0]], land.centres[side[1]]
        if not _inland(land, point):
            point = point + 2.5 * (point - (a + b) / 2)
        tips.append(point)
    return tips[0], tips[1]


def _inland(land: Land, corner: Floats) -> bool:
    """Whether all three hexes that meet at a corner are on the map."""
    around = corner + 0.2 * np.array([[np.sin(a), np.cos(a)] for a in np.radians(range(0, 360, 60))])
    return bool(land.on_map(around[:, 0], around[:, 1]).all())
