"""Points of the map as tools mean them: the hex, the hexside and the corner nearest to a point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from game.hexes import Grid

Side = frozenset[int]


@dataclass(frozen=True)
class Spot:
    """A point of the map."""

    x: float
    """Kilometres east of hex 0000."""
    y: float
    hex: int
    side: Side | None
    """The nearest side between two hexes of the map."""
    corner: tuple[float, float]
    """The nearest corner of its hex, in km."""

    @staticmethod
    def at(grid: Grid, x: float, y: float) -> Spot | None:
        """The spot at a point in km, or None off the map."""
        h = grid.hex_at(x, y)
        if h is None:
            return None
        sides = [(math.dist((x, y), middle(grid, frozenset((h, n)))), n) for _, n in grid.neighbours(h)]
        near = min(sides, default=None)
        corners = [grid.corner(h, d) for d in range(6)]
        cx, cy = min(corners, key=lambda corner: math.dist(corner, (x, y)))
        return Spot(x, y, h, frozenset((h, near[1])) if near else None, (cx, cy))

    @staticmethod
    def on(grid: Grid, h: int, direction: int) -> Spot:
        """The spot in the middle of a hex, at its side in a direction."""
        n = grid.neighbour(h, direction % 6)
        x, y = grid.centre(h)
        return Spot(x, y, h, frozenset((h, n)) if n is not None else None, grid.corner(h, direction % 6))


def middle(grid: Grid, side: Side) -> tuple[float, float]:
    """The middle of a hexside in km."""
    (ax, ay), (bx, by) = (grid.centre(h) for h in side)
    return (ax + bx) / 2, (ay + by) / 2
