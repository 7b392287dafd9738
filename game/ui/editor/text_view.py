"""The text of the file about a line: numbers, the caret's line, and any line written anew in place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import harmless
from game.scenario.draft import Label
from game.splices import Splice
from game.ui import fonts, palette
from game.ui.editor.picture import SIGN
from game.ui.entry import Entry, copy
from game.ui.scroll import Scroll

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

LINE, GUTTER = 20, 58
LONG = 400
"""Letters of a line that are shown."""


class TextView:
    """Keeps which line is looked at, and the line being written."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.line, self.column = 1, 1
        self.scroll = Scroll()
        self.entry: Entry | None = None
        self._follow = True

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.desk.draft.text.split("\n")

    def go_to(self, line: int, column: int = 1) -> None:
        """Look at a line."""
        self.line, self.column = min(max(line, 1), len(self.lines)), column
        self.entry = None
        self._follow = True
        self.desk.app.dirty = True

    def begin(self) -> None:
        """Write the line anew."""
        words = self.lines[self.line - 1].rstrip("\r")
        self.entry = Entry(words, most=4000, size=12.6)
        self.entry.caret = self.entry.anchor = min(self.column - 1, len(words))
        self.desk.app.dirty = True

    def finish(self) -> None:
        """Put the line as it was written into the text."""
        entry, self.entry = self.entry, None
        lines = self.lines
        if entry is None or self.line > len(lines):
            return
        old = lines[self.line - 1].rstrip("\r")
        if entry.words != old:
            at = sum(len(line) + 1 for line in lines[: self.line - 1])
            self.desk.draft.take(Label("ui.desk.did_line", {"line": self.line}), (Splice(at, old, entry.words),))

    def copy_place(self) -> None:
        """Put "file:line" on the clipboard, for the user's own text editor."""
        place = f"{self.desk.draft.file}:{self.line}"
        copy(place)
        self.desk.tell_note(self.desk.say("desk.place_copied", place=place))

    def handle(self, event: pygame.event.Event) -> bool:
        """Go up and down, write a line."""
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
            self.desk.app.dirty = True
            return True
        if self.entry is None:
            return False
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.finish()
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.entry = None
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_UP, pygame.K_DOWN):
            self.finish()
            self.go_to(self.line + (1 if event.key == pygame.K_DOWN else -1))
            self.begin()
        else:
            return self.entry.handle(event)
        return True

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the lines that fit, their numbers, the caret's, and what can be done with it."""
        foot = self._buttons(sheet, area)
        area = pygame.Rect(area.x, area.y, area.width, foot - area.y - 4)
        lines, wrong = self.lines, {problem.line: problem.severity for problem in reversed(self.desk.checking.problems)}
        y = self.scroll.begin(area, LINE * len(lines))
        if self._follow:
            self.scroll.at = min(max(0, LINE * self.line - area.height // 2), self.scroll.most)
            self._follow, y = False, area.y - self.scroll.at
        first = max(0, (area.y - y) // LINE)
        with sheet.within(area):
            sheet.fill(area, palette.WELL)
            for i in range(first, min(len(lines), first + area.height // LINE + 2)):
                rect = pygame.Rect(area.x, y + LINE * i, area.width - 8, LINE)
                self._line(sheet, rect, i + 1, lines[i], wrong.get(i + 1))
            self.scroll.bar(sheet)

    def _line(self, sheet: Sheet, rect: pygame.Rect, number: int, words: str, severity: str | None) -> None:
        here, y = number == self.line, rect.centery
        if here:
            sheet.fill(rect, palette.RAISED)
        if severity is not None:
            sheet.disc(rect.x + 10, y, 8, SIGN[severity])
        ink = palette.ACCENT if here else palette.TEXT_THIRD
        sheet.text(str(number), rect.x + GUTTER - 10, y, size=11.5, colour=ink, anchor="right")
        body = pygame.Rect(rect.x + GUTTER, rect.y, rect.width - GUTTER, rect.height)
        if here and self.entry is not None:
            self.entry.draw(sheet, body)
            return
        shown = harmless(words[:LONG])
        with sheet.within(body):
            indent = len(shown) - len(shown.lstrip(" "))
            x = body.x + 4 + 7 * indent
            self._coloured(sheet, shown.lstrip(" "), x, y, body.right)
            if here:
                caret = x + fonts.width(shown[indent : self.column - 1], fonts.REGULAR, 12.2)
                sheet.fill(pygame.Rect(caret, rect.bottom - 3, 8, 2), palette.ACCENT)
        act = self.begin if here else functools.partial(self.go_to, number)
        sheet.place(rect, act, sheet.say("desk.line_tip") if here else "")

    def _coloured(self, sheet: Sheet, words: str, x: int, y: int, end: int) -> None:
        """A line: comments pale, the key of a line brighter than its value; what is too long runs out of sight."""
        if words.startswith("#"):
            parts = [(words, palette.TEXT_THIRD)]
        else:
            key, colon, rest = words.partition(":")
            known = bool(colon) and key.strip("- ").isidentifier()
            parts = [(key + colon, palette.FLOW_LIGHT), (rest, palette.TEXT)] if known else [(words, palette.TEXT)]
        for part, ink in parts:
            if part and x < end:
                x = sheet.text(_fitting(part, end - x), x, y, size=12.2, colour=ink).right

    def _buttons(self, sheet: Sheet, area: pygame.Rect) -> int:
        """What can be done with the line; the upper edge."""
        x, y = area.x + 12, area.bottom - 34
        for key, act in (
            ("line_write", self.begin if self.entry is None else self.finish),
            ("line_copy", self.copy_place),
        ):
            label = sheet.say(f"desk.{key}")
            rect = pygame.Rect(x, y, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 28, 28)
            sheet.button(rect, label, act)
            x = rect.right + 8
        problem = next((p for p in self.desk.checking.problems if p.line == self.line), None)
        if problem is not None:
            words = f"{problem.code}: {problem.message}"
            sheet.text(_fitting(words, area.right - x - 20), x + 6, y + 14, size=12.2, colour=SIGN[problem.severity])
        return y - 2


def _fitting(words: str, room: int) -> str:
    """As much of a line as there is room for."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(words[:middle], fonts.REGULAR, 12.2) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low]
