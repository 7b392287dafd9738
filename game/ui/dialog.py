"""A box over a screen, in which something is written and chosen by mouse or by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame

from game.ui import fonts, palette
from game.ui.controls import Controls, Turn
from game.ui.entry import Entry
from game.ui.screen import Screen
from game.ui.sheet import Act, Sheet

if TYPE_CHECKING:
    from game.ui.app import App

GAP = 10


class Dialog(Screen):
    """Esc leaves, Tab and the arrows go from control to control, Enter does what the one in the ring does, else `go`."""

    over = True

    def __init__(self, app: App, at: str, **entries: Entry) -> None:
        super().__init__(app)
        self.controls, self.entries = Controls(at), entries
        self._focus()

    def go(self) -> None:
        """Do what the dialog is for."""
        raise NotImplementedError

    def handle(self, event: pygame.event.Event) -> None:
        """Write where the keyboard is, go to another control, or answer by one."""
        key = event.key if event.type == pygame.KEYDOWN else None
        written = [name for name, entry in self.entries.items() if entry.handle(event)]
        self.app.dirty |= bool(written) or event.type != pygame.MOUSEMOTION
        if key == pygame.K_ESCAPE:
            self.app.pop()
        elif written:
            self.controls.at = written[0]
        elif key in (pygame.K_RETURN, pygame.K_KP_ENTER) and not self.controls.is_answering:
            self.go()
        elif self.controls.handle(event):
            self._focus()

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes through the controls."""
        return True

    def _focus(self) -> None:
        """Let the keys write where the keyboard is."""
        for name, entry in self.entries.items():
            entry.focused = self.controls.at == name

    # drawing, in the order in which Tab goes -------------------------------------------------------------------------

    def frame(self, sheet: Sheet, head: str, width: int, height: int) -> pygame.Rect:
        """Draw the box in the middle with its head; its rectangle."""
        self.controls.begin()
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        box = pygame.Rect(0, 0, width, min(height, sheet.rect.height - 16))
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        sheet.text(head, box.x + 28, box.y + 34, size=19, weight=fonts.SEMIBOLD)
        return box

    def line(self, sheet: Sheet, name: str, rect: pygame.Rect) -> None:
        """Draw a line to write on."""
        self.entries[name].draw(sheet, rect)
        self.controls.stop(sheet, name, rect)

    def button(self, sheet: Sheet, name: str, rect: pygame.Rect, label: str, act: Act | None, **look: Any) -> None:
        """Draw a button; `look` is what the sheet's takes."""
        sheet.button(rect, label, act, **look)
        self.controls.stop(sheet, name, rect, act=act)

    def check(self, sheet: Sheet, name: str, row: pygame.Rect, label: str, on: bool, act: Act) -> None:
        """Draw something that is so or not."""
        sheet.tick(row.x + 9, row.centery, on)
        sheet.text(label, row.x + 28, row.centery, most=row.width - 30)
        sheet.place(row, act)
        self.controls.stop(sheet, name, row, act=act)

    def number(
        self, sheet: Sheet, name: str, row: pygame.Rect, label: str, value: str, turn: Turn, room: int = 84
    ) -> None:
        """Draw a number that goes up and down; `room` px are for its value."""
        sheet.text(label, row.x, row.centery, most=row.width - room - 66)
        sheet.stepper(row.right, row.centery, value, room, lambda: turn(-1), lambda: turn(1))
        self.controls.stop(sheet, name, row, turn=turn)

    def foot(self, sheet: Sheet, area: pygame.Rect, leave: str, label: str, act: Act | None) -> None:
        """Draw the two buttons below: one leaves, one does what the dialog is for."""
        half = pygame.Rect(area.x, area.y, (area.width - GAP) // 2, area.height)
        self.button(sheet, "leave", half, leave, self.app.pop, cap="Esc")
        self.button(sheet, "go", half.move(half.width + GAP, 0), label, act, cap="Enter", primary=True)
