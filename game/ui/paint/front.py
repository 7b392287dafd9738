"""The front: rounded regions of both sides, a shaded band on each one's own ground, hatching where nobody holds it.

Each side's ground is a smooth surface (its hexes spread out by a bell curve), its edge where that passes one half.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pygame

from game.state import RU, UA
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.chunks import Box
from game.ui.paint.contours import chains, isolines
from game.ui.paint.kept import kept
from game.ui.paint.land import TILE, Bytes, Ints, Land, Patch, as_bytes

SMOOTH_KM = 0.24
"""Deviation of the bell curve that rounds the regions."""
LOW, HIGH = 0.2, 0.97
"""Values of a region's surface kept as bytes 0 and 255."""
EDGE = round(255 * (0.5 - LOW) / (HIGH - LOW))
"""The byte on the edge of a region."""
TINT = 0.07
"""How much of the ground the tint of Russian ground hides."""
BAND_HEXES, BAND_LEAST_PX, BAND_MOST_PX = 0.33, 8.0, 24.0
"""How far a band reaches into the ground of its side."""
BANDS = ((0.30, 0.64), (0.62, 0.44), (1.0, 0.23))
"""Shares of that reach, and how much of the ground the band hides as far as that."""
AROUND = 3
"""Samples about a tile that are worked out with it, so that lines go on from tile to tile."""
HATCH_STEP_PX = TILE / 34
"""Distance of the hatching's lines along the tile, a little over 7.5 px."""


@dataclass(frozen=True)
class Edge:
    """The edge of one side's ground under one tile."""

    surface: Bytes
    lines: tuple[Floats, ...]
    """In km, its own ground on the left hand; cut from tile to tile, so that a change shows near by only."""
    inside: tuple[Floats, ...]
    """Those of the tile itself."""


class Front:
    """Who holds what, at every scale asked for."""

    def __init__(self, land: Land, owner: Ints) -> None:
        self.land = land
        self.owner = owner

    @kept(6)
    def edge(self, side: int, patch: Patch) -> Edge:
        """The ground of a side under a tile."""
        surface = patch.smooth((self.owner == side).astype(np.float64), SMOOTH_KM, AROUND)
        found = chains(isolines(surface, 0.5)) if surface.min() < 0.5 < surface.max() else []
        longer = [line - AROUND for line in found if len(line) > 5 or (line[0] != line[-1]).any()]
        parts = [part for line in longer for part in _by_tile(line, patch.count - 1)]
        smooth = [lines.resample(patch.at(part), 2.5 / patch.scale) for part in parts]
        tile = Box(0, 0, patch.count - 1, patch.count - 1)
        own = [line for line, part in zip(smooth, parts, strict=True) if tile.holds(part.mean(axis=0)[None])[0]]
        inner = slice(AROUND, -AROUND)
        return Edge(as_bytes(surface[inner, inner], LOW, HIGH), tuple(smooth), tuple(own))

    def _shapes(self, side: int, patch: Patch) -> tuple[Shapes, Shapes, Floats]:
        """Casing and line of a side, moved onto its own ground, and the teeth (Russia's only)."""
        scale = patch.scale
        edge = self.edge(side, patch)
        own = [lines.shifted(line, 0.9 / scale) for line in edge.lines]
        casing = Shapes(lines.strips(own, palette.FRONT_CASING_PX / scale), palette.FRONT_CASING)
        line = Shapes(lines.strips(own, palette.FRONT_PX / scale), palette.SIDE_LINE[side])
        teeth = [np.zeros((0, 4))]
        for course in edge.inside if side == RU else ():
            points = lines.resample(lines.shifted(course, 0.9 / scale), palette.TOOTH_STEP_PX / scale)
            inward = lines.normals(points) * min(0.15, 11.0 / scale)
            teeth.append(np.hstack([points, points + inward + np.roll(inward, 1, axis=1) * (0.35, -0.35)]))
        return casing, line, np.vstack(teeth)

    def shows(self, canvas: Canvas) -> bool:
        """Whether there is anything but Ukraine's own quiet ground on a tile."""
        return int(self.edge(UA, canvas.patch).surface.min()) < 255

    def paint(self, canvas: Canvas) -> None:
        """Draw bands, tint, contested ground, lines and teeth on a tile."""
        patch = canvas.patch
        ours, theirs = grounds = [self.edge(side, patch).surface for side in (UA, RU)]
        if int(theirs.min()) == 255:
            canvas.veil.fill(palette.with_alpha(palette.SIDE_BAND[RU], TINT))
            canvas.lay_veil()
            return
        stretched = canvas.stretched(grounds)
        ua, ru = pygame.surfarray.pixels_red(stretched), pygame.surfarray.pixels_green(stretched)
        if int(theirs.max()) > EDGE:
            canvas.lay(_band(RU, canvas.scale)[ru], palette.SIDE_BAND[RU])
        if int(ours.max()) > EDGE:
            canvas.lay(_band(UA, canvas.scale)[ua], palette.SIDE_BAND[UA])
        nobody = (ua < EDGE) & (ru < EDGE)
        if nobody.any():
            canvas.lay(nobody * np.uint8(82), palette.CONTESTED_PAPER)
            canvas.lay(nobody * _hatching(canvas.factor), palette.CONTESTED_INK)
        made = [self._shapes(side, patch) for side in (UA, RU)]
        for shapes in (*(casing for casing, _, _ in made), *(line for _, line, _ in made)):
            canvas.draw(shapes)
        canvas.lines(made[RU][2], palette.SIDE_LINE[RU], 1.3)


def _by_tile(line: Floats, samples: int) -> list[Floats]:
    """A line cut where it enters another tile of so many samples; a closed one begins at such a place if it has one."""
    column, row = np.floor(line / samples).astype(np.int64).T
    cuts = np.flatnonzero((np.diff(column) != 0) | (np.diff(row) != 0)) + 1
    if len(cuts) and (line[0] == line[-1]).all():
        line = np.vstack([line[cuts[0] : -1], line[: cuts[0] + 1]])
        cuts = cuts[1:] - cuts[0]
    ends = [0, *cuts.tolist(), len(line) - 1]
    return [line[a : b + 1] for a, b in pairwise(ends) if b > a]


@functools.cache
def _band(side: int, scale: int) -> Bytes:
    """How opaque a side's colour is for each byte of its surface: falling bands, then the tint of Russian ground."""
    value = LOW + np.arange(256) / 255 * (HIGH - LOW)
    table = np.full(256, TINT if side == RU else 0.0)
    km = min(max(BAND_HEXES * scale, BAND_LEAST_PX), BAND_MOST_PX) / scale
    for reach, share in reversed(BANDS):
        edge = min(0.5 + 0.5 * math.erf(reach * km / SMOOTH_KM / math.sqrt(2)), HIGH - 0.02)
        table += (share - table) * np.clip((edge - value) / 0.03 + 0.5, 0, 1)
    table[:EDGE] = 0
    bytes_: Bytes = np.rint(255 * table).astype(np.uint8)
    return bytes_


@functools.cache
def _hatching(factor: int) -> Bytes:
    """Diagonal lines over a tile, as opacities; they go on unbroken from tile to tile."""
    side = TILE * factor
    x, y = np.mgrid[0:side, 0:side]
    step = HATCH_STEP_PX * factor
    away = np.abs((x + y) % step - step / 2)
    lines_: Bytes = (np.clip(0.62 * factor - away + 0.5, 0, 1) * 148).astype(np.uint8)
    return lines_
