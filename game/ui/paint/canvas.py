"""The surface a tile is painted on: larger than it will be seen, in kilometres, with a veil for what is translucent."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pygame

from game.ui.paint.chance import Floats
from game.ui.paint.chunks import Box
from game.ui.paint.land import TILE, Bytes, Land, Patch
from game.ui.palette import Colour, Rgba


def oversample(scale: int) -> int:
    """How many times larger a tile is painted than it will be seen."""
    return 2 if scale >= 70 else 3


class Shapes:
    """Polygons of one kind with their colours; finds those that touch a rectangle fast."""

    def __init__(self, polygons: Sequence[Floats] | Floats, colours: Sequence[Colour] | Colour | Rgba) -> None:
        self.polygons = polygons
        one = isinstance(colours, tuple) and isinstance(colours[0], int)
        self.colours: list[Any] = [colours] * len(polygons) if one else list(colours)
        self.boxes = _boxes(polygons)

    def touching(self, view: Sequence[float]) -> list[int]:
        """Indices of the polygons that may show in a rectangle (left, top, right, bottom)."""
        left, top, right, bottom = view
        box = self.boxes
        hit = (box[:, 2] >= left) & (box[:, 0] <= right) & (box[:, 3] >= top) & (box[:, 1] <= bottom)
        found: list[int] = np.flatnonzero(hit).tolist()
        return found


def _boxes(polygons: Sequence[Floats] | Floats) -> Floats:
    """The rectangle about each polygon: left, top, right, bottom."""
    if not len(polygons):
        return np.zeros((0, 4))
    if isinstance(polygons, np.ndarray):
        return np.hstack([polygons.min(axis=1), polygons.max(axis=1)])
    points = np.concatenate(polygons)
    starts = np.concatenate([[0], np.cumsum([len(p) for p in polygons])[:-1]])
    return np.hstack([np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)])


def picture(rgba: Bytes) -> pygame.Surface:
    """A surface from (rows, columns, 4) bytes, in the format that blits fastest."""
    rows, columns = rgba.shape[:2]
    surface = pygame.Surface((columns, rows), pygame.SRCALPHA, 32)
    red, green, blue, alpha = (rgba[..., c].T.astype(np.uint32) for c in range(4))
    pixels = pygame.surfarray.pixels2d(surface)
    pixels[:] = alpha << 24 | red << 16 | green << 8 | blue
    return surface


class Canvas:
    """A tile being painted."""

    def __init__(self, land: Land, scale: int, column: int, row: int, factor: int = 0) -> None:
        self.land, self.scale = land, scale
        self.factor = factor or oversample(scale)
        self.k = scale * self.factor
        """Pixels of this canvas a kilometre."""
        self.left, self.top = column * TILE, row * TILE
        """Upper left corner in px of the painted map."""
        self.origin = np.array([land.world.left + self.left / scale, land.world.top + self.top / scale])
        side = TILE * self.factor
        self.surface = pygame.Surface((side, side), 0, 32)
        self.veil = pygame.Surface((side, side), pygame.SRCALPHA, 32)
        reach = TILE / scale
        x, y = self.origin
        self.view = Box(x - 0.1, y - 0.1, x + reach + 0.1, y + reach + 0.1)
        """What may show on it, in km."""

    @functools.cached_property
    def patch(self) -> Patch:
        """The samples under it."""
        return self.land.patch(self.scale, self.left // TILE, self.top // TILE)

    def px(self, points: Floats) -> Floats:
        """Points in km as px of this canvas."""
        at: Floats = (points - self.origin) * self.k
        return at

    def draw(self, shapes: Shapes, veiled: bool = False) -> None:
        """Fill every polygon that shows."""
        target = self.veil if veiled else self.surface
        if isinstance(shapes.polygons, np.ndarray):
            shown = shapes.touching(self.view)
            points = np.rint(self.px(shapes.polygons[shown])).astype(int).tolist()
            for i, polygon in zip(shown, points, strict=True):
                pygame.draw.polygon(target, shapes.colours[i], polygon)
            return
        for i in shapes.touching(self.view):
            pygame.draw.polygon(target, shapes.colours[i], np.rint(self.px(shapes.polygons[i])).astype(int).tolist())

    def lines(self, ends: Floats, colour: Colour | Rgba, px: float, veiled: bool = False) -> None:
        """Straight lines, rows of (x, y, x, y) in km, `px` wide when seen."""
        left, top, right, bottom = self.view
        x1, y1, x2, y2 = ends.T
        hit = (np.maximum(x1, x2) >= left) & (np.minimum(x1, x2) <= right)
        hit &= (np.maximum(y1, y2) >= top) & (np.minimum(y1, y2) <= bottom)
        shown = np.rint((ends[hit] - np.tile(self.origin, 2)) * self.k).astype(int).tolist()
        target, width = self.veil if veiled else self.surface, max(1, round(px * self.factor))
        for line in shown:
            pygame.draw.line(target, colour, line[:2], line[2:], width)

    def stamps(self, stamps: Sequence[pygame.Surface], which: Bytes, points: Floats) -> None:
        """Pictures with their middles on points in km, in the order given; `which` chooses the picture."""
        reach = max((max(s.get_size()) for s in stamps), default=0) / self.k
        left, top, right, bottom = self.view
        x, y = points[:, 0], points[:, 1]
        hit = (x >= left - reach) & (x <= right + reach) & (y >= top - reach) & (y <= bottom + reach)
        halves = np.array([[s.get_width() / 2, s.get_height() / 2] for s in stamps])
        chosen = which[hit]
        at = np.rint(self.px(points[hit]) - halves[chosen]).astype(int).tolist()
        self.surface.blits([(stamps[w], xy) for w, xy in zip(chosen.tolist(), at, strict=True)], False)

    def begin_veil(self) -> None:
        """Clear the veil."""
        self.veil.fill((0, 0, 0, 0))

    def lay_veil(self) -> None:
        """Lay the veil over the tile."""
        self.surface.blit(self.veil, (0, 0))

    def stretched(self, channels: Sequence[Bytes]) -> pygame.Surface:
        """Up to four channels of samples under this tile, drawn out to its pixels."""
        n = len(channels[0])
        pixels = np.zeros((n, n, 4), dtype=np.uint8)
        for c, part in enumerate(channels):
            pixels[..., c] = part
        return pygame.transform.smoothscale(picture(pixels), self.surface.get_size())

    def wash(self, surface: Bytes, table: Bytes, colour: Colour) -> None:
        """Lay a colour over the tile; `table` says how opaque (0 to 255) for each value of the samples under it."""
        if not table[int(surface.min()) : int(surface.max()) + 1].any():
            return
        self.lay(table[pygame.surfarray.pixels_red(self.stretched([surface]))], colour)

    def mist(self, surface: Bytes, table: Bytes, colour: Colour) -> None:
        """Like `wash` for tables without a sharp edge, and faster."""
        shares = table[surface]
        if shares.any():
            rgba = np.dstack([*(np.full_like(shares, c) for c in colour), shares])
            self.surface.blit(pygame.transform.smoothscale(picture(rgba), self.surface.get_size()), (0, 0))

    def lay(self, shares: Bytes, colour: Colour) -> None:
        """Lay a colour over the tile, as opaque at each pixel (column, row) as the array says."""
        self.veil.fill((*colour, 0))
        alpha = pygame.surfarray.pixels_alpha(self.veil)
        alpha[:] = shares
        del alpha
        self.lay_veil()

    def finished(self) -> pygame.Surface:
        """The tile as it will be seen."""
        return pygame.transform.smoothscale(self.surface, (TILE, TILE))


def ramp(edge: float, top: int, width: float = 6.0) -> Bytes:
    """A table for `wash`: clear below a value, `top` above it, soft over `width` values."""
    values = np.arange(256)
    table: Bytes = (np.clip((values - edge) / width + 0.5, 0, 1) * top).astype(np.uint8)
    return table
