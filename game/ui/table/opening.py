"""Where the map is in the window, and what of it a battle shows first."""

from __future__ import annotations

import pygame

from game.hexes import Grid
from game.scenario.load import Scenario
from game.state import OWNER, State
from game.ui.table import topbar
from game.ui.table.camera import ZOOMS, Camera
from game.ui.table.modes import PANEL_WIDTH

OPENING_SCALES = (70, 46, 36)
FRONT_SCALE = 46
"""Px a km of the first picture where the whole map finds no room."""


def map_area(size: tuple[int, int], panel: int, foot: int = 0, head: int = 0) -> pygame.Rect:
    """The part of a window that shows the map, beside a panel and between strips at its foot and under the bar."""
    return pygame.Rect(0, topbar.HEIGHT + head, size[0] - panel, size[1] - topbar.HEIGHT - head - foot)


def opening_camera(scenario: Scenario, believed: State, size: tuple[int, int], factor: float = 1.0) -> Camera:
    """The camera of a battle's first picture: the whole map if that is not too small, else the front.

    The size is the window's in logical px, which are so many px of the screen.
    """
    area = map_area(size, PANEL_WIDTH)
    view = round(area.width * factor), round(area.height * factor)

    def step(px: int) -> int:
        return min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - px * factor))

    for scale in [ZOOMS[step(px)] for px in OPENING_SCALES]:
        camera = Camera(scenario.grid, view, ZOOMS.index(scale))
        if camera.world.width * scale <= view[0] and camera.world.height * scale <= view[1]:
            return camera
    camera = Camera(scenario.grid, view, step(FRONT_SCALE))
    camera.look_at(_middle_of_front(scenario.grid, believed))
    return camera


def _middle_of_front(grid: Grid, state: State) -> int:
    """The hex in the middle of those where one side's ground meets the other's; of the map if they do not meet."""
    owner, points = state.hexes[:, OWNER], []
    for h in range(grid.count):
        if owner[h] == 0 and any(owner[n] == 1 for n in grid.ring(h, 1)):
            points.append(grid.centre(h))
    if points:
        x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
        found = grid.hex_at(x, y)
        if found is not None:
            return found
    return grid.count // 2 + grid.columns // 2
