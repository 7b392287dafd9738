"""The legend of an overlay: what its colours and patterns mean, and what it comes to."""

from __future__ import annotations

import functools
import math

import numpy as np
import pygame

from game.hexes import CORNER_KM
from game.ui import fonts, palette
from game.ui.paint.chance import Floats
from game.ui.paint.overlays.drawing import Drawing, Ribbon, Run, Sample, Style
from game.ui.paint.overlays.plates import glyph
from game.ui.paint.overlays.strokes import hex_pattern, pinch_polygons, ribbon_shapes, ring_polygons
from game.ui.sheet import Sheet, wrapped

WIDTH, COLUMN, GAP, PAD = 240, 158, 18, 13
"""Of a legend with one column, of each of several, between them, at the edges."""
HEAD, LINE, ROW_GAP, SAMPLE = 20, 15, 4, 34
SIZE = 11.8
SIGNS = ("depot", "source", "cross", "bare", "seam", "pocket", "semi", "heard", "claim_ua", "claim_ru")


def size(drawing: Drawing, folded: bool = False) -> tuple[int, int]:
    """Width and height of the legend."""
    columns = _columns(drawing)
    width = WIDTH if len(columns) == 1 else 2 * PAD + len(columns) * (COLUMN + GAP) - GAP
    top = 34 + LINE * len(_summary(drawing, width))
    if folded:
        return width, top + 4
    return width, top + 14 + max(_height(column, _column_width(columns)) for column in columns)


def _columns(drawing: Drawing) -> list[list[Sample]]:
    """The rows of the legend: one column, or one for each head."""
    columns: list[list[Sample]] = []
    for sample in drawing.legend:
        if sample.head or not columns:
            columns.append([])
        columns[-1].append(sample)
    return columns


def _column_width(columns: list[list[Sample]]) -> int:
    return COLUMN if len(columns) > 1 else WIDTH - 2 * PAD


def _height(column: list[Sample], width: int) -> int:
    """Height of a column of samples."""
    head = HEAD if column[0].head else 0
    return head + sum(max(1, len(_words(sample, width))) * LINE + ROW_GAP for sample in column)


def _summary(drawing: Drawing, width: int) -> list[str]:
    return wrapped(drawing.summary, fonts.MEDIUM, SIZE, width - 2 * PAD) if drawing.summary else []


def _words(sample: Sample, width: int) -> list[str]:
    return wrapped(sample.words, fonts.REGULAR, SIZE, width if sample.kind == "none" else width - SAMPLE - 8)


def draw(sheet: Sheet, drawing: Drawing, box: pygame.Rect, folded: bool = False) -> None:
    """Draw the legend in a box of its size; folded without its samples."""
    sheet.box(box, (*palette.BAR, 242), 8)
    x, top = box.x + PAD, box.y + 17
    sheet.text(drawing.title, x, top, size=13, weight=fonts.SEMIBOLD)
    top += 13
    summary = _summary(drawing, box.width)
    if drawing.why and summary:
        sheet.place(pygame.Rect(x, top, box.width - 2 * PAD, LINE * len(summary)), None, drawing.why)
    for line in summary:
        sheet.text(line, x, top + 7, size=SIZE, weight=fonts.MEDIUM, colour=palette.ACCENT)
        top += LINE
    columns = _columns(drawing)
    for column in () if folded else columns:
        _draw_column(sheet, column, x, top + 6, _column_width(columns))
        x += COLUMN + GAP


def _draw_column(sheet: Sheet, column: list[Sample], x: int, y: int, width: int) -> None:
    """A column of samples under its head, if it has one."""
    if column[0].head:
        sheet.head(column[0].head, x, y + 7)
        y += HEAD
    for sample in column:
        left = x
        if sample.kind != "none":
            sheet.sharp(lambda k, s=sample: picture(s.kind, s.style, k), x + SAMPLE / 2, y + 8)  # type: ignore[misc]
            left += SAMPLE + 8
        for line in _words(sample, width):
            sheet.text(line, left, y + 8, size=SIZE, colour=palette.TEXT_SECOND)
            y += LINE
        y += ROW_GAP


@functools.lru_cache(maxsize=64)
def picture(kind: str, style: Style, factor: float = 1.0) -> pygame.Surface:
    """A sample of a style on paper, so many times enlarged."""
    size = round(SAMPLE * factor), round(16 * factor)
    if kind in SIGNS:
        plain = pygame.Surface(size, pygame.SRCALPHA, 32)
        sign = glyph(kind, 12 * factor)
        plain.blit(sign, sign.get_rect(center=plain.get_rect().center))
        return plain
    k = 3 * math.ceil(factor)
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
    return pygame.transform.smoothscale(large, size)


def _fill(surface: pygame.Surface, colour: palette.Colour, points: Floats, k: int) -> None:
    """A polygon in px on an enlarged surface."""
    pygame.draw.polygon(surface, colour, np.rint(points * k).astype(int).tolist())
