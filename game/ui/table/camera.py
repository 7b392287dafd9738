"""The window on the map: seven zoom steps, pixels to kilometres to hexes and back, moving within limits."""

from __future__ import annotations

from typing import NamedTuple

from game.hexes import CORNER_KM, ROW_KM, Grid

ZOOMS = (12, 18, 26, 36, 46, 70, 112)
"""Pixels a kilometre, from the whole map to a few hexes."""
FRAME_KM = 0.35
"""Width of the paper frame round the hexes."""

Point = tuple[float, float]


class World(NamedTuple):
    """The painted rectangle, in kilometres east and south of the centre of hex 0000."""

    left: float
    top: float
    width: float
    height: float


def world_of(grid: Grid) -> World:
    """The rectangle round all hexes of a map with its frame."""
    width = grid.columns + (0.5 if grid.rows > 1 else 0.0) + 2 * FRAME_KM
    height = (grid.rows - 1) * ROW_KM + 2 * CORNER_KM + 2 * FRAME_KM
    return World(-0.5 - FRAME_KM, -CORNER_KM - FRAME_KM, width, height)


def size_px(world: World, scale: int) -> tuple[int, int]:
    """Width and height of the painted map in px at a scale in px a km."""
    return round(world.width * scale), round(world.height * scale)


class Camera:
    """What part of the map a view of some size shows; moves with the mouse and the keys."""

    def __init__(self, grid: Grid, size: tuple[int, int], step: int = 4) -> None:
        self.grid = grid
        self.world = world_of(grid)
        self.size = size
        self.step = step
        self._x = self.world.left + self.world.width / 2
        self._y = self.world.top + self.world.height / 2

    @property
    def scale(self) -> int:
        """Pixels a kilometre."""
        return ZOOMS[self.step]

    @property
    def offset(self) -> tuple[int, int]:
        """The pixel of the painted map at the view's upper left corner; negative where the view is larger."""
        return (
            round((self._x - self.world.left) * self.scale - self.size[0] / 2),
            round((self._y - self.world.top) * self.scale - self.size[1] / 2),
        )

    def to_px(self, x: float, y: float) -> Point:
        """The pixel of the view at a point in km."""
        left, top = self.offset
        return (x - self.world.left) * self.scale - left, (y - self.world.top) * self.scale - top

    def to_km(self, px: float, py: float) -> Point:
        """The point in km at a pixel of the view."""
        left, top = self.offset
        return self.world.left + (px + left) / self.scale, self.world.top + (py + top) / self.scale

    def hex_at(self, px: float, py: float) -> int | None:
        """The hex at a pixel of the view, or None off the map."""
        return self.grid.hex_at(*self.to_km(px, py))

    def centre_px(self, h: int) -> Point:
        """The pixel of the view at the centre of a hex."""
        return self.to_px(*self.grid.centre(h))

    def pan(self, dx: float, dy: float) -> None:
        """Move the view by pixels over the map."""
        self._x += dx / self.scale
        self._y += dy / self.scale
        self._limit()

    def zoom(self, steps: int, at: Point) -> None:
        """Zoom in (or out) by steps; what lies at a pixel of the view stays there as far as the limits let it."""
        x, y = self.to_km(*at)
        least = min(self._whole(), self.step)
        self.step = min(max(self.step + steps, least), len(ZOOMS) - 1)
        self._x = x - (at[0] - self.size[0] / 2) / self.scale
        self._y = y - (at[1] - self.size[1] / 2) / self.scale
        self._limit()

    def _whole(self) -> int:
        """The largest step at which the whole map shows: to go further out would only show less."""
        sizes = [size_px(self.world, scale) for scale in ZOOMS]
        fit = [i for i, size in enumerate(sizes) if size[0] <= self.size[0] and size[1] <= self.size[1]]
        return max(fit, default=0)

    def look_at(self, h: int) -> None:
        """Bring a hex to the middle of the view."""
        self._x, self._y = self.grid.centre(h)
        self._limit()

    def look_at_km(self, x: float, y: float) -> None:
        """Bring a point in km to the middle of the view."""
        self._x, self._y = x, y
        self._limit()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the view another size in px."""
        self.size = size
        self._limit()

    def _limit(self) -> None:
        """Keep the map filling the view, or in its middle where it is smaller."""
        world, scale = self.world, self.scale
        self._x = _within(self._x, world.left, world.width, self.size[0] / scale)
        self._y = _within(self._y, world.top, world.height, self.size[1] / scale)


def _within(centre: float, start: float, length: float, view: float) -> float:
    """The nearest centre at which a view of some length shows nothing beyond the map."""
    if view >= length:
        return start + length / 2
    return min(max(centre, start + view / 2), start + length - view / 2)
