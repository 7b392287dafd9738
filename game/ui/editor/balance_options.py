"""What can be chosen about the balance gauge: how many games, the target, and what becomes of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.lab.balance import comment, with_comment
from game.scenario.draft import Label, Put
from game.ui import fonts, palette
from game.ui.controls import Controls
from game.ui.screen import Screen
from game.ui.settings import VALUES
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.editor.balance_runs import Runs
    from game.ui.editor.desk import Desk

WIDTH = 420
LEAST_BAND = 5
"""Percents between the two ends of the target."""


class Options(Screen):
    """Lies over the desk."""

    over = True

    def __init__(self, desk: Desk, runs: Runs) -> None:
        super().__init__(desk.app)
        self.desk, self.runs = desk, runs
        self.controls = Controls("games")

    def games(self, by: int) -> None:
        """More games, or fewer."""
        self._step("editor_games", by)
        self.runs.again()

    def target(self, name: str, by: int) -> None:
        """Move an end of the target; the other keeps its distance."""
        self._step(name, by)
        settings = self.app.settings
        if settings.editor_target_high - settings.editor_target_low < LEAST_BAND:
            other = "editor_target_high" if name == "editor_target_low" else "editor_target_low"
            self._step(other, by)

    def _step(self, name: str, by: int) -> None:
        values = VALUES[name]
        at = min(max(values.index(getattr(self.app.settings, name)) + by, 0), len(values) - 1)
        self.app.change(**{name: values[at]})

    def switch(self) -> None:
        """Play games after each edit, or none."""
        self.app.change(editor_balance=not self.app.settings.editor_balance)

    def write(self) -> None:
        """Write the result at the head of the file."""
        played = self.runs.now
        if played is None or self.runs.run is None or self.runs.run.scenario is None:
            return
        rules = self.runs.run.scenario.rules
        line = comment(played, f"{rules.file.version} ({rules.digest})")
        self.app.pop()
        self.desk.do(Label("ui.editor_balance.did_write"), [Put(with_comment(self.desk.draft.text, line))])

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key; Escape goes back."""
        if self.controls.handle(event):
            self.app.dirty = True
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER):
            self.app.pop()

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes through the controls."""
        return True

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices in a box in the middle."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        self.controls.begin()
        inner = WIDTH - 56
        about = sheet.say("editor_balance.about")
        height = 296 + 17 * len(wrapped(about, fonts.REGULAR, 12, inner))
        box = pygame.Rect(0, 0, WIDTH, height)
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x = box.x + 28
        sheet.text(sheet.say("editor_balance.options"), x, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        top = sheet.paragraph(about, x, box.y + 54, inner, size=12) + 10
        settings = self.app.settings
        for name, value, turn in (
            ("editor_games", str(settings.editor_games), self.games),
            ("editor_target_low", f"{settings.editor_target_low} %", lambda by: self.target("editor_target_low", by)),
            ("editor_target_high", f"{settings.editor_target_high} %", lambda by: self.target("editor_target_high", by)),
        ):
            row = pygame.Rect(x, top, inner, 34)
            sheet.text(sheet.say(f"editor_balance.{name}"), x, row.centery, most=inner - 130)
            sheet.stepper(row.right, row.centery, value, 62, lambda t=turn: t(-1), lambda t=turn: t(1))  # type: ignore[misc]
            self.controls.stop(sheet, name, row, turn=turn)
            top += 36
        row = pygame.Rect(x, top, inner, 34)
        sheet.tick(x + 9, row.centery, settings.editor_balance)
        sheet.text(sheet.say("editor_balance.on"), x + 28, row.centery, most=inner - 30)
        sheet.place(row, self.switch)
        self.controls.stop(sheet, "on", row, act=self.switch)
        top += 44
        ready = self.runs.now is not None and self.runs.now.games > 0
        write = self.write if ready else None
        half = (inner - 12) // 2
        place = pygame.Rect(x, top, half + 40, 36)
        sheet.button(place, sheet.say("editor_balance.write"), write, tip=sheet.say("editor_balance.write_tip"))
        self.controls.stop(sheet, "write", place, act=write)
        place = pygame.Rect(place.right + 12, top, inner - place.width - 12, 36)
        sheet.button(place, sheet.say("editor_balance.done"), self.app.pop, primary=True, cap="Esc")
        self.controls.stop(sheet, "done", place, act=self.app.pop)
