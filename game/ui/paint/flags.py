"""What a side claims and does not hold, as far as is known: a dashed line about the hex and a flag in it [13]."""

from __future__ import annotations

import functools

import numpy as np
import pygame

from game.hexes import CORNER_KM
from game.state import CLAIMED, OWNER, RU, UA, State
from game.ui import palette
from game.ui.paint.kept import Same
from game.ui.paint.lines import resample
from game.ui.table.camera import Camera

_LARGE = 4
INSET = (0.90, 0.80)
"""Size of the line of either side, as a share of the hex: both can be seen where both claim."""
DASHES = 36
FLAG_AT = -0.30, 0.14
"""Where a flag stands in km from the middle of its hex, and how much further right the other side's."""


def draw(surface: pygame.Surface, camera: Camera, state: State) -> None:
    """Mark the hexes that either side claims and does not hold."""
    view = surface.get_rect().inflate(2 * camera.scale, 2 * camera.scale)
    for side in (UA, RU):
        for h in _vain(Same(state), side):
            x, y = camera.centre_px(h)
            if view.collidepoint(x, y):
                ring, flag = _ring(camera.scale, side), _flag(camera.scale, side)
                surface.blit(ring, ring.get_rect(center=(round(x), round(y))))
                foot = round(x + (FLAG_AT[0] + side * FLAG_AT[1]) * camera.scale), round(y + 0.42 * camera.scale)
                surface.blit(flag, flag.get_rect(bottomleft=foot))


@functools.lru_cache(maxsize=4)
def _vain(state: Same, side: int) -> tuple[int, ...]:
    """The hexes that a side claims and does not hold."""
    hexes = state.thing.hexes
    found = np.flatnonzero((hexes[:, CLAIMED + side] != 0) & (hexes[:, OWNER] != side)).tolist()
    return tuple(found)


@functools.lru_cache(maxsize=32)
def _ring(scale: int, side: int) -> pygame.Surface:
    """The dashed outline of a hex in the colour of a side, in a pale casing."""
    size = round(2 * CORNER_KM * scale) + 6
    large = pygame.Surface((size * _LARGE, size * _LARGE), pygame.SRCALPHA, 32)
    large.fill((*palette.FRONT_CASING, 0))
    angles = np.radians(90 + 60 * np.arange(7))
    corners = np.column_stack([np.cos(angles), np.sin(angles)]) * CORNER_KM * scale * INSET[side] * _LARGE
    points = resample(corners, float(np.hypot(*(corners[1] - corners[0]))) * 6 / (DASHES * 4)) + size * _LARGE / 2
    step = len(points) / DASHES
    for colour, wide in ((palette.FRONT_CASING, 4.0), (palette.SIDE_LINE[side], 2.2)):
        for i in range(0, DASHES, 2):
            piece = points[round(i * step) : round((i + 1.1) * step) + 1]
            pygame.draw.lines(large, colour, False, piece.tolist(), round(wide * _LARGE))
    return pygame.transform.smoothscale(large, (size, size))


@functools.lru_cache(maxsize=32)
def _flag(scale: int, side: int) -> pygame.Surface:
    """A flag on its pole: plain for Ukraine, striped and swallow-tailed for Russia."""
    high = max(9, min(26, round(0.38 * scale)))
    wide = round(high * 0.95)
    k = _LARGE
    large = pygame.Surface((wide * k, high * k), pygame.SRCALPHA, 32)
    large.fill((*palette.COUNTER_EDGE, 0))
    w, h = wide * k, high * k
    end = [(0.98 * w, 0.06 * h), (0.98 * w, 0.60 * h)]
    cloth = [(0.1 * w, 0.06 * h), *(end if side == UA else [end[0], (0.72 * w, 0.33 * h), end[1]]), (0.1 * w, 0.60 * h)]
    pygame.draw.polygon(large, palette.SIDE[side], cloth)
    if side == RU:
        stripes = pygame.Surface((w, h), pygame.SRCALPHA, 32)
        for x in range(-h, w, max(4, w // 4)):
            pygame.draw.line(stripes, (*palette.SIDE_STRIPE, 255), (x, h), (x + h, 0), max(2, w // 12))
        shape = pygame.mask.from_surface(large).to_surface(setcolor=(255, 255, 255, 255), unsetcolor=(0, 0, 0, 0))
        stripes.blit(shape, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        large.blit(stripes, (0, 0))
    pygame.draw.polygon(large, palette.FRONT_CASING, cloth, max(2, round(0.05 * h)))
    pygame.draw.line(large, palette.COUNTER_EDGE, (0.07 * w, 0), (0.07 * w, h), max(3, round(0.09 * h)))
    return pygame.transform.smoothscale(large, (wide, high))
