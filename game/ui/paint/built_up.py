"""Villages along their roads, towns and the city on a grid of streets, works with halls, rubble where it has been fought.

Houses are decoration that follows from the seed; which hexes are built up, how densely and how ruined, is the scenario's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from game.rulebook import DENSE_URBAN, TOWN, VILLAGE, WORKS
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas, Shapes, ramp
from game.ui.paint.chance import Floats, chance, chances, noise
from game.ui.paint.clear import Clear
from game.ui.paint.kept import kept
from game.ui.paint.land import Bytes, Ints, Land, as_bytes, blur
from game.ui.paint.roads import Roads
from game.ui.paint.rubble import paint_specks, specks

URBAN = (TOWN, DENSE_URBAN, WORKS)
SMOOTH_KM = 0.21
BLOCK_KM = (0.205, 0.135)
"""Length and depth of a block of houses with its half of the streets."""
Plan = tuple[tuple[float, float, float, float], ...]

VILLAGE_KM = 0.50
"""How far from its middle a village reaches."""


class BuiltUp:
    """The layer of everything built."""

    def __init__(self, land: Land, clear: Clear, roads: Roads) -> None:
        self.land, self.clear = land, clear
        self.houses = _Houses()
        self.streets: list[Floats] = []
        for h in np.flatnonzero(land.terrain == VILLAGE).tolist():
            self._village(h, roads)
        self.village = self.houses.roofs().mean(axis=1)
        town = _Town(land, clear, roads)
        town.build(self.houses)
        self.town_streets = town.streets
        self.gardens = self.houses.gardens()
        roofs = self.houses.roofs()
        self.roofs = Shapes(list(roofs), self.houses.colours)
        self.shadows = Shapes(list(roofs + 0.009), palette.with_alpha(palette.ROOF_SHADOW, 0.42))
        self.ruins = specks(land, np.zeros_like(land.rubble), land.rubble)

    def _village(self, h: int, roads: Roads) -> None:
        """Houses on both sides of the roads through a hex, and along a lane or two beside them."""
        centre, seed = self.land.centres[h], self.land.seed
        courses = []
        for way in roads.roads:
            near = np.hypot(*(way.line - centre).T) < VILLAGE_KM
            if h in way.path and near.sum() > 6 and way.kind != "track":
                courses.append(way.line[near])
        if not courses:
            angle = math.pi * chance(seed + 41, h)
            reach = np.array([math.cos(angle), math.sin(angle)]) * 0.42
            courses = [np.vstack([centre - reach, centre + reach])]
            self.streets += courses
        spine = lines.resample(max(courses, key=len), 0.03)
        for i, hand in enumerate((-1, 1)):
            if chance(seed + 42, h, i) < 0.95:
                lane = lines.shifted(spine, hand * (0.125 + 0.03 * chance(seed + 43, h, i)))
                first, last = (int(len(lane) * 0.25 * chance(seed + n, h, i)) for n in (44, 45))
                lane = lane[first : len(lane) - last]
                courses.append(lane)
                self.streets.append(lane)
        for number, course in enumerate(courses):
            if len(course) > 2:
                self._row(h, number, course, centre)

    def _row(self, h: int, number: int, course: Floats, centre: Floats) -> None:
        """Houses on both sides of a village street."""
        points = lines.resample(course, 0.047)
        across = lines.normals(points)
        for hand in (-1, 1):
            index = np.arange(len(points))
            luck = chances(self.land.seed + 46, index, np.full_like(index, h), np.full_like(index, 7 * number + hand))
            at = points + across * (hand * (0.058 + 0.016 * luck[:, None]))
            away = np.hypot(*(at - centre).T)
            kept = (luck > 0.06 + 0.4 * (away / VILLAGE_KM) ** 3) & self.clear.free(at) & (away < VILLAGE_KM)
            along = np.column_stack([across[:, 1], -across[:, 0]])
            rows = np.column_stack([at, along, 0.017 + 0.006 * (luck * 31 % 1), np.full(len(at), 0.0135)])[kept]
            self.houses.add(rows, [palette.HOUSES[int(n * 97) % len(palette.HOUSES)] for n in luck[kept].tolist()])

    @kept(7)
    def grounds(self, scale: int) -> tuple[Bytes, Bytes, Bytes, Bytes]:
        """Smooth surfaces: edge of towns, of works (128 on the edge), closeness of village houses, rubble."""
        land = self.land
        lattice = land.lattice(scale)
        ragged = 0.30 * (noise(land.seed + 48, lattice.x * 3.1, lattice.y * 3.1) - 0.5)
        town = land.smooth(land.is_terrain(*URBAN).astype(np.float64), SMOOTH_KM, scale) + ragged
        works = land.smooth((land.terrain == WORKS).astype(np.float64), SMOOTH_KM, scale) + ragged
        gardens = np.zeros(lattice.x.shape)
        at = (self.village - [land.world.left, land.world.top]) * (scale / lattice.cell)
        columns, rows = np.rint(at).astype(np.int64).T
        height, width = lattice.x.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        np.add.at(gardens, (rows[inside], columns[inside]), (scale / lattice.cell) ** 2)
        gardens = blur(gardens, 0.085 * scale / lattice.cell)
        rubble = land.smooth(land.rubble / 3.0, 0.25, scale)
        return as_bytes(town, 0, 1), as_bytes(works, 0, 1), as_bytes(gardens, 0, 130), as_bytes(rubble, 0, 1)

    @kept(7)
    def _street_strips(self, scale: int) -> Shapes:
        """The streets at a scale; village lanes only from 36 px a km."""
        streets = [*(self.streets if scale >= 36 else []), *self.town_streets]
        return Shapes(lines.strips(streets, max(0.022 if scale < 70 else 0.017, 0.8 / scale)), palette.STREET)

    def prepare(self, scale: int) -> Iterator[None]:
        """Work out what a scale needs, piece by piece."""
        self.grounds(scale)
        yield
        self._street_strips(scale)
        yield

    def paint(self, canvas: Canvas) -> None:
        """Paint grounds, streets, rubble, shadows and roofs."""
        scale = canvas.scale
        town, works, gardens, rubble = self.grounds(scale)
        canvas.mist(gardens, ramp(70, 170, 120), palette.VILLAGE_GROUND)
        canvas.wash(town, ramp(134, 232, 22), palette.TOWN_GROUND)
        canvas.wash(works, ramp(128, 200, 26), palette.WORKS_GROUND)
        if scale >= 26:
            canvas.draw(self._street_strips(scale))
        canvas.mist(rubble, (np.arange(256) * 0.34).astype(np.uint8), palette.RUBBLE_DARK)
        canvas.begin_veil()
        if scale >= 26:
            canvas.draw(self.shadows, veiled=True)
        canvas.lay_veil()
        canvas.draw(self.roofs)
        if scale >= 18:
            paint_specks(canvas, self.ruins)


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

    def gardens(self) -> Floats:
        """Where trees stand behind every third of the smaller houses."""
        x, y, u, v, length, depth = np.vstack([np.zeros((0, 6)), *self.rows]).T
        back = depth + 0.030
        trees = np.column_stack([x + v * back + u * length, y - u * back + v * length])
        small: Floats = trees[length < 0.03]
        return small[::3]


class _Town:
    """Blocks of houses on a grid of streets for every town, turned the way its greatest roads run."""

    def __init__(self, land: Land, clear: Clear, roads: Roads) -> None:
        self.land, self.clear = land, clear
        self.streets: list[Floats] = []
        self.towns = [(town, self._turn(town, roads)) for town in towns_of(land)]

    def _turn(self, town: list[int], roads: Roads) -> float:
        """The angle of a town's streets: that of its roads modulo a right angle, or chance."""
        total = 0j
        for way in roads.roads:
            if way.kind in ("main", "supply"):
                inside = np.isin(self.land.nearest(*way.line.T), town)
                step = np.diff(way.line, axis=0)[inside[1:]]
                total += complex((np.hypot(*step.T) * np.exp(4j * np.arctan2(step[:, 1], step[:, 0]))).sum())
        return float(np.angle(total)) / 4 if total else math.pi / 2 * chance(self.land.seed + 51, town[0])

    def build(self, houses: _Houses) -> None:
        """Fill every town with blocks."""
        for town, turn in self.towns:
            nodes, keys = self._nodes(town, turn)
            kinds = self.land.terrain[self.land.nearest(nodes[..., 0], nodes[..., 1])]
            urban = self._urban(nodes)
            self._streets(nodes, urban)
            whole = urban[:-1, :-1] & urban[1:, 1:] & urban[1:, :-1] & urban[:-1, 1:]
            sides = [part[whole] for part in (nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:])]
            names = keys[0][:-1, :-1][whole].tolist(), keys[1][:-1, :-1][whole].tolist()
            self._blocks(houses, np.stack(sides, axis=1), kinds[:-1, :-1][whole].tolist(), (town[0], *names))

    def _nodes(self, town: list[int], turn: float) -> tuple[Floats, tuple[Ints, Ints]]:
        """Corners of the blocks about a town in km, gently bent, and their keys."""
        centres = self.land.centres[town]
        middle, cos, sin = centres.mean(axis=0), math.cos(turn), math.sin(turn)
        reach = float(np.hypot(*(centres - middle).T).max()) + 0.7
        spans = [np.arange(-int(reach / size) - 1, int(reach / size) + 2, dtype=np.int64) for size in BLOCK_KM]
        i, j = np.meshgrid(*spans, indexing="ij")
        u = (i + 0.22 * (chances(self.land.seed + 52, i, i) - 0.5)) * BLOCK_KM[0]
        v = (j + 0.22 * (chances(self.land.seed + 53, j, j) - 0.5)) * BLOCK_KM[1]
        x, y = middle[0] + u * cos - v * sin, middle[1] + u * sin + v * cos
        bend = [0.5 * (noise(self.land.seed + 54 + n, x / 2.1, y / 2.1) - 0.5) for n in (0, 1)]
        return np.dstack([x + bend[0], y + bend[1]]), (i, j)

    def _urban(self, nodes: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which corners lie in built-up hexes, the outermost raggedly left out."""
        x, y = nodes[..., 0], nodes[..., 1]
        land = self.land
        inside = np.isin(land.terrain[land.nearest(x, y)], URBAN) & land.on_map(x, y)
        near = np.ones_like(inside)
        for dx, dy in ((0.16, 0.0), (-0.16, 0.0), (0.0, 0.16), (0.0, -0.16)):
            near &= np.isin(land.terrain[land.nearest(x + dx, y + dy)], URBAN)
        key = np.rint(nodes * 1000).astype(np.int64)
        urban: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = inside & (
            near | (chances(land.seed + 56, key[..., 0], key[..., 1]) < 0.6)
        )
        return urban

    def _streets(self, nodes: Floats, urban: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
        """The streets between the blocks, as far as the town reaches."""
        for grid, inside in ((nodes, urban), (nodes.transpose(1, 0, 2), urban.T)):
            for row, here in zip(grid, inside, strict=True):
                runs = np.flatnonzero(np.diff(np.concatenate([[0], here.astype(np.int8), [0]])))
                self.streets += [row[a:b] for a, b in zip(runs[::2], runs[1::2], strict=True) if b - a > 1]

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
