"""Reads from the sheet what is wrong with a screen's layout: words cut, outside their part of it, or on one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import pygame

from game.ui import fonts, palette
from game.ui.sheet import Sheet

OPAQUE = 200
"""Alpha from which on a box hides what lies under it."""
FIELD = 44
"""Px up to which a well is a line to be typed into."""
SLACK = 1
"""Px by which roundings may reach over an edge."""


@dataclass(frozen=True)
class Written:
    """A line of text, where it stands, how far it may reach, and whether its end was cut off."""

    words: str
    rect: pygame.Rect
    bounds: pygame.Rect
    cut: bool


@dataclass
class Layout:
    """What was written on a sheet and has not been covered since."""

    window: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    texts: list[Written] = field(default_factory=list)
    half_hidden: list[Written] = field(default_factory=list)
    fields: list[pygame.Rect] = field(default_factory=list)
    """Wells that are typed into: their words may be longer than they are, and move when the field has the keyboard."""

    def cover(self, sheet: Sheet, rect: pygame.Rect, colour: Any) -> None:
        """Something was drawn over a part of the sheet."""
        if len(colour) == 4 and colour[3] < OPAQUE:
            return
        there = rect.clip(sheet._bounds)
        self.texts = [text for text in self.texts if not there.contains(_core(text.rect.clip(text.bounds)))]
        for text in self.texts:
            if there.clip(_core(text.rect.clip(text.bounds))).height > 2 * SLACK:
                self.half_hidden.append(text)

    def faults(self) -> list[str]:
        """What is wrong, a line each; empty if all is well."""
        found = [f"cut: {text.words}" for text in self.texts if text.cut and text.rect.collidelist(self.fields) < 0]
        for text in self.texts:
            seen = text.rect.clip(text.bounds)
            if seen.height < 3:
                continue
            if text.rect.left < text.bounds.left - SLACK or text.rect.right > text.bounds.right + SLACK:
                found.append(f"sideways out of its part: {text.words}")
            if not self.window.inflate(2 * SLACK, 2 * SLACK).contains(seen):
                found.append(f"out of the window: {text.words}")
        found += [f"half hidden: {text.words}" for text in self.half_hidden if text in self.texts]
        cores = [(text.words, _core(text.rect.clip(text.bounds))) for text in self.texts]
        for (one, a), (two, b) in combinations([(words, core) for words, core in cores if core.height > 2], 2):
            if a.colliderect(b) and one != two:
                found.append(f"on one another: {one} | {two}")
        return found


def _core(rect: pygame.Rect) -> pygame.Rect:
    """The part of a line that letters fill."""
    return rect.inflate(-2, -max(4, rect.height * 2 // 5))


@contextmanager
def watched() -> Iterator[Layout]:
    """Watch what is written on sheets."""
    layout = Layout()
    text, box, fill, mute = Sheet.text, Sheet.box, Sheet.fill, Sheet.mute

    def write(sheet: Sheet, words: str, *place: Any, **how: Any) -> pygame.Rect:
        rect = text(sheet, words, *place, **how)
        size, weight = how.get("size", 13), how.get("weight", fonts.REGULAR)
        cut = bool(how.get("most")) and fonts.width(words, weight, size) > how["most"]
        layout.window = sheet.rect
        if words.strip():
            layout.texts.append(Written(words, rect, sheet._bounds.copy(), cut))
        return rect

    def draw_box(sheet: Sheet, rect: pygame.Rect, colour: Any, *rest: Any, **how: Any) -> None:
        layout.cover(sheet, rect, colour)
        if colour == palette.WELL and rect.height < FIELD:
            layout.fields.append(rect)
        box(sheet, rect, colour, *rest, **how)

    def draw_fill(sheet: Sheet, rect: pygame.Rect, colour: Any) -> None:
        layout.cover(sheet, rect, colour)
        fill(sheet, rect, colour)

    def forget(sheet: Sheet) -> None:
        layout.texts.clear()
        layout.half_hidden.clear()
        layout.fields.clear()
        mute(sheet)

    Sheet.text, Sheet.box, Sheet.fill, Sheet.mute = write, draw_box, draw_fill, forget  # type: ignore[method-assign]
    try:
        yield layout
    finally:
        Sheet.text, Sheet.box, Sheet.fill, Sheet.mute = text, box, fill, mute  # type: ignore[method-assign]
