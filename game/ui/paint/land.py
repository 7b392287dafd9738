"""What every layer of the picture needs to know of the ground: arrays over hexes, and smooth surfaces over the map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.hexes import ROW_KM, Grid
from game.rulebook import TERRAINS
from game.scenario.load import Scenario
from game.state import OWNER, RUBBLE
from game.ui.paint.chance import Floats, seed_of
from game.ui.paint.kept import kept
from game.ui.table.camera import size_px, world_of

TILE = 256
"""Width and height of a painted tile in px."""

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


def cell_px(scale: int) -> int:
    """Pixels between two samples of a smooth surface at a scale in px a km."""
    return 8 if scale >= 70 else 4 if scale >= 36 else 2


class Lattice(NamedTuple):
    """The points at which smooth surfaces are known at one scale: as far as the last tile reaches."""

    cell: int
    x: Floats
    """Kilometres east, (rows, columns)."""
    y: Floats
    """Kilometres south, (rows, columns)."""


class Land:
    """The ground of a scenario as arrays, and where it lies on the picture."""

    def __init__(self, scenario: Scenario) -> None:
        self.grid: Grid = scenario.grid
        self.world = world_of(self.grid)
        self.seed = seed_of(scenario.id)
        nodes = scenario.ground.graph.nodes
        hexes = range(self.grid.count)
        self.terrain = np.array([TERRAINS.index(nodes[h]["terrain"]) for h in hexes], dtype=np.int64)
        self.elevation = np.array([nodes[h]["elevation"] for h in hexes], dtype=np.float64)
        self.owner = scenario.start.hexes[:, OWNER].copy()
        self.rubble = scenario.start.hexes[:, RUBBLE].copy()
        self.centres = np.array([self.grid.centre(h) for h in hexes])

    def is_terrain(self, *kinds: int) -> NDArray[np.bool_]:
        """Which hexes are of one of these terrains."""
        return np.isin(self.terrain, kinds)

    def nearest(self, x: Floats, y: Floats) -> Ints:
        """The hex each point lies in, off the map the nearest in its row or column."""
        column, row = self._round(x, y)
        row = np.clip(row, 0, self.grid.rows - 1)
        return row * self.grid.columns + np.clip(column, 0, self.grid.columns - 1)

    def on_map(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
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

    @kept(4)
    def lattice(self, scale: int) -> Lattice:
        """The sample points of smooth surfaces at a scale."""
        cell = cell_px(scale)
        width, height = (-(-px // TILE) * TILE // cell + 1 for px in size_px(self.world, scale))
        x = self.world.left + np.arange(width) * cell / scale
        y = self.world.top + np.arange(height) * cell / scale
        return Lattice(cell, *np.meshgrid(x, y))

    @kept(4)
    def hexes(self, scale: int) -> Ints:
        """The nearest hex of every sample point at a scale."""
        lattice = self.lattice(scale)
        return self.nearest(lattice.x, lattice.y)

    def smooth(self, values: Floats, km: float, scale: int) -> Floats:
        """A value for every hex as a smooth surface: each hex spread out by a bell curve of this deviation."""
        return blur(values[self.hexes(scale)], km * scale / cell_px(scale))

    def reach(self) -> tuple[float, float, float, float]:
        """The painted rectangle: left, top, right, bottom in km."""
        left, top, width, height = self.world
        return left, top, left + width, top + height


def blur(surface: Floats, deviation: float) -> Floats:
    """A surface smoothed by a bell curve of a deviation in samples; beyond the rim it goes on unchanged."""
    reach = max(1, round(3 * deviation))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(deviation, 0.3)) ** 2)
    weights /= weights.sum()
    for _ in range(2):
        padded = np.pad(surface, ((reach, reach), (0, 0)), mode="edge")
        rows = len(surface)
        smoothed = np.zeros_like(surface)
        for i, weight in enumerate(weights):
            smoothed += weight * padded[i : i + rows]
        surface = smoothed.T
    return surface


def as_bytes(surface: Floats, low: float, high: float) -> Bytes:
    """A surface as bytes, 0 at `low` and 255 at `high`."""
    return np.clip((surface - low) * (255 / (high - low)), 0, 255).astype(np.uint8)


def outline(h: int, grid: Grid) -> Floats:
    """The six corners of a hex in km."""
    return np.array([grid.corner(h, d) for d in range(6)])
