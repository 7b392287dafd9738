"""Terrain as a picture of one hex: for palettes, and for hexes that are painted over and not yet drawn on the ground."""

from __future__ import annotations

import functools
import math

import pygame

from game.rulebook import DENSE_URBAN, OPEN, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.ui import palette
from game.ui.paint.chance import chance, seed_of
from game.ui.palette import Colour

_LARGE = 3
_SEED = seed_of("swatches")
_GROUND: dict[int, Colour] = {
    OPEN: palette.PAPER, TREE_LINES: palette.blend(palette.PAPER, palette.GULLY, 0.35), WOOD: palette.WOOD_FLOOR,
    VILLAGE: palette.VILLAGE_GROUND, TOWN: palette.TOWN_GROUND,
    DENSE_URBAN: palette.blend(palette.TOWN_GROUND, palette.RUBBLE, 0.25),
    WORKS: palette.WORKS_GROUND, WATER: palette.WATER,
}  # fmt: skip
"""What lies under the signs of a terrain."""
_HOUSES: dict[int, tuple[int, float, tuple[Colour, ...]]] = {
    VILLAGE: (4, 0.10, palette.HOUSES), TOWN: (7, 0.085, palette.HOUSES), DENSE_URBAN: (6, 0.125, palette.BLOCKS),
    WORKS: (3, 0.24, palette.HALLS),
}  # fmt: skip
"""Buildings across, half the side of one as a share of the hex, and their colours."""


@functools.lru_cache(maxsize=256)
def swatch(terrain: int, width: int, turn: int = 0) -> pygame.Surface:
    """A hex of a terrain so many px across its flats; `turn` is one of several looks."""
    height = math.ceil(width * 2 / math.sqrt(3))
    w, h = width * _LARGE, height * _LARGE
    large = pygame.Surface((w, h), pygame.SRCALPHA, 32)
    large.fill(_GROUND[terrain])
    if terrain in (OPEN, TREE_LINES):
        _fields(large, terrain, turn)
    elif terrain == WOOD:
        _wood(large, turn)
    elif terrain == WATER:
        _waves(large)
    else:
        _buildings(large, terrain, turn)
    mask = pygame.Surface((w, h), pygame.SRCALPHA, 32)
    corners = [(w / 2, 0), (w, h / 4), (w, 3 * h / 4), (w / 2, h), (0, 3 * h / 4), (0, h / 4)]
    pygame.draw.polygon(mask, (255, 255, 255, 255), corners)
    large.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
    return pygame.transform.smoothscale(large.premul_alpha(), (width, height))


def _fields(large: pygame.Surface, terrain: int, turn: int) -> None:
    """Strips of fields, between them rows of trees where there are tree lines."""
    w, h = large.get_size()
    slope, strips = 0.35 * (1 if turn % 2 else -1), 4
    for i in range(-1, strips + 1):
        top = [(x, h * (i + 0.4) / strips + slope * (x - w / 2)) for x in (0, w)]
        foot = [(x, y + h / strips + 1) for x, y in top[::-1]]
        pygame.draw.polygon(large, palette.FIELDS[(i + turn) % len(palette.FIELDS)], [*top, *foot])
        if terrain == TREE_LINES:
            _row(large, top[0], top[1], i + turn)


def _row(large: pygame.Surface, start: tuple[float, float], end: tuple[float, float], key: int) -> None:
    """A row of trees."""
    w = large.get_width()
    for n in range(16):
        if chance(_SEED, key, n) > 0.15:
            t = (n + 0.5) / 16
            at = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
            pygame.draw.circle(large, palette.WOODS[n % 3], at, w * 0.036)


def _wood(large: pygame.Surface, turn: int) -> None:
    """Crowns shoulder to shoulder, lit from the upper left."""
    w, h = large.get_size()
    radius = w * 0.062
    for j in range(13):
        for i in range(12):
            x = (i + 0.5 * (j % 2) + 0.5 * chance(_SEED, turn, i, j)) * w / 11
            y = (j + 0.5 * chance(_SEED, turn, j, i, 1)) * h / 12
            pygame.draw.circle(large, palette.TREE_SHADOW, (x + radius * 0.3, y + radius * 0.35), radius * 0.9)
            pygame.draw.circle(large, palette.WOODS[(i + 2 * j) % 3], (x, y), radius)
            pygame.draw.circle(large, palette.CROWN_LIGHT, (x - radius * 0.3, y - radius * 0.3), radius * 0.35)


def _buildings(large: pygame.Surface, terrain: int, turn: int) -> None:
    """Roofs in rows; a village is loose, a town dense, works have halls."""
    w, h = large.get_size()
    across, half, colours = _HOUSES[terrain]
    size = w * half / 1.6
    for j in range(across + 1):
        for i in range(across):
            luck = chance(_SEED, turn, terrain, i, j)
            if luck < (0.35 if terrain == VILLAGE else 0.08):
                continue
            x, y = (i + 0.5) * w / across, (j + 0.5) * h / (across + 1)
            wide = size * (1.25 if luck > 0.5 else 0.85)
            box = pygame.Rect(round(x - wide), round(y - size), round(2 * wide), round(1.7 * size))
            pygame.draw.rect(large, palette.ROOF_SHADOW, box.move(round(w * 0.012), round(w * 0.012)))
            pygame.draw.rect(large, colours[int(luck * 89) % len(colours)], box)


def _waves(large: pygame.Surface) -> None:
    """Three quiet lines on water."""
    w, h = large.get_size()
    for i, y in enumerate((0.34, 0.5, 0.66)):
        points = [(w * (0.2 + 0.6 * t / 20), h * y + h * 0.02 * math.sin(t + i)) for t in range(21)]
        pygame.draw.lines(large, palette.CANAL_EDGE, False, points, max(1, round(w * 0.018)))
