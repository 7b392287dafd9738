"""The whole map made small: ground, who holds what, units, and the part in view."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.hexes import Grid
from game.state import HEX, OF_SIDE, OWNER, ROLE, SOURCE
from game.ui import palette
from game.ui.paint.chance import Floats
from game.ui.paint.map import MapPainter
from game.ui.paint.overlays.drawing import BACK, CROSS, DOTS, LINES, PLAIN, Drawing
from game.ui.paint.plain import colours
from game.ui.table.camera import ZOOMS, Camera, World, world_of
from game.ui.table.situation import Situation

SIDE_SHARE, SIDE_SHARE_BELOW, FILL_SHARE = 0.38, 0.16, 0.72
"""How much of the ground the colour of a side hides, the same under an overlay, and the overlay itself."""
PATTERN_SHADE = 0.62
PAINTED_HEXES = 5000
"""Hexes of the largest map that is painted to be made small."""


class Minimap:
    """Draws one scenario small."""

    def __init__(self, painter: MapPainter) -> None:
        self._painter = painter
        self._grid: Grid = painter.scenario.grid
        self._world: World = world_of(self._grid)
        self._size = (0, 0)
        self._grounds: dict[float, Floats] = {}
        """Share of a side's colour -> the ground in that of Ukraine, of Russia, and in its own."""
        self._hexes = np.zeros((0, 0), dtype=np.int64)
        self._patterns: dict[str, NDArray[np.bool_]] = {}
        self._kept: tuple[Situation, Drawing | None, pygame.Surface] | None = None

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The largest size of the map's shape within limits."""
        scale = min(width / self._world.width, height / self._world.height)
        return round(self._world.width * scale), round(self._world.height * scale)

    def picture(self, size: tuple[int, int], situation: Situation, drawing: Drawing | None = None) -> pygame.Surface:
        """The whole map at a size as a situation has it, with an overlay."""
        if size != self._size:
            self._prepare(size)
        elif self._kept is not None and self._kept[0] is situation and self._kept[1] is drawing:
            return self._kept[2]
        owner = np.append(situation.state.hexes[:, OWNER], -1)[self._hexes]
        share = SIDE_SHARE if drawing is None else SIDE_SHARE_BELOW
        pixels = self._grounds[share][owner, *np.ogrid[: size[0], : size[1]]]
        if drawing is not None:
            self._fill(pixels, drawing)
        edge = np.zeros(owner.shape, dtype=bool)
        edge[:-1] |= (owner[:-1] == 0) != (owner[1:] == 0)
        edge[:, :-1] |= (owner[:, :-1] == 0) != (owner[:, 1:] == 0)
        pixels[edge & (self._hexes >= 0)] = palette.FRONT_CASING
        surface = pygame.surfarray.make_surface(pixels.astype(np.uint8))
        if drawing is not None:
            self._lines(surface, drawing)
        self._units(surface, situation)
        self._kept = situation, drawing, surface
        return surface

    def _fill(self, pixels: Floats, drawing: Drawing) -> None:
        """The colours and patterns that an overlay gives to hexes."""
        off = self._grid.count
        shares, hues = np.zeros((off + 1, 1)), np.zeros((off + 1, 3))
        filled = {pattern: np.zeros(off + 1, dtype=bool) for pattern in self._patterns}
        for h, style in drawing.fills.items():
            shares[h], hues[h], filled[style.pattern][h] = FILL_SHARE, style.colour, True
        pixels += shares[self._hexes] * (hues[self._hexes] - pixels)
        for pattern, hexes in filled.items():
            pixels[hexes[self._hexes] & self._patterns[pattern]] *= PATTERN_SHADE

    def _lines(self, surface: pygame.Surface, drawing: Drawing) -> None:
        """The ribbons and dashes of an overlay."""
        for ends in drawing.spokes:
            pygame.draw.aalines(surface, palette.INK, False, [self.px(*self._grid.centre(h)) for h in ends])
        for ribbon in drawing.ribbons:
            for run in ribbon.runs:
                points = [self.px(x, y) for x, y in ribbon.line[run.first : run.last + 1].tolist()]
                if len(points) > 1:
                    wide = max(1, round(float(ribbon.widths[run.first]) / 6))
                    pygame.draw.lines(surface, run.style.colour, False, points, min(wide, 3))

    def _prepare(self, size: tuple[int, int]) -> None:
        """The ground at a size, and the hex of every pixel."""
        self._size = size
        across, down = size
        scale, land = self._world.width / max(across, 1), self._painter.land
        x, y = np.meshgrid(self._world.left + (np.arange(across) + 0.5) * scale,
                           self._world.top + (np.arange(down) + 0.5) * scale, indexing="ij")  # fmt: skip
        self._hexes = np.where(land.on_map(x, y), land.nearest(x, y), -1)
        ground = self._painted(size)
        for share in (SIDE_SHARE, SIDE_SHARE_BELOW):
            held = (ground + share * (np.array(colour) - ground) for colour in palette.SIDE)
            self._grounds[share] = np.stack([*held, ground])
        i, j = np.indices(size)
        rising, falling = (i + j) % 4 == 0, (i - j) % 4 == 0
        self._patterns = {PLAIN: np.zeros(size, dtype=bool), DOTS: (i % 3 == 0) & (j % 3 == 0), LINES: rising,
                          BACK: falling, CROSS: rising | falling}  # fmt: skip

    def _painted(self, size: tuple[int, int]) -> Floats:
        """The colours of the ground at a size: of the painted map, or plain ones where that would be a long wait."""
        land = self._painter.land
        if land.grid.count <= PAINTED_HEXES:
            ground = pygame.transform.smoothscale(self._painter.base(ZOOMS[0]), size)
            return pygame.surfarray.array3d(ground).astype(np.float64)
        off = (self._hexes < 0)[..., None]
        return np.where(off, np.array(palette.OFF_MAP, dtype=np.float64), colours(land, np.maximum(self._hexes, 0)))

    def km(self, at: tuple[float, float]) -> tuple[float, float]:
        """The point in km at a pixel of the small map."""
        scale = self._world.width / max(self._size[0], 1)
        return self._world.left + at[0] * scale, self._world.top + at[1] * scale

    def px(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of the small map at a point in km."""
        scale = self._size[0] / self._world.width
        return (x - self._world.left) * scale, (y - self._world.top) * scale

    def _units(self, surface: pygame.Surface, situation: Situation) -> None:
        """A dot for every hex with units: round for Ukraine, square for Russia."""
        facts = situation.scenario.roster.units
        for u in _present(situation):
            side = int(facts[u, OF_SIDE])
            if facts[u, ROLE] >= SOURCE:
                continue
            x, y = self.px(*self._grid.centre(int(situation.state.units[u, HEX])))
            rect = pygame.Rect(0, 0, 4, 4)
            rect.center = round(x), round(y)
            colour = palette.SIDE_LINE[side]
            if side:
                surface.fill(palette.COUNTER_EDGE, rect.inflate(2, 2))
                surface.fill(colour, rect)
            else:
                pygame.draw.circle(surface, palette.COUNTER_EDGE, rect.center, 3)
                pygame.draw.circle(surface, palette.SIDE_TEXT[0], rect.center, 2)

    def frame(self, camera: Camera) -> pygame.Rect:
        """The part of the small map that a camera shows."""
        left, top = self.px(*camera.to_km(0, 0))
        right, bottom = self.px(*camera.to_km(*camera.size))
        rect = pygame.Rect(round(left), round(top), round(right - left), round(bottom - top))
        return rect.clip(pygame.Rect((0, 0), self._size))


def _present(situation: Situation) -> Iterable[int]:
    """Every unit on the map."""
    return [u for h in situation.stacks for u in situation.stack(h)]
