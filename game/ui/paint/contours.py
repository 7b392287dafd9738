"""Lines of equal value on a lattice of samples: marching squares, and chains of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.ui.paint.chance import Floats

_CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 2), (1, 0)), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 10: ((0, 3), (2, 1)), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
"""Corners above the level (bits: upper left, upper right, lower right, lower left) -> sides joined (upper, right, lower,
left); the side above the level lies on the same hand throughout."""


def isolines(surface: Floats, level: float) -> Floats:
    """Pieces of the line where a surface has a value: rows of (x, y, x, y) in samples."""
    above = surface > level
    a, b, c, d = above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]
    case = a + 2 * b + 4 * c + 8 * d
    crossed_rows, crossed_columns = np.nonzero((case > 0) & (case < 15))
    crossed = case[crossed_rows, crossed_columns]
    pieces = [np.zeros((0, 4))]
    for number, joins in _CASES.items():
        rows, columns = (index[crossed == number] for index in (crossed_rows, crossed_columns))
        for start, end in joins:
            ends = _on_side(surface, level, rows, columns, start), _on_side(surface, level, rows, columns, end)
            pieces.append(np.hstack(ends))
    return np.vstack(pieces)


def _on_side(surface: Floats, level: float, rows: NDArray[np.intp], columns: NDArray[np.intp], side: int) -> Floats:
    """Where the level lies on one side of each cell."""
    r1, c1, r2, c2 = ((0, 0, 0, 1), (0, 1, 1, 1), (1, 0, 1, 1), (0, 0, 1, 0))[side]
    p, q = surface[rows + r1, columns + c1], surface[rows + r2, columns + c2]
    t = (level - p) / np.where(p == q, 1.0, q - p)
    return np.column_stack([columns + c1 + t * (c2 - c1), rows + r1 + t * (r2 - r1)])


def chains(pieces: Floats) -> list[Floats]:
    """Pieces joined end to end into lines; a closed line ends where it begins."""
    keys = np.rint(pieces * 4096).astype(np.int64)
    follows = {(x, y): i for i, (x, y) in enumerate(keys[:, :2].tolist())}
    arrives = set(map(tuple, keys[:, 2:].tolist()))
    ends = keys[:, 2:].tolist()
    starts = [i for i, (x, y) in enumerate(keys[:, :2].tolist()) if (x, y) not in arrives]
    left = set(range(len(pieces)))
    lines = []
    for first in [*starts, *range(len(pieces))]:
        if first not in left:
            continue
        i: int | None = first
        points = [pieces[first, :2]]
        while i is not None and i in left:
            left.discard(i)
            points.append(pieces[i, 2:])
            x, y = ends[i]
            i = follows.get((x, y))
        lines.append(np.array(points))
    return lines
