"""Which ground must stay clear of trees and houses: roads, rails, waters and their verges, as a fine raster."""

from __future__ import annotations

import numpy as np
import pygame

from game.ui.paint.chance import Floats
from game.ui.paint.land import Land

PX = 32
"""Samples a kilometre."""


class Clear:
    """A raster of the map; what is marked is not free."""

    def __init__(self, land: Land) -> None:
        self.world = land.world
        size = int(land.world.width * PX) + 1, int(land.world.height * PX) + 1
        self.surface = pygame.Surface(size, 0, 8)

    def mark(self, line: Floats, width: float) -> None:
        """Mark a line of some width in km."""
        points = self._px(line).tolist()
        px = max(1, round(width * PX))
        if len(points) > 1:
            pygame.draw.lines(self.surface, 1, False, points, px)
        for point in points:
            pygame.draw.circle(self.surface, 1, point, px / 2)

    def free(self, points: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each point is free; points off the raster are not."""
        raster = pygame.surfarray.pixels2d(self.surface)
        at = self._px(points).astype(np.int64)
        columns, rows = raster.shape
        inside = (at[:, 0] >= 0) & (at[:, 0] < columns) & (at[:, 1] >= 0) & (at[:, 1] < rows)
        marked = raster[np.clip(at[:, 0], 0, columns - 1), np.clip(at[:, 1], 0, rows - 1)] != 0
        free: np.ndarray[tuple[int], np.dtype[np.bool_]] = inside & ~marked
        return free

    def _px(self, points: Floats) -> Floats:
        return np.rint((points - [self.world.left, self.world.top]) * PX)
