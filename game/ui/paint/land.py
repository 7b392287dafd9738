"""What every layer of the picture needs to know of the ground: arrays over hexes, and smooth surfaces under a tile."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from game.hexes import CORNER_KM, ROW_KM, Grid
from game.rulebook import TERRAINS
from game.scenario.load import Scenario
from game.state import OWNER, RUBBLE
from game.ui.paint.chance import Floats, seed_of
from game.ui.paint.chunks import Box, Squares
from game.ui.paint.kept import kept
from game.ui.table.camera import size_px, world_of

TILE = 256
"""Width and height of a painted tile in px."""
FARTHEST_KM = 1.4
"""How far from a tile hexes still count for a smooth surface under it."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


def cell_px(scale: int) -> int:
    """Pixels between two samples of a smooth surface at a scale in px a km."""
    return 8 if scale >= 70 else 4 if scale >= 36 else 2


class Land:
    """The ground of a scenario as arrays, and where it lies on the picture."""

    def __init__(self, scenario: Scenario) -> None:
        self.grid: Grid = scenario.grid
        self.world = world_of(self.grid)
        self.squares = Squares(self.world)
        self.seed = seed_of(scenario.id)
        row, column = np.divmod(np.arange(self.grid.count), self.grid.columns)
        self.centres = np.column_stack([column + 0.5 * (row % 2), row * ROW_KM])
        self.take(scenario)

    def take(self, scenario: Scenario) -> None:
        """Take terrain, heights, owners and rubble from a scenario of the same size."""
        index = {name: number for number, name in enumerate(TERRAINS)}
        nodes = scenario.ground.graph.nodes
        facts = [nodes[h] for h in range(self.grid.count)]
        self.terrain = np.array([index[fact["terrain"]] for fact in facts], dtype=np.int64)
        self.elevation = np.array([fact["elevation"] for fact in facts], dtype=np.float64)
        self.owner = scenario.start.hexes[:, OWNER].copy()
        self.rubble = scenario.start.hexes[:, RUBBLE].copy()

    def is_terrain(self, *kinds: int) -> Bools:
        """Which hexes are of one of these terrains."""
        return np.isin(self.terrain, kinds)

    @functools.cached_property
    def neighbours(self) -> Ints:
        """The neighbour of every hex in each direction, -1 off the map; (H, 6)."""
        angles = np.radians(60 * np.arange(6))
        x = self.centres[:, :1] + np.cos(angles)
        y = self.centres[:, 1:] - np.sin(angles)
        return np.where(self.on_map(x, y), self.nearest(x, y), -1)

    @functools.cached_property
    def sides(self) -> Ints:
        """Every hexside between two hexes of the map as its hexes, in the order of State.edges; (E, 2)."""
        hexes = np.repeat(np.arange(self.grid.count), 6)
        others = self.neighbours.ravel()
        return np.column_stack([hexes, others])[others > hexes]

    def hexes_in(self, box: Box) -> Ints:
        """The hexes whose middle lies in a rectangle, row by row."""
        grid = self.grid
        rows = np.arange(max(0, math.ceil(box.top / ROW_KM)), min(grid.rows, math.floor(box.bottom / ROW_KM) + 1))
        columns = np.arange(max(0, math.ceil(box.left - 0.5)), min(grid.columns, math.floor(box.right) + 1))
        hexes = (rows[:, None] * grid.columns + columns).ravel()
        return hexes[box.holds(self.centres[hexes])]

    def nearest(self, x: Floats, y: Floats) -> Ints:
        """The hex each point lies in, off the map the nearest in its row or column."""
        column, row = self._round(x, y)
        row = np.clip(row, 0, self.grid.rows - 1)
        return row * self.grid.columns + np.clip(column, 0, self.grid.columns - 1)

    def on_map(self, x: Floats, y: Floats) -> Bools:
        """Whether each point lies in a hex of the map."""
        column, row = self._round(x, y)
        return (row >= 0) & (row < self.grid.rows) & (column >= 0) & (column < self.grid.columns)

    def _round(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Column and row of the hex each point lies in."""
        r = y / ROW_KM
        q = x - r / 2
        iq, ir, is_ = np.rint(q), np.rint(r), np.rint(-q - r)
        dq, dr, ds = np.abs(iq - q), np.abs(ir - r), np.abs(is_ + q + r)
        iq = np.where((dq > dr) & (dq > ds), -ir - is_, iq)
        ir = np.where((dr >= dq) & (dr > ds), -iq - is_, ir)
        row = ir.astype(np.int64)
        return iq.astype(np.int64) + (row - row % 2) // 2, row

    @kept(8)
    def patch(self, scale: int, column: int, row: int) -> Patch:
        """The samples under a tile."""
        return Patch(self, scale, column, row)


class Patch:
    """The points under one tile at which smooth surfaces are known, its last row and column included."""

    def __init__(self, land: Land, scale: int, column: int, row: int) -> None:
        self.land, self.scale = land, scale
        self.cell = cell_px(scale)
        self.first = column * TILE // self.cell, row * TILE // self.cell
        """Column and row of its first sample, counted over the whole map."""
        self.count = TILE // self.cell + 1
        self.margin = math.ceil(FARTHEST_KM * scale / self.cell) + 4

    def at(self, index: Floats) -> Floats:
        """Points given in samples from the first as km; (n, 2)."""
        world = self.land.world
        points: Floats = (index + self.first) * self.cell / self.scale + [world.left, world.top]
        return points

    def index(self, points: Floats) -> Ints:
        """The sample nearest to each point in km, counted from the first; (n, 2)."""
        world = self.land.world
        whole = (points - [world.left, world.top]) * (self.scale / self.cell)
        return np.rint(whole).astype(np.int64) - self.first

    @kept(4)
    def lattice(self, around: int = 0) -> tuple[Floats, Floats]:
        """Kilometres east and south of every sample, with so many more on every side; (rows, columns) each."""
        world, (column, row) = self.land.world, self.first
        along = np.arange(-around, self.count + around)
        x = world.left + (along + column) * self.cell / self.scale
        y = world.top + (along + row) * self.cell / self.scale
        return tuple(np.meshgrid(x, y))  # type: ignore[return-value]

    @functools.cached_property
    def hexes(self) -> Ints:
        """The hex nearest to every sample, `margin` more on every side; beyond the painted map that of its rim."""
        world = self.land.world
        along = np.arange(-self.margin, self.count + self.margin)
        axes = []
        for first, start, px in zip(self.first, (world.left, world.top), size_px(world, self.scale), strict=True):
            last = -(-px // TILE) * TILE // self.cell
            axes.append(start + np.clip(along + first, 0, last) * self.cell / self.scale)
        return self.land.nearest(*np.meshgrid(*axes))

    def smooth(self, values: Floats, km: float, around: int = 0) -> Floats:
        """A value for every hex as a smooth surface: each hex spread out by a bell curve of this deviation."""
        deviation = km * self.scale / self.cell
        skip = self.margin - around - blur_reach(deviation)
        assert skip >= 0
        size = len(self.hexes)
        return blurred(values[self.hexes[skip : size - skip, skip : size - skip]], deviation)


def blur_reach(deviation: float) -> int:
    """How many samples a bell curve reaches."""
    return max(1, round(3 * deviation))


def blurred(surface: Floats, deviation: float) -> Floats:
    """A surface smoothed by a bell curve of a deviation in samples, without the rim that the curve needs."""
    reach = blur_reach(deviation)
    rows, columns = surface.shape
    if surface.min() == surface.max():
        return np.full((rows - 2 * reach, columns - 2 * reach), surface[0, 0], dtype=np.float64)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(deviation, 0.3)) ** 2)
    weights /= weights.sum()
    for _ in range(2):
        count = len(surface) - 2 * reach
        smoothed = np.zeros((count, surface.shape[1]))
        for i, weight in enumerate(weights):
            smoothed += weight * surface[i : i + count]
        surface = smoothed.T
    return surface


def blur(surface: Floats, deviation: float) -> Floats:
    """A surface smoothed by a bell curve of a deviation in samples; beyond the rim it goes on unchanged."""
    return blurred(np.pad(surface, blur_reach(deviation), mode="edge"), deviation)


def as_bytes(surface: Floats, low: float, high: float) -> Bytes:
    """A surface as bytes, 0 at `low` and 255 at `high`."""
    return np.clip((surface - low) * (255 / (high - low)), 0, 255).astype(np.uint8)


def outlines(land: Land, hexes: Ints) -> Floats:
    """The six corners of each hex in km; (n, 6, 2)."""
    return land.centres[hexes][:, None] + _CORNERS


_ANGLES = np.radians(60 * np.arange(6) + 30)
_CORNERS = CORNER_KM * np.column_stack([np.cos(_ANGLES), -np.sin(_ANGLES)])
"""Corners about the middle of a hex, by direction of the hexside at whose anticlockwise end they lie."""
