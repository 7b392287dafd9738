"""What a pen follows on the map: the hexside under the mouse, hexes and hexsides in a row between two points."""

from __future__ import annotations

import heapq
import math

from game.ground import Side
from game.hexes import CORNER_KM, Grid
from game.ui.table.camera import Point

_Corner = tuple[int, int]
"""A hex of the map and the direction at whose anticlockwise end the corner lies."""
STRAYING = 0.05
"""What it costs a chain of hexsides to leave the straight line, a hexside for each km away."""


def hexes_between(grid: Grid, hexes: list[int], end: int) -> list[int]:
    """A path of hexes led on straight to another hex; drawn back where it returns on itself."""
    if not hexes:
        return [end]
    if end in hexes:
        return hexes[: hexes.index(end) + 1]
    return [*hexes, *grid.line(hexes[-1], end)[1:]]


def sides_between(grid: Grid, start: Point, end: Point) -> list[Side]:
    """The shortest chain of hexsides from the corner nearest to one point in km to that nearest to another, in order.

    Of chains equally long it is the one nearest to the straight line; only hexsides between two hexes of the map count.
    """
    first, last = _corner_near(grid, start), _place(grid, _corner_near(grid, end))
    goal = grid.corner(*_corner_near(grid, end))
    origin = grid.corner(*first)
    begun = _place(grid, first)
    best: dict[Point, float] = {begun: 0.0}
    came: dict[Point, tuple[Point, Side]] = {}
    queue: list[tuple[float, Point, _Corner]] = [(0.0, begun, first)]
    while queue:
        _, here, corner = heapq.heappop(queue)
        if here == last:
            break
        for side, onward in _onward(grid, corner):
            there = _place(grid, onward)
            at = grid.corner(*onward)
            cost = best[here] + 1.0 + STRAYING * _away(at, origin, goal)
            if cost < best.get(there, math.inf):
                best[there], came[there] = cost, (here, side)
                heapq.heappush(queue, (cost + math.dist(at, goal) / CORNER_KM, there, onward))
    sides: list[Side] = []
    at_last = last
    while at_last in came:
        at_last, side = came[at_last]
        sides.append(side)
    return sides[::-1]


def _corner_near(grid: Grid, at: Point) -> _Corner:
    """The corner nearest to a point in km that a chain of hexsides can reach; off the map one of the nearest hex."""
    x, y = at
    h = grid.hex_at(x, y)
    if h is None:
        h = min(_rim_near(grid, x, y), key=lambda n: math.dist(grid.centre(n), at))
    reached = [d for d in range(6) if _onward(grid, (h, d))]
    return h, min(reached or range(6), key=lambda d: math.dist(grid.corner(h, d), at))


def _rim_near(grid: Grid, x: float, y: float) -> list[int]:
    """The hexes about the place on the map nearest to a point off it."""
    row = min(max(round(y * 2 / math.sqrt(3)), 0), grid.rows - 1)
    column = min(max(round(x), 0), grid.columns - 1)
    near = (grid.at(column + dc, row + dr) for dr in (-1, 0, 1) for dc in (-1, 0, 1))
    return [h for h in near if h is not None]


def _place(grid: Grid, corner: _Corner) -> Point:
    """A corner by where it is, in whole metres: the same from each of its hexes."""
    x, y = grid.corner(*corner)
    return round(1000 * x), round(1000 * y)


def _onward(grid: Grid, corner: _Corner) -> list[tuple[Side, _Corner]]:
    """The hexsides that meet at a corner, each with the corner at its other end."""
    h, d = corner
    left, right = grid.neighbour(h, (d + 1) % 6), grid.neighbour(h, d)
    found: list[tuple[Side, _Corner]] = []
    if right is not None:
        found.append(((h, right), (h, (d - 1) % 6)))
    if left is not None:
        found.append(((h, left), (h, (d + 1) % 6)))
    if right is not None and left is not None:
        found.append(((right, left), (right, (d + 1) % 6)))
    return found


def _away(at: Point, start: Point, end: Point) -> float:
    """Distance in km of a point from the straight line between two others."""
    length = math.dist(start, end)
    if length == 0:
        return math.dist(at, start)
    return abs((end[0] - start[0]) * (at[1] - start[1]) - (end[1] - start[1]) * (at[0] - start[0])) / length
