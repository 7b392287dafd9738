"""Farmland and growth: fields with furrows, tree lines between them, woods of single crowns, scattered bushes.

All of it is decoration that follows from the seed and the terrain of the hexes.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

import numpy as np
import pygame

from game.rulebook import DENSE_URBAN, OPEN, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.ui import palette
from game.ui.paint.canvas import Canvas, Shapes, picture
from game.ui.paint.chance import Floats, chance, chances, noise
from game.ui.paint.clear import Clear
from game.ui.paint.kept import kept
from game.ui.paint.land import Bytes, Land, as_bytes

FIELD_KM = 1.3
"""Distance of the corners from which fields are cut."""
ROW_FIELDS = 3
"""Fields along which a row of trees goes on."""
FURROW_KM = 0.042
FURROWS_FROM = 26
"""Pixels a kilometre from which furrows show."""
BELT_STEP_KM = 0.044
"""Distance of the crowns in a tree line."""
CROWN_KM = 0.022
"""Radius of a crown."""
CRATERS = 26
"""Craters in a hex at the front, before the quieter places are left out."""
WOOD_STEP_KM = 0.056

Quad = tuple[Floats, Floats, Floats, Floats]


class Fields:
    """The quilt of fields; its seams are where tree lines may stand."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.quads: list[Quad] = []
        self.seams: list[tuple[Floats, Floats, float, int]] = []
        """Both ends, how likely trees stand there in open ground, and the row of trees it belongs to."""
        self._sow()
        colours = [self._colour(i) for i in range(len(self.quads))]
        self.shapes = Shapes([np.array(q) for q in self.quads], colours)

    def _sow(self) -> None:
        """Cut the whole map into fields."""
        left, top, right, bottom = self.land.reach()
        seed = self.land.seed
        turn = 0.15 + 0.5 * chance(seed, 1)
        cos, sin = math.cos(turn), math.sin(turn)
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        reach = math.ceil(math.hypot(right - left, bottom - top) / 2 / FIELD_KM) + 2
        side = np.arange(-reach, reach + 1)
        i, j = np.meshgrid(side, side, indexing="ij")
        u = (i + 0.55 * (chances(seed + 11, i, j) - 0.5)) * FIELD_KM
        v = (j + 0.55 * (chances(seed + 12, i, j) - 0.5)) * FIELD_KM
        x, y = middle[0] + u * cos - v * sin, middle[1] + u * sin + v * cos
        x = x + 2.2 * (noise(seed + 13, x / 6, y / 6) - 0.5)
        y = y + 2.2 * (noise(seed + 14, x / 6, y / 6) - 0.5)
        nodes = np.dstack([x, y])
        for a in range(2 * reach):
            for b in range(2 * reach):
                quad = nodes[a, b], nodes[a + 1, b], nodes[a + 1, b + 1], nodes[a, b + 1]
                low, high = np.min(quad, axis=0), np.max(quad, axis=0)
                if high[0] < left or low[0] > right or high[1] < top or low[1] > bottom:
                    continue
                rows = (2 * b + 1) * 999 + a // ROW_FIELDS, 2 * a * 999 + b // ROW_FIELDS
                self.seams += [(quad[0], quad[1], 0.62, rows[0]), (quad[0], quad[3], 0.62, rows[1])]
                self._cut(quad, (a, b), 0)

    def _cut(self, quad: Quad, key: tuple[int, ...], depth: int) -> None:
        """Part a field across its longer sides, again and again while chance wants it."""
        luck = chance(self.land.seed + 15, *key)
        if depth == 3 or luck < (0.04, 0.3, 0.55)[depth]:
            self.quads.append(quad)
            return
        a, b, c, d = quad
        if math.dist(a, b) + math.dist(c, d) < math.dist(b, c) + math.dist(d, a):
            a, b, c, d = b, c, d, a
        t = 0.34 + 0.32 * chance(self.land.seed + 16, *key)
        m, n = a + (b - a) * t, d + (c - d) * (t + 0.06 * (luck - 0.5))
        self.seams.append((m, n, 0.16 / (depth + 1), -len(self.seams)))
        self._cut((a, m, n, d), (*key, 0), depth + 1)
        self._cut((m, b, c, n), (*key, 1), depth + 1)

    def _colour(self, i: int) -> palette.Colour:
        """The colour of a field."""
        pick = int(chance(self.land.seed + 17, i) * len(palette.FIELDS))
        return palette.blend(palette.FIELDS[pick], palette.PAPER, 0.35 * chance(self.land.seed + 18, i))

    @kept(7)
    def furrows(self, scale: int) -> list[tuple[Floats, palette.Rgba]]:
        """Furrow lines, rows of (x, y, x, y), by their colour."""
        step = max(FURROW_KM, 4.2 / scale)
        inks = [palette.with_alpha(palette.FURROW, share) for share in (0.09, 0.14, 0.20)]
        inks.append(palette.with_alpha(palette.FURROW_LIGHT, 0.30))
        rows: list[list[Floats]] = [[] for _ in inks]
        for f, (a, b, c, d) in enumerate(self.quads):
            luck = chance(self.land.seed + 19, f)
            if luck < 0.30:
                continue
            count = int(math.dist(a, d) / step)
            t = (np.arange(1, count) / max(count, 1))[:, None]
            rows[int((luck - 0.30) / 0.7 * len(inks))].append(np.hstack([a + (d - a) * t, b + (c - b) * t]))
        return [(np.vstack(lines), ink) for lines, ink in zip(rows, inks, strict=True) if lines]

    def prepare(self, scale: int) -> Iterator[None]:
        """Work out what a scale needs."""
        if scale >= FURROWS_FROM:
            self.furrows(scale)
            yield

    def paint(self, canvas: Canvas) -> None:
        """Paint the ground of the whole tile."""
        canvas.surface.fill(palette.PAPER)
        canvas.draw(self.shapes)
        canvas.begin_veil()
        if canvas.scale >= FURROWS_FROM:
            for lines, ink in self.furrows(canvas.scale):
                canvas.lines(lines, ink, 0.7, veiled=True)
        canvas.lay_veil()


class Growth:
    """Tree lines, woods and bushes."""

    def __init__(self, land: Land, fields: Fields, clear: Clear, gardens: Floats) -> None:
        self.land, self.clear = land, clear
        self.belts = np.vstack([self._belts(fields), gardens])

    def _belts(self, fields: Fields) -> Floats:
        """Where crowns of tree lines stand."""
        land, seed = self.land, self.land.seed
        ends = np.array([(*a, *b) for a, b, _, _ in fields.seams])
        counts = np.maximum(2, np.rint(np.hypot(*(ends[:, 2:] - ends[:, :2]).T) / BELT_STEP_KM)).astype(np.int64)
        seam = np.repeat(np.arange(len(ends)), counts)
        index = np.arange(len(seam))
        t = ((index - np.repeat(np.cumsum(counts) - counts, counts)) / counts[seam])[:, None]
        points = ends[seam, :2] * (1 - t) + ends[seam, 2:] * t
        lined = land.terrain[land.nearest(points[:, 0], points[:, 1])] == TREE_LINES
        odds = np.array([odds for _, _, odds, _ in fields.seams])[seam]
        row = np.array([row for _, _, _, row in fields.seams], dtype=np.int64)[seam]
        kept = chances(seed + 21, row) < np.where(lined, 1.35 * odds + 0.1, 0.62 * odds)
        kept &= noise(seed + 22, points[:, 0] * 4.1, points[:, 1] * 4.1) > 0.2
        points, index = points[kept], index[kept]
        points = points + 0.018 * np.column_stack([chances(seed + 23, index) - 0.5, chances(seed + 24, index) - 0.5])
        near = land.terrain[land.nearest(points[:, 0], points[:, 1])]
        free = np.isin(near, (OPEN, TREE_LINES, VILLAGE)) & self.clear.free(points)
        standing: Floats = points[free]
        return standing

    @kept(7)
    def wood(self, scale: int) -> Bytes:
        """The edge of the woods as a smooth surface, 128 on the edge."""
        land = self.land
        lattice = land.lattice(scale)
        edge = land.smooth(land.is_terrain(WOOD).astype(np.float64), 0.2, scale)
        edge += 0.42 * (noise(land.seed + 25, lattice.x * 2.3, lattice.y * 2.3) - 0.5)
        edge += 0.42 * (noise(land.seed + 29, lattice.x * 4.3, lattice.y * 4.3) - 0.5)
        lined = land.smooth((land.terrain == TREE_LINES).astype(np.float64), 0.2, scale)
        edge += lined * np.clip(3.2 * (noise(land.seed + 30, lattice.x * 1.9, lattice.y * 1.9) - 0.70), 0, 0.62)
        kept_out = land.smooth(land.is_terrain(WATER, TOWN, DENSE_URBAN, WORKS).astype(np.float64), 0.2, scale)
        return as_bytes(edge - 0.5 * np.clip(kept_out - 0.5, 0, 1), 0.0, 1.0)

    @kept(7)
    def trees(self, scale: int) -> Floats:
        """Where the crowns of the woods stand, from north to south."""
        land, step = self.land, max(WOOD_STEP_KM, 2.1 / scale)
        left, top, right, bottom = land.reach()
        i, j = np.meshgrid(np.arange(int((right - left) / step)), np.arange(int((bottom - top) / step)))
        x = left + (i + 0.5 * (j % 2) + 0.6 * (chances(land.seed + 26, i, j) - 0.5)) * step
        y = top + (j + 0.6 * (chances(land.seed + 27, i, j) - 0.5)) * step
        points = np.column_stack([x.ravel(), y.ravel()])
        wooded = self._at(self.wood(scale), points, scale) > 128
        points = points[wooded]
        points = points[self.clear.free(points)]
        return points[np.argsort(points[:, 1], kind="stable")]

    def _at(self, surface: Bytes, points: Floats, scale: int) -> Floats:
        """A smooth surface at points."""
        lattice, world = self.land.lattice(scale), self.land.world
        j = np.rint((points[:, 0] - world.left) * scale / lattice.cell).astype(np.int64)
        i = np.rint((points[:, 1] - world.top) * scale / lattice.cell).astype(np.int64)
        return surface[np.clip(i, 0, len(surface) - 1), np.clip(j, 0, surface.shape[1] - 1)].astype(np.float64)

    def prepare(self, scale: int) -> Iterator[None]:
        """Work out what a scale needs, piece by piece."""
        self.wood(scale)
        yield
        self.trees(scale)
        yield

    def paint(self, canvas: Canvas) -> None:
        """Paint woods, then tree lines."""
        scale = canvas.scale
        edge = np.where(np.arange(256) > 122, 90, 0).astype(np.uint8)
        canvas.wash(self.wood(scale), edge, palette.WOOD_FLOOR)
        wood, belt = _crowns(scale, canvas.factor, CROWN_KM * 1.4), _crowns(scale, canvas.factor, CROWN_KM)
        thinned = self.belts[:: max(1, round(24 / scale))]
        for stamps, points in ((wood, self.trees(scale)), (belt, thinned)):
            key = np.rint(points * 1000).astype(np.int64)
            which = (chances(self.land.seed + 28, key[:, 0], key[:, 1]) * len(stamps)).astype(np.uint8)
            canvas.stamps(stamps, which, points)


class Craters:
    """Shell craters where the lines met when the battle began."""

    def __init__(self, land: Land) -> None:
        self.land = land
        grid = land.grid
        torn = [h for h in range(grid.count) if any(land.owner[n] != land.owner[h] for n in grid.disk(h, 1))]
        hexes = np.repeat(np.array(torn, dtype=np.int64), CRATERS)
        index = np.arange(len(hexes)) % CRATERS
        x, y, luck = (chances(land.seed + 70 + n, hexes, index) for n in range(3))
        points = land.centres[hexes] + 1.15 * np.column_stack([x - 0.5, y - 0.5])
        dry = ~np.isin(land.terrain[land.nearest(points[:, 0], points[:, 1])], (WATER,))
        clumped = noise(land.seed + 73, points[:, 0] * 1.6, points[:, 1] * 1.6) > 0.42
        self.points = points[dry & clumped]
        self.sizes = (luck[dry & clumped] * 3).astype(np.uint8)

    def paint(self, canvas: Canvas) -> None:
        """Paint the craters that show."""
        if canvas.scale >= 36:
            canvas.stamps(_craters(canvas.k), self.sizes, self.points)


@functools.lru_cache(maxsize=8)
def _craters(k: int) -> tuple[pygame.Surface, ...]:
    """Pictures of craters of three sizes for a canvas of so many px a km: a dark bowl with a light lower rim."""
    craters = []
    for km in (0.008, 0.012, 0.017):
        radius = max(km * k, 1.0)
        side = math.ceil(radius * 3.2)
        y, x = np.mgrid[0:side, 0:side] + 0.5 - side / 2
        away = np.hypot(x, y)
        bowl = np.clip(radius - away + 0.5, 0, 1) * 0.62
        rim = np.clip(radius * 1.3 - np.hypot(x - radius * 0.25, y - radius * 0.3) + 0.5, 0, 1) * 0.42 * (1 - bowl)
        share = bowl + rim
        colour = np.array(palette.CRATER) * bowl[..., None] + np.array(palette.FURROW_LIGHT) * rim[..., None]
        rgba = np.dstack([colour / np.maximum(share, 1e-6)[..., None], 255 * share])
        craters.append(picture(np.rint(np.clip(rgba, 0, 255)).astype(np.uint8)))
    return tuple(craters)


@functools.lru_cache(maxsize=8)
def _crowns(scale: int, factor: int, radius_km: float) -> tuple[pygame.Surface, ...]:
    """Pictures of tree crowns with their shadows, for a canvas of so many px a km."""
    crowns = []
    for colour in palette.WOODS:
        for size in (0.82, 1.0, 1.15):
            radius = max(radius_km * scale, 0.55) * factor * size
            crowns.append(_crown(radius, colour))
    return tuple(crowns)


def _crown(radius: float, colour: palette.Colour) -> pygame.Surface:
    """One crown lit from the upper left, with a soft shadow at the lower right."""
    side = math.ceil(radius * 3.4)
    y, x = np.mgrid[0:side, 0:side] + 0.5 - side / 2
    inside = np.clip(radius - np.hypot(x, y) + 0.5, 0, 1)
    away = np.hypot(x - radius * 0.42, y - radius * 0.5)
    shadow = np.clip((radius * 1.12 - away) / (radius * 0.35) + 0.5, 0, 1) * 0.34
    lit = np.clip(1.25 - np.hypot(x + radius * 0.38, y + radius * 0.42) / radius, 0, 1)[..., None]
    rim = np.clip(np.hypot(x, y) / radius - 0.55, 0, 1)[..., None]
    base = np.array(colour) * (1 - 0.36 * rim) + (np.array(palette.CROWN_LIGHT) - np.array(colour)) * lit * 0.75
    alpha = inside + shadow * (1 - inside)
    mixed = np.array(palette.TREE_SHADOW) + (base - palette.TREE_SHADOW) * (inside / np.maximum(alpha, 1e-6))[..., None]
    rgba = np.dstack([np.clip(mixed, 0, 255), 255 * alpha])
    return picture(np.rint(rgba).astype(np.uint8))
