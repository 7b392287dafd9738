"""The help: how a battle is played in a few sentences, and what the mouse and the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.screens import key_list, signs
from game.ui.screens.encyclopedia import Encyclopedia, scenario_of
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

WIDTH, HEIGHT = 920, 690
STEPS = ("aim", "move", "attack", "guns", "orders", "supply", "sight", "end")


class Help(Screen):
    """Lies over whatever asked for it."""

    over = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._scroll = Scroll()
        self.signs = False
        """Whether the key of the counters is shown instead of how to play."""

    def turn(self) -> None:
        """Show the key of the counters, or how to play again."""
        self.signs = not self.signs
        self._scroll.at = 0

    def encyclopedia(self) -> None:
        """Show the rules instead."""
        self.app.replace(Encyclopedia(self.app, scenario_of(self.app), ""))

    def handle(self, event: pygame.event.Event) -> None:
        """Scroll; leave with most keys."""
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            self.app.dirty = True
        elif event.type == pygame.KEYDOWN:
            leaving = (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_F1, pygame.K_SPACE)
            if event.key in leaving or event.unicode == "?":
                self.app.pop()
            elif event.key == pygame.K_s:
                self.turn()
            elif event.key == pygame.K_e:
                self.encyclopedia()
            elif event.key in (pygame.K_UP, pygame.K_DOWN):
                self._scroll.wheel(1 if event.key == pygame.K_UP else -1)

    def draw(self, sheet: Sheet) -> None:
        """Draw two columns: how to play, and the keys."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, min(WIDTH, sheet.rect.width - 60), min(HEIGHT, sheet.rect.height - 40))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        head = sheet.say("help.signs" if self.signs else "help.head")
        sheet.text(head, box.x + 30, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        close = pygame.Rect(box.right - 30 - 120, box.y + 17, 120, 34)
        sheet.button(close, sheet.say("help.close"), self.app.pop, cap="Esc")
        right = close.left - 8
        for label, act, cap in ((sheet.say("title.encyclopedia"), self.encyclopedia, "E"),
                                (sheet.say("help.steps" if self.signs else "help.signs"), self.turn, "S")):  # fmt: skip
            button = pygame.Rect(0, close.y, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 56, 34)
            button.right = right
            sheet.button(button, label, act, cap=cap)
            right = button.left - 8
        inner = pygame.Rect(box.x + 30, box.y + 64, box.width - 60, box.height - 82)
        with sheet.within(inner):
            top = inner.y - self._scroll.at
            half = (inner.width - 36) // 2
            bottom = signs.draw(sheet, inner.x, top, inner.width - 12) if self.signs else _how(sheet, inner.x, top, half)
            self._scroll.begin(inner, bottom - top)
            self._scroll.bar(sheet)


def _how(sheet: Sheet, x: int, top: int, half: int) -> int:
    """How to play on the left, keys on the right; the lower edge."""
    return max(_steps(sheet, x, top, half), key_list.draw(sheet, x + half + 36, top, half))


def _steps(sheet: Sheet, x: int, top: int, width: int) -> int:
    """How a battle is played; the lower edge."""
    for step in STEPS:
        sheet.text(
            sheet.say(f"help.{step}_head"),
            x,
            top + 10,
            size=13.5,
            weight=fonts.SEMIBOLD,
            colour=palette.ACCENT,
            most=width,
        )
        top = sheet.paragraph(sheet.say(f"help.{step}"), x, top + 20, width, size=12.6) + 9
    return top
