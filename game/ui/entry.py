"""A line of text that can be typed into, for every screen that asks for words.

Letters come as TEXTINPUT, so that every layout and input method writes; keys only move, select and take away.
"""

from __future__ import annotations

import re

import pygame

from game.ui import fonts, palette
from game.ui.screen import CTRL, SHIFT
from game.ui.sheet import Sheet

PAD = 12
MOST = 200
_WORD = re.compile(r"\w+|[^\w\s]+")
_kept = ""
"""What was copied last, for machines whose clipboard cannot be reached."""


def copy(words: str) -> None:
    """Put words on the clipboard of the machine, or keep them for this game if it has none."""
    global _kept
    _kept = words
    try:
        pygame.scrap.put_text(words)
    except pygame.error:
        return


def paste() -> str:
    """The words on the clipboard of the machine, or those copied last in this game if it has none."""
    try:
        return pygame.scrap.get_text() or _kept
    except pygame.error:
        return _kept


class Entry:
    """One line of text with a caret and a selection.

    `handle` is given every event first and says whether it took it; Enter, Escape, Tab, Up and Down it leaves alone.
    With `only`, other letters than those are not written.
    """

    def __init__(self, words: str = "", hint: str = "", most: int = MOST, size: float = 14.5, only: str = "") -> None:
        self.words, self.hint, self.most, self.size, self.only = words, hint, most, size, only
        self.focused = True
        self.caret, self.anchor = len(words), len(words)
        self.composing = ""
        """What an input method is still putting together at the caret."""
        self._rect = pygame.Rect(0, 0, 0, 0)
        self._from = 0
        """How far the words are pushed to the left, in px."""
        self._dragging = False

    @property
    def selection(self) -> tuple[int, int]:
        """The first letter selected and the one after the last; equal if none is."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    def set(self, words: str) -> None:
        """Put other words in place of these, the caret at their end."""
        self.words = words[: self.most]
        self.caret = self.anchor = len(self.words)
        self.composing = ""

    def select_all(self) -> None:
        """Select every letter."""
        self.anchor, self.caret = 0, len(self.words)

    # events ----------------------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> bool:
        """Answer an event; whether it was meant for this line."""
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION):
            return self._mouse(event)
        if not self.focused:
            return False
        if event.type == pygame.TEXTINPUT:
            self.composing = ""
            self.write(event.text)
            return True
        if event.type == pygame.TEXTEDITING:
            self.composing = event.text
            return True
        return event.type == pygame.KEYDOWN and self._key(event)

    def write(self, words: str) -> None:
        """Put words in place of the selection, as many as there is room for; signs that cannot be seen are left out."""
        first, last = self.selection
        room = self.most - (len(self.words) - (last - first))
        seen = (c if c.isprintable() else " " for c in words if c.isprintable() or c in "\n\t")
        new = "".join(c for c in seen if not self.only or c in self.only)[:room]
        self.words = self.words[:first] + new + self.words[last:]
        self.caret = self.anchor = first + len(new)

    def _key(self, event: pygame.event.Event) -> bool:
        control = bool(event.mod & CTRL) and not event.mod & pygame.KMOD_ALT
        if event.key in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME, pygame.K_END):
            self._move(event.key, control, bool(event.mod & SHIFT))
        elif event.key in (pygame.K_BACKSPACE, pygame.K_DELETE):
            self._take_away(event.key == pygame.K_BACKSPACE, control)
        elif control and event.key in (pygame.K_a, pygame.K_c, pygame.K_x, pygame.K_v):
            self._clip(event.key)
        else:
            typed = getattr(event, "unicode", "")
            return not control and bool(typed) and typed.isprintable()
        return True

    def _move(self, key: int, by_word: bool, selecting: bool) -> None:
        """Move the caret; without Shift the selection ends, at the end it was moved to."""
        first, last = self.selection
        if key in (pygame.K_HOME, pygame.K_END):
            self.caret = 0 if key == pygame.K_HOME else len(self.words)
        elif first != last and not selecting and not by_word:
            self.caret = first if key == pygame.K_LEFT else last
        else:
            self.caret = self._beside(key == pygame.K_LEFT, by_word)
        if not selecting:
            self.anchor = self.caret

    def _beside(self, left: bool, by_word: bool) -> int:
        """The place one letter or one word beside the caret."""
        if not by_word:
            return max(0, self.caret - 1) if left else min(len(self.words), self.caret + 1)
        if left:
            return max((m.start() for m in _WORD.finditer(self.words) if m.start() < self.caret), default=0)
        return min((m.end() for m in _WORD.finditer(self.words) if m.end() > self.caret), default=len(self.words))

    def _take_away(self, left: bool, by_word: bool) -> None:
        """Take away what is selected, else the letter or word beside the caret."""
        if self.caret == self.anchor:
            self.anchor = self._beside(left, by_word)
        self.write("")

    def _clip(self, key: int) -> None:
        """Select all, copy, cut or paste."""
        first, last = self.selection
        if key == pygame.K_a:
            self.select_all()
        elif key == pygame.K_v:
            self.write(paste())
        elif first != last:
            copy(self.words[first:last])
            if key == pygame.K_x:
                self.write("")

    def _mouse(self, event: pygame.event.Event) -> bool:
        """Put the caret where the mouse is pressed, select where it is drawn, a word with two clicks."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self.focused = self._dragging = self._rect.collidepoint(event.pos)
            if self._dragging:
                at = self._letter_at(event.pos[0])
                again = getattr(event, "clicks", 1) == 2
                words = [m.span() for m in _WORD.finditer(self.words) if m.start() <= at <= m.end()] if again else []
                self.anchor, self.caret = words[0] if words else (at, at)
            return self._dragging
        if event.type == pygame.MOUSEMOTION and self._dragging:
            self.caret = self._letter_at(event.pos[0])
            return True
        if event.type == pygame.MOUSEBUTTONUP and self._dragging:
            self._dragging = False
            return True
        return False

    def _letter_at(self, x: int) -> int:
        """The place between two letters that is nearest to a pixel."""
        wanted = x - self._rect.x - PAD + self._from
        return min(range(len(self.words) + 1), key=lambda i: abs(self._px(i) - wanted))

    def _px(self, i: int) -> int:
        return fonts.width(self.words[:i], fonts.REGULAR, self.size)

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, rect: pygame.Rect) -> None:
        """Draw the line in a box, pushed to the left as far as the caret needs."""
        self._rect = rect
        sheet.box(rect, palette.WELL, 6, palette.ACCENT if self.focused else palette.LINE, 1.5)
        sheet.place(rect, None)
        inner, y = rect.inflate(-2 * PAD, -6), rect.centery
        before, size = self._px(self.caret), self.size
        composed = fonts.width(self.composing, fonts.REGULAR, self.size) if self.composing else 0
        self._from = min(self._from, before, max(0, self._px(len(self.words)) + composed + 2 - inner.width))
        self._from = max(self._from, before + composed + 2 - inner.width, 0)
        x, tall = inner.x - self._from, round(self.size * 1.5)
        with sheet.within(inner):
            first, last = self.selection
            if first != last:
                marked = pygame.Rect(x + self._px(first), y - tall // 2, self._px(last) - self._px(first), tall)
                sheet.fill(marked, palette.blend(palette.WELL, palette.ACCENT, 0.4))
            if not self.words and not self.composing:
                sheet.text(self.hint, x + 5, y, colour=palette.TEXT_THIRD, size=size)
            else:
                sheet.text(self.words[: self.caret], x, y, size=size)
                sheet.text(self.words[self.caret :], x + before + composed, y, size=size)
            if self.composing:
                sheet.text(self.composing, x + before, y, colour=palette.ACCENT, size=size)
                sheet.fill(pygame.Rect(x + before, y + tall // 2 - 2, composed, 1), palette.ACCENT)
            if self.focused:
                sheet.fill(pygame.Rect(x + before + composed, y - tall // 2, 2, tall), palette.ACCENT)
