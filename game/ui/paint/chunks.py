"""The map cut into squares: what follows from the ground of a place alone is made square by square when it is needed."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from game.ui.paint.chance import Floats
from game.ui.table.camera import World

CHUNK_KM = 4.0
"""Width and height of a square."""
KEPT = 400
"""Squares of which a thing is kept."""
Thing = TypeVar("Thing")


class Chunk(NamedTuple):
    """Column and row of a square, from the upper left corner of the painted map."""

    column: int
    row: int


class Box(NamedTuple):
    """A rectangle in km."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, km: float) -> Box:
        """The rectangle with so much more on every side."""
        return Box(self.left - km, self.top - km, self.right + km, self.bottom + km)

    def holds(self, points: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each point, (n, 2), lies in it; of two rectangles side by side only one holds a point."""
        x, y = points[:, 0], points[:, 1]
        held: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            (x >= self.left) & (x < self.right) & (y >= self.top) & (y < self.bottom)
        )
        return held


class Squares:
    """The squares of a map."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.columns, self.rows = (math.ceil(km / CHUNK_KM) for km in (world.width, world.height))

    def box(self, chunk: Chunk) -> Box:
        """Where a square lies; those on the rim go on without end, so that every point lies in one."""
        left, top = self.world.left + chunk.column * CHUNK_KM, self.world.top + chunk.row * CHUNK_KM
        return Box(
            left if chunk.column else left - 99.0,
            top if chunk.row else top - 99.0,
            left + CHUNK_KM if chunk.column < self.columns - 1 else left + 99.0,
            top + CHUNK_KM if chunk.row < self.rows - 1 else top + 99.0,
        )

    def inner(self, chunk: Chunk) -> Box:
        """Where a square lies, those on the rim cut off at it."""
        left, top = self.world.left + chunk.column * CHUNK_KM, self.world.top + chunk.row * CHUNK_KM
        return Box(left, top, left + CHUNK_KM, top + CHUNK_KM)

    def touching(self, box: Box) -> list[Chunk]:
        """The squares of which a rectangle holds something, row by row."""
        columns, rows = (
            range(self._index(low - start, most), self._index(high - start, most) + 1)
            for low, high, start, most in (
                (box.left, box.right, self.world.left, self.columns),
                (box.top, box.bottom, self.world.top, self.rows),
            )
        )
        return [Chunk(i, j) for j in rows for i in columns]

    def of(self, points: Floats) -> frozenset[Chunk]:
        """The squares in which points lie."""
        corner = np.array([self.world.left, self.world.top])
        cells = np.clip((points - corner) // CHUNK_KM, 0, [self.columns - 1, self.rows - 1]).astype(np.int64)
        new = np.append(True, (cells[1:] != cells[:-1]).any(axis=1))[: len(cells)]
        return frozenset(Chunk(*cell) for cell in cells[new].tolist())

    @staticmethod
    def _index(km: float, most: int) -> int:
        return min(max(math.floor(km / CHUNK_KM), 0), most - 1)


class Sheets(Generic[Thing]):
    """One thing for every square, made when it is asked for, the last used kept."""

    def __init__(self, squares: Squares, make: Callable[[Chunk], Thing], reach: float, asks: float = 0.0) -> None:
        """A thing shows so far in km beyond its square (`reach`); what it is made of lies so far beyond it (`asks`)."""
        self.squares, self.make, self.reach, self.asks = squares, make, reach, asks
        self._things: OrderedDict[Chunk, Thing] = OrderedDict()

    def at(self, chunk: Chunk) -> Thing:
        """The thing of a square."""
        if chunk not in self._things:
            self._things[chunk] = self.make(chunk)
            while len(self._things) > KEPT:
                self._things.popitem(last=False)
        self._things.move_to_end(chunk)
        return self._things[chunk]

    def near(self, box: Box) -> list[Thing]:
        """Everything that may show in a rectangle."""
        return [self.at(chunk) for chunk in self.squares.touching(box.grown(self.reach))]

    def making(self, box: Box) -> Iterator[None]:
        """Make what may show in a rectangle and is not made yet, square by square."""
        for chunk in self.squares.touching(box.grown(self.reach)):
            if chunk not in self._things:
                self.at(chunk)
                yield

    def forget(self, points: Floats) -> None:
        """Make anew, when it is asked for, what is made of what lies at points."""
        near: set[Chunk] = set()
        for x, y in np.unique(np.rint(points), axis=0).tolist():
            near.update(self.squares.touching(Box(x, y, x, y).grown(self.asks + 0.5)))
        for chunk in near:
            self._things.pop(chunk, None)
