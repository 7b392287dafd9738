"""[10.2] The line of sight between two hexes: the ground under it, its height over it, and the first hex that blocks it.

Eyes are so many metres above the ground at either end; a hex between cuts the straight line if its ground, with what
stands on it, rises above it. Who sees is seen: a line that runs along an edge counts only if it is free on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from game.ground import ELEVATION, TERRAIN, Board, Q, R
from game.state import Ints

EYES_METRES = 3
COVER_METRES = (0, 4, 12, 5, 8, 15, 15, 0)
"""What ground of each kind hides behind it, by TERRAINS."""


@dataclass(frozen=True)
class Step:
    """A hex on a line of sight."""

    hex: int
    ground: int
    """Its height, in metres."""
    cover: int
    """What stands on it and hides what is behind, in metres; 0 at the ends."""
    line: float
    """The height of the line there, in metres."""

    @property
    def over(self) -> float:
        """Metres by which it rises above the line; 0 or less if it does not block."""
        return self.ground + self.cover - self.line


@dataclass(frozen=True)
class SightLine:
    """The line of sight between two hexes."""

    steps: tuple[Step, ...]
    """From the first hex to the last; of two hexes that share an edge under the line the higher."""
    leaves: bool = False
    """Whether the line leaves the map on the way, where nobody knows what it meets."""

    @property
    def block(self) -> Step | None:
        """The first hex that blocks, None if none does."""
        return next((step for step in self.steps[1:-1] if step.over > 0), None)

    @property
    def free(self) -> bool:
        """Whether each end sees the other."""
        return self.block is None and not self.leaves


def tops(board: Board) -> Ints:
    """The height of every hex with what stands on it, in metres; (H,) int64."""
    heights: Ints = board.hexes[:, ELEVATION] + np.array(COVER_METRES)[board.hexes[:, TERRAIN]]
    return heights


def eyes(board: Board) -> Ints:
    """The height of the eyes of whoever stands in a hex, in metres; (H,) int64."""
    heights: Ints = board.hexes[:, ELEVATION] + EYES_METRES
    return heights


def times_line(start: Any, end: Any, k: int, steps: int) -> Any:
    """The height of the line k of so many steps on the way between two pairs of eyes, or arrays, times the steps."""
    return start * (steps - k) + end * k


def between(q: int, r: int, k: int, steps: int) -> tuple[int, int]:
    """The hex, as an axial offset, that lies k steps of so many on the way to (q, r), a hair off the edges."""
    fine = 1_000_000

    def away(offset: tuple[int, int]) -> int:
        a = (offset[0] * steps - q * k) * fine - k * steps
        b = (offset[1] * steps - r * k) * fine - 2 * k * steps
        return a * a + a * b + b * b

    near = [(q * k // steps + i, r * k // steps + j) for i in (-1, 0, 1, 2) for j in (-1, 0, 1, 2)]
    return min(near, key=away)


def line_of_sight(board: Board, a: int, b: int) -> SightLine:
    """The line of sight between two hexes, however far; the same hexes from either end."""
    q, r = (int(board.hexes[b, axis] - board.hexes[a, axis]) for axis in (Q, R))
    steps = max(abs(q), abs(r), abs(q + r))
    found = {(int(row[Q]), int(row[R])): h for h, row in enumerate(board.hexes)} if steps > 1 else {}
    top, eye, leaves = tops(board), eyes(board), False
    line = [Step(a, int(board.hexes[a, ELEVATION]), 0, float(eye[a]))]
    for k in range(1, steps):
        there, back = between(q, r, k, steps), between(-q, -r, steps - k, steps)
        hexes = [_at(board, found, a, there), _at(board, found, b, back)]
        leaves |= min(hexes) < 0
        known = [h for h in hexes if h >= 0]
        if known:
            h = max(known, key=lambda h: (int(top[h]), -h))
            height = int(board.hexes[h, ELEVATION])
            line.append(Step(h, height, int(top[h]) - height, times_line(int(eye[a]), int(eye[b]), k, steps) / steps))
    if steps:
        line.append(Step(b, int(board.hexes[b, ELEVATION]), 0, float(eye[b])))
    return SightLine(tuple(line), leaves)


def _at(board: Board, found: dict[tuple[int, int], int], h: int, offset: tuple[int, int]) -> int:
    """The hex at an axial offset from another, -1 off the map."""
    return found.get((int(board.hexes[h, Q]) + offset[0], int(board.hexes[h, R]) + offset[1]), -1)
