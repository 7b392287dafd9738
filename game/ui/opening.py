"""Where the map is in the window, and what of it a battle shows first."""

from __future__ import annotations

import pygame

from game.hexes import Grid
from game.scenario.load import Scenario
from game.state import OWNER, State
from game.ui import topbar
from game.ui.camera import ZOOMS, Camera
from game.ui.modes import PANEL_WIDTH

OPENING_SCALES = (46, 36)


def map_area(size: tuple[int, int], panel: int) -> pygame.Rect:
    """The part of a window that shows the map."""
    return pygame.Rect(0, topbar.HEIGHT, size[0] - panel, size[1] - topbar.HEIGHT)


def opening_camera(scenario: Scenario, believed: State, size: tuple[int, int]) -> Camera:
    """The camera of a battle's first picture: the whole map if that is not too small, else the front."""
    view = map_area(size, PANEL_WIDTH).size
    for scale in OPENING_SCALES:
        camera = Camera(scenario.grid, view, ZOOMS.index(scale))
        if camera.world.width * scale <= view[0] and camera.world.height * scale <= view[1]:
            return camera
    camera = Camera(scenario.grid, view, ZOOMS.index(OPENING_SCALES[0]))
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
