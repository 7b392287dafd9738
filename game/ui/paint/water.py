"""Waters: rivers and canals as smooth lines that keep to their hexsides, and bodies of water.

A river crosses the line between the centres of the two hexes of every hexside it runs along, so that the picture agrees
with the rules.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from game.ground import Side
from game.hexes import Grid
from game.rulebook import WATER
from game.rules_file import Names
from game.scenario.load import Scenario
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, Shapes, ramp
from game.ui.paint.chance import Floats, chances, noise
from game.ui.paint.clear import Clear
from game.ui.paint.kept import kept
from game.ui.paint.land import Bytes, Land, as_bytes

PLAY = 0.34
"""How far a water may leave the middle between two hex centres, as a share of their distance."""
RIVER_STIFFNESS, CANAL_STIFFNESS = 0.03, 0.0015
"""What it costs a river or a canal to leave that middle, beside what it costs to bend."""
SMOOTH_KM = 0.2
TICK_STEP_KM, TICK_KM = 0.13, 0.045
"""Distance and length of the ticks on the banks of a canal."""

Corner = tuple[int, int]


@dataclass(frozen=True)
class Flow:
    """A piece of a river or canal between its ends or branches."""

    kind: str
    name: Names | None
    sides: tuple[Side, ...]
    line: Floats
    """Its smoothed course in km."""


class Waters:
    """The layer of waters."""

    def __init__(self, land: Land, scenario: Scenario, clear: Clear) -> None:
        self.land = land
        self.flows = flows_of(land, scenario)
        for flow in self.flows:
            clear.mark(flow.line, 0.16)

    def crossings(self, road: Floats) -> list[tuple[float, Floats]]:
        """Where a road crosses rivers and canals: how far along it, counted in its points, and the point."""
        return [found for flow in self.flows for found in lines.crossings(road, flow.line)]

    @kept(7)
    def bodies(self, scale: int) -> Bytes:
        """Bodies of water as a smooth surface, 128 on the shore."""
        land = self.land
        lattice = land.lattice(scale)
        shore = land.smooth((land.terrain == WATER).astype(np.float64), SMOOTH_KM, scale)
        return as_bytes(shore + 0.12 * (noise(land.seed + 31, lattice.x * 2.7, lattice.y * 2.7) - 0.5), 0.0, 1.0)

    @kept(7)
    def _strips(self, scale: int) -> list[Shapes]:
        """Casings, then fills, of every river and canal."""
        rivers = [flow.line for flow in self.flows if flow.kind == "river"]
        canals = [flow.line for flow in self.flows if flow.kind == "canal"]
        layers = []
        for courses, widths, least, colour in (
            (canals, 0.125, 2.4, palette.CANAL_VERGE),
            (rivers, palette.RIVER_KM[0], 1.9, palette.WATER_EDGE),
            (canals, palette.CANAL_KM[0], 1.6, palette.CANAL_EDGE),
            (rivers, palette.RIVER_KM[1], 1.2, palette.WATER),
            (canals, palette.CANAL_KM[1], 0.9, palette.CANAL),
        ):
            layers.append(Shapes(lines.strips(courses, max(widths, least / scale)), colour))
        return layers

    @functools.cached_property
    def _ticks(self) -> Floats:
        """The ticks on the banks of canals, rows of (x, y, x, y)."""
        rows = [np.zeros((0, 4))]
        for flow in self.flows:
            if flow.kind == "canal":
                points = lines.resample(flow.line, TICK_STEP_KM)
                across = lines.normals(points)
                for hand in (-1, 1):
                    near = points + across * (hand * (palette.CANAL_KM[0] / 2 + 0.012))
                    rows.append(np.hstack([near, near + across * (hand * TICK_KM)]))
        return np.vstack(rows)

    def prepare(self, scale: int) -> Iterator[None]:
        """Work out what a scale needs."""
        self.bodies(scale)
        yield

    def paint(self, canvas: Canvas) -> None:
        """Paint bodies, then rivers and canals."""
        scale, bodies = canvas.scale, self.bodies(canvas.scale)
        slope = 255 * 2.0 / scale
        soft = max(slope / canvas.factor, 2.0)
        canvas.wash(bodies, ramp(128 - 1.3 * slope, 255, soft), palette.WATER_EDGE)
        verge, *layers = self._strips(scale)
        canvas.draw(verge)
        if scale >= 36:
            canvas.lines(self._ticks if scale >= 70 else self._ticks[::2], palette.CANAL_EDGE, 0.9 if scale < 70 else 1.3)
        for shapes in layers[:2]:
            canvas.draw(shapes)
        canvas.wash(bodies, ramp(128, 255, soft), palette.WATER)
        canvas.mist(bodies, ramp(200, 90, 90), palette.WATER_LIGHT)
        for shapes in layers[2:]:
            canvas.draw(shapes)


def flows_of(land: Land, scenario: Scenario) -> list[Flow]:
    """Every river and canal of a scenario, cut where it branches."""
    flows: list[Flow] = []
    for number, stream in enumerate(scenario.file.waters):
        sides = [_side(land.grid, word) for word in stream.sides.split()]
        for chain in _chains(land.grid, sides):
            line = _course(land, chain, stream.kind == "canal", number)
            flows.append(Flow(stream.kind, stream.name, tuple(chain), line))
    return flows


def _side(grid: Grid, word: str) -> Side:
    """The hexes of a hexside written as "0714-0814"."""
    a, b = (grid.parse(number) for number in word.split("-"))
    assert a is not None
    assert b is not None
    return a, b


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


def _course(land: Land, chain: list[Side], canal: bool, number: int) -> Floats:
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
        index = np.arange(len(middle))
        off += 0.22 * (chances(land.seed + 32, index, np.full_like(index, number)) - 0.5)[:, None]
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
