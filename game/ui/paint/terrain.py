"""Farmland and growth: fields with furrows, tree lines between them, woods of single crowns, scattered bushes.

All of it is decoration that follows from the seed and the terrain of the hexes.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pygame

from game.rulebook import DENSE_URBAN, OPEN, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.ui import palette
from game.ui.paint.canvas import Canvas, Shapes, picture
from game.ui.paint.chance import Floats, chance, chances, noise
from game.ui.paint.chunks import Chunk, Sheets
from game.ui.paint.clear import Clear
from game.ui.paint.land import Bools, Bytes, Ints, Land, Patch, as_bytes

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
AROUND = 2
"""Samples about a tile at which the edge of the woods is known, for crowns that reach into it."""

REACH_KM = 2.2
"""How far a field or a row of trees reaches beyond the square that holds its middle or its beginning."""


Furrows = list[tuple[Floats, palette.Rgba]]
"""Furrow lines, rows of (x, y, x, y), by their colour."""


class Patchwork(NamedTuple):
    """The fields of a square."""

    quads: Floats
    """Their corners, (n, 4, 2)."""
    luck: Floats
    """What says whether and how a field is furrowed, 0 to 1."""
    shapes: Shapes
    seams: Floats
    """Both ends of the lines along which tree lines may stand, (m, 4)."""
    odds: Floats
    """How likely trees stand on a seam in open ground."""
    fate: Floats
    """What is compared with those odds."""


class Rows(NamedTuple):
    """Where crowns of tree lines might stand."""

    points: Floats
    hexes: Ints
    """The hex of each."""
    sown: Ints
    """The hex whose terrain says how likely it stands."""
    anywhere: Bools
    """Whether it stands where there are no tree lines, too."""


class Fields:
    """The quilt of fields; its seams are where tree lines may stand."""

    def __init__(self, land: Land) -> None:
        self.land = land
        left, top, width, height = land.world
        self.middle = np.array([left + width / 2, top + height / 2])
        turn = 0.15 + 0.5 * chance(land.seed, 1)
        self.cos, self.sin = math.cos(turn), math.sin(turn)
        self.sheets = Sheets(land.squares, self._sown, REACH_KM)
        self._furrows: Sheets[dict[int, Furrows]] = Sheets(land.squares, lambda _: {}, 0.0)

    def _nodes(self, i: Ints, j: Ints) -> Floats:
        """The corners from which fields are cut, by their numbers, in km; (..., 2)."""
        seed = self.land.seed
        u = (i + 0.55 * (chances(seed + 11, i, j) - 0.5)) * FIELD_KM
        v = (j + 0.55 * (chances(seed + 12, i, j) - 0.5)) * FIELD_KM
        x = self.middle[0] + u * self.cos - v * self.sin
        y = self.middle[1] + u * self.sin + v * self.cos
        bent = x + 2.2 * (noise(seed + 13, x / 6, y / 6) - 0.5)
        return np.stack([bent, y + 2.2 * (noise(seed + 14, bent / 6, y / 6) - 0.5)], axis=-1)

    def _sown(self, chunk: Chunk) -> Patchwork:
        """Cut a square into fields."""
        box = self.land.squares.inner(chunk)
        x, y = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]]).T
        u = ((x - self.middle[0]) * self.cos + (y - self.middle[1]) * self.sin) / FIELD_KM
        v = ((y - self.middle[1]) * self.cos - (x - self.middle[0]) * self.sin) / FIELD_KM
        a, b = (np.arange(math.floor(w.min()) - 3, math.ceil(w.max()) + 4, dtype=np.int64) for w in (u, v))
        i, j = np.meshgrid(a, b, indexing="ij")
        nodes = self._nodes(i, j)
        quads = np.stack([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=2).reshape(-1, 4, 2)
        here = self.land.squares.box(chunk).holds(quads.mean(axis=1))
        quads, i, j = quads[here], i[:-1, :-1].ravel()[here], j[:-1, :-1].ravel()[here]
        rows = (2 * j + 1) * 999 + i // ROW_FIELDS, 2 * i * 999 + j // ROW_FIELDS
        seams = [np.hstack([quads[:, 0], quads[:, 1]]), np.hstack([quads[:, 0], quads[:, 3]])]
        odds = [np.full(len(quads), 0.62)] * 2
        fate = [chances(self.land.seed + 21, row) for row in rows]
        fields, keys = self._cut(quads, np.column_stack([i, j, np.ones_like(i)]), seams, odds, fate)
        luck = chances(self.land.seed + 19, *keys.T)
        shapes = Shapes(fields, self._colours(keys))
        return Patchwork(fields, luck, shapes, np.vstack(seams), np.concatenate(odds), np.concatenate(fate))

    def _cut(
        self, quads: Floats, keys: Ints, seams: list[Floats], odds: list[Floats], fate: list[Floats]
    ) -> tuple[Floats, Ints]:
        """Part fields across their longer sides, again and again while chance wants it; the fields and their keys."""
        seed, done = self.land.seed, []
        for depth, whole in enumerate((0.04, 0.3, 0.55, 1.0)):
            luck = chances(seed + 15, *keys.T)
            kept = luck < whole
            done.append((quads[kept], keys[kept]))
            quads, keys, luck = quads[~kept], keys[~kept], luck[~kept]
            if not len(quads):
                break
            size = np.hypot(*np.moveaxis(np.roll(quads, -1, axis=1) - quads, 2, 0))
            turned = (size[:, 0] + size[:, 2] < size[:, 1] + size[:, 3])[:, None, None]
            a, b, c, d = np.where(turned, np.roll(quads, -1, axis=1), quads).transpose(1, 0, 2)
            t = (0.34 + 0.32 * chances(seed + 16, *keys.T))[:, None]
            m, n = a + (b - a) * t, d + (c - d) * (t + 0.06 * (luck[:, None] - 0.5))
            seams.append(np.hstack([m, n]))
            odds.append(np.full(len(m), 0.16 / (depth + 1)))
            fate.append(chances(seed + 20, *keys.T))
            quads = np.vstack([np.stack([a, m, n, d], axis=1), np.stack([m, b, c, n], axis=1)])
            keys = np.vstack([keys * [1, 1, 2], keys * [1, 1, 2] + [0, 0, 1]])
        return np.vstack([part for part, _ in done]), np.vstack([part for _, part in done])

    def _colours(self, keys: Ints) -> list[palette.Colour]:
        """The colour of every field."""
        picks = (chances(self.land.seed + 17, *keys.T) * len(palette.FIELDS)).astype(np.int64).tolist()
        shares = (0.35 * chances(self.land.seed + 18, *keys.T)).tolist()
        return [palette.blend(palette.FIELDS[p], palette.PAPER, s) for p, s in zip(picks, shares, strict=True)]

    def _furrowed(self, chunk: Chunk, scale: int) -> Furrows:
        """The furrows of a square at a scale."""
        made = self._furrows.at(chunk)
        if scale not in made:
            made[scale] = furrows(self.sheets.at(chunk), scale)
        return made[scale]

    def paint(self, canvas: Canvas) -> None:
        """Paint the ground of the whole tile."""
        canvas.surface.fill(palette.PAPER)
        for part in self.sheets.near(canvas.view):
            canvas.draw(part.shapes)
        if canvas.scale >= FURROWS_FROM:
            canvas.begin_veil()
            for chunk in self.land.squares.touching(canvas.view.grown(REACH_KM)):
                for rows, ink in self._furrowed(chunk, canvas.scale):
                    canvas.lines(rows, ink, 0.7, veiled=True)
            canvas.lay_veil()


def furrows(fields: Patchwork, scale: int) -> Furrows:
    """The furrows of fields at a scale."""
    step = max(FURROW_KM, 4.2 / scale)
    inks = [palette.with_alpha(palette.FURROW, share) for share in (0.09, 0.14, 0.20)]
    inks.append(palette.with_alpha(palette.FURROW_LIGHT, 0.30))
    found = []
    which = np.where(fields.luck < 0.30, -1, (fields.luck - 0.30) / 0.7 * len(inks)).astype(np.int64)
    for number, ink in enumerate(inks):
        a, b, c, d = fields.quads[which == number].transpose(1, 0, 2)
        counts = np.maximum(0, (np.hypot(*(d - a).T) / step).astype(np.int64) - 1)
        field = np.repeat(np.arange(len(a)), counts)
        index = np.arange(len(field)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
        t = (index / (counts[field] + 1))[:, None]
        found.append((np.hstack([a[field] + (d - a)[field] * t, b[field] + (c - b)[field] * t]), ink))
    return found


class Growth:
    """Tree lines, woods and bushes."""

    def __init__(self, land: Land, fields: Fields, clear: Clear, gardens: Callable[[Chunk], Floats]) -> None:
        self.land, self.fields, self.clear, self.gardens = land, fields, clear, gardens
        self.sheets = Sheets(land.squares, self._rows, REACH_KM, REACH_KM + 0.3)

    def _rows(self, chunk: Chunk) -> Rows:
        """Where crowns of tree lines might stand that belong to a square."""
        land, seed, fields = self.land, self.land.seed, self.fields.sheets.at(chunk)
        ends = fields.seams
        counts = np.maximum(2, np.rint(np.hypot(*(ends[:, 2:] - ends[:, :2]).T) / BELT_STEP_KM)).astype(np.int64)
        seam = np.repeat(np.arange(len(ends)), counts)
        index = np.arange(len(seam)) - np.repeat(np.cumsum(counts) - counts, counts)
        t = (index / counts[seam])[:, None]
        points = ends[seam, :2] * (1 - t) + ends[seam, 2:] * t
        odds, fate = fields.odds[seam], fields.fate[seam]
        kept = (fate < 1.35 * odds + 0.1) & (noise(seed + 22, points[:, 0] * 4.1, points[:, 1] * 4.1) > 0.2)
        points, anywhere = points[kept], (fate < 0.62 * odds)[kept]
        key = np.rint(points * 1000).astype(np.int64).T
        moved = points + 0.018 * np.column_stack([chances(seed + 23, *key) - 0.5, chances(seed + 24, *key) - 0.5])
        free = self.clear.free(moved)
        where = land.nearest(points[:, 0], points[:, 1]), land.nearest(moved[:, 0], moved[:, 1])
        return Rows(moved[free], where[1][free], where[0][free], anywhere[free])

    def _belts(self, chunk: Chunk) -> Floats:
        """Where crowns of tree lines and of gardens stand that belong to a square."""
        rows, terrain = self.sheets.at(chunk), self.land.terrain
        standing = np.isin(terrain[rows.hexes], (OPEN, TREE_LINES, VILLAGE))
        standing &= rows.anywhere | (terrain[rows.sown] == TREE_LINES)
        return np.vstack([rows.points[standing], self.gardens(chunk)])

    def _wood(self, patch: Patch) -> Bytes:
        """The edge of the woods as a smooth surface, 128 on the edge, AROUND samples more on every side."""
        land = self.land
        x, y = patch.lattice(AROUND)
        edge = patch.smooth(land.is_terrain(WOOD).astype(np.float64), 0.2, AROUND)
        lined = patch.smooth((land.terrain == TREE_LINES).astype(np.float64), 0.2, AROUND)
        if not edge.any() and not lined.any():
            return np.zeros(edge.shape, dtype=np.uint8)
        edge = edge + 0.42 * (noise(land.seed + 25, x * 2.3, y * 2.3) - 0.5)
        edge += 0.42 * (noise(land.seed + 29, x * 4.3, y * 4.3) - 0.5)
        edge += lined * np.clip(3.2 * (noise(land.seed + 30, x * 1.9, y * 1.9) - 0.70), 0, 0.62)
        kept_out = patch.smooth(land.is_terrain(WATER, TOWN, DENSE_URBAN, WORKS).astype(np.float64), 0.2, AROUND)
        return as_bytes(edge - 0.5 * np.clip(kept_out - 0.5, 0, 1), 0.0, 1.0)

    def _trees(self, canvas: Canvas, wood: Bytes) -> Floats:
        """Where the crowns of the woods stand that show on a tile, from north to south."""
        if wood.max() <= 128:
            return np.zeros((0, 2))
        land, step = self.land, max(WOOD_STEP_KM, 2.1 / canvas.scale)
        left, top, width, height = land.world
        box = canvas.view
        columns, rows = (
            np.arange(max(0, int((low - start) / step) - 2), min(int(size / step), int((high - start) / step) + 2))
            for low, high, start, size in ((box.left, box.right, left, width), (box.top, box.bottom, top, height))
        )
        i, j = np.meshgrid(columns, rows)
        x = left + (i + 0.5 * (j % 2) + 0.6 * (chances(land.seed + 26, i, j) - 0.5)) * step
        y = top + (j + 0.6 * (chances(land.seed + 27, i, j) - 0.5)) * step
        points = np.column_stack([x.ravel(), y.ravel()])
        column, row = np.clip(canvas.patch.index(points) + AROUND, 0, len(wood) - 1).T
        points = points[wood[row, column] > 128]
        points = points[self.clear.free(points)]
        sorted_: Floats = points[np.argsort(points[:, 1], kind="stable")]
        return sorted_

    def paint(self, canvas: Canvas) -> None:
        """Paint woods, then tree lines."""
        scale = canvas.scale
        floor = self._wood(canvas.patch)
        edge = np.where(np.arange(256) > 122, 90, 0).astype(np.uint8)
        canvas.wash(floor[AROUND:-AROUND, AROUND:-AROUND], edge, palette.WOOD_FLOOR)
        wood, belt = _crowns(scale, canvas.factor, CROWN_KM * 1.4), _crowns(scale, canvas.factor, CROWN_KM)
        every = max(1, round(24 / scale))
        near = self.land.squares.touching(canvas.view.grown(REACH_KM))
        thinned = [(belt, self._belts(chunk)[::every]) for chunk in near]
        for stamps, points in ((wood, self._trees(canvas, floor)), *thinned):
            key = np.rint(points * 1000).astype(np.int64)
            which = (chances(self.land.seed + 28, key[:, 0], key[:, 1]) * len(stamps)).astype(np.uint8)
            canvas.stamps(stamps, which, points)


class Craters:
    """Shell craters where the lines met when the battle began."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.sheets = Sheets(land.squares, self._torn, 1.3, 1.2)

    def _torn(self, chunk: Chunk) -> tuple[Floats, Bytes]:
        """Where craters lie in the hexes of a square, and their sizes."""
        land = self.land
        hexes = land.hexes_in(land.squares.box(chunk))
        around = land.neighbours[hexes]
        meets = ((land.owner[around] != land.owner[hexes][:, None]) & (around >= 0)).any(axis=1)
        hexes = np.repeat(hexes[meets], CRATERS)
        index = np.arange(len(hexes)) % CRATERS
        x, y, luck = (chances(land.seed + 70 + n, hexes, index) for n in range(3))
        points = land.centres[hexes] + 1.15 * np.column_stack([x - 0.5, y - 0.5])
        dry = ~np.isin(land.terrain[land.nearest(points[:, 0], points[:, 1])], (WATER,))
        clumped = noise(land.seed + 73, points[:, 0] * 1.6, points[:, 1] * 1.6) > 0.42
        return points[dry & clumped], (luck[dry & clumped] * 3).astype(np.uint8)

    def paint(self, canvas: Canvas) -> None:
        """Paint the craters that show."""
        if canvas.scale >= 36:
            for points, sizes in self.sheets.near(canvas.view):
                canvas.stamps(_craters(canvas.k), sizes, points)


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
