"""The focus: the place that the keyboard is on. Tab goes through all that can be clicked, Enter clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from game.ui import palette
from game.ui.screen import CTRL, SHIFT
from game.ui.why import BAR

if TYPE_CHECKING:
    from game.ui.sheet import Place, Sheet

_ENTER = (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE)
NEAR_PX = 60
"""How far from where it was a place may be to be taken for the same after the screen has changed."""


class Focus:
    """Keeps which of the places drawn last has the keyboard."""

    def __init__(self) -> None:
        self.at: Place | None = None
        self._order: list[Place] = []

    def drop(self) -> None:
        """Leave the keyboard to the screen."""
        self.at = None

    def drawn(self, places: Sequence[Place]) -> None:
        """Hold on to the place after everything was drawn anew, if it or one near it is still there."""
        seen = {place.rect.topleft + place.rect.size: place for place in places if place.act is not None}
        self._order = sorted(seen.values(), key=lambda place: (place.rect.top < BAR, place.rect.top, place.rect.left))
        if self.at is not None:
            x, y = self.at.rect.center
            away = {id(p): abs(p.rect.centerx - x) + abs(p.rect.centery - y) for p in self._order}
            best = min(self._order, key=lambda p: away[id(p)], default=None)
            self.at = best if best is not None and away[id(best)] <= NEAR_PX else None

    def key(self, event: pygame.event.Event) -> bool:
        """Go to the next place or the one before, click it, or leave it; False for what is not for it."""
        if event.key == pygame.K_TAB and not event.mod & CTRL and self._order:
            self._step(-1 if event.mod & SHIFT else 1)
        elif self.at is None or event.mod & (CTRL | SHIFT):
            return False
        elif event.key in _ENTER and self.at.act is not None:
            self.at.act()
        elif event.key == pygame.K_ESCAPE:
            self.drop()
        else:
            return False
        return True

    def _step(self, way: int) -> None:
        """Go on in the order of reading, the bar at the head of the window last; after the last comes the first."""
        at = self._order.index(self.at) if self.at in self._order else -1 if way > 0 else 0
        self.at = self._order[(at + way) % len(self._order)]

    def draw(self, sheet: Sheet) -> None:
        """Draw the ring, and tell what the place tells."""
        if self.at is None:
            return
        ring = self.at.rect.inflate(6, 6).clip(sheet.rect)
        sheet.box(ring.inflate(2, 2), (0, 0, 0, 0), 8, palette.WELL, 1)
        sheet.box(ring, (0, 0, 0, 0), 7, palette.FOCUS, 2)
        if self.at.tip:
            sheet.bubble(self.at.tip, (ring.x, ring.bottom - 10))
