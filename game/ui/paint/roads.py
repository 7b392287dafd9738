"""Roads and railways: smooth lines from hex to hex, all casings first, then all fills; railways beneath them."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable

import numpy as np

from game.hexes import Grid
from game.scenario.load import Scenario
from game.state import BRIDGE, NO_BRIDGE
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.courses import Course, Net
from game.ui.paint.kept import kept
from game.ui.paint.land import Land
from game.ui.paint.water import Waters

KINDS = ("track", "dirt", "secondary", "supply", "main")
"""From the least road to the greatest."""
_WEIGHT = {"track": 0.1, "dirt": 0.2, "secondary": 0.4, "supply": 0.7, "main": 1.0, "rail": 0.6}
"""How strongly a kind of road pulls the line straight."""
_STYLE = {
    "dirt": (palette.DIRT_KM, (1.5, 0.8), palette.CASING_DIRT, palette.ROAD_DIRT),
    "secondary": (palette.SECONDARY_KM, (1.9, 1.0), palette.CASING_SECONDARY, palette.ROAD_SECONDARY),
    "supply": (palette.SUPPLY_KM, (2.3, 1.3), palette.CASING_MAIN, palette.ROAD_SUPPLY),
    "main": (palette.MAIN_KM, (2.8, 1.7), palette.CASING_MAIN, palette.ROAD_MAIN),
}
"""Widths of casing and fill in km, the least of both in px, both colours."""
PLAY_KM = 0.25
"""How far from the middle of a hexside a road may cross it; half a hexside is 0.289 km."""
STIFFNESS = 0.004
"""What it costs a road to leave the middle of a hexside, beside what it costs to bend."""
BESIDE_KM = 0.15
"""How far a railway keeps from a road that runs the same way."""
BRIDGED_KM = 0.45
"""A road crosses a water by a bridge if one stands on a hexside whose middle is this near."""

WayKey = tuple[str, str, tuple[int, ...], bytes]
"""Kind, number and hexes of a way, and the points through which it is led."""
Known = dict[WayKey, "Way"]
Piece = tuple[str, str, tuple[int, ...]]
"""Kind, number and hexes of a road."""

class Way(Course):
    """A road or railway, or the piece of one that no greater one covers."""

    def __init__(self, key: WayKey, line: Floats, points: Floats) -> None:
        """`points` are where it crosses the hexsides of its path; `line` goes on beyond the edge of the map."""
        super().__init__(line)
        self.key, self.points = key, points
        self.kind, self.ref, self.path, _ = key

    @functools.cached_property
    def ticks(self) -> Floats:
        """The ticks across a railway, rows of (x, y, x, y)."""
        points = lines.resample(self.line, palette.RAIL_STEP_KM)
        across = lines.normals(points) * (palette.RAIL_TICK_KM / 2)
        return np.hstack([points - across, points + across])

    @kept(2)
    def parts(self, cuts: tuple[float, ...]) -> tuple[Course, ...]:
        """The course, interrupted at some places counted in its points."""
        return tuple(map(Course, _without(self.line, list(cuts)))) if cuts else (self,)


class Roads:
    """The layer of roads and railways."""

    def __init__(self, land: Land, scenario: Scenario, waters: Waters, before: Roads | None = None) -> None:
        """The roads of a scenario over its waters; what was there before and is not changed is taken over."""
        self.land = land
        file, grid = scenario.file, land.grid
        roads: list[Piece] = [(road.kind, road.ref, _path(grid, road.path)) for road in file.roads]
        rails: list[Piece] = [("rail", "", _path(grid, rail.path)) for rail in file.rails]
        known = {way.key: way for way in (*before.roads, *before.rails)} if before is not None else {}
        crossings = Crossings(land, [(kind, path) for kind, _, path in roads])
        crossings.settle(np.zeros(len(crossings.off)), np.full(len(crossings.off), STIFFNESS))
        self.roads: list[Way] = _lay(land, _pieces(roads), crossings, known)
        rail_crossings = Crossings(land, [(kind, path) for kind, _, path in rails])
        rail_crossings.settle(*_beside(crossings, rail_crossings))
        self.rails: list[Way] = _lay(land, _pieces(rails), rail_crossings, known)
        self.parts = self._interrupted(scenario, waters)
        """Every way with its parts between waters that no bridge has ever crossed."""
        self._nets = {
            kind: Net(land.squares, [part for way, parts in self.parts if way.kind == kind for part in parts])
            for kind in (*KINDS, "rail")
        }
        self._tracks = Net(land.squares, self.rails)
        self._through: dict[int, list[Way]] = {}
        for way in self.roads:
            for h in dict.fromkeys(way.path):
                self._through.setdefault(h, []).append(way)
        self.crossed = frozenset(self._through)
        """The hexes through which roads run."""
        self._over: dict[frozenset[int], list[tuple[Way, int]]] = {}
        for way in (*self.rails, *self.roads):
            for i, step in enumerate(itertools.pairwise(way.path)):
                self._over.setdefault(frozenset(step), []).append((way, i))

    def through(self, h: int) -> list[Way]:
        """The roads that run through a hex, the greatest first."""
        return self._through.get(h, [])

    def clearings(self) -> list[tuple[Course, float]]:
        """Every way with the width in km that it keeps clear."""
        narrow = ("track", "dirt", "rail")
        return [(way, 0.09 if way.kind in narrow else 0.15) for way in (*self.roads, *self.rails)]

    def _interrupted(self, scenario: Scenario, waters: Waters) -> list[tuple[Way, tuple[Course, ...]]]:
        """Take the roads off waters where no bridge has ever been."""
        sides = self.land.sides[scenario.start.edges[:, BRIDGE] != NO_BRIDGE]
        bridges = self.land.centres[sides].mean(axis=1)
        found = []
        for way in (*self.roads, *self.rails):
            cuts = [at for at, point in waters.crossings(way)
                    if self.land.on_map(point[:1], point[1:])[0]
                    and not (np.hypot(*(bridges - point).T) < BRIDGED_KM).any()]  # fmt: skip
            found.append((way, way.parts(tuple(cuts))))
        return found

    def paint(self, canvas: Canvas) -> None:
        """Paint railways, then roads."""
        scale = canvas.scale
        if scale >= 26:
            self._nets["rail"].draw(canvas, max(0.055, 2.6 / scale), palette.RAIL_BED)
        self._nets["rail"].draw(canvas, max(palette.RAIL_KM, 1.1 / scale), palette.RAIL)
        for way in self._tracks.near(canvas.view) if scale >= 18 else ():
            canvas.lines(way.ticks, palette.RAIL, max(0.8, 0.014 * scale))
        for track in self._nets["track"].near(canvas.view) if scale >= 26 else ():
            canvas.draw(track.dashes(max(palette.TRACK_KM, 0.9 / scale), palette.TRACK))
        for part in (0, 1):
            for kind in KINDS[1:]:
                km, px, *colours = _STYLE[kind]
                self._nets[kind].draw(canvas, max(km[part], px[part] / scale), colours[part])

    def over(self, a: int, b: int) -> list[tuple[str, Floats]]:
        """Kind and course near their hexside of the greatest road, then a railway, from hex a to hex b or back."""
        found: dict[bool, tuple[str, Floats]] = {}
        for way, i in self._over.get(frozenset((a, b)), ()):
            at = int(np.argmin(np.hypot(*(way.line - way.points[i]).T)))
            found[way.kind == "rail"] = (way.kind, way.line[max(0, at - 20) : at + 21])
        return [found[key] for key in sorted(found)]


class Crossings:
    """Where roads cross hexsides: each point lies on its hexside, moved along it so that the roads bend least."""

    def __init__(self, land: Land, ways: list[tuple[str, tuple[int, ...]]]) -> None:
        self.index: dict[frozenset[int], int] = {}
        for _, path in ways:
            for step in itertools.pairwise(path):
                self.index.setdefault(frozenset(step), len(self.index))
        self.ways = ways
        last = sorted({h for _, path in ways for h in (path[0], path[-1])})
        self.ends = {h: len(self.index) + i for i, h in enumerate(h for h in last if _inland(land.grid, h))}
        """Where the last hexes of roads that end inside the map stand among the points: their centres do not move."""
        pairs = np.array([*map(sorted, self.index), *((h, h) for h in self.ends)], dtype=np.int64).reshape(-1, 2)
        a, b = land.centres[pairs[:, 0]], land.centres[pairs[:, 1]]
        self.middle = (a + b) / 2
        self.along = np.column_stack([(b - a)[:, 1], (a - b)[:, 0]])
        """Unit vectors along the hexsides, to the left of the way from the lower to the higher hex."""
        self.off = np.zeros(len(pairs))
        """How far each point is moved from the middle of its hexside, in km."""

    def settle(self, wanted: Floats, firmness: Floats) -> None:
        """Bend as little as leaving the wanted moves, each held with its firmness, allows; moves in whole metres."""
        bends = self._bends()
        if not bends:
            self.off = np.round(PLAY_KM * np.tanh(wanted / PLAY_KM), 3)
            return
        links = np.array(list(bends), dtype=np.int64)
        pull = np.sqrt(np.array(list(bends.values())))[:, None] * [1.0, -2.0, 1.0]
        along = self.along[links] * pull[..., None]
        count = len(self.off)

        def back(strain: Floats) -> Floats:
            """What bends, (b, 2), pull at every point."""
            pulls = (along * strain[:, None]).sum(axis=2)
            return np.bincount(links.ravel(), pulls.ravel(), count).astype(np.float64)

        def system(off: Floats) -> Floats:
            return firmness * off + back((along * off[links][..., None]).sum(axis=1))

        goal = firmness * wanted - back((self.middle[links] * pull[..., None]).sum(axis=1))
        weight = firmness + np.bincount(links.ravel(), (along**2).sum(axis=2).ravel(), count)
        self.off = np.round(PLAY_KM * np.tanh(_solved(system, goal, weight) / PLAY_KM), 3)

    def _bends(self) -> dict[tuple[int, int, int], float]:
        """Three hexsides that a road crosses one after the other, and how much it minds to bend there."""
        bends: dict[tuple[int, int, int], float] = {}
        for kind, path in self.ways:
            links = [self.index[frozenset(step)] for step in itertools.pairwise(path)]
            tips = [[self.ends[h]] if h in self.ends else [] for h in (path[0], path[-1])]
            links = [*tips[0], *links, *tips[1]]
            for a, b, c in zip(links, links[1:], links[2:], strict=False):
                key = min(a, c), b, max(a, c)
                bends[key] = max(bends.get(key, 0.0), _WEIGHT[kind])
        return bends

    def points(self, path: tuple[int, ...]) -> Floats:
        """Where a road crosses the hexsides of its path."""
        links = [self.index[frozenset(step)] for step in itertools.pairwise(path)]
        points: Floats = self.middle[links] + self.along[links] * self.off[links, None]
        return points


def _solved(system: Callable[[Floats], Floats], goal: Floats, weight: Floats) -> Floats:
    """The numbers that a symmetric system makes the goal, by conjugate gradients; `weight` is its diagonal."""
    x = np.zeros_like(goal)
    rest = goal
    step = eased = rest / weight
    size = float(rest @ eased)
    least = size * 1e-18
    for _ in range(20 * int(math.sqrt(len(goal))) + 400):
        if size <= least or size == 0.0:
            break
        pulled = system(step)
        t = size / float(step @ pulled)
        x, rest = x + t * step, rest - t * pulled
        eased = rest / weight
        size, before = float(rest @ eased), size
        step = eased + step * (size / before)
    return x


def _inland(grid: Grid, h: int) -> bool:
    """Whether a hex has all six neighbours."""
    return sum(1 for _ in grid.neighbours(h)) == 6


def _path(grid: Grid, words: str) -> tuple[int, ...]:
    """The hexes of a path."""
    hexes = [grid.parse(word) for word in words.split()]
    return tuple(h for h in hexes if h is not None)


def _pieces(ways: list[Piece]) -> list[Piece]:
    """The roads cut where a greater one already runs through the same hexes, the greatest first."""
    covered: dict[frozenset[int], str] = {}
    pieces = []
    for kind, ref, path in sorted(ways, key=lambda way: -_WEIGHT[way[0]]):
        steps = [frozenset(step) for step in itertools.pairwise(path)]
        under = [(covered.get(step), i) for i, step in enumerate(steps)]
        start = 0
        for taken, run in itertools.groupby(under, lambda step: step[0] is not None):
            kinds, hexes = zip(*run, strict=True)
            crosses = hexes[0] > 0 and hexes[-1] < len(steps) - 1 and len(hexes) < 3
            if taken and not (crosses and set(kinds) == {kind}):
                pieces.append((kind, ref, path[start : hexes[0] + 1]))
                start = hexes[-1] + 1
        pieces.append((kind, ref, path[start:]))
        covered.update({step: kind for step in steps if step not in covered})
    return [piece for piece in pieces if len(piece[2]) > 1]


def _lay(land: Land, pieces: list[Piece], crossings: Crossings, known: Known) -> list[Way]:
    """The courses of roads or rails; one that ends inside the map ends on the greatest that passes through there.

    Those known already are taken over.
    """
    spots = {h: land.centres[h] for _, _, path in pieces for h in (path[0], path[-1])}
    points = [crossings.points(path) for _, _, path in pieces]
    for (_, _, path), here in reversed(list(zip(pieces, points, strict=True))):
        if spots.keys().isdisjoint(path[1:-1]):
            continue
        fine = lines.spline(here, 0.03)
        for h, middle in zip(path[1:-1], (here[:-1] + here[1:]) / 2, strict=True):
            if h in spots:
                spots[h] = fine[np.argmin(np.hypot(*(fine - middle).T))]
    return [_way(land, spots, piece, here, known) for piece, here in zip(pieces, points, strict=True)]


def _way(land: Land, spots: dict[int, Floats], piece: Piece, points: Floats, known: Known) -> Way:
    """A road through its hexsides to its last hexes, led on beyond the map where it ends on its edge."""
    kind, ref, path = piece
    first = _tip(land, path[0], spots[path[0]], points[:2])
    last = _tip(land, path[-1], spots[path[-1]], points[:-3:-1])
    course = np.vstack([first[::-1], points, last])
    key = kind, ref, path, course.tobytes()
    return known.get(key) or Way(key, lines.spline(course, 0.03), points)


def _tip(land: Land, h: int, spot: Floats, last: Floats) -> Floats:
    """Where a road ends that comes to hex h by its two last crossings, the very last first."""
    missing = [d for d in range(6) if land.grid.neighbour(h, d) is None]
    forward = last[0] - last[1] if len(last) > 1 else spot - last[0]
    forward = forward / max(float(np.hypot(*forward)), 1e-9)
    outward = [np.array([math.cos(math.radians(60 * d)), -math.sin(math.radians(60 * d))]) for d in missing]
    if not outward:
        return spot[None]
    best = max(outward, key=lambda way: float(way @ forward))
    return np.vstack([land.centres[h] + 0.5 * best, land.centres[h] + 1.3 * best])


def _without(line: Floats, cuts: list[float]) -> list[Floats]:
    """The parts of a line that remain when a short piece is taken out about each of some places."""
    left = np.ones(len(line), dtype=bool)
    for at in cuts:
        left[max(0, round(at) - 2) : round(at) + 3] = False
    ends = np.flatnonzero(np.diff(np.concatenate([[0], left.astype(np.int8), [0]])))
    return [line[a:b] for a, b in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True) if b - a > 1]


def _beside(crossings: Crossings, rails: Crossings) -> tuple[Floats, Floats]:
    """Where railways want to cross hexsides they share with roads, to the left of them, and how firmly."""
    wanted, firmness = np.zeros(len(rails.off)), np.full(len(rails.off), STIFFNESS)
    for _, path in rails.ways:
        for a, b in itertools.pairwise(path):
            road = crossings.index.get(frozenset((a, b)))
            if road is not None:
                rail = rails.index[frozenset((a, b))]
                wanted[rail] = crossings.off[road] + (BESIDE_KM if a < b else -BESIDE_KM)
                firmness[rail] = 1.0
    return wanted, firmness
