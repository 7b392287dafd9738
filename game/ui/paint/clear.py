"""Which ground must stay clear of trees and houses: roads, rails, waters and their verges, as a fine raster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pygame

from game.ui.paint.chance import Floats
from game.ui.paint.chunks import CHUNK_KM, Chunk, Sheets
from game.ui.paint.courses import Course
from game.ui.paint.land import Bools, Land

PX = 32
"""Samples a kilometre."""
SIDE = round(CHUNK_KM * PX)


class Clear:
    """A raster of the map, square by square; what is marked is not free."""

    def __init__(self, land: Land) -> None:
        self.world = land.world
        self.size = int(land.world.width * PX) + 1, int(land.world.height * PX) + 1
        self._marked: dict[Chunk, list[tuple[Course, float]]] = {}
        self.sheets = Sheets(land.squares, self._raster, 0.0, 0.3)

    def mark(self, courses: Iterable[tuple[Course, float]]) -> None:
        """Mark courses, each of some width in km, instead of what was marked before."""
        self._marked = {}
        for course, width in courses:
            for chunk in course.chunks(self.sheets.squares):
                self._marked.setdefault(chunk, []).append((course, width))

    def _raster(self, chunk: Chunk) -> pygame.Surface:
        """What is marked in a square."""
        surface = pygame.Surface((SIDE, SIDE), 0, 8)
        corner = np.array(chunk) * SIDE
        for course, width in self._near(chunk):
            points = self._px(course.line) - corner
            px = max(1, round(width * PX))
            for run in _runs(points, px):
                at = run.tolist()
                if len(at) > 1:
                    pygame.draw.lines(surface, 1, False, at, px)
                for point in at:
                    pygame.draw.circle(surface, 1, point, px / 2)
        return surface

    def _near(self, chunk: Chunk) -> list[tuple[Course, float]]:
        """What is marked in a square or next to it."""
        around = [Chunk(chunk.column + i, chunk.row + j) for j in (-1, 0, 1) for i in (-1, 0, 1)]
        found = {id(course): (course, width) for near in around for course, width in self._marked.get(near, ())}
        return list(found.values())

    def free(self, points: Floats) -> Bools:
        """Whether each point is free; points off the raster are not."""
        at = self._px(points).astype(np.int64)
        free = np.asarray(np.logical_and(at >= 0, at < self.size).all(axis=1))
        cells = at // SIDE
        for column, row in np.unique(cells[free], axis=0).tolist():
            here = np.flatnonzero(free & (cells[:, 0] == column) & (cells[:, 1] == row))
            raster = pygame.surfarray.pixels2d(self.sheets.at(Chunk(column, row)))
            x, y = (at[here] - [column * SIDE, row * SIDE]).T
            free[here] = raster[x, y] == 0
        return free

    def _px(self, points: Floats) -> Floats:
        return np.rint((points - [self.world.left, self.world.top]) * PX)


def _runs(points: Floats, px: int) -> Iterator[Floats]:
    """The parts of a line, in px, of which something may show in a square, each with the point before and behind."""
    near = np.asarray(np.logical_and(points > -px, points < SIDE + px).all(axis=1))
    near = near | np.append(near[1:], False) | np.append(False, near[:-1])
    ends = np.flatnonzero(np.diff(np.concatenate([[0], near.astype(np.int8), [0]])))
    for first, last in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        yield points[first:last]
