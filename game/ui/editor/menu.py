"""The menu of the desk: its file, the keys, the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.editor.commands import cap_of
from game.ui.screen import Screen
from game.ui.screens.setting import Setting
from game.ui.sheet import Act, Sheet

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.editor.desk import Desk


class DeskMenu(Screen):
    """Lies over the desk."""

    over = True

    def __init__(self, app: App, desk: Desk) -> None:
        super().__init__(app)
        self._desk = desk

    def _choices(self) -> list[tuple[str, Act, str, int]]:
        files, language = self._desk.files, self.app.language
        found = [(f"desk.cmd_{name}", getattr(files, name), cap_of(f"desk_{name}", language), 0)
                 for name in ("save", "save_as", "new", "open", "revert", "play")]  # fmt: skip
        return [
            ("menu.go_on", lambda: None, "Esc", pygame.K_ESCAPE), *found,
            ("editor_exchange.import", files.bring_in, cap_of("desk_import", language), 0),
            ("editor_exchange.export", files.give_out, cap_of("desk_export", language), 0),
            ("desk.cmd_help", self._keys, "F1", pygame.K_F1),
            ("menu.settings", lambda: self.app.push(Setting(self.app)), "G", pygame.K_g),
            ("menu.title", files.leave, "T", pygame.K_t), ("menu.quit", files.quit, "X", pygame.K_x),
        ]  # fmt: skip

    def _keys(self) -> None:
        from game.ui.editor.help import Keys

        self.app.push(Keys(self.app))

    def _take(self, act: Act) -> None:
        self.app.pop()
        act()

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key; the desk's own keys do here what they do there."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.app.pop()
            return
        for _, act, _, key in self._choices():
            if event.key == key:
                self._take(act)
                return
        from game.ui.editor.commands import FILE, registry

        for command in registry().values():
            if command.group == FILE and command.hears(event):
                self.app.pop()
                command.do(self._desk)
                return

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices, and where the file is."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        choices = self._choices()
        box = pygame.Rect(0, 0, 420, 112 + 36 * len(choices))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x, width, top = box.x + 28, box.width - 56, box.y + 54
        sheet.text(sheet.say("desk.title"), x, box.y + 30, size=19, weight=fonts.SEMIBOLD)
        for i, (key, act, cap, _) in enumerate(choices):
            rect = pygame.Rect(x, top, width, 31)
            sheet.button(rect, sheet.say(key), lambda act=act: self._take(act), cap=cap, primary=i == 0)  # type: ignore[misc]
            top += 36
        files = self._desk.files
        name = f"{files.long_name} · {files.state_words()}"
        sheet.paragraph(name, x, top + 2, width, size=11.5, colour=palette.TEXT_THIRD, lines=3)
