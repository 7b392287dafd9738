"""The curtain between two people at one machine: nothing is shown until the other has sat down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.battle import Battle


class Curtain(Screen):
    """Waits for the person of the other side."""

    def __init__(self, app: App, battle: Battle, side: int) -> None:
        super().__init__(app)
        self._battle, self._side = battle, side

    def lift(self) -> None:
        """Hand over."""
        self.app.pop()
        self._battle.turns.lift_curtain(self._side)

    def handle(self, event: pygame.event.Event) -> None:
        """Hand over when asked by a key."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.lift()

    def draw(self, sheet: Sheet) -> None:
        """Draw whose turn it is, and the button that lifts the curtain."""
        sheet.fill(sheet.rect, palette.BAR)
        x, y = sheet.rect.center
        name = self._battle.situation.chronicle.side(self._side)
        sheet.box(pygame.Rect(x - 60, y - 118, 120, 6), palette.SIDE_TEXT[self._side], 3)
        sheet.text(sheet.say("curtain.turn", side=name), x, y - 76, size=30, weight=fonts.SEMIBOLD, anchor="centre")
        sheet.text(sheet.say("curtain.ask", side=name), x, y - 30, size=14.5, colour=palette.TEXT_SECOND, anchor="centre")
        button = pygame.Rect(0, 0, 300, 46)
        button.center = x, y + 36
        sheet.button(button, sheet.say("curtain.ready"), self.lift, cap="Enter", primary=True)
