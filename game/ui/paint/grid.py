"""The hexes: every hexside drawn once, the paper frame about the map, the printed numbers of hexes."""

from __future__ import annotations

import numpy as np
import pygame

from game.hexes import CORNER_KM
from game.ui import fonts, palette
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.land import Land, outline

SHARE, SHARE_NEAR = 0.22, 0.30
"""How much of the ground hexsides hide, and how much from 70 px a km."""
NUMBERS_FROM = 70
"""Pixels a kilometre from which every hex shows its number."""


class HexGrid:
    """The layer of hexsides, frame and numbers."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.sides, self.rim = _hexsides(land)
        self.hexes = Shapes([outline(h, land.grid) for h in range(land.grid.count)], (*palette.OFF_MAP, 0))

    def paint(self, canvas: Canvas) -> None:
        """Draw the hexsides with a light beneath, and cover what lies off the map."""
        near = canvas.scale >= 70
        thick = 1.4 if near else palette.GRID_PX
        if canvas.scale >= 18:
            canvas.begin_veil()
            below = self.sides + 0.7 / canvas.scale
            canvas.lines(below, palette.with_alpha(palette.GRID_LIGHT, 0.22), palette.GRID_LIGHT_PX, veiled=True)
            share = SHARE_NEAR if near else SHARE if canvas.scale >= 36 else 0.16
            canvas.lines(self.sides, palette.with_alpha(palette.GRID, share), thick, veiled=True)
            canvas.lay_veil()
        self.frame(canvas)

    def frame(self, canvas: Canvas) -> None:
        """Cover what lies off the map with paper."""
        if self._on_rim(canvas):
            canvas.veil.fill(palette.OFF_MAP)
            canvas.draw(self.hexes, veiled=True)
            rim = max(1.0, 1.4 if canvas.scale >= 70 else palette.GRID_PX)
            canvas.lines(self.rim, palette.blend(palette.OFF_MAP, palette.OFF_MAP_INK, 0.6), rim, veiled=True)
            canvas.lay_veil()

    def _on_rim(self, canvas: Canvas) -> bool:
        """Whether the edge of the map shows on a tile."""
        left, top, right, bottom = canvas.view
        grid = self.land.grid
        last_x, last_y = self.land.centres.max(axis=0)
        return left < 0.5 or top < 0.3 or right > last_x - 0.6 or bottom > last_y - 0.3 or grid.count < 9

    def number(self, tile: pygame.Surface, canvas: Canvas) -> None:
        """Print the number of every hex at its top, on a finished tile."""
        if canvas.scale < NUMBERS_FROM:
            return
        grid, scale = self.land.grid, canvas.scale
        size = 9.5 if scale >= 112 else 8.0
        left, top, right, bottom = canvas.view
        x, y = self.land.centres.T
        reach = CORNER_KM
        for h in np.flatnonzero((x > left - 1) & (x < right + 1) & (y > top - reach) & (y < bottom + reach)).tolist():
            label = fonts.text(grid.number(h), fonts.MEDIUM, size, palette.GRID)
            faint = label.copy()
            faint.set_alpha(105)
            at = (self.land.centres[h] - canvas.origin) * scale
            tile.blit(faint, (round(at[0] - label.get_width() / 2), round(at[1] - 0.53 * scale)))


def _hexsides(land: Land) -> tuple[Floats, Floats]:
    """All hexsides, and those on the edge of the map, rows of (x, y, x, y) in km."""
    sides: list[list[float]] = []
    rim: list[list[float]] = []
    for h in range(land.grid.count):
        for d in range(6):
            n = land.grid.neighbour(h, d)
            if n is None or h < n:
                ends = [*land.grid.corner(h, d), *land.grid.corner(h, (d - 1) % 6)]
                (sides if n is not None else rim).append(ends)
    return np.array(sides).reshape(-1, 4), np.array(rim).reshape(-1, 4)
