"""Before the turn ends: who is idle or low on supply, which guns could fire, which reserves are too far; with keys."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.orders import END_TURN
from game.state import HEX, SUPPLY, SUPPLY_STATES
from game.ui import fonts, palette
from game.ui.cards.units import draw_counter
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped
from game.ui.table.next_units import LEFT, left

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle

WIDTH, ROW, FOOT, MOST = 640, 30, 92, 36
WHERE = 160
"""Width of the column of place and supply, with the cap of a key."""


class Ending(Screen):
    """Lies over a battle; lists what is left to do."""

    over = True

    def __init__(self, app: App, battle: Battle) -> None:
        super().__init__(app)
        self.battle = battle
        self.groups = [(name, units) for name in LEFT if (units := left(battle, name))]
        self.scroll = Scroll()

    @property
    def units(self) -> list[int]:
        """All units listed, in their order."""
        return [u for _, units in self.groups for u in units]

    def end(self) -> None:
        """End the turn all the same."""
        self.app.pop()
        self.battle.order(END_TURN)

    def jump(self, u: int) -> None:
        """Go to a unit instead."""
        self.app.pop()
        self.battle.select(u)
        self.battle.bring_into_view(int(self.battle.view.believed.units[u, HEX]))

    def handle(self, event: pygame.event.Event) -> None:
        """End the turn, jump to a unit, or go back."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
        elif event.type == pygame.KEYDOWN:
            if event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
                self.end()
            elif event.key == pygame.K_ESCAPE:
                self.app.pop()
            elif event.key in (pygame.K_UP, pygame.K_DOWN):
                self.scroll.wheel(1 if event.key == pygame.K_UP else -1)
            elif pygame.K_1 <= event.key <= pygame.K_9 and event.key - pygame.K_1 < len(self.units):
                self.jump(self.units[event.key - pygame.K_1])

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the groups with their units, and the two ways on."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        height = 70 + sum(34 + ROW * min(len(units), MOST) for _, units in self.groups) + FOOT
        box = pygame.Rect(0, 0, min(WIDTH, sheet.rect.width - 40), min(height, sheet.rect.height - 40))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.text(sheet.say("ending.head"), box.x + 28, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        inner = pygame.Rect(box.x + 16, box.y + 60, box.width - 32, box.height - 60 - FOOT)
        with sheet.within(inner):
            top = start = self.scroll.begin(inner, self.scroll.most + inner.height)
            count = 0
            for name, units in self.groups:
                sheet.text(sheet.say(f"ending.{name}", units=len(units)), inner.x + 12, top + 18, size=13,
                           weight=fonts.SEMIBOLD, colour=palette.ACCENT)  # fmt: skip
                top += 34
                for u in units[:MOST]:
                    top = self._row(sheet, u, count, inner.x + 4, top, inner.width - 14)
                    count += 1
                count += len(units[MOST:])
            self.scroll.begin(inner, top - start)
            self.scroll.bar(sheet)
        self._foot(sheet, pygame.Rect(box.x + 28, box.bottom - FOOT, box.width - 56, FOOT))

    def _row(self, sheet: Sheet, u: int, i: int, x: int, top: int, width: int) -> int:
        """A unit, where it is and its supply; a click goes there; the lower edge."""
        situation = self.battle.situation
        row, name = situation.state.units[u], wrapped(situation.name(u), fonts.REGULAR, 12.8, width - 36 - WHERE)
        rect = pygame.Rect(x, top, width, max(ROW, 17 * len(name) + 12) - 2)
        if sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 5)
        draw_counter(sheet, situation, u, 21, rect.x + 18, rect.centery)
        right = rect.right - 8
        if i < 9:
            sheet.cap(str(i + 1), right, rect.centery)
        state = sheet.word(f"supply.{SUPPLY_STATES[int(row[SUPPLY])]}")
        sheet.text(f"{situation.scenario.grid.number(int(row[HEX]))} · {state}", right - 28, rect.centery, size=12,
                   colour=palette.TEXT_SECOND, anchor="right")  # fmt: skip
        for j, line in enumerate(name):
            sheet.text(line, rect.x + 36, rect.centery + 17 * j - 17 * (len(name) - 1) / 2, size=12.8)
        sheet.place(rect, functools.partial(self.jump, u))
        return rect.bottom + 2

    def _foot(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The two buttons, and that this can be switched off."""
        half = (area.width - 12) // 2
        top = area.y + 10
        sheet.button(pygame.Rect(area.x, top, half, 38), sheet.say("ending.back"), self.app.pop, cap="Esc")
        sheet.button(pygame.Rect(area.x + half + 12, top, half, 38), sheet.say("bar.end"), self.end,
                     cap=sheet.say("keys.enter"), primary=True)  # fmt: skip
        sheet.paragraph(sheet.say("ending.note"), area.x, top + 46, area.width, size=11.5, colour=palette.TEXT_THIRD)
