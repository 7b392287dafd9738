"""Questions over the desk: one of some answers, or a name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import harmless
from game.texts import say
from game.ui import fonts, palette
from game.ui.dialog import Dialog
from game.ui.entry import Entry
from game.ui.screen import Screen
from game.ui.sheet import Act, Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

Option = tuple[str, Act | None, bool]
"""Key of the words, what it does, whether it is the first choice."""
WIDTH = 620
_NAME = re.compile(r"[\w-]{1,60}\Z")


class Choose(Screen):
    """A question with its answers, digits and arrows choose; Esc is the last of them."""

    over = True

    def __init__(
        self, app: App, head: str, told: str, lines: Sequence[tuple[str, str]], options: Sequence[Option],
        escape: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(app)
        self.head, self.told, self.lines, self.options, self._escape = head, told, lines, options, escape
        self.at = next((i for i, option in enumerate(options) if option[2]), 0)

    def take(self, i: int) -> None:
        """Give an answer."""
        act = self.options[i][1]
        self.app.pop()
        if act is not None:
            act()

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes through the answers."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by key."""
        if event.type != pygame.KEYDOWN:
            return
        self.app.dirty = True
        count = len(self.options)
        if event.key == pygame.K_ESCAPE and self._escape:
            self.take(count - 1)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.take(self.at)
        elif event.key in (pygame.K_RIGHT, pygame.K_DOWN, pygame.K_TAB):
            self.at = (self.at + 1) % count
        elif event.key in (pygame.K_LEFT, pygame.K_UP):
            self.at = (self.at - 1) % count
        elif pygame.K_1 <= event.key < pygame.K_1 + count:
            self.take(event.key - pygame.K_1)

    def draw(self, sheet: Sheet) -> None:
        """Draw the question, the lines it is about, the answers."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        width = min(WIDTH, sheet.rect.width - 60)
        inner = width - 56
        head = wrapped(self.head, fonts.SEMIBOLD, 18, inner)
        told = wrapped(self.told, fonts.REGULAR, 13, inner)
        shown = [line for line in self.lines]
        rows = self._rows(sheet, inner)
        height = 30 + 27 * len(head) + 19 * len(told) + (len(shown) * 19 + 22 if shown else 0) + 44 * len(rows) + 40
        box = pygame.Rect(0, 0, width, height)
        box.center = sheet.rect.center
        sheet.box(box.inflate(4, 4), (0, 0, 0, 110), 12)
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        x = box.x + 28
        y = sheet.paragraph(self.head, x, box.y + 24, inner, size=18, weight=fonts.SEMIBOLD, colour=palette.TEXT) + 4
        y = sheet.paragraph(self.told, x, y, inner, size=13) + 8
        if shown:
            y = self._lines(sheet, pygame.Rect(x, y, inner, len(shown) * 19 + 12)) + 10
        y += 6
        for row in rows:
            left = x
            for i in row:
                key, _, _ = self.options[i]
                label = sheet.say(key)
                wide = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 52
                rect = pygame.Rect(left, y, wide, 36)
                sheet.button(rect, label, functools.partial(self.take, i), cap=str(i + 1), primary=i == self.at)
                left = rect.right + 8
            y += 44

    def _rows(self, sheet: Sheet, inner: int) -> list[list[int]]:
        """The answers in rows that fit."""
        rows: list[list[int]] = [[]]
        used = 0
        for i, (key, _, _) in enumerate(self.options):
            wide = fonts.width(sheet.say(key), fonts.SEMIBOLD, palette.BODY) + 60
            if used and used + wide > inner:
                rows.append([])
                used = 0
            rows[-1].append(i)
            used += wide
        return rows

    def _lines(self, sheet: Sheet, area: pygame.Rect) -> int:
        """Lines of a difference: what was, what is."""
        sheet.box(area, palette.WELL, 6)
        with sheet.within(area.inflate(-12, -6)):
            for i, (sign, line) in enumerate(self.lines):
                y = area.y + 15 + 19 * i
                ink = palette.SUPPLY[0] if sign == "+" else palette.SUPPLY[2]
                sheet.text(sign, area.x + 16, y, size=12.4, weight=fonts.BOLD, colour=ink, anchor="centre")
                words = harmless(line.strip())
                while fonts.width(words, fonts.REGULAR, 12.2) > area.width - 40:
                    words = words[: len(words) * 9 // 10]
                sheet.text(words, area.x + 28, y, size=12.2, colour=palette.TEXT_SECOND)
        return area.bottom


class AskName(Dialog):
    """Asks under which name a file is to be saved."""

    def __init__(self, app: App, name: str, folder: str, done: Callable[[str], object]) -> None:
        self.entry = Entry(name, hint=say(app.language, "ui.desk.name_hint"), most=60)
        self.entry.select_all()
        super().__init__(app, "name", name=self.entry)
        self._folder, self._done = folder, done

    @property
    def is_good(self) -> bool:
        """Whether the name can be that of a file."""
        return bool(_NAME.match(self.entry.words))

    def go(self) -> None:
        """Save under the name."""
        if self.is_good:
            self.app.pop()
            self._done(self.entry.words)

    def draw(self, sheet: Sheet) -> None:
        """Draw the line to write on."""
        width = min(WIDTH, sheet.rect.width - 60)
        told = sheet.say("desk.name_told" if self.is_good else "desk.name_bad", folder=self._folder)
        lines = wrapped(told, fonts.REGULAR, 12.6, width - 56)
        box = self.frame(sheet, sheet.say("desk.cmd_save_as"), width, 176 + 18 * len(lines))
        x, inner = box.x + 28, box.width - 56
        self.line(sheet, "name", pygame.Rect(x, box.y + 58, inner, 38))
        sheet.paragraph(told, x, box.y + 104, inner, size=12.6)
        label, cancel = sheet.say("desk.save"), sheet.say("desk.cancel")
        go = pygame.Rect(0, box.bottom - 54, fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 84, 36)
        go.right = box.right - 28
        self.button(sheet, "go", go, label, self.go if self.is_good else None, cap="Enter", primary=True)
        no = pygame.Rect(0, go.y, fonts.width(cancel, fonts.SEMIBOLD, palette.BODY) + 66, 36)
        no.right = go.left - 8
        self.button(sheet, "leave", no, cancel, self.app.pop, cap="Esc")
