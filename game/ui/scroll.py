"""Lists that may be longer than the room they have: how far one is scrolled."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.ui import palette
from game.ui.sheet import Sheet


@dataclass
class Scroll:
    """How far a list has been scrolled, and how far it can be."""

    at: int = 0
    most: int = 0
    area: pygame.Rect | None = None

    def wheel(self, steps: int) -> None:
        """Scroll by steps of the wheel, up positive."""
        self.at = min(max(self.at - 36 * steps, 0), self.most)

    def begin(self, area: pygame.Rect, height: int) -> int:
        """Say where a list of a height is drawn now; the top edge of its first line."""
        self.area, self.most = area, max(0, height - area.height)
        self.at = min(self.at, self.most)
        return area.y - self.at

    def show(self, rect: pygame.Rect) -> None:
        """Scroll until a rectangle of the list, where it was last drawn, is seen; its top edge if it is too high."""
        if self.area is not None:
            past = max(0, rect.bottom - self.area.bottom)
            past -= max(0, self.area.top - (rect.top - past))
            self.at = min(max(self.at + past, 0), self.most)

    def bar(self, sheet: Sheet) -> None:
        """Draw how far the list is scrolled, if there is more than fits."""
        if self.area is None or not self.most:
            return
        whole = self.area.height + self.most
        length = max(24, self.area.height * self.area.height // whole)
        top = self.area.y + (self.area.height - length) * self.at // self.most
        sheet.box(pygame.Rect(self.area.right - 4, top, 4, length), palette.LINE, 2)
