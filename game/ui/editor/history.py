"""The history: every edit a line, the saved one marked; a click goes there, forwards and back, without end."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.editor.panels import Panel
from game.ui.scroll import Scroll
from game.ui.sheet import wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

LINE, PAD = 17, 9


class History(Panel):
    """The list of edits, the first at the top."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.scroll = Scroll()
        self._follow = True

    def handle(self, event: pygame.event.Event) -> bool:
        """Scroll."""
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
            return True
        return False

    def edited(self) -> None:
        """Keep the present line in sight."""
        self._follow = True

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw every edit, those taken back paler."""
        draft = self.desk.draft
        inner = area.inflate(-24, -8)
        told = sheet.say("desk.history_told", done=draft.position, all=len(draft.history))
        top = sheet.paragraph(told, inner.x + 2, inner.y, inner.width - 4, size=11.5, colour=palette.TEXT_THIRD) + 6
        lines = [sheet.say("desk.history_first"), *(self.desk.label_words(entry.label) for entry in draft.history)]
        rows = [wrapped(words, fonts.REGULAR, 12.6, inner.width - 66) for words in lines]
        heights = [LINE * len(row) + PAD for row in rows]
        listed = pygame.Rect(inner.x, top, inner.width, area.bottom - top - 8)
        with sheet.within(listed):
            y = self.scroll.begin(listed, sum(heights))
            if self._follow:
                before = sum(heights[: draft.position])
                self.scroll.show(pygame.Rect(listed.x, y + before, listed.width, heights[draft.position] + 20))
                self._follow, y = False, listed.y - self.scroll.at
            saved = self.desk.files.saved_position
            for i, row in enumerate(rows):
                rect = pygame.Rect(listed.x, y, listed.width - 6, heights[i] - 2)
                if rect.bottom > listed.top and rect.top < listed.bottom:
                    self._row(sheet, rect, i, row, saved == i)
                y += heights[i]
            self.scroll.bar(sheet)

    def _row(self, sheet: Sheet, rect: pygame.Rect, i: int, lines: list[str], saved: bool) -> None:
        here, ahead = i == self.desk.draft.position, i > self.desk.draft.position
        if here or sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if here else None, 1.4)
        sheet.text(str(i) if i else "–", rect.x + 30, rect.y + 12, size=11.5, colour=palette.TEXT_THIRD, anchor="right")
        ink = palette.TEXT_THIRD if ahead else palette.TEXT
        for k, line in enumerate(lines):
            sheet.text(line, rect.x + 40, rect.y + 12 + LINE * k, size=12.6, colour=ink)
        if saved:
            sheet.text(
                "✓", rect.right - 12, rect.y + 12, size=12.6, weight=fonts.BOLD, colour=palette.SUPPLY[0], anchor="right"
            )
        tip = sheet.say("desk.history_saved") if saved else ""
        sheet.place(rect, functools.partial(self._go, i), tip)

    def _go(self, i: int) -> None:
        self.desk.pointing.drop()
        self.desk.draft.go_to(i)
        self.desk.app.dirty = True
