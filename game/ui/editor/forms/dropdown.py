"""A list of choices that opens under a field: found by typing, chosen by click or Enter."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from game.ui import fonts, palette
from game.ui.entry import Entry
from game.ui.screens.findable import score
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, name_rise

ROW, MOST_HIGH, SEARCH = 26, 300, 40
SEARCHED_FROM = 9
"""So many choices can be searched."""


@dataclass(frozen=True)
class Option:
    """One choice."""

    value: str
    words: str
    detail: str = ""


class Dropdown:
    """Open until something is chosen, or Esc, or a click beside it."""

    def __init__(self, options: Sequence[Option], now: str | None, choose: Callable[[str], None]) -> None:
        self.options, self.now, self.choose = options, now, choose
        self.is_open = True
        self.search = Entry(size=12.8)
        self.scroll = Scroll()
        self.at = next((i for i, option in enumerate(options) if option.value == now), 0)
        self._seen = False

    @property
    def found(self) -> list[Option]:
        """The choices that fit what was typed."""
        words = self.search.words
        if not words.strip():
            return list(self.options)
        scored = [(score(words, f"{option.words} {option.value} {option.detail}"), option) for option in self.options]
        return [option for points, option in sorted(scored, key=lambda each: -each[0]) if points]

    def take(self, option: Option) -> None:
        """Choose and close."""
        self.is_open = False
        self.choose(option.value)

    def close(self) -> None:
        """Close without choosing."""
        self.is_open = False

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer the keyboard and the wheel; whether it was meant for the list."""
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and not self.search.handle(event):
            self.search.focused = True
            self.close()
            return True
        if event.type == pygame.KEYDOWN:
            found = self.found
            if event.key == pygame.K_ESCAPE or (not found and event.key == pygame.K_TAB):
                self.close()
            elif event.key in (pygame.K_UP, pygame.K_DOWN):
                self.at = min(max(self.at + (1 if event.key == pygame.K_DOWN else -1), 0), max(0, len(found) - 1))
                self._seen = False
            elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_TAB):
                if found:
                    self.take(found[min(self.at, len(found) - 1)])
            elif self.search.handle(event):
                self.at, self._seen = 0, False
            else:
                return False
            return True
        if event.type == pygame.TEXTINPUT:
            self.at, self._seen = 0, False
        return self.search.handle(event)

    def draw(self, sheet: Sheet, under: pygame.Rect, bounds: pygame.Rect) -> None:
        """Draw the list under a field, or over it where there is more room; a click beside it closes it."""
        sheet.place(bounds, self.close)
        searched = len(self.options) >= SEARCHED_FROM
        found, room = self.found, under.width - 28
        heights = [ROW + name_rise(option.words, room) + (15 if option.detail else 0) for option in found]
        head = SEARCH if searched else 6
        wanted = min(MOST_HIGH, sum(heights) + head + 6)
        below, above = bounds.bottom - under.bottom - 4, under.top - bounds.top - 4
        high = min(wanted, max(below, above))
        top = under.bottom + 2 if below >= min(wanted, above) else under.top - 2 - high
        box = pygame.Rect(under.x, top, under.width, high)
        sheet.box(box.inflate(4, 4), (0, 0, 0, 110), 9)
        sheet.box(box, palette.RAISED, 7, palette.LINE, 1.5)
        sheet.place(box, None)
        if searched:
            self.search.hint = sheet.say("editor_forms.search")
            self.search.draw(sheet, pygame.Rect(box.x + 5, box.y + 5, box.width - 10, 30))
        inner = pygame.Rect(box.x + 4, box.y + head, box.width - 8, box.height - head - 4)
        with sheet.within(inner):
            y = self.scroll.begin(inner, sum(heights))
            for i, (option, height) in enumerate(zip(found, heights, strict=True)):
                rect = pygame.Rect(inner.x, y, inner.width, height)
                if i == self.at and not self._seen:
                    self.scroll.show(rect)
                    self._seen = True
                if rect.colliderect(inner):
                    self._row(sheet, option, rect, i == self.at)
                y += height
            self.scroll.bar(sheet)
        if not found:
            words = sheet.say("editor_forms.nothing_found")
            sheet.text(words, inner.x + 8, inner.y + 12, size=12.4, most=inner.width - 12, colour=palette.TEXT_THIRD)

    def _row(self, sheet: Sheet, option: Option, rect: pygame.Rect, on: bool) -> None:
        """One choice; the one that stands is ticked."""
        if on or sheet.hot(rect):
            sheet.box(rect, palette.LINE, 5)
        middle = rect.centery - (8 if option.detail else 0)
        ink = palette.ACCENT if option.value == self.now else palette.TEXT
        weight = fonts.SEMIBOLD if option.value == self.now else fonts.REGULAR
        sheet.name(option.words, rect.x + 8, middle, rect.width - 20, colour=ink, weight=weight)
        if option.detail:
            sheet.text(option.detail, rect.x + 8, rect.bottom - 11, size=11, colour=palette.TEXT_THIRD,
                       most=rect.width - 20)  # fmt: skip
        sheet.place(rect, functools.partial(self.take, option))
