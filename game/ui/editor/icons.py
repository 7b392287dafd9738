"""Small pictures of the desk: tools, kinds of ground, lines along and across hexsides; drawn large and shrunk."""

from __future__ import annotations

import functools
import math

import pygame

from game.rulebook import TERRAINS
from game.ui import palette
from game.ui.paint import swatches
from game.ui.palette import Colour

_LARGE = 4
Line = tuple[tuple[float, float], ...]

_LINES: dict[str, tuple[Line, ...]] = {
    "pick": (((6, 3), (6, 18), (10, 14), (13, 20), (15, 19), (12.5, 13), (18, 13), (6, 3)),),
    "brush": (((19, 4), (11, 12)), ((10.5, 11), (7, 13), (6, 17), (4, 19), (9, 19), (12, 16.5), (12.6, 13), (10.5, 11))),
    "line": (((3, 18), (8, 9), (14, 14), (20, 5)),),
    "fill": (((4, 12), (11, 5), (18, 12), (11, 19), (4, 12), (18, 12)), ((20, 15), (20, 19)), ((8, 3), (12, 7))),
    "copy": (((4, 4), (14, 4), (14, 14), (4, 14), (4, 4)), ((9, 17), (9, 19), (19, 19), (19, 9), (17, 9))),
    "ruler": (((3, 8), (20, 8), (20, 15), (3, 15), (3, 8)), ((7, 8), (7, 11)), ((11.5, 8), (11.5, 12)),
              ((16, 8), (16, 11))),
    "erase": (((4, 15), (12, 6), (19, 12), (12, 19), (8, 19), (4, 15)), ((8, 10.5), (15, 16.5))),
    "sample": (((12, 3), (12, 8)), ((12, 15), (12, 20)), ((3, 12), (8, 12)), ((15, 12), (20, 12))),
    "pen": (((4, 20), (5.5, 15), (15, 5), (19, 9), (9, 18.5), (4, 20)), ((13, 7), (17, 11))),
    "bridge": (((2, 8), (6, 11), (17, 11), (21, 8)), ((2, 18), (6, 15), (17, 15), (21, 18)), ((9, 11), (9, 15)),
               ((14, 11), (14, 15))),
    "put": (((12, 3), (17, 8), (12, 21), (7, 8), (12, 3)), ((12, 8), (12, 8.5))),
    "raise": (((4, 17), (12, 6), (20, 17)),), "lower": (((4, 7), (12, 18), (20, 7)),),
    "set": (((4, 8), (20, 8)), ((4, 15), (20, 15))),
    "smooth": (((3, 15), (7, 9), (12, 14), (16, 10), (21, 12)),),
}  # fmt: skip
"""Strokes in a square of 24."""
_ROADS = {
    "main": (palette.ROAD_MAIN, palette.CASING_MAIN, 6.5), "supply": (palette.ROAD_SUPPLY, palette.CASING_MAIN, 5.5),
    "secondary": (palette.ROAD_SECONDARY, palette.CASING_SECONDARY, 4.4),
    "dirt": (palette.ROAD_DIRT, palette.CASING_DIRT, 3),
    "track": (palette.TRACK, palette.TRACK, 1.6), "river": (palette.WATER, palette.WATER_EDGE, 5.5),
    "canal": (palette.CANAL, palette.CANAL_EDGE, 4.6),
}  # fmt: skip


@functools.lru_cache(maxsize=256)
def tool(name: str, size: int, colour: Colour) -> pygame.Surface:
    """A tool in strokes of one colour."""
    large = pygame.Surface((size * _LARGE, size * _LARGE), pygame.SRCALPHA, 32)
    large.fill((*colour, 0))
    k = size * _LARGE / 24
    for points in _LINES[name]:
        there = [(x * k, y * k) for x, y in points]
        if len(there) > 1:
            pygame.draw.lines(large, colour, False, there, round(1.8 * k))
        for x, y in there:
            pygame.draw.circle(large, colour, (x, y), 0.9 * k)
    if name == "sample":
        pygame.draw.circle(large, colour, (12 * k, 12 * k), 5 * k, round(1.8 * k))
    return pygame.transform.smoothscale(large, (size, size))


def _hexagon(size: float, centre: float) -> list[tuple[float, float]]:
    return [(centre + size * math.cos(math.radians(60 * i + 30)), centre + size * math.sin(math.radians(60 * i + 30)))
            for i in range(6)]  # fmt: skip


@functools.lru_cache(maxsize=256)
def swatch(name: str, size: int) -> pygame.Surface:
    """A value as it looks on the map, in a hex: ground by its pattern, an owner by colour and letter's shape."""
    if name in TERRAINS:
        return swatches.swatch(TERRAINS.index(name), round(size * math.sqrt(3) / 2))
    side = size * _LARGE
    large = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    k = side / 24
    (_works if "_" in name else _owner)(large, k, name)
    mask = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    pygame.draw.polygon(mask, (255, 255, 255, 255), _hexagon(side / 2 - k, side / 2))
    large.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
    pygame.draw.polygon(large, palette.GRID, _hexagon(side / 2 - k, side / 2), round(k * 0.9))
    return pygame.transform.smoothscale(large, (size, size))


def _owner(surface: pygame.Surface, k: float, name: str) -> None:
    side = {"ua": 0, "ru": 1}.get(name)
    surface.fill(palette.CONTESTED_PAPER if side is None else palette.SIDE[side])
    if side is None:
        for x in range(-24, 24, 5):
            pygame.draw.line(surface, palette.CONTESTED_INK, (x * k, 24 * k), ((x + 24) * k, 0), round(k * 0.9))
    elif side:
        for x in range(-24, 24, 6):
            pygame.draw.line(surface, palette.SIDE_STRIPE, (x * k, 24 * k), ((x + 24) * k, 0), round(k * 1.6))


def _works(surface: pygame.Surface, k: float, name: str) -> None:
    kind, level = name.rsplit("_", 1)
    surface.fill(palette.FIELDS[0])
    for i in range(int(level)):
        y = 12 + (i - (int(level) - 1) / 2) * 5
        if kind == "trench":
            points = [(x * k, (y + (1.6 if x // 3 % 2 else -1.6)) * k) for x in range(3, 22)]
            pygame.draw.lines(surface, palette.TRENCH, False, points, round(1.4 * k))
        else:
            for x in range(4, 21, 4):
                pygame.draw.rect(surface, palette.RUBBLE, ((x - 1.4) * k, (y - 1.6) * k, 2.8 * k, 2.8 * k))
                pygame.draw.rect(surface, palette.RUBBLE_DARK, ((x - 0.4) * k, (y - 0.2) * k, 1.6 * k, 1.4 * k))


@functools.lru_cache(maxsize=128)
def line(name: str, size: int) -> pygame.Surface:
    """A road, a railway or a water as the map draws it, or a bridge in its state."""
    side = size * _LARGE
    large = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    k = side / 24
    pygame.draw.rect(large, palette.FIELDS[0], large.get_rect(), border_radius=round(4 * k))
    points = [(1 * k, 18 * k), (9 * k, 15 * k), (15 * k, 9 * k), (23 * k, 6 * k)]
    if name == "rail":
        pygame.draw.lines(large, palette.RAIL, False, points, round(1.6 * k))
        for x, y in ((4, 17), (8, 15.4), (11.5, 12.5), (15, 9), (19, 7.5)):
            pygame.draw.line(
                large, palette.RAIL, ((x - 1.4) * k, (y - 2.6) * k), ((x + 1.4) * k, (y + 2.6) * k), round(1.3 * k)
            )
    elif name in _ROADS:
        fill, casing, wide = _ROADS[name]
        for ink, px in ((casing, wide + 2.2), (fill, wide)):
            pygame.draw.lines(large, ink, False, points, round(px * k))
    else:
        _bridge(large, k, name)
    return pygame.transform.smoothscale(large, (size, size))


def _bridge(surface: pygame.Surface, k: float, state: str) -> None:
    """Water with what crosses it."""
    pygame.draw.line(surface, palette.WATER, (12 * k, 0), (12 * k, 24 * k), round(8 * k))
    whole = state != "blown"
    ink = {"damaged": palette.BRIDGE_HURT, "pontoon": palette.CANAL_EDGE}.get(state, palette.BRIDGE_EDGE)
    for y in (9, 15):
        for left, right in ((3, 21),) if whole else ((3, 8), (16, 21)):
            pygame.draw.line(surface, ink, (left * k, y * k), (right * k, y * k), round(2 * k))
    if state == "damaged":
        pygame.draw.line(surface, ink, (9 * k, 15 * k), (15 * k, 9 * k), round(1.6 * k))
    if state == "pontoon":
        for x in (6, 10, 14, 18):
            pygame.draw.circle(surface, ink, (x * k, 12 * k), 1.6 * k)
