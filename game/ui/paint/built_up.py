"""Villages along their roads, towns and the city on a grid of streets, works with halls, rubble where it has been fought.

Houses are decoration that follows from the seed; which hexes are built up, how densely and how ruined, is the scenario's.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from game.rulebook import DENSE_URBAN, TOWN, VILLAGE, WORKS
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, Shapes, ramp
from game.ui.paint.chance import Floats, chance, chances, noise
from game.ui.paint.chunks import Box, Chunk, Sheets
from game.ui.paint.clear import Clear
from game.ui.paint.courses import Course
from game.ui.paint.kept import kept
from game.ui.paint.land import Bools, Bytes, Ints, Land, Patch, as_bytes, blur_reach, blurred
from game.ui.paint.roads import Roads
from game.ui.paint.rubble import Ruins, paint_specks, specks

URBAN = (TOWN, DENSE_URBAN, WORKS)
SMOOTH_KM = 0.21
BLOCK_KM = (0.205, 0.135)
"""Length and depth of a block of houses with its half of the streets."""
AROUND = 4
"""Corners of blocks beyond a square that are worked out with it."""
TURNS = 45
"""Directions in which streets may run, over a right angle."""
REACH_KM = 0.8
"""How far anything built reaches beyond the square of its hex."""
Plan = tuple[tuple[float, float, float, float], ...]

VILLAGE_KM = 0.50
"""How far from its middle a village reaches."""


class Built(NamedTuple):
    """What is built in a square."""

    roofs: Shapes
    shadows: Shapes
    village: Floats
    """The middles of the houses of villages."""
    lanes: tuple[Course, ...]
    """The streets of villages."""
    streets: Streets
    gardens: Floats
    """Where trees stand behind houses."""
    ruins: Ruins


class BuiltUp:
    """The layer of everything built."""

    def __init__(self, land: Land, clear: Clear, roads: Roads, towns: Towns) -> None:
        self.land, self.clear, self.roads, self.towns = land, clear, roads, towns
        self.sheets = Sheets(land.squares, self._built, REACH_KM, 1.1)

    def _built(self, chunk: Chunk) -> Built:
        """Build a square."""
        land, houses = self.land, _Houses()
        hexes = land.hexes_in(land.squares.box(chunk))
        lanes: list[Floats] = []
        for h in hexes[land.terrain[hexes] == VILLAGE].tolist():
            lanes += self._village(h, houses)
        village = houses.roofs().mean(axis=1)
        streets = _Town(land, self.clear, self.towns).build(land.squares.inner(chunk), houses)
        roofs = houses.roofs()
        return Built(
            Shapes(roofs, houses.colours),
            Shapes(roofs + 0.009, palette.with_alpha(palette.ROOF_SHADOW, 0.42)),
            village,
            tuple(map(Course, lanes)),
            streets,
            houses.gardens(land.seed),
            specks(land, hexes, np.zeros_like(hexes), land.rubble[hexes]),
        )

    def gardens(self, chunk: Chunk) -> Floats:
        """Where the trees of the gardens of a square stand."""
        return self.sheets.at(chunk).gardens

    def _village(self, h: int, houses: _Houses) -> list[Floats]:
        """Houses on both sides of the roads through a hex, and along a lane or two beside them; these lanes."""
        centre, seed = self.land.centres[h], self.land.seed
        courses: list[Floats] = []
        lanes: list[Floats] = []
        for way in self.roads.through(h):
            near = np.hypot(*(way.line - centre).T) < VILLAGE_KM
            if near.sum() > 6 and way.kind != "track":
                courses.append(way.line[near])
        if not courses:
            angle = math.pi * chance(seed + 41, h)
            reach = np.array([math.cos(angle), math.sin(angle)]) * 0.42
            courses = [np.vstack([centre - reach, centre + reach])]
            lanes += courses
        spine = lines.resample(max(courses, key=len), 0.03)
        for i, hand in enumerate((-1, 1)):
            if chance(seed + 42, h, i) < 0.95:
                lane = lines.shifted(spine, hand * (0.125 + 0.03 * chance(seed + 43, h, i)))
                first, last = (int(len(lane) * 0.25 * chance(seed + n, h, i)) for n in (44, 45))
                lane = lane[first : len(lane) - last]
                courses.append(lane)
                lanes.append(lane)
        for number, course in enumerate(courses):
            if len(course) > 2:
                self._row(h, number, course, houses)
        return lanes

    def _row(self, h: int, number: int, course: Floats, houses: _Houses) -> None:
        """Houses on both sides of a village street."""
        points, centre = lines.resample(course, 0.047), self.land.centres[h]
        across = lines.normals(points)
        for hand in (-1, 1):
            index = np.arange(len(points))
            luck = chances(self.land.seed + 46, index, np.full_like(index, h), np.full_like(index, 7 * number + hand))
            at = points + across * (hand * (0.058 + 0.016 * luck[:, None]))
            away = np.hypot(*(at - centre).T)
            kept = (luck > 0.06 + 0.4 * (away / VILLAGE_KM) ** 3) & self.clear.free(at) & (away < VILLAGE_KM)
            along = np.column_stack([across[:, 1], -across[:, 0]])
            rows = np.column_stack([at, along, 0.017 + 0.006 * (luck * 31 % 1), np.full(len(at), 0.0135)])[kept]
            houses.add(rows, [palette.HOUSES[int(n * 97) % len(palette.HOUSES)] for n in luck[kept].tolist()])

    def _edges(self, patch: Patch) -> tuple[Bytes, Bytes]:
        """Smooth surfaces: edge of towns, of works; 128 on the edge."""
        land, (x, y) = self.land, patch.lattice()
        town = patch.smooth(land.is_terrain(*URBAN).astype(np.float64), SMOOTH_KM)
        if not town.any():
            return (np.zeros(town.shape, dtype=np.uint8),) * 2
        ragged = 0.30 * (noise(land.seed + 48, x * 3.1, y * 3.1) - 0.5)
        works = patch.smooth((land.terrain == WORKS).astype(np.float64), SMOOTH_KM)
        return as_bytes(town + ragged, 0, 1), as_bytes(works + ragged, 0, 1)

    def _gardens(self, patch: Patch, near: list[Built]) -> Bytes:
        """Closeness of village houses at every sample."""
        deviation = 0.085 * patch.scale / patch.cell
        around = blur_reach(deviation)
        gardens = np.zeros((patch.count + 2 * around,) * 2)
        index = patch.index(np.vstack([np.zeros((0, 2)), *(part.village for part in near)])) + around
        inside = ((index >= 0) & (index < len(gardens))).all(axis=1)
        columns, rows = index[inside].T
        np.add.at(gardens, (rows, columns), (patch.scale / patch.cell) ** 2)
        return as_bytes(blurred(gardens, deviation), 0, 130)

    def paint(self, canvas: Canvas) -> None:
        """Paint grounds, streets, rubble, shadows and roofs."""
        scale, near = canvas.scale, self.sheets.near(canvas.view)
        town, works = self._edges(canvas.patch)
        canvas.mist(self._gardens(canvas.patch, near), ramp(70, 170, 120), palette.VILLAGE_GROUND)
        canvas.wash(town, ramp(134, 232, 22), palette.TOWN_GROUND)
        canvas.wash(works, ramp(128, 200, 26), palette.WORKS_GROUND)
        width = max(0.022 if scale < 70 else 0.017, 0.8 / scale)
        for part in near if scale >= 26 else ():
            for lane in part.lanes if scale >= 36 else ():
                canvas.draw(lane.strips(width, palette.STREET))
            canvas.draw(part.streets.shapes(width))
        if self.land.rubble.any():
            rubble = as_bytes(canvas.patch.smooth(self.land.rubble / 3.0, 0.25), 0, 1)
            canvas.mist(rubble, (np.arange(256) * 0.34).astype(np.uint8), palette.RUBBLE_DARK)
        if scale >= 26 and any(len(part.shadows.polygons) for part in near):
            canvas.begin_veil()
            for part in near:
                canvas.draw(part.shadows, veiled=True)
            canvas.lay_veil()
        for part in near:
            canvas.draw(part.roofs)
        for part in near if scale >= 18 else ():
            paint_specks(canvas, part.ruins)


class Streets:
    """The streets of towns in a square, a piece between every two corners of blocks."""

    def __init__(self, ends: Floats, across: Floats) -> None:
        """Both ends of every piece, and the unit vectors to its left at them; (n, 2, 2) each."""
        self.ends, self.across = ends, across

    @kept(2)
    def shapes(self, width: float) -> Shapes:
        """The streets so wide in km."""
        side = self.across * (width / 2)
        left, right = self.ends + side, self.ends - side
        return Shapes(np.concatenate([left, right[:, ::-1]], axis=1), palette.STREET)


class _Houses:
    """Roofs as they are planned: rows of middle, direction of the ridge, half length, half depth in km."""

    def __init__(self) -> None:
        self.rows: list[Floats] = []
        self.colours: list[palette.Colour] = []

    def add(self, rows: Floats, colours: list[palette.Colour]) -> None:
        """Houses of some colours."""
        self.rows.append(rows)
        self.colours += colours

    def roofs(self) -> Floats:
        """The four corners of every roof, (n, 4, 2)."""
        x, y, u, v, length, depth = np.vstack([np.zeros((0, 6)), *self.rows]).T
        along = np.column_stack([u * length, v * length])[:, None]
        across = np.column_stack([-v * depth, u * depth])[:, None]
        corners: Floats = np.column_stack([x, y])[:, None] + np.concatenate(
            [-along - across, along - across, along + across, across - along], axis=1
        )
        return corners

    def gardens(self, seed: int) -> Floats:
        """Where trees stand behind about every third of the smaller houses."""
        x, y, u, v, length, depth = np.vstack([np.zeros((0, 6)), *self.rows]).T
        back = depth + 0.030
        trees = np.column_stack([x + v * back + u * length, y - u * back + v * length])
        small: Floats = trees[length < 0.03]
        key = np.rint(small * 1000).astype(np.int64).T
        return small[chances(seed + 50, *key) < 1 / 3]


class Towns:
    """Built-up hexes that hang together, and the way the streets of each run: that of its greatest roads."""

    def __init__(self, land: Land, roads: Roads) -> None:
        self.towns = towns_of(land)
        self.of = np.full(land.grid.count, -1, dtype=np.int64)
        for number, town in enumerate(self.towns):
            self.of[town] = number
        totals = np.zeros(len(self.towns), dtype=np.complex128)
        for way in roads.roads:
            if way.kind in ("main", "supply") and (self.of[list(way.path)] >= 0).any():
                inside = self.of[land.nearest(*way.line.T)][1:]
                step = np.diff(way.line, axis=0)
                lean = np.hypot(*step.T) * np.exp(4j * np.arctan2(step[:, 1], step[:, 0]))
                np.add.at(totals, inside[inside >= 0], lean[inside >= 0])
        turns = [
            float(np.angle(total)) / 4 if total else math.pi / 2 * chance(land.seed + 51, town[0])
            for total, town in zip(totals.tolist(), self.towns, strict=True)
        ]
        self.turn = np.full(land.grid.count, -1, dtype=np.int64)
        """In which of TURNS directions the streets of every hex run, -1 where there are none."""
        for town, turn in zip(self.towns, turns, strict=True):
            self.turn[town] = round(turn / (math.pi / 2) * TURNS) % TURNS


class _Town:
    """Blocks of houses on a grid of streets, turned the way the streets of each town run."""

    def __init__(self, land: Land, clear: Clear, towns: Towns) -> None:
        self.land, self.clear, self.turn = land, clear, towns.turn

    def build(self, box: Box, houses: _Houses) -> Streets:
        """Fill a square with blocks; its streets."""
        turns = self.turn[self.land.hexes_in(box.grown(0.7))]
        found = [self._part(box, turn, houses) for turn in np.unique(turns[turns >= 0]).tolist()]
        pieces = [np.zeros((0, 2, 2, 2)), *found]
        ends, across = np.concatenate(pieces).transpose(1, 0, 2, 3)
        return Streets(ends, across)

    def _part(self, box: Box, turn: int, houses: _Houses) -> Floats:
        """Build the blocks of a square whose streets run in one direction; its streets, ends and left hand each."""
        nodes, keys = self._nodes(box, turn)
        kinds = self.land.terrain[self.land.nearest(nodes[..., 0], nodes[..., 1])]
        urban = self._urban(nodes, turn)
        whole = urban[:-1, :-1] & urban[1:, 1:] & urban[1:, :-1] & urban[:-1, 1:]
        blocks = np.stack([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=2)
        here = box.holds(blocks.mean(axis=2).reshape(-1, 2)).reshape(whole.shape) & whole
        names = keys[0][:-1, :-1][here].tolist(), keys[1][:-1, :-1][here].tolist()
        self._blocks(houses, blocks[here], kinds[:-1, :-1][here].tolist(), (turn, *names))
        return np.concatenate([_pieces(nodes, urban, box), _pieces(nodes.transpose(1, 0, 2), urban.T, box)])

    def _nodes(self, box: Box, turn: int) -> tuple[Floats, tuple[Ints, Ints]]:
        """Corners of the blocks in and about a rectangle in km, gently bent, and their keys."""
        angle = turn * (math.pi / 2) / TURNS
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]]).T
        spans = [
            np.arange(math.floor(along.min() / size) - AROUND, math.ceil(along.max() / size) + AROUND + 1, dtype=np.int64)
            for along, size in zip((x * cos + y * sin, y * cos - x * sin), BLOCK_KM, strict=True)
        ]
        i, j = np.meshgrid(*spans, indexing="ij")
        u = (i + 0.22 * (chances(self.land.seed + 52, i, i) - 0.5)) * BLOCK_KM[0]
        v = (j + 0.22 * (chances(self.land.seed + 53, j, j) - 0.5)) * BLOCK_KM[1]
        x, y = u * cos - v * sin, u * sin + v * cos
        bend = [0.5 * (noise(self.land.seed + 54 + n, x / 2.1, y / 2.1) - 0.5) for n in (0, 1)]
        return np.dstack([x + bend[0], y + bend[1]]), (i, j)

    def _urban(self, nodes: Floats, turn: int) -> Bools:
        """Which corners lie in built-up hexes of a direction, the outermost raggedly left out."""
        x, y = nodes[..., 0], nodes[..., 1]
        land, ours = self.land, self.turn == turn
        inside = ours[land.nearest(x, y)] & land.on_map(x, y)
        near = np.ones_like(inside)
        for dx, dy in ((0.16, 0.0), (-0.16, 0.0), (0.0, 0.16), (0.0, -0.16)):
            near &= ours[land.nearest(x + dx, y + dy)]
        key = np.rint(nodes * 1000).astype(np.int64)
        urban: Bools = inside & (near | (chances(land.seed + 56, key[..., 0], key[..., 1]) < 0.6))
        return urban

    def _blocks(self, houses: _Houses, blocks: Floats, kinds: list[int], keys: tuple[int, list[int], list[int]]) -> None:
        """Build blocks (n, 4 corners, 2): houses in two rows, slabs of flats, or halls; where the ground is free."""
        which, plans, colours = [], [], []
        for b, kind in enumerate(kinds):
            name = keys[0], keys[1][b], keys[2][b]
            luck = chance(self.land.seed + 57, *name)
            plan, paints = _plan(kind, luck)
            for n, (u, v, length, depth) in enumerate(plan):
                fate = chance(self.land.seed + 58, *name, n)
                if plan is not _ROWS or fate > 0.16:
                    which.append(b)
                    plans.append((u + (0.05 * (fate - 0.5) if plan is _ROWS else 0.0), v, length, depth))
                    colours.append(paints[int(fate * 89) % len(paints)])
        if not which:
            return
        a, b, c, d = blocks[which].transpose(1, 0, 2)
        u, v, length, depth = (column[:, None] for column in np.array(plans).T)
        at = a * (1 - u) * (1 - v) + b * u * (1 - v) + c * u * v + d * (1 - u) * v
        along = (b - a) * (1 - v) + (c - d) * v
        size = np.hypot(*along.T)[:, None]
        rows = np.hstack([at, along / size, length * size / 2, depth * np.hypot(*(d - a).T)[:, None] / 2])
        tip = along * length / 2
        free = self.clear.free(at) & self.clear.free(at + tip) & self.clear.free(at - tip)
        houses.add(rows[free], [colour for colour, kept in zip(colours, free.tolist(), strict=True) if kept])


def _plan(kind: int, luck: float) -> tuple[Plan, tuple[palette.Colour, ...]]:
    """The buildings of a block and their colours; some blocks are gardens and squares."""
    if luck < (0.10 if kind == TOWN else 0.05):
        return (), palette.HOUSES
    if kind == WORKS:
        return _HALLS[int(luck * 1000) % len(_HALLS)], palette.HALLS
    if kind == DENSE_URBAN and luck > 0.3:
        return _SLABS[int(luck * 1000) % len(_SLABS)], palette.BLOCKS
    return _ROWS, palette.HOUSES


_ROWS = tuple((0.16 + 0.17 * i, v, 0.105, 0.17) for v in (0.27, 0.73) for i in range(5))
_SLABS = (
    ((0.5, 0.22, 0.74, 0.15), (0.5, 0.78, 0.74, 0.15)),
    ((0.5, 0.2, 0.72, 0.15), (0.19, 0.6, 0.10, 0.5), (0.81, 0.6, 0.10, 0.5)),
    ((0.22, 0.5, 0.11, 0.72), (0.5, 0.5, 0.11, 0.72), (0.78, 0.5, 0.11, 0.72)),
    ((0.32, 0.26, 0.36, 0.17), (0.76, 0.3, 0.16, 0.3), (0.3, 0.74, 0.3, 0.2), (0.72, 0.76, 0.34, 0.16)),
    ((0.5, 0.2, 0.76, 0.14), (0.5, 0.8, 0.76, 0.14), (0.17, 0.5, 0.10, 0.36), (0.83, 0.5, 0.10, 0.36)),
)
_HALLS = (
    ((0.5, 0.48, 0.76, 0.62),),
    ((0.3, 0.5, 0.34, 0.7), (0.74, 0.32, 0.36, 0.3), (0.74, 0.74, 0.3, 0.26)),
    ((0.5, 0.3, 0.8, 0.28), (0.5, 0.72, 0.8, 0.28)),
)
"""Plans of a block: middle, length and depth of each building as shares of the block's sides."""


def _pieces(nodes: Floats, urban: Bools, box: Box) -> Floats:
    """The streets along the rows of a grid of corners, in pieces whose beginning lies in a rectangle: ends, left hand.

    A street is as straight at the ends of the town as its last piece; shape (n, 2, 2, 2).
    """
    on = urban[:, 1:] & urban[:, :-1]
    step = nodes[:, 1:] - nodes[:, :-1]
    before = np.pad(on, ((0, 0), (1, 0)))[:, :-1]
    behind = np.pad(on, ((0, 0), (0, 1)))[:, 1:]
    first = np.where(before[..., None], np.roll(step, 1, axis=1) + step, step)
    last = np.where(behind[..., None], np.roll(step, -1, axis=1) + step, step)
    here = on & box.holds(nodes[:, :-1].reshape(-1, 2)).reshape(on.shape)
    ends = np.stack([nodes[:, :-1][here], nodes[:, 1:][here]], axis=1)
    along = np.stack([first[here], last[here]], axis=1)
    along = along / np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-9)[..., None]
    return np.stack([ends, np.stack([along[..., 1], -along[..., 0]], axis=-1)], axis=1)


def towns_of(land: Land) -> list[list[int]]:
    """Built-up hexes that hang together."""
    left = set(np.flatnonzero(land.is_terrain(*URBAN)).tolist())
    towns = []
    while left:
        town, edge = [], [min(left)]
        left.discard(edge[0])
        while edge:
            h = edge.pop()
            town.append(h)
            near = [n for _, n in land.grid.neighbours(h) if n in left]
            left.difference_update(near)
            edge += near
        towns.append(sorted(town))
    return towns
