"""Small signs of lists: what a unit is, which side, how bad a problem; told apart by shape, not by colour alone."""

from __future__ import annotations

import functools

import pygame

from game.state import SIDES
from game.ui import fonts, palette
from game.ui.paint.counters import FOLDER
from game.ui.sheet import Sheet

_OCTAGON = ((0.3, 0.0), (0.7, 0.0), (1.0, 0.3), (1.0, 0.7), (0.7, 1.0), (0.3, 1.0), (0.0, 0.7), (0.0, 0.3))


@functools.lru_cache(maxsize=256)
def _picture(name: str, size: int) -> pygame.Surface | None:
    path = FOLDER / f"{name}.svg"
    return pygame.image.load_sized_svg(str(path), (size, size)) if path.is_file() else None


def unit(sheet: Sheet, side: str, kind: str, symbol: str | None, x: float, y: float, size: int = 24) -> None:
    """The symbol of a unit with its middle at a point; a question mark for a kind that has none."""
    names = ["_".join(filter(None, (side, kind, symbol))), f"{side}_{kind}"]
    for name in names:
        if (picture := _picture(name, round(size * sheet.factor))) is not None:
            sheet.surface.blit(picture, picture.get_rect(center=(round(x * sheet.factor), round(y * sheet.factor))))
            return
    sheet.text("?", x, y, size=12, weight=fonts.BOLD, colour=palette.TEXT_SECOND, anchor="centre")


def side(name: str, sheet: Sheet, x: float, y: float) -> None:
    """The sign of a side: a square for Ukraine, one with cut corners for Russia."""
    if name not in SIDES:
        sheet.disc(x, y, 10, palette.TEXT_THIRD)
    elif name == "ua":
        sheet.box(pygame.Rect(round(x) - 7, round(y) - 7, 14, 14), palette.SIDE[0], 3)
    else:
        points = [(a * 15, b * 15) for a, b in _OCTAGON]
        sheet.shape(points, (15, 15), palette.SIDE[1], x, y)


def problem(sheet: Sheet, severity: str, x: float, y: float) -> None:
    """The mark of a problem: a disc with a cross, or a triangle."""
    if severity == "error":
        sheet.disc(x, y, 14, palette.SUPPLY[3])
        sheet.text("×", x, y, size=12, weight=fonts.BOLD, colour=(255, 255, 255), anchor="centre")
    else:
        sheet.shape(((7, 0), (14, 13), (0, 13)), (14, 14), palette.SUPPLY[1], x, y)
        sheet.text("!", x, y + 1.5, size=9, weight=fonts.BOLD, colour=palette.ACCENT_INK, anchor="centre")


def fold(sheet: Sheet, is_folded: bool, x: float, y: float) -> None:
    """The triangle of a row that can be folded."""
    points = ((2, 0), (8, 5), (2, 10)) if is_folded else ((0, 2), (10, 2), (5, 8))
    sheet.shape(points, (10, 10), palette.TEXT_SECOND, x, y)
