"""The menu of a battle: go on, help, leave; the record is written with every order, so nothing need be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.scenario.load import find_scenario
from game.ui import folder, fonts, palette
from game.ui.screen import Screen
from game.ui.screens.encyclopedia import open_page
from game.ui.screens.setting import Setting
from game.ui.sheet import Act, Sheet

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle


class Menu(Screen):
    """Lies over a battle."""

    over = True

    def __init__(self, app: App, battle: Battle) -> None:
        super().__init__(app)
        self._battle = battle

    def leave(self) -> None:
        """Go back to the title, or to the desk from which this is a test."""
        self._battle.turns.leave()

    def help(self) -> None:
        """Show the keys and the way to play instead of the menu."""
        self.app.pop()
        self._battle.help()

    def settings(self) -> None:
        """Show the settings over the battle."""
        self.app.push(Setting(self.app))

    def edit(self) -> None:
        """Edit the scenario of this battle; its record can be gone on with later."""
        from game.ui.editor.opening import edit_this

        scenario = self._battle.match.scenario
        edit_this(self.app, find_scenario(scenario.id), scenario.text, scenario.id)

    def encyclopedia(self) -> None:
        """Show the encyclopedia, with the sources of this battle."""
        open_page(self.app, "")

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER):
            self.app.pop()
        elif event.key == pygame.K_F1:
            self.help()
        elif event.key == pygame.K_s:
            self.settings()
        elif event.key == pygame.K_e:
            self.encyclopedia()
        elif event.key == pygame.K_d and self._battle.game.test is None:
            self.edit()
        elif event.key == pygame.K_t:
            self.leave()
        elif event.key == pygame.K_q:
            self.app.quit()

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices, and where the record is."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, 400, 410)
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x, width = box.x + 28, box.width - 56
        sheet.text(sheet.say("menu.head"), x, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        top = box.y + 62
        own: tuple[tuple[str, Act, str], ...] = (("desk.edit_this", self.edit, "D"),)
        choices: tuple[tuple[str, Act, str], ...] = (
            ("menu.go_on", self.app.pop, "Esc"),
            ("menu.help", self.help, "F1"),
            ("title.encyclopedia", self.encyclopedia, "E"),
            ("menu.settings", self.settings, "S"),
            *(own if self._battle.game.test is None else ()),
            ("menu.title" if self._battle.game.test is None else "editor_test.back", self.leave, "T"),
            ("menu.quit", self.app.quit, "Q"),
        )
        for key, act, cap in choices:
            sheet.button(pygame.Rect(x, top, width, 36), sheet.say(key), act, cap=cap, primary=key == "menu.go_on")
            top += 42
        recorder = self._battle.game.keeper.recorder
        words = (
            sheet.say("note.no_record" if self._battle.game.test is None else "editor_test.no_record")
            if recorder is None
            else sheet.say("menu.record", file=folder.tilde(recorder.path))
        )
        sheet.paragraph(words, x, top + 2, width, size=11.5, colour=palette.TEXT_THIRD, lines=2)
