"""The words of overlays as pictures, with the signs of depots, sources, bottlenecks and wounded; samples of styles."""

from __future__ import annotations

import functools
import math

import numpy as np
import pygame

from game.hexes import CORNER_KM
from game.ui import fonts, palette
from game.ui.paint.overlays.drawing import Mark
from game.ui.paint.overlays.strokes import growth, ring_polygons
from game.ui.palette import Colour
from game.ui.sheet import shape, tile

GLYPHS: dict[str, tuple[tuple[float, float], ...]] = {
    "depot": ((0, 5.5), (6, 0), (12, 5.5), (12, 12), (0, 12)),
    "source": ((0, 4), (6, 4), (6, 0), (12, 6), (6, 12), (6, 8), (0, 8)),
    "cross": ((4, 0), (8, 0), (8, 4), (12, 4), (12, 8), (8, 8), (8, 12), (4, 12), (4, 8), (0, 8), (0, 4), (4, 4)),
    "bare": ((0, 0), (12, 0), (12, 12), (0, 12), (0, 0), (2.4, 2.4), (2.4, 9.6), (9.6, 9.6), (9.6, 2.4), (2.4, 2.4)),
    "pocket": (
        (3, 0.8),
        (9, 0.8),
        (12, 6),
        (9, 11.2),
        (3, 11.2),
        (0, 6),
        (3, 0.8),
        (4.2, 2.9),
        (2.4, 6),
        (4.2, 9.1),
        (7.8, 9.1),
        (9.6, 6),
        (7.8, 2.9),
        (4.2, 2.9),
    ),
    "seam": ((2.5, 0), (6, 0), (9.5, 4), (6.5, 8), (9.5, 12), (6, 12), (2.5, 8), (5.5, 4)),
    "semi": ((3, 0.8), (8, 0.8), (8, 2.9), (4.2, 2.9), (2.4, 6), (4.2, 9.1), (8, 9.1), (8, 11.2), (3, 11.2), (0, 6)),
    "claim_ua": tuple((6 + 5.4 * math.cos(a / 8 * math.pi), 6 + 5.4 * math.sin(a / 8 * math.pi)) for a in range(16)),
    "claim_ru": ((1, 1), (11, 1), (11, 11), (1, 11)),
    "heard": ((0, 4), (3, 4), (6.5, 1), (6.5, 11), (3, 8), (0, 8)),
    "pinch": ((0, 0), (12, 0), (6, 6), (12, 12), (0, 12), (6, 6)),
}
"""Outlines in a square of 12."""
GLYPH_COLOUR = {
    "depot": "FFFFFF", "source": "8FD3EE", "cross": "F06A8E", "pinch": "F06AA8", "bare": "FFFFFF", "seam": "FFFFFF",
    "heard": "C9A8F0", "claim_ua": "7FB2E5", "claim_ru": "EE8F6C",
    "pocket": "F06AA8", "semi": "F2CF5B",
}  # fmt: skip


def glyph(name: str, size: float) -> pygame.Surface:
    """The sign of a name."""
    k = size / 12
    points = tuple((x * k, y * k) for x, y in GLYPHS[name])
    return shape(points, (round(size), round(size)), palette.rgb(GLYPH_COLOUR[name]))


def plate(mark: Mark, scale: int) -> pygame.Surface:
    """The picture of a mark at a scale."""
    small = 10.5 if scale < 40 else 11.5
    return _plate(mark.lines, mark.ground, mark.edge, mark.glyph, small)


@functools.lru_cache(maxsize=128)
def ring_picture(scale: int, px: float, colour: Colour) -> pygame.Surface:
    """A ring inside the sides of a hex, in a pale casing; its alpha is multiplied in."""
    k, side = 3, math.ceil(CORNER_KM * scale) * 2 + 8
    large = pygame.Surface((side * k, side * k), pygame.SRCALPHA, 32)
    for ink, wide in ((palette.HALO, px * growth(scale) + 2.2), (colour, px * growth(scale))):
        for piece in ring_polygons(np.zeros(2), wide, scale):
            points = piece * scale * k + side * k / 2
            pygame.draw.polygon(large, ink, np.rint(points).astype(int).tolist())
    return pygame.transform.smoothscale(large.premul_alpha(), (side, side))


@functools.lru_cache(maxsize=512)
def _plate(lines: tuple[tuple[str, Colour], ...], ground: Colour, edge: Colour, sign: str, size: float) -> pygame.Surface:
    """Lines of words in a box with round corners, a sign before them."""
    weights = [fonts.SEMIBOLD if i == 0 else fonts.MEDIUM for i in range(len(lines))]
    inset, step = (20 if sign else 6), round(size * 1.32)
    inset = inset if any(words for words, _ in lines) else 10
    widths = [fonts.width(words, weight, size) for (words, _), weight in zip(lines, weights, strict=True)]
    dark = sum(ground) < 384
    box = pygame.Rect(0, 0, max(widths) + inset + 6, step * len(lines) + (7 if dark else 3))
    surface = tile(box.size, (*ground, 242), 5 if dark else box.height / 2.6, edge, 1.4).copy()
    if sign:
        picture = glyph(sign, 11)
        surface.blit(picture, picture.get_rect(center=(11, box.centery)))
    top = (box.height - step * len(lines)) / 2
    for i, ((words, colour), weight) in enumerate(zip(lines, weights, strict=True)):
        picture = fonts.text(words, weight, size, colour)
        surface.blit(picture, picture.get_rect(midleft=(inset, round(top + step * (i + 0.5)))))
    return surface
