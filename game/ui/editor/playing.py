"""Play from here: the question which side, from which day, with the fog or without."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.dialog import Dialog
from game.ui.editor import testing
from game.ui.editor.testing import CHOICES, Wanted, lead_to
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

WIDTH, PAD, CHOICE = 480, 28, 36
SIDE_KEYS = (pygame.K_1, pygame.K_2, pygame.K_3, pygame.K_4)
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


class TestSetUp(Dialog):
    """Enter plays; digits choose the side, Left and Right the day."""

    __test__ = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.app, "go")
        self.desk = desk
        turns = desk.draft.value(("calendar", "turns"))
        self.days = turns if isinstance(turns, int) and turns > 0 else 1
        self.wanted = replace(_last, day=min(_last.day, self.days))

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

    def go(self) -> None:
        """Play."""
        global _last
        _last = self.wanted
        self.app.pop()
        testing.begin(self.desk, self.wanted)

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by number, or with the controls."""
        key = event.key if event.type == pygame.KEYDOWN else None
        if key in SIDE_KEYS:
            self.choose(CHOICES[SIDE_KEYS.index(key)])
        elif key in (pygame.K_LEFT, pygame.K_RIGHT) and not self.controls.shown:
            self.turn_day(1 if key == pygame.K_RIGHT else -1)
        else:
            super().handle(event)

    def draw(self, sheet: Sheet) -> None:
        """Draw the choices."""
        inner = WIDTH - 2 * PAD
        told = sheet.say("editor_test.about")
        lines = len(wrapped(told, fonts.REGULAR, palette.BODY, inner))
        height = 66 + 19 * lines + (CHOICE + 6) * len(CHOICES) + 170
        box = self.frame(sheet, sheet.say("editor_test.head"), WIDTH, height)
        x = box.x + PAD
        top = sheet.paragraph(told, x, box.y + 56, inner) + 10
        for i, side in enumerate(CHOICES):
            rect = pygame.Rect(x, top, inner, CHOICE)
            act, label = functools.partial(self.choose, side), sheet.say(f"editor_test.{side}")
            self.button(sheet, side, rect, label, act, cap=str(i + 1), chosen=side == self.wanted.side)
            top += CHOICE + 6
        row = pygame.Rect(x, top + 6, inner, 34)
        value = sheet.say("editor_test.day_of", day=self.wanted.day, days=self.days)
        self.number(sheet, "day", row, sheet.say("editor_test.day"), value, self.turn_day)
        row = row.move(0, 36)
        self.check(sheet, "seen", row, sheet.say("editor_test.seen"), self.wanted.seen, self.turn_seen)
        area = pygame.Rect(x, row.bottom + 12, inner, 40)
        self.foot(sheet, area, sheet.say("editor_test.leave"), sheet.say("editor_test.begin"), self.go)
