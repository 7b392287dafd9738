"""Lines of a survey: waters become chains of hexsides, roads and railways chains of hexes, and bridges where they meet.

Every hex has a judge: the point where its largest settlement lies, or else its centre. A water runs along exactly those
hexsides whose two judges it parts (the straight line between them crosses it an odd number of times), so banks are right
and consecutive hexsides share a corner. Points are kilometres east and south of hex 0000; sides are (lower, higher) hex.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from game.ground import Side
from game.hexes import GeoReference, Grid
from game.scenario.survey.geojson import Floats
from game.scenario.survey.records import Line, Vertex

Point = tuple[float, float]
Corner = tuple[int, int]
"""A corner of hexes, in thousandths of a kilometre east and south of hex 0000."""

STEP_KM = 0.1
"""How finely a line is walked."""
OUTSIDE_KM = 1.0
"""A line that leaves the map for longer than this is cut there."""
ON_WATER_KM = 0.1
"""A vertex this near to a water lies on it, on neither bank."""
BANK_KM = 2.5
"""Waters farther than this from a vertex do not part it from the judges of the hexes round it."""
STREAM_KM = 10.0
"""A stream at least this long on the map counts as a river."""
LENGTH_KM = 10_000.0
"""Most kilometres of lines of all kinds on a map."""
_STEP, _OFF_LINE, _OVER_WATER = 1000, 2000, 1500
"""What a hex of a road costs, what a square kilometre off its line costs, and what crossing a water costs."""


class TooLong(Exception):
    """Raised when the lines on a map are longer than LENGTH_KM in all."""


@dataclass(frozen=True)
class Water:
    """A stretch of river or canal: one chain of hexsides."""

    id: str
    kind: str
    """river or canal."""
    line: Line
    sides: list[Side]


@dataclass(frozen=True)
class Way:
    """A stretch of road or railway: one chain of hexes."""

    id: str
    line: Line
    path: list[int]


@dataclass(frozen=True)
class Stop:
    """A hex a road must lead through, and where in it."""

    hex: int
    at: Point
    fixed: bool
    """Whether roads meet here, or the table names what is here: the hex stays even where the road bends sharply."""


def at_edge(grid: Grid, h: int) -> bool:
    """Whether a hex lies at the edge of the map."""
    return sum(1 for _ in grid.neighbours(h)) < 6


def points_km(geo: GeoReference, line: Line) -> list[Point]:
    """The vertices of a line in kilometres."""
    return [geo.to_km(v.lat, v.lon) for v in line.vertices]


def clipped(grid: Grid, points: Sequence[Point], margin: float) -> Iterator[tuple[int, Point, Point]]:
    """(i, from, to) of the part of each segment i that lies within a margin of the map, in kilometres.

    Segments longer than 1000 km, such as across the 180th meridian, are left out.
    """
    low = (-0.5 - margin, -1 - margin)
    high = (grid.columns + margin, grid.rows + margin)
    for i, (p, q) in enumerate(pairwise(points)):
        start, end = 0.0, 1.0
        for axis in (0, 1):
            d = q[axis] - p[axis]
            a, b = low[axis] - p[axis], high[axis] - p[axis]
            if d == 0:
                if a > 0 or b < 0:
                    end = -1.0
                continue
            near, far = sorted((a / d, b / d))
            start, end = max(start, near), min(end, far)
        if start <= end and math.dist(p, q) < 1000:
            yield i, _along(p, q, start), _along(p, q, end)


def _along(p: Point, q: Point, t: float) -> Point:
    """The point at a fraction of the way from p to q."""
    if t == 1:
        return q
    return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t


def walk(grid: Grid, points: Sequence[Point], margin: float, step: float) -> list[Point]:
    """Points of a line, a step apart or closer, as far as it lies within a margin of the map."""
    found: list[Point] = []
    for _, p, q in clipped(grid, points, margin):
        n = max(1, math.ceil(math.dist(p, q) / step))
        found += [_along(p, q, k / n) for k in range(n + 1)]
    return found


def check_length(grid: Grid, geo: GeoReference, lines: Iterable[Line]) -> None:
    """Raise TooLong if the lines would take too long to lay."""
    if sum(math.dist(p, q) for line in lines for _, p, q in clipped(grid, points_km(geo, line), 1.0)) > LENGTH_KM:
        raise TooLong


def _turn(p: Floats, q: Floats, r: Floats) -> Floats:
    """Twice the area of triangles p, q, r; the sign says on which side of p to q each r lies."""
    area: Floats = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
    return area


class Banks:
    """What waters part: the judges of hexes and the segments of all waters."""

    def __init__(self, grid: Grid, geo: GeoReference, settlements: Mapping[int, Point], lines: Iterable[Line]) -> None:
        self.grid = grid
        self.judges = np.array([settlements.get(h, grid.centre(h)) for h in range(grid.count)], dtype=np.float64)
        self.judges += (1.1e-7, 2.3e-7)
        segments = [(*p, *q) for line in lines for _, p, q in clipped(grid, points_km(geo, line), 2.0)]
        self.segments = np.array(segments, dtype=np.float64).reshape(-1, 4)
        ends = self.segments[:, :2], self.segments[:, 2:]
        self._bounds = np.ascontiguousarray(np.hstack((np.minimum(*ends), np.maximum(*ends))).T)

    def home(self, stop: Stop) -> int:
        """The hex for a stop: its own, or if that one's judge is across a water the nearest of which it is not.

        A hex at the map's edge is exchanged only for another there.
        """
        h, grid, near = stop.hex, self.grid, self._near(stop.at)
        if not len(near) or _off_segments(stop.at, near) < ON_WATER_KM or not self._parted(stop.at, h, near):
            return h
        dry = [n for _, n in grid.neighbours(h) if not self._parted(stop.at, n, near)]
        dry = [n for n in dry if at_edge(grid, n) or not at_edge(grid, h)]
        return min(dry, key=lambda n: (math.dist(stop.at, grid.centre(n)), n), default=h)

    def _near(self, p: Point) -> Floats:
        """The segments of waters that may lie between a point and the judges of the hexes round it."""
        x0, y0, x1, y1 = self._bounds
        across = (x0 < p[0] + BANK_KM) & (x1 > p[0] - BANK_KM) & (y0 < p[1] + BANK_KM) & (y1 > p[1] - BANK_KM)
        near: Floats = self.segments[across]
        return near

    def _parted(self, p: Point, h: int, segments: Floats) -> bool:
        """Whether a water lies between a point and the judge of a hex."""
        return bool(crossings(np.array([p]), self.judges[h : h + 1], segments)[0] % 2)


def _off_segments(p: Point, segments: Floats) -> float:
    """Kilometres from a point to the nearest of some segments."""
    a, b = segments[:, :2], segments[:, 2:]
    d = b - a
    t = np.clip(((np.array(p) - a) * d).sum(1) / np.maximum((d * d).sum(1), 1e-12), 0, 1)
    return float(np.hypot(*(a + d * t[:, None] - p).T).min())


def crossings(a: Floats, b: Floats, segments: Floats) -> Floats:
    """How often each straight line a to b (both (S, 2)) crosses the segments (M, 4); (S,)."""
    counts = np.zeros(len(a))
    p, q = segments[None, :, :2], segments[None, :, 2:]
    for start in range(0, len(a), 256):
        u, v = a[start : start + 256, None], b[start : start + 256, None]
        across = (_turn(u, v, p) >= 0) != (_turn(u, v, q) >= 0)
        counts[start : start + 256] = (across & ((_turn(p, q, u) >= 0) != (_turn(p, q, v) >= 0))).sum(1)
    return counts


def hinders(grid: Grid, geo: GeoReference, line: Line) -> bool:
    """Whether a line is a water that hexsides show: a river, a canal or a long stream."""
    if line.kind != "stream":
        return line.kind in ("river", "canal")
    return sum(math.dist(p, q) for _, p, q in clipped(grid, points_km(geo, line), 0.0)) >= STREAM_KM


def lay_waters(grid: Grid, geo: GeoReference, banks: Banks, lines: Iterable[Line]) -> list[Water]:
    """Waters as chains of hexsides; a line that leaves the map and comes back gives several."""
    waters: list[Water] = []
    for line in lines:
        points = points_km(geo, line)
        kind = "canal" if line.kind == "canal" else "river"
        chains = _chains(grid, _cut(grid, banks, points), points)
        waters += [Water(_numbered(line.id, i), kind, line, sides) for i, sides in enumerate(chains)]
    return waters


def _numbered(name: str, i: int) -> str:
    """The name of the i-th stretch of a line."""
    return f"{name}-{i + 1}" if i else name


def _cut(grid: Grid, banks: Banks, points: Sequence[Point]) -> set[Side]:
    """The hexsides whose judges a line parts."""
    walked = {h for p in walk(grid, points, 1.0, 0.25) if (h := grid.hex_at(*p)) is not None}
    near = sorted({n for h in walked for n in grid.disk(h, 2)})
    sides = [(h, n) for h in near for _, n in grid.neighbours(h) if h < n]
    segments = np.array([(*p, *q) for _, p, q in clipped(grid, points, 2.0)], dtype=np.float64).reshape(-1, 4)
    if not sides:
        return set()
    ends = np.array(sides)
    odd = crossings(banks.judges[ends[:, 0]], banks.judges[ends[:, 1]], segments) % 2 == 1
    return {side for side, parted in zip(sides, odd, strict=True) if parted}


def corners(grid: Grid, side: Side) -> tuple[Corner, Corner]:
    """The two corners at the ends of a hexside."""
    direction = grid.direction(*side)
    assert direction is not None
    first, second = (grid.corner(side[0], d % 6) for d in (direction - 1, direction))
    return (round(first[0] * 1000), round(first[1] * 1000)), (round(second[0] * 1000), round(second[1] * 1000))


def _chains(grid: Grid, cut: set[Side], points: Sequence[Point]) -> list[list[Side]]:
    """The hexsides of a cut as chains that begin upstream, the first chain of the line first.

    At every corner one or two hexsides meet, so they form open chains, and rings where a line crosses itself or closes.
    Rings are kept if the line closes; of open chains those of one hexside are dropped.
    """
    meeting: dict[Corner, list[Side]] = {}
    for side in sorted(cut):
        for corner in corners(grid, side):
            meeting.setdefault(corner, []).append(side)
    walked = np.array(walk(grid, points, 1.0, 0.25)).reshape(-1, 2)
    closed = math.dist(points[0], points[-1]) < ON_WATER_KM
    left, chains = set(cut), []
    for ring in (False, True):
        for corner in sorted(meeting):
            if (ring and closed) or len(meeting[corner]) == 1:
                chain = _follow(grid, corner, meeting, left)
                if len(chain) > 1:
                    chains.append(_downstream(grid, chain, walked))
    return [chain for _, chain in sorted(chains)]


def _follow(grid: Grid, corner: Corner, meeting: Mapping[Corner, list[Side]], left: set[Side]) -> list[Side]:
    """Hexsides one after another from a corner, taken out of those left."""
    chain: list[Side] = []
    while True:
        onward = [side for side in meeting[corner] if side in left]
        if not onward:
            return chain
        side = onward[0]
        left.remove(side)
        chain.append(side)
        first, second = corners(grid, side)
        corner = second if corner == first else first


def _downstream(grid: Grid, chain: list[Side], walked: Floats) -> tuple[int, list[Side]]:
    """Where along a line a chain begins, and the chain turned to run as the line does."""

    def along(side: Side) -> int:
        (ax, ay), (bx, by) = corners(grid, side)
        x, y = (ax + bx) / 2000, (ay + by) / 2000
        return int(np.argmin((walked[:, 0] - x) ** 2 + (walked[:, 1] - y) ** 2))

    first, last = along(chain[0]), along(chain[-1])
    return (first, chain) if first <= last else (last, chain[::-1])


# roads and railways ---------------------------------------------------------------------------------------------------


def lay_ways(
    grid: Grid,
    geo: GeoReference,
    banks: Banks,
    lines: Sequence[Line],
    waters: Iterable[Water],
    held: set[int],
    streets: set[int],
) -> list[Way]:
    """Roads or railways as chains of hexes; one that leaves the map and comes back gives several.

    They lead through the hexes their vertices lie in. Where a chain would double back sharply, the hex at the point is
    left out unless lines meet there, the table names what is there or a settlement (`held`) lies there. An end that
    stops one hex short of another line, or of `streets`, is joined to it, unless it is a track.
    """
    used: dict[Point, int] = {}
    for line in lines:
        for at in {_spot(v) for v in line.vertices}:
            used[at] = used.get(at, 0) + 1
    shared = {at for at, n in used.items() if n > 1}
    wet = {side for water in waters for side in water.sides}
    ways: list[Way] = []
    for line in lines:
        paths: list[list[int]] = []
        for stops in _runs(grid, geo, banks, line, shared):
            paths += _paths(grid, stops, wet, held)
        ways += [Way(_numbered(line.id, i), line, path) for i, path in enumerate(paths)]
    return _joined(grid, ways, wet, streets)


def _spot(vertex: Vertex) -> Point:
    """The coordinates by which lines share a vertex: to about 10 m."""
    return round(vertex.lat, 4), round(vertex.lon, 4)


def _runs(grid: Grid, geo: GeoReference, banks: Banks, line: Line, shared: set[Point]) -> list[list[Stop]]:
    """The stretches of a line that lie on the map, each as its stops: where it enters, its vertices, where it leaves."""
    points = points_km(geo, line)
    runs: list[list[Stop]] = []
    last, outside, before = None, math.inf, -1
    for i, p, q in clipped(grid, points, OUTSIDE_KM):
        if i != before + 1 or p != points[i]:
            outside = math.inf
        before, n = i, max(1, math.ceil(math.dist(p, q) / STEP_KM))
        for k in range(n + 1):
            at = _along(p, q, k / n)
            h = grid.hex_at(*at)
            if h is None:
                outside += math.dist(p, q) / n
                continue
            if outside > OUTSIDE_KM:
                if last is not None:
                    runs[-1].append(last)
                runs.append([])
            v = i + (k == n)
            named = v in (0, len(points) - 1) or bool(line.vertices[v].near) or _spot(line.vertices[v]) in shared
            outside, last = 0.0, Stop(h, at, True)
            if k in (0, n) and at == points[v] and not (runs[-1] and runs[-1][-1].at == at):
                runs[-1].append(Stop(h, at, named))
            elif not runs[-1]:
                runs[-1].append(last)
    if last is not None:
        runs[-1].append(last)
    return [[Stop(banks.home(stop), stop.at, stop.fixed) for stop in run] for run in runs]


def _paths(grid: Grid, stops: list[Stop], wet: set[Side], held: set[int]) -> list[list[int]]:
    """Chains of hexes through the stops, no hex twice; stops already passed are left out."""
    fixed = held | {stop.hex for stop in stops if stop.fixed}
    path, here = [stops[0].hex], stops[0].at
    paths, passed = [path], {stops[0].hex}
    for stop in stops[1:]:
        if stop.hex in passed:
            here = stop.at if stop.hex == path[-1] else here
            continue
        leg = _leg(grid, path[-1], stop.hex, (here, stop.at), wet, passed)
        if leg is None:
            path = [stop.hex]
            paths.append(path)
        else:
            path += leg[1:]
        passed.update(path[-len(leg or path) :])
        here = stop.at
    return [_straight(grid, p, fixed, wet) for p in paths if len(p) > 1]


def _leg(
    grid: Grid, start: int, goal: int, along: tuple[Point, Point], wet: set[Side], passed: set[int]
) -> list[int] | None:
    """The hexes from start to goal, both included, that keep nearest to a straight line and cross few waters.

    None if there is no way round the hexes passed, or only a long one.
    """
    most = _STEP * (3 * grid.distance(start, goal) + 6)
    costs, came, queue = {start: 0}, {start: start}, [(0, start)]
    while queue:
        cost, h = heapq.heappop(queue)
        if h == goal:
            leg = [h]
            while leg[-1] != start:
                leg.append(came[leg[-1]])
            return leg[::-1]
        if cost > costs[h]:
            continue
        for _, n in grid.neighbours(h):
            step = _STEP + round(_OFF_LINE * _off(grid.centre(n), *along) ** 2)
            step += _OVER_WATER if (min(h, n), max(h, n)) in wet else 0
            if n not in passed and cost + step < costs.get(n, most):
                costs[n], came[n] = cost + step, h
                heapq.heappush(queue, (cost + step, n))
    return None


def _off(at: Point, p: Point, q: Point) -> float:
    """Kilometres from a point to a straight line from p to q."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    t = ((at[0] - p[0]) * dx + (at[1] - p[1]) * dy) / max(dx * dx + dy * dy, 1e-12)
    return math.dist(at, _along(p, q, min(1.0, max(0.0, t))))


def _straight(grid: Grid, path: list[int], fixed: set[int], wet: set[Side]) -> list[int]:
    """A chain without the hexes at which it would double back sharply, unless they are fixed or a water forbids it."""
    kept = path[:1]
    for h, after in zip(path[1:], [*path[2:], -1], strict=True):
        sharp = after >= 0 and grid.direction(kept[-1], after) is not None
        if sharp and h not in fixed and (min(kept[-1], after), max(kept[-1], after)) not in wet:
            continue
        kept.append(h)
    return kept


def _joined(grid: Grid, ways: list[Way], wet: set[Side], streets: set[int]) -> list[Way]:
    """The chains, each end that stops one hex short of a line it meets nowhere, or of a street, led into that hex.

    Tracks may end in a field.
    """
    on: dict[int, set[str]] = {h: {""} for h in streets}
    for way in ways:
        for h in way.path:
            on.setdefault(h, set()).add(way.line.id)
    met: dict[str, set[str]] = {}
    for lines in on.values():
        for name in lines:
            met.setdefault(name, set()).update(lines)
    found = []
    for way in ways:
        path, own = way.path, way.line.id
        for _ in range(2):
            path = path[::-1]
            if way.line.kind != "road_track" and on[path[-1]] == {own} and not at_edge(grid, path[-1]):
                near = [n for _, n in grid.neighbours(path[-1]) if on.get(n, {own}) - met[own] and n not in path]
                path = path + [n for n in near if (min(n, path[-1]), max(n, path[-1])) not in wet][:1]
        found.append(Way(way.id, way.line, path))
    return found


# bridges --------------------------------------------------------------------------------------------------------------


def crossings_of(ways: Iterable[Way], waters: Iterable[Water]) -> dict[Side, tuple[list[Way], list[Water]]]:
    """Hexsides where roads or railways cross waters, and which ones."""
    under: dict[Side, list[Water]] = {}
    for water in waters:
        for side in water.sides:
            under.setdefault(side, []).append(water)
    found: dict[Side, tuple[list[Way], list[Water]]] = {}
    for way in ways:
        for a, b in pairwise(way.path):
            side = min(a, b), max(a, b)
            if side in under and way not in found.setdefault(side, ([], under[side]))[0]:
                found[side][0].append(way)
    return dict(sorted(found.items()))
