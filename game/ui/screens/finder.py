"""The search (Ctrl+K): one box finds units, places, commands, settings and rules, and does or shows what is chosen."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from game.texts import say
from game.ui import fonts, palette
from game.ui.entry import Entry
from game.ui.screen import SHIFT, Screen
from game.ui.screens.findable import RULE, Found, find
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

WIDTH, ROW, HEAD, MOST_ABOUT = 720, 32, 62, 6
KIND = 92
"""Width of the column that says what kind of thing it is."""


class Finder(Screen):
    """Lies over a battle or the desk."""

    over = True

    def __init__(self, app: App, everything: Sequence[Found], more: Callable[[str], list[Found]]) -> None:
        """Look through what there is, and what more there is for the words that are typed."""
        super().__init__(app)
        self.entry = Entry(hint=say(app.language, "ui.find.hint"))
        self._everything, self._more = list(everything), more
        self.results = find("", self._everything)
        self.at = 0
        self._first, self._rows = 0, 8

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab goes down the results."""
        return True

    def handle(self, event: pygame.event.Event) -> None:
        """Type, go through the results, take one, leave."""
        self.app.dirty = True
        if event.type == pygame.MOUSEWHEEL:
            self._move(-event.y)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.app.pop()
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.take(self.at)
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_UP, pygame.K_DOWN, pygame.K_TAB):
            back = event.key == pygame.K_UP or (event.key == pygame.K_TAB and event.mod & SHIFT)
            self._move(-1 if back else 1)
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self._move(-self._rows if event.key == pygame.K_PAGEUP else self._rows)
        else:
            before = self.entry.words
            self.entry.handle(event)
            if self.entry.words != before:
                listed = [*self._everything, *self._more(self.entry.words)]
                self.results, self.at, self._first = find(self.entry.words, listed), 0, 0

    def _move(self, steps: int) -> None:
        """Go so many results on."""
        self.at = min(max(self.at + steps, 0), max(0, len(self.results) - 1))

    def take(self, i: int) -> None:
        """Do what was found, or go there; what is refused says why and stays."""
        if i < len(self.results):
            found = self.results[i]
            if not found.why:
                self.app.pop()
            found.act()

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the box and the results that fit."""
        sheet.fill(sheet.rect, (*palette.WELL, 120))
        width = min(WIDTH, sheet.rect.width - 60)
        self._rows = min(12, (sheet.rect.height - 290) // ROW)
        shown = min(max(len(self.results), 1), self._rows)
        about = self._about(width - 48)
        foot = 18 * len(about) + 14 if about else 0
        box = pygame.Rect((sheet.rect.width - width) // 2, 64, width, HEAD + shown * ROW + 14 + foot)
        sheet.box(box.inflate(4, 4), (0, 0, 0, 110), 12)
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        self.entry.draw(sheet, pygame.Rect(box.x + 14, box.y + 12, box.width - 28, 38))
        self._first = min(max(self._first, self.at - self._rows + 1), self.at)
        if not self.results:
            words = sheet.say("find.nothing")
            sheet.text(words, box.x + 24, box.y + HEAD + ROW // 2, colour=palette.TEXT_THIRD)
        for i, found in enumerate(self.results[self._first : self._first + self._rows], self._first):
            rect = pygame.Rect(box.x + 8, box.y + HEAD + (i - self._first) * ROW, box.width - 16, ROW - 2)
            self._row(sheet, found, i, rect)

        for i, line in enumerate(about):
            colour = palette.SUPPLY[2] if self.results[self.at].why else palette.TEXT_SECOND
            sheet.text(line, box.x + 24, box.bottom - foot + 6 + 18 * i, size=12.4, colour=colour)

    def _about(self, width: int) -> list[str]:
        """Why the chosen result cannot be done, or what the rule says, in lines."""
        found = self.results[self.at] if self.results else None
        words = "" if found is None else found.why or (found.also if found.kind == RULE else "")
        return wrapped(words, fonts.REGULAR, 12.4, width)[:MOST_ABOUT] if words else []

    def _row(self, sheet: Sheet, found: Found, i: int, rect: pygame.Rect) -> None:
        """One result: what kind, what, where or why not, and its key."""
        chosen, x, right = i == self.at, rect.x + 12, rect.right - 10
        if chosen or sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else None, 1.4)
        sheet.text(sheet.say(f"find.kind_{found.kind}"), x, rect.centery, size=11.5, colour=palette.TEXT_THIRD)
        x += KIND
        if found.cap:
            right = sheet.cap(found.cap, right, rect.centery) - 10
        ink = palette.TEXT_THIRD if found.why else palette.TEXT
        name = sheet.text(found.words, x, rect.centery, size=13.4, weight=fonts.MEDIUM, colour=ink, most=right - x)
        beside = found.why.split("]")[0] + "]" if found.why.startswith("[") else found.why or found.detail
        if beside and fonts.width(beside, fonts.REGULAR, 12) < right - name.right - 14:
            colour = palette.SUPPLY[2] if found.why else palette.TEXT_THIRD
            sheet.text(beside, right, rect.centery, size=12, colour=colour, anchor="right")
        sheet.place(rect, functools.partial(self.take, i), found.why)
