"""Why: what a number on the screen is made of, with the rules that say so, as a card beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette

if TYPE_CHECKING:
    from game.ui.sheet import Place, Sheet

REST_MS = 700
"""How long the mouse rests on a number before it answers by itself."""
WIDTH, PAD, VALUE = 348, 16, 62
BAR = 40
"""Height of the window's head, whose numbers come after all others."""
SIZE = 12.6


@dataclass(frozen=True)
class Term:
    """One part of a number."""

    words: str
    value: str
    """As it is counted: "+12", "× 0.86", "3.0"."""
    rule: str = ""
    """Number of its rule, "11.2"; empty if no rule is behind it."""


@dataclass(frozen=True)
class Why:
    """A number with all that it is made of."""

    name: str
    total: str
    terms: tuple[Term, ...]
    change: str = ""
    """What would change it."""


class Asked:
    """Keeps which number answers why."""

    def __init__(self) -> None:
        self.place: Place | None = None
        """The number whose card is open."""
        self._places: list[Place] = []
        self._hot: Place | None = None
        self._rested = 0.0
        self._by_rest = False

    def ask(self, focused: Place | None) -> bool:
        """Open the card of the number that has the keyboard or the mouse, else of the next one; False without any."""
        hot = next((p for p in (focused, self._hot) if p is not None and p.why is not None), None)
        if hot is not None and (self.place is None or hot.rect != self.place.rect):
            self.place = hot
        elif self._places:
            at = next((i for i, p in enumerate(self._places) if self.place and p.rect == self.place.rect), -1)
            self.place = self._places[(at + 1) % len(self._places)]
        self._by_rest = False
        return self.place is not None

    def close(self) -> bool:
        """Close the card; False if none is open."""
        was, self.place = self.place, None
        return was is not None

    def drawn(self, places: Sequence[Place], hot: Place | None) -> None:
        """Hold on to the number after everything was drawn anew."""
        self._places = sorted(
            (p for p in places if p.why is not None), key=lambda p: (p.rect.top < BAR, p.rect.top, p.rect.left)
        )
        if self.place is not None:
            rect = self.place.rect
            self.place = next((p for p in self._places if p.rect == rect), None)
        self.point(hot)

    def point(self, hot: Place | None) -> None:
        """Note what the mouse is on; a card that came by itself goes with it."""
        asked = hot if hot is not None and hot.why is not None else None
        if (asked.rect if asked else None) != (self._hot.rect if self._hot else None):
            self._rested = 0.0
            if self._by_rest:
                self.place = None
        self._hot = asked

    def tick(self, milliseconds: int) -> bool:
        """Answer by itself where the mouse has rested long enough: "the card has come", so that it is drawn."""
        if self._hot is None or not self._hot.rests or self._rested >= REST_MS:
            return False
        self._rested += milliseconds
        if self._rested < REST_MS or self.place is not None:
            return False
        self.place, self._by_rest = self._hot, True
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether the mouse rests on a number that will answer soon."""
        return self._hot is not None and self._hot.rests and self._rested < REST_MS

    def draw(self, sheet: Sheet) -> None:
        """Draw the card beside its number."""
        if self.place is not None and self.place.why is not None:
            card(sheet, self.place.why(), self.place.rect)


def card(sheet: Sheet, why: Why, at: pygame.Rect) -> None:
    """A card beside a place: name and sum, every term with its rule, what would change it."""
    from game.ui.sheet import wrapped

    room = WIDTH - 2 * PAD
    rows = [(term, wrapped(_ruled(term), fonts.REGULAR, SIZE, room - VALUE)) for term in why.terms]
    change = wrapped(why.change, fonts.MEDIUM, SIZE, room) if why.change else []
    name = wrapped(why.name, fonts.SEMIBOLD, 14.5, room - fonts.width(why.total, fonts.BOLD, 16) - 14)
    head = 20 * len(name) + 14
    height = head + 8 + sum(17 * len(lines) + 6 for _, lines in rows) + (17 * len(change) + 16 if change else 0) + 10
    box = pygame.Rect(at.left - WIDTH - 14, at.centery - head, WIDTH, height)
    if box.left < 6:
        box.left = at.right + 14
        if box.right > sheet.rect.right - 6:
            box.topleft = at.left, at.bottom + 10
    box.clamp_ip(sheet.rect.inflate(-12, -12))
    sheet.box(box.inflate(4, 4), (0, 0, 0, 110), 10)
    sheet.box(box, palette.PANEL, 8, palette.ACCENT, 1.4)
    sheet.box(at.inflate(6, 4).clip(sheet.rect), (0, 0, 0, 0), 6, palette.ACCENT, 1.6)
    x, right, y = box.x + PAD, box.right - PAD, box.y + 10
    sheet.text(why.total, right, y + 11, size=16, weight=fonts.BOLD, colour=palette.ACCENT, anchor="right")
    for line in name:
        sheet.text(line, x, y + 11, size=14.5, weight=fonts.SEMIBOLD)
        y += 20
    sheet.line(x, y + 6, room)
    y += 14
    for term, lines in rows:
        sheet.text(term.value, x + VALUE - 12, y + 9, size=SIZE, weight=fonts.SEMIBOLD, anchor="right")
        for line in lines:
            sheet.text(line, x + VALUE, y + 9, size=SIZE, colour=palette.TEXT_SECOND)
            y += 17
        y += 6
    if change:
        sheet.line(x, y + 2, room)
        y += 10
        for line in change:
            sheet.text(line, x, y + 9, size=SIZE, weight=fonts.MEDIUM, colour=palette.ACCENT)
            y += 17


def _ruled(term: Term) -> str:
    """The words of a term with the number of its rule."""
    return f"{term.words} [{term.rule}]" if term.rule else term.words
