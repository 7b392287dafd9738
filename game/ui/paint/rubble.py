"""Rubble: collapsed houses and specks of stone where a place has been shot to pieces."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

from game.rulebook import DENSE_URBAN, TOWN, VILLAGE, WORKS
from game.ui import palette
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats, chances
from game.ui.paint.land import Ints, Land

SPECKS = (0, 70, 160, 300)
"""Specks in a hex by its level of rubble."""
HEAPS = (0, 6, 20, 44)
"""Collapsed houses in a hex by its level of rubble."""
HEAP_KM = 0.034
COLOURS = (palette.RUBBLE, palette.RUBBLE_DARK, palette.RUBBLE_LIGHT)


class Ruins(NamedTuple):
    """What lies about in km."""

    heaps: Floats
    """Corners of collapsed houses, (n, 7, 2)."""
    specks: tuple[Floats, Floats, Floats]
    """Grey, dark and light ones."""


def specks(land: Land, hexes: Ints, before: Ints, after: Ints) -> Ruins:
    """What is added to the rubble of some hexes when the level of each rises from one to another."""
    heaps, index = _scattered(land, hexes, np.array(HEAPS)[before], np.array(HEAPS)[after], 80)
    turn = np.arange(7) * (2 * np.pi / 7)
    reach = np.column_stack([0.55 + 0.75 * chances(land.seed + 83 + n, index) for n in range(7)]) * HEAP_KM
    outline = heaps[:, None] + np.dstack([reach * np.cos(turn), reach * np.sin(turn)])
    points, index = _scattered(land, hexes, np.array(SPECKS)[before], np.array(SPECKS)[after], 60)
    luck = chances(land.seed + 62, index)
    return Ruins(outline, (points[luck < 0.45], points[(luck >= 0.45) & (luck < 0.75)], points[luck >= 0.75]))


def _scattered(land: Land, which: Ints, first: Ints, last: Ints, salt: int) -> tuple[Floats, Ints]:
    """The points of each hex from its first number up to its last on built-up ground, and their keys."""
    counts = np.maximum(last - first, 0)
    hexes = np.repeat(which, counts)
    within = np.arange(len(hexes)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    u, v = (chances(land.seed + salt + n, hexes, within) for n in range(2))
    angle, radius = 2 * np.pi * u, 0.56 * np.sqrt(v)
    points = land.centres[hexes] + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    built = np.isin(land.terrain[land.nearest(*points.T)], (TOWN, DENSE_URBAN, WORKS, VILLAGE))
    return points[built], (hexes * 1000 + within)[built]


def paint_specks(canvas: Canvas, ruins: Ruins) -> None:
    """Paint what shows of the rubble on a tile: heaps with a dark foot and a light crest, then specks."""
    left, top, right, bottom = canvas.view
    x, y = ruins.heaps.mean(axis=1).T if len(ruins.heaps) else np.zeros((2, 0))
    shown = ruins.heaps[(x >= left) & (x <= right) & (y >= top) & (y <= bottom)]
    for move, grow, colour in (
        (0.006, 1.12, palette.RUBBLE_DARK),
        (0.0, 1.0, palette.RUBBLE),
        (-0.006, 0.5, palette.RUBBLE_LIGHT),
    ):
        middle = shown.mean(axis=1, keepdims=True) if len(shown) else shown
        for outline in np.rint(canvas.px((shown - middle) * grow + middle + move)).astype(int).tolist():
            pygame.draw.polygon(canvas.surface, colour, outline)
    radius = max(1.0, 0.0075 * canvas.k)
    for points, colour in zip(ruins.specks, COLOURS, strict=True):
        x, y = points.T
        near = points[(x >= left) & (x <= right) & (y >= top) & (y <= bottom)]
        for px, py in np.rint(canvas.px(near)).astype(int).tolist():
            pygame.draw.rect(canvas.surface, colour, (px, py, 2 * radius, 1.4 * radius))
