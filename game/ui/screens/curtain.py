"""The curtain between two people at one machine: nothing is shown until the other has sat down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle


class Curtain(Screen):
    """Waits for the person of the other side."""

    def __init__(self, app: App, battle: Battle, side: int) -> None:
        super().__init__(app)
        self._battle, self._side = battle, side
        app.sounds.hush()
        app.asked.close()

    def lift(self) -> None:
        """Hand over."""
        self.app.pop()
        self._battle.turns.lift_curtain(self._side)

    def handle(self, event: pygame.event.Event) -> None:
        """Hand over when asked by a key."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.lift()

    def draw(self, sheet: Sheet) -> None:
        """Draw whose turn it is, the day, what the curtain is for, and the button that lifts it."""
        sheet.fill(sheet.rect, palette.BAR)
        _folds(sheet)
        x, y = sheet.rect.center
        battle, width = self._battle, min(560, sheet.rect.width - 80)
        name = battle.situation.chronicle.side(self._side)
        ask = wrapped(sheet.say("curtain.ask", side=name), fonts.REGULAR, 14.5, width - 72)
        height = 214 + 21 * len(ask)
        box = pygame.Rect(x - width // 2, y - height // 2, width, height)
        sheet.box(box.inflate(8, 8), (0, 0, 0, 110), 16)
        sheet.box(box, palette.PANEL, 12, palette.LINE)
        sheet.box(pygame.Rect(box.x, box.y + 12, 6, box.height - 24), palette.SIDE_TEXT[self._side], 3)
        day = sheet.say("curtain.day", day=battle.match.turn, days=battle.match.scenario.file.calendar.turns)
        sheet.text(day, x, box.y + 36, size=12.6, weight=fonts.SEMIBOLD, colour=palette.TEXT_THIRD, anchor="centre")
        sheet.text(sheet.say("curtain.turn", side=name), x, box.y + 72, size=30, weight=fonts.SEMIBOLD, anchor="centre")
        for i, line in enumerate(ask):
            sheet.text(line, x, box.y + 116 + 21 * i, size=14.5, colour=palette.TEXT_SECOND, anchor="centre")
        button = pygame.Rect(0, 0, 300, 46)
        button.center = x, box.bottom - 48
        sheet.button(button, sheet.say("curtain.ready"), self.lift, cap="Enter", primary=True)


def _folds(sheet: Sheet) -> None:
    """Folds of cloth over the whole window."""
    step = 46
    for i in range(sheet.rect.width // step + 1):
        for k in range(5):
            shade = palette.blend(palette.BAR, palette.RAISED, (0.0, 0.22, 0.4, 0.22, 0.0)[k])
            sheet.fill(pygame.Rect(i * step + k * step // 5, 0, step // 5 + 1, sheet.rect.height), shade)
