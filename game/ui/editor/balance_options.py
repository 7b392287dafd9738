"""What can be chosen about the balance gauge: how many games, the target, and what becomes of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.lab.balance import comment, with_comment
from game.scenario.draft import Label, Put
from game.ui import fonts
from game.ui.dialog import Dialog
from game.ui.settings import VALUES
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.editor.balance_runs import Runs
    from game.ui.editor.desk import Desk

WIDTH = 420
LEAST_BAND = 5
"""Percents between the two ends of the target."""


class Options(Dialog):
    """What is chosen holds at once; Enter goes back."""

    def __init__(self, desk: Desk, runs: Runs) -> None:
        super().__init__(desk.app, "done")
        self.desk, self.runs = desk, runs

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

    def go(self) -> None:
        """Go back."""
        self.app.pop()

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices in a box in the middle."""
        inner = WIDTH - 56
        about = sheet.say("editor_balance.about")
        height = 296 + 17 * len(wrapped(about, fonts.REGULAR, 12, inner))
        box = self.frame(sheet, sheet.say("editor_balance.options"), WIDTH, height)
        x = box.x + 28
        top = sheet.paragraph(about, x, box.y + 54, inner, size=12) + 10
        settings = self.app.settings
        for name, value, turn in (
            ("editor_games", str(settings.editor_games), self.games),
            ("editor_target_low", f"{settings.editor_target_low} %", lambda by: self.target("editor_target_low", by)),
            ("editor_target_high", f"{settings.editor_target_high} %", lambda by: self.target("editor_target_high", by)),
        ):
            row = pygame.Rect(x, top, inner, 34)
            self.number(sheet, name, row, sheet.say(f"editor_balance.{name}"), value, turn, 62)
            top += 36
        row = pygame.Rect(x, top, inner, 34)
        self.check(sheet, "on", row, sheet.say("editor_balance.on"), settings.editor_balance, self.switch)
        top += 44
        ready = self.runs.now is not None and self.runs.now.games > 0
        write = self.write if ready else None
        half = (inner - 12) // 2
        place = pygame.Rect(x, top, half + 40, 36)
        tip = sheet.say("editor_balance.write_tip")
        self.button(sheet, "write", place, sheet.say("editor_balance.write"), write, tip=tip)
        place = pygame.Rect(place.right + 12, top, inner - place.width - 12, 36)
        self.button(sheet, "done", place, sheet.say("editor_balance.done"), self.app.pop, primary=True, cap="Esc")
