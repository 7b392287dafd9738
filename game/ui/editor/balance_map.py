"""A small map of where there is fighting: every px looks up its hex, so that a large map is as quick as a small one."""

from __future__ import annotations

import numpy as np
import pygame

from game.hexes import ROW_KM, Grid
from game.scenario.load import Scenario
from game.state import OWNER, Ints
from game.ui import palette
from game.ui.palette import Colour
from game.ui.table.camera import world_of

GROUND, BUILT_UP, WET, LINE = palette.rgb("2A2F34"), palette.rgb("474E55"), palette.rgb("2C4552"), palette.rgb("8A9196")
STEPS = tuple(map(palette.rgb, "4A1F2C 8A2B45 CF4C52 F0A04A FFE9B0".split()))
"""From a little fighting to the most: darker to lighter, so that it reads without colour."""
_LEVELS = 64


def ramp() -> list[Colour]:
    """The colours of the legend, from least to most."""
    parts = len(STEPS) - 1
    found = []
    for i in range(_LEVELS):
        at = i / (_LEVELS - 1) * parts
        k = min(int(at), parts - 1)
        found.append(palette.blend(STEPS[k], STEPS[k + 1], at - k))
    return found


class HeatMap:
    """Paints what was fought for in the games of a scenario."""

    def __init__(self) -> None:
        self._of: tuple[str, tuple[int, int]] | None = None
        self._hexes: Ints = np.zeros((0, 0), dtype=np.int64)
        self._ground = np.zeros((0, 0, 3), dtype=np.uint8)

    def fit(self, scenario: Scenario, area: pygame.Rect) -> pygame.Rect:
        """The largest rectangle of the map's shape in an area, at its upper left."""
        world = world_of(scenario.grid)
        scale = min(area.width / world.width, area.height / world.height)
        return pygame.Rect(area.topleft, (max(1, int(world.width * scale)), max(1, int(world.height * scale))))

    def at(self, scenario: Scenario, h: int, rect: pygame.Rect) -> tuple[int, int]:
        """The px of a hex's centre when the map is drawn in a rectangle."""
        world, (x, y) = world_of(scenario.grid), scenario.grid.centre(h)
        scale = rect.width / world.width
        return round(rect.x + (x - world.left) * scale), round(rect.y + (y - world.top) * scale)

    def paint(self, scenario: Scenario, attacks: Ints, size: tuple[int, int]) -> pygame.Surface:
        """The map in so many px: the ground, the line on the first morning, and the attacks on each hex."""
        if self._of != (scenario.digest, size):
            self._of = scenario.digest, size
            self._hexes = _hexes_of(scenario.grid, size)
            self._ground = _ground_of(scenario, self._hexes)
        most = int(attacks.max(initial=0))
        levels = np.where(attacks > 0, 1 + attacks * (_LEVELS - 1) // max(1, most), 0)
        colours = np.array([(0, 0, 0), *ramp()], dtype=np.uint8)[levels]
        heat = np.concatenate((colours, [(0, 0, 0)]))[self._hexes].astype(np.uint8)
        hot = np.append(attacks > 0, False)[self._hexes]
        picture = np.where(hot[..., None], heat, self._ground)
        return pygame.surfarray.make_surface(picture)


def _hexes_of(grid: Grid, size: tuple[int, int]) -> Ints:
    """The hex of each px, `grid.count` off the map; (width, height) int64."""
    world = world_of(grid)
    x = world.left + (np.arange(size[0])[:, None] + 0.5) * world.width / size[0]
    y = world.top + (np.arange(size[1])[None, :] + 0.5) * world.height / size[1]
    best, nearest = np.full(size, grid.count, dtype=np.int64), np.full(size, np.inf)
    for off in (0, 1):
        row = np.floor(y / ROW_KM).astype(np.int64) + off + 0 * x.astype(np.int64)
        column = np.floor(x - 0.5 * (row % 2) + 0.5).astype(np.int64)
        far = (x - column - 0.5 * (row % 2)) ** 2 + (y - row * ROW_KM) ** 2
        inside = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns) & (far < nearest)
        best = np.where(inside, row * grid.columns + column, best)
        nearest = np.where(inside, far, nearest)
    best[nearest > 0.36] = grid.count
    return best


def _ground_of(scenario: Scenario, hexes: Ints) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """The ground below the heat, with the line between the sides on the first morning; (width, height, 3)."""
    graph = scenario.ground.graph
    colour = {"water": WET, "village": BUILT_UP, "town": BUILT_UP, "dense_urban": BUILT_UP, "works": BUILT_UP}
    ground = [colour.get(graph.nodes[h]["terrain"], GROUND) for h in range(scenario.grid.count)]
    picture: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
    picture = np.array([*ground, palette.PANEL], dtype=np.uint8)[hexes]
    owner = np.append(scenario.start.hexes[:, OWNER], -9)[hexes]
    for axis in (0, 1):
        a, b = np.swapaxes(owner, 0, axis)[:-1], np.swapaxes(owner, 0, axis)[1:]
        edge = (a != b) & (a > -9) & (b > -9)
        np.swapaxes(picture, 0, axis)[:-1][edge] = LINE
    return picture
