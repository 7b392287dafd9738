"""The keys of the desk, made from its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.editor.commands import GROUPS, registry
from game.ui.screen import Screen
from game.ui.screens import key_list
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

WIDTH, HEIGHT = 980, 720
MOUSE = ("press", "drag", "move", "wheel", "alt", "right")
_LEFT = GROUPS[:3]


class Keys(Screen):
    """Lies over the desk."""

    over = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._scroll = Scroll()

    def handle(self, event: pygame.event.Event) -> None:
        """Scroll; leave with most keys."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
        elif event.type == pygame.KEYDOWN:
            if event.key in (pygame.K_UP, pygame.K_DOWN):
                self._scroll.wheel(2 if event.key == pygame.K_UP else -2)
            elif event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_F1, pygame.K_SPACE):
                self.app.pop()

    def draw(self, sheet: Sheet) -> None:
        """Draw two columns of keys."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, min(WIDTH, sheet.rect.width - 60), min(HEIGHT, sheet.rect.height - 40))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.text(sheet.say("desk.help_head"), box.x + 30, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        close = pygame.Rect(box.right - 150, box.y + 17, 120, 34)
        sheet.button(close, sheet.say("help.close"), self.app.pop, cap="Esc")
        inner = pygame.Rect(box.x + 30, box.y + 64, box.width - 60, box.height - 82)
        half = (inner.width - 36) // 2
        groups = key_list.grouped(sheet.language, registry().values(), GROUPS)
        left = [rows for rows in groups if rows[0] in _LEFT]
        right = [rows for rows in groups if rows[0] not in _LEFT]
        mouse = [(sheet.say(f"desk.mouse_{name}"), sheet.say(f"desk.mouse_does_{name}")) for name in MOUSE]
        with sheet.within(inner):
            top = inner.y - self._scroll.at
            ends = [
                key_list.draw_groups(sheet, inner.x, top, half, left),
                key_list.draw_groups(sheet, inner.x + half + 36, top, half, [("desk_mouse", mouse), *right]),
            ]
            self._scroll.begin(inner, max(ends) - top)
            self._scroll.bar(sheet)
