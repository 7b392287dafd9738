"""The legend of an overlay: what its colours and patterns mean, and what it comes to."""

from __future__ import annotations

import functools

import numpy as np
import pygame

from game.hexes import CORNER_KM
from game.ui import fonts, palette
from game.ui.paint.chance import Floats
from game.ui.paint.overlays.drawing import Drawing, Ribbon, Run, Sample, Style
from game.ui.paint.overlays.plates import glyph
from game.ui.paint.overlays.strokes import hex_pattern, pinch_polygons, ribbon_shapes, ring_polygons
from game.ui.sheet import Sheet, wrapped

WIDTH, ROW, SAMPLE = 232, 20, 34
SIZE = 11.8
SIGNS = ("depot", "source", "cross", "bare", "seam", "pocket", "semi", "heard")


def size(drawing: Drawing, folded: bool = False) -> tuple[int, int]:
    """Width and height of the legend."""
    if folded:
        return WIDTH, 38 + 15 * len(_summary(drawing))
    rows = sum(max(1, len(_words(sample))) * 15 + 5 for sample in drawing.legend)
    return WIDTH, 38 + 15 * len(_summary(drawing)) + rows + 10


def _summary(drawing: Drawing) -> list[str]:
    return wrapped(drawing.summary, fonts.MEDIUM, SIZE, WIDTH - 26) if drawing.summary else []


def _words(sample: Sample) -> list[str]:
    room = WIDTH - 26 if sample.kind == "none" else WIDTH - 26 - SAMPLE - 8
    return wrapped(sample.words, fonts.REGULAR, SIZE, room)


def draw(sheet: Sheet, drawing: Drawing, box: pygame.Rect, folded: bool = False) -> None:
    """Draw the legend in a box of its size; folded without its samples."""
    sheet.box(box, (*palette.BAR, 240), 8)
    x, y = box.x + 13, box.y + 17
    sheet.text(drawing.title, x, y, size=13, weight=fonts.SEMIBOLD)
    y += 14
    for line in _summary(drawing):
        sheet.text(line, x, y + 7, size=SIZE, weight=fonts.MEDIUM, colour=palette.ACCENT)
        y += 15
    y += 6
    for sample in () if folded else drawing.legend:
        words = _words(sample)
        left = x
        if sample.kind != "none":
            sheet.picture(picture(sample.kind, sample.style), x + SAMPLE / 2, y + 8)
            left += SAMPLE + 8
        for line in words:
            sheet.text(line, left, y + 8, size=SIZE, colour=palette.TEXT_SECOND)
            y += 15
        y += 5


@functools.lru_cache(maxsize=64)
def picture(kind: str, style: Style) -> pygame.Surface:
    """A sample of a style on paper."""
    if kind in SIGNS:
        plain = pygame.Surface((SAMPLE, 16), pygame.SRCALPHA, 32)
        sign = glyph(kind, 12)
        plain.blit(sign, sign.get_rect(center=(SAMPLE // 2, 8)))
        return plain
    k = 3
    large = pygame.Surface((SAMPLE * k, 16 * k), pygame.SRCALPHA, 32)
    large.fill(palette.rgb("E7E0C8"))
    middle = np.array([SAMPLE / 2, 8.0])
    if kind == "hex":
        large.fill(palette.blend(palette.rgb("E7E0C8"), style.colour, 0.55))
        for dx in (-46, 0, 46):
            for piece in hex_pattern(style.pattern, 46):
                _fill(large, palette.blend(style.colour, palette.INK, 0.5), piece * 46 + middle + [dx, 0], k)
    elif kind in ("ribbon", "line", "pipe"):
        line = np.column_stack([np.linspace(-4, SAMPLE + 4, 20), np.full(20, 8.0)]) / 46
        wide = {"ribbon": 8.0, "line": 2.6, "pipe": 10.0}[kind]
        ribbon = Ribbon(line, np.full(20, wide), (Run(0, 19, style),))
        for shapes in ribbon_shapes([ribbon], 46):
            for polygon, colour in zip(shapes.polygons, shapes.colours, strict=True):
                _fill(large, colour, polygon * 46, k)
    elif kind == "ring":
        for piece in ring_polygons(np.zeros(2), 4.5, 46):
            _fill(large, style.colour, piece * 46 * 0.32 / CORNER_KM * 0.58 + middle, k)
    elif kind == "border":
        _fill(large, style.colour, np.array([[3, 6.4], [SAMPLE - 3, 6.4], [SAMPLE - 3, 9.8], [3, 9.8]]), k)
    elif kind == "dashes":
        for left in (3, 14, 25):
            _fill(large, style.colour, np.array([[left, 7], [left + 7, 7], [left + 7, 9.4], [left, 9.4]]), k)
    elif kind == "pinch":
        for piece in pinch_polygons(np.zeros(2), np.array([1.0, 0.0]), 46, 0.0):
            _fill(large, style.colour, piece * 46 * 0.44 + middle, k)
    return pygame.transform.smoothscale(large, (SAMPLE, 16))


def _fill(surface: pygame.Surface, colour: palette.Colour, points: Floats, k: int) -> None:
    """A polygon in px on an enlarged surface."""
    pygame.draw.polygon(surface, colour, np.rint(points * k).astype(int).tolist())
