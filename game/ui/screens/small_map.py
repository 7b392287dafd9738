"""A map of who holds what, small and plain: hexes in the colours of the sides, the line between, signs of claims."""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from game.claims_report import Owners
from game.ground import TERRAIN
from game.rulebook import VILLAGE, WATER
from game.rules.field import Fixed
from game.scenario.load import Scenario
from game.state import Ints
from game.ui import fonts, palette
from game.ui.palette import Colour, blend
from game.ui.sheet import Sheet
from game.ui.table.camera import world_of

_FINE = 2
"""How many times larger it is painted before it is made smooth."""
_MOST_KEPT = 96
_PALE = 0.45
"""How much paper shows through where a map is only the ground for claims."""
SIGN = 9
"""Size of the sign of a claim, in px."""
LEAST_NAMED = 280
"""Width of a map from which on cities are named, in px."""


class SmallMap:
    """Paints one scenario's owners."""

    def __init__(self, scenario: Scenario, fixed: Fixed) -> None:
        self.scenario, self.grid = scenario, scenario.grid
        self._world = world_of(scenario.grid)
        self._terrain: Ints = fixed.board.hexes[:, TERRAIN]
        self._kept: dict[tuple[bytes, tuple[int, int], bool], pygame.Surface] = {}

    def fit(self, area: pygame.Rect) -> pygame.Rect:
        """The largest rectangle of the map's shape in an area: in the middle, at its top."""
        scale = min(area.width / self._world.width, area.height / self._world.height)
        size = int(self._world.width * scale), int(self._world.height * scale)
        return pygame.Rect((area.centerx - size[0] // 2, area.y), size)

    def at(self, h: int, rect: pygame.Rect) -> tuple[int, int]:
        """The pixel of a hex's centre when the map is drawn in a rectangle."""
        x, y = self._px(*self.grid.centre(h), rect.width)
        return round(rect.x + x), round(rect.y + y)

    def hex_at(self, at: tuple[int, int], rect: pygame.Rect) -> int | None:
        """The hex at a pixel, or None."""
        scale = rect.width / self._world.width
        x, y = ((at[i] - rect.topleft[i]) / scale for i in (0, 1))
        return self.grid.hex_at(self._world.left + x, self._world.top + y)

    def _px(self, x: float, y: float, width: int) -> tuple[float, float]:
        scale = width / self._world.width
        return (x - self._world.left) * scale, (y - self._world.top) * scale

    def draw(self, sheet: Sheet, rect: pygame.Rect, owners: Owners, *, pale: bool = False) -> None:
        """Draw who holds what into a rectangle, paler if it is only the ground for claims."""
        size = sheet.px(rect).size
        key = owners.tobytes(), size, pale
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._paint(size, owners, pale)
        sheet.blit(self._kept[key], rect)
        if rect.width >= LEAST_NAMED:
            self._names(sheet, rect)

    def _paint(self, size: tuple[int, int], owners: Owners, pale: bool) -> pygame.Surface:
        """Hexes, then the line between the sides, large and made smooth."""
        width = size[0] * _FINE
        large = pygame.Surface((width, size[1] * _FINE), 0, 32)
        large.fill(palette.OFF_MAP)
        corners = [[self._px(*self.grid.corner(h, d), width) for d in range(6)] for h in range(self.grid.count)]
        for h, points in enumerate(corners):
            pygame.draw.polygon(large, self._colour(h, int(owners[h]), pale), points)
        for h, points in enumerate(corners):
            for direction in range(6):
                n = self.grid.neighbour(h, direction)
                if n is not None and n > h and int(owners[h]) + int(owners[n]) == 1 and owners[h] != owners[n]:
                    ends = points[direction], points[direction - 1]
                    pygame.draw.line(large, palette.INK, *ends, width=2 * _FINE)
        return pygame.transform.smoothscale(large, size)

    def _colour(self, h: int, owner: int, pale: bool) -> Colour:
        """The colour of a hex: its owner's, darker where it is built up; water is water."""
        terrain = int(self._terrain[h])
        if terrain == WATER:
            return palette.WATER
        ground = palette.PAPER if owner < 0 else blend(palette.SIDE[owner], palette.PAPER, 0.3)
        if VILLAGE <= terrain < WATER:
            ground = blend(ground, palette.INK, 0.22)
        return blend(ground, palette.PAPER, _PALE) if pale else ground

    def _names(self, sheet: Sheet, rect: pygame.Rect) -> None:
        """The names of the cities."""
        for place in self.scenario.file.places:
            h = self.grid.parse(place.hex) if place.kind == "city" else None
            if h is not None:
                x, y = self.at(h, rect)
                words = getattr(place.name, sheet.language)
                half = fonts.width(words, fonts.SEMIBOLD, 10.5) // 2 + 2
                x = min(max(x, rect.left + half), rect.right - half)
                look = {"size": 10.5, "weight": fonts.SEMIBOLD, "anchor": "centre"}
                for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                    sheet.text(words, x + dx, y - 9 + dy, colour=palette.HALO, **look)  # type: ignore[arg-type]
                sheet.text(words, x, y - 9, colour=palette.INK, **look)  # type: ignore[arg-type]

    def signs(self, sheet: Sheet, rect: pygame.Rect, side: int, hexes: Iterable[int], beside: bool = False) -> None:
        """Draw the claims of a side: round for Ukraine, square for Russia; beside the middle if both may claim a hex."""
        for h in hexes:
            x, y = self.at(h, rect)
            sign(sheet, x + (0 if not beside else -5 if side == 0 else 5), y, side)


def sign(sheet: Sheet, x: int, y: int, side: int) -> None:
    """Draw the sign of a side's claim with its middle at a point."""
    radius = SIGN / 2 if side == 0 else 1.5
    box = pygame.Rect(0, 0, SIGN + 4, SIGN + 4)
    box.center = x, y
    sheet.box(box, palette.INK, radius + 2)
    sheet.box(box.inflate(-2, -2), palette.FRONT_CASING, radius + 1)
    sheet.box(box.inflate(-4, -4), palette.SIDE_BAND[side], radius)
