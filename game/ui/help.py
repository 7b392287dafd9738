"""The help: how a battle is played in a few sentences, and what the mouse and the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.lists import Scroll
from game.ui.screen import Screen
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

WIDTH, HEIGHT = 920, 690
CAPS = 118
KEYS = (
    ("help.cap_click", "select"), ("help.cap_right", "right"), ("help.cap_drag", "pan"), ("help.cap_wheel", "zoom"),
    ("H A Y J U R F W Q", "postures"), ("T I  L O S", "orders"), ("P M K  B", "works"),
    ("A Q W F Y  F  J", "missions"), ("X  V", "guns"), (", .  [ ]  M U", "depots"),
    ("1 – 9  0", "overlay"), ("G", "garrison"), ("E", "sight"), ("Z", "claims"), ("N  Tab", "idle"), ("D", "done"),
    ("C", "centre"),
    ("Ctrl+Z", "undo"), ("Ctrl+Y", "redo"),
    ("Enter", "end"), ("Space", "skip"), ("+  –", "speed"), ("Esc", "back"), ("F1  ?", "help"),
)  # fmt: skip
STEPS = ("aim", "move", "attack", "guns", "orders", "supply", "sight", "end")


class Help(Screen):
    """Lies over whatever asked for it."""

    over = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._scroll = Scroll()

    def handle(self, event: pygame.event.Event) -> None:
        """Scroll; leave with most keys."""
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            self.app.dirty = True
        elif event.type == pygame.KEYDOWN:
            leaving = (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_F1, pygame.K_SPACE)
            if event.key in leaving or event.unicode == "?":
                self.app.pop()
            elif event.key in (pygame.K_UP, pygame.K_DOWN):
                self._scroll.wheel(1 if event.key == pygame.K_UP else -1)

    def draw(self, sheet: Sheet) -> None:
        """Draw two columns: how to play, and the keys."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, min(WIDTH, sheet.rect.width - 60), min(HEIGHT, sheet.rect.height - 40))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.text(sheet.say("help.head"), box.x + 30, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        close = pygame.Rect(box.right - 30 - 120, box.y + 17, 120, 34)
        sheet.button(close, sheet.say("help.close"), self.app.pop, cap="Esc")
        inner = pygame.Rect(box.x + 30, box.y + 64, box.width - 60, box.height - 82)
        with sheet.within(inner):
            top = inner.y - self._scroll.at
            half = (inner.width - 36) // 2
            bottom = max(_steps(sheet, inner.x, top, half), _keys(sheet, inner.x + half + 36, top, half))
            self._scroll.begin(inner, bottom - top)
            self._scroll.bar(sheet)


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


def _keys(sheet: Sheet, x: int, top: int, width: int) -> int:
    """What the mouse and the keys do; the lower edge."""
    for cap, key in KEYS:
        label = sheet.say(cap) if cap.startswith("help.") else cap
        sheet.cap(label, x + min(CAPS, fonts.width(label, fonts.BOLD, 10) + 10), top + 10)
        top = max(
            top + 27,
            sheet.paragraph(sheet.say(f"help.key_{key}"), x + CAPS + 12, top + 1, width - CAPS - 16, size=12.6) + 7,
        )
    return top
