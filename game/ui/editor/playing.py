"""Play from here: the question which side, from which day, with the fog or without."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.controls import Controls
from game.ui.editor import testing
from game.ui.editor.testing import CHOICES, Wanted, lead_to
from game.ui.screen import Screen
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

WIDTH, PAD, CHOICE = 480, 28, 36
_last = Wanted()
"""What was wanted last."""


def begin(desk: Desk) -> None:
    """Ask what is to be tested; what cannot be played says why and leads to the problem."""
    errors = [problem for problem in desk.checking.problems if problem.severity == "error"]
    if errors and not desk.checking.is_due:
        lead_to(desk, len(errors), errors[0].line, errors[0].column)
    elif not desk.has_map:
        desk.tell_note(desk.say("editor_test.no_map"), "bad")
    else:
        desk.app.push(TestSetUp(desk))


class TestSetUp(Screen):
    """Lies over the desk."""

    __test__ = False
    over = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.app)
        self.desk = desk
        turns = desk.draft.value(("calendar", "turns"))
        self.days = turns if isinstance(turns, int) and turns > 0 else 1
        self.wanted = replace(_last, day=min(_last.day, self.days))
        self.controls = Controls("begin")

    def choose(self, side: str) -> None:
        """Play this side."""
        self.wanted = replace(self.wanted, side=side)
        self.app.dirty = True

    def turn_day(self, by: int) -> None:
        """Begin on another day."""
        self.wanted = replace(self.wanted, day=min(max(self.wanted.day + by, 1), self.days))
        self.app.dirty = True

    def turn_seen(self) -> None:
        """Begin with the fog lifted, or not."""
        self.wanted = replace(self.wanted, seen=not self.wanted.seen)
        self.app.dirty = True

    def begin(self) -> None:
        """Play."""
        global _last
        _last = self.wanted
        self.app.pop()
        testing.begin(self.desk, self.wanted)

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by number or with the controls; Enter plays."""
        if event.type != pygame.KEYDOWN:
            return
        if event.key == pygame.K_ESCAPE:
            self.app.pop()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and not self.controls.shown:
            self.begin()
        elif pygame.K_1 <= event.key <= pygame.K_4:
            self.choose(CHOICES[event.key - pygame.K_1])
        elif event.key in (pygame.K_LEFT, pygame.K_RIGHT) and not self.controls.shown:
            self.turn_day(1 if event.key == pygame.K_RIGHT else -1)
        else:
            self.controls.handle(event)
        self.app.dirty = True

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes through the controls."""
        return True

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        self.controls.begin()
        inner = WIDTH - 2 * PAD
        told = sheet.say("editor_test.about")
        lines = len(wrapped(told, fonts.REGULAR, palette.BODY, inner))
        box = pygame.Rect(0, 0, WIDTH, 66 + 19 * lines + (CHOICE + 6) * len(CHOICES) + 170)
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x = box.x + PAD
        sheet.text(sheet.say("editor_test.head"), x, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        top = sheet.paragraph(told, x, box.y + 56, inner) + 10
        for i, side in enumerate(CHOICES):
            rect = pygame.Rect(x, top, inner, CHOICE)
            act = lambda side=side: self.choose(side)  # noqa: E731
            sheet.button(rect, sheet.say(f"editor_test.{side}"), act, cap=str(i + 1), chosen=side == self.wanted.side)
            self.controls.stop(sheet, side, rect, act=act)
            top += CHOICE + 6
        row = pygame.Rect(x, top + 6, inner, 34)
        sheet.text(sheet.say("editor_test.day"), x, row.centery, most=inner - 150)
        value = sheet.say("editor_test.day_of", day=self.wanted.day, days=self.days)
        sheet.stepper(row.right, row.centery, value, 84, lambda: self.turn_day(-1), lambda: self.turn_day(1))
        self.controls.stop(sheet, "day", row, turn=self.turn_day)
        row = row.move(0, 36)
        sheet.tick(x + 9, row.centery, self.wanted.seen)
        sheet.text(sheet.say("editor_test.seen"), x + 28, row.centery, most=inner - 30)
        sheet.place(row, self.turn_seen)
        self.controls.stop(sheet, "seen", row, act=self.turn_seen)
        half = (inner - 10) // 2
        top = row.bottom + 12
        for key, cap, run, left in (("leave", "Esc", self.app.pop, x), ("begin", "Enter", self.begin, x + half + 10)):
            rect = pygame.Rect(left, top, half, 40)
            sheet.button(rect, sheet.say(f"editor_test.{key}"), run, cap=cap, primary=key == "begin")
            self.controls.stop(sheet, key, rect, act=run)
