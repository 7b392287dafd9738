"""The hexes: every hexside drawn once, the paper frame about the map, the printed numbers of hexes."""

from __future__ import annotations

import numpy as np
import pygame

from game.ui import fonts, palette
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.land import Land, outlines

SHARE, SHARE_NEAR = 0.22, 0.30
"""How much of the ground hexsides hide, and how much from 70 px a km."""
NUMBERS_FROM = 70
"""Pixels a kilometre from which every hex shows its number."""


class HexGrid:
    """The layer of hexsides, frame and numbers."""

    def __init__(self, land: Land) -> None:
        self.land = land

    def _sides(self, canvas: Canvas) -> tuple[Floats, Floats]:
        """The hexsides about a tile, each once, and those on the edge of the map; rows of (x, y, x, y) in km."""
        hexes = self.land.hexes_in(canvas.view.grown(1.2))
        corners = outlines(self.land, hexes)
        ends = np.concatenate([corners, np.roll(corners, 1, axis=1)], axis=2)
        others = self.land.neighbours[hexes]
        return ends[others > hexes[:, None]], ends[others < 0]

    def paint(self, canvas: Canvas) -> None:
        """Draw the hexsides with a light beneath, and cover what lies off the map."""
        near = canvas.scale >= 70
        thick = 1.4 if near else palette.GRID_PX
        if canvas.scale >= 18:
            canvas.begin_veil()
            sides, _ = self._sides(canvas)
            below = sides + 0.7 / canvas.scale
            canvas.lines(below, palette.with_alpha(palette.GRID_LIGHT, 0.22), palette.GRID_LIGHT_PX, veiled=True)
            share = SHARE_NEAR if near else SHARE if canvas.scale >= 36 else 0.16
            canvas.lines(sides, palette.with_alpha(palette.GRID, share), thick, veiled=True)
            canvas.lay_veil()
        self.frame(canvas)

    def frame(self, canvas: Canvas) -> None:
        """Cover what lies off the map with paper."""
        if self._on_rim(canvas):
            canvas.veil.fill(palette.OFF_MAP)
            hexes = self.land.hexes_in(canvas.view.grown(1.2))
            canvas.draw(Shapes(outlines(self.land, hexes), (*palette.OFF_MAP, 0)), veiled=True)
            thick = max(1.0, 1.4 if canvas.scale >= 70 else palette.GRID_PX)
            _, rim = self._sides(canvas)
            canvas.lines(rim, palette.blend(palette.OFF_MAP, palette.OFF_MAP_INK, 0.6), thick, veiled=True)
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
        for h in self.land.hexes_in(canvas.view.grown(1.0)).tolist():
            label = fonts.text(grid.number(h), fonts.MEDIUM, size, palette.GRID)
            faint = label.copy()
            faint.set_alpha(105)
            at = (self.land.centres[h] - canvas.origin) * scale
            tile.blit(faint, (round(at[0] - label.get_width() / 2), round(at[1] - 0.53 * scale)))
