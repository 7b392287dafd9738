"""What was in fact: the history of a scenario beside what came of the match, and the events that happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.chronicle import Chronicle
from game.chronicle_events import name_of
from game.hindsight import Compared, bounds, compare_match, front_of, happened
from game.match import Match
from game.scenario.schema import Figure, Front
from game.state import NOBODY, SIDES
from game.ui import fonts, palette
from game.ui.screen import Screen
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import App

PAD, HEAD, STEP, MOST = 24, 54, 60, 1060
COLUMN = 150
"""Width of a column of figures."""


def is_there(match: Match) -> bool:
    """Whether there is anything to tell: history, or events."""
    return bool(match.scenario.file.history or match.scenario.file.events)


class InFact(Screen):
    """History beside a match that is over, and its events."""

    def __init__(self, app: App, match: Match) -> None:
        super().__init__(app)
        assert match.outcome is not None, "nobody is shown the true figures before the match is over"
        self.match = match
        self.compared = compare_match(match)
        self.happened = happened(match.state)
        self._scroll = Scroll()
        self._chronicle = Chronicle(match.scenario, app.language)

    def handle(self, event: pygame.event.Event) -> None:
        """Scroll, or leave."""
        if event.type == pygame.MOUSEWHEEL:
            self._move(-STEP * event.y)
        elif event.type != pygame.KEYDOWN:
            return
        elif event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_f):
            self.app.pop()
        elif event.key in (pygame.K_UP, pygame.K_DOWN):
            self._move(STEP if event.key == pygame.K_DOWN else -STEP)
        elif event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_HOME, pygame.K_END):
            whole = event.key in (pygame.K_HOME, pygame.K_END)
            by = self._scroll.most if whole or self._scroll.area is None else self._scroll.area.height - STEP
            self._move(by if event.key in (pygame.K_PAGEDOWN, pygame.K_END) else -by)

    def _move(self, by: int) -> None:
        """Scroll by so many px."""
        self._scroll.at = min(max(self._scroll.at + by, 0), self._scroll.most)
        self.app.dirty = True

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the head, then history, then the events."""
        sheet.fill(sheet.rect, palette.PANEL)
        inner = sheet.rect.inflate(-2 * PAD, -2 * 14)
        label = sheet.say("in_fact.back")
        width = fonts.width(label, fonts.SEMIBOLD, palette.BODY) + 62
        sheet.button(pygame.Rect(inner.right - width, inner.y, width, 32), label, self.app.pop, cap="Esc")
        sheet.text(sheet.say("in_fact.head"), inner.x, inner.y + 16, size=19, weight=fonts.SEMIBOLD,
                   most=inner.width - width - 16)  # fmt: skip
        area = pygame.Rect(inner.x, inner.y + HEAD, min(inner.width, MOST), inner.height - HEAD)
        with sheet.within(area):
            top = self._scroll.begin(area, self._scroll.most + area.height)
            end = self._events(sheet, area, self._history(sheet, area, top))
            self._scroll.begin(area, end - top)
            self._scroll.bar(sheet)

    def _history(self, sheet: Sheet, area: pygame.Rect, y: int) -> int:
        """What was in fact and what came of it here, a row a fact; the lower edge."""
        if not self.compared:
            return y
        right = area.right - 12
        ends = right - COLUMN, right
        sheet.head(sheet.say("in_fact.history"), area.x, y + 12)
        for key, end in (("fact", ends[0]), ("here", ends[1])):
            sheet.text(sheet.say(f"in_fact.{key}"), end, y + 12, size=12.5, weight=fonts.SEMIBOLD, anchor="right",
                       colour=palette.TEXT_SECOND)  # fmt: skip
        y += 30
        for compared in self.compared:
            y = self._fact(sheet, compared, pygame.Rect(area.x, y, ends[0] - COLUMN - area.x, 0), ends)
        return y + 16

    def _fact(self, sheet: Sheet, compared: Compared, at: pygame.Rect, ends: tuple[int, int]) -> int:
        """A fact, its source under it; the lower edge."""
        fact = compared.fact
        sheet.line(at.x, at.y, ends[1] - at.x)
        words_of_fit = ("nearer", "further") if isinstance(fact, Front) else ("fits", "differs")
        key = "short" if compared.fits is None else words_of_fit[not compared.fits]
        colour = palette.TEXT if compared.fits is not False else palette.ACCENT
        words, figures = self._name(sheet, compared), self._figures(sheet, compared)
        for words_of, end, tone in ((figures[0], ends[0], palette.TEXT), (figures[1], ends[1], colour)):
            sheet.text(words_of, end, at.y + 17, size=14.5, weight=fonts.SEMIBOLD, anchor="right", colour=tone,
                       most=COLUMN - 10)  # fmt: skip
        room = (2 * COLUMN if isinstance(fact, Front) else COLUMN) - 10  # a front has no bounds to stand beside
        sheet.text(sheet.say(f"in_fact.{key}"), ends[1], at.y + 36, size=11.5, anchor="right", most=room,
                   colour=palette.TEXT_THIRD)  # fmt: skip
        if isinstance(fact, Figure) and bounds(fact)[0] != bounds(fact)[1]:
            low, high = (figure(value) for value in bounds(fact))
            sheet.text(sheet.say("in_fact.bounds", low=low, high=high), ends[0], at.y + 36, size=11.5, anchor="right",
                       most=COLUMN - 10, colour=palette.TEXT_THIRD)  # fmt: skip
        y = sheet.paragraph(words, at.x, at.y + 8, at.width, size=13.5)
        source = fact.source or sheet.say("pages.no_source")
        known = sheet.say("in_fact.source", source=source, known=sheet.say(f"pages.known_{fact.confidence}"))
        y = sheet.paragraph(known, at.x, y, at.width, size=11.5, colour=palette.TEXT_THIRD)
        return max(y, at.y + 46) + 6

    def _name(self, sheet: Sheet, compared: Compared) -> str:
        """What a fact is about, and of which days."""
        fact, language = compared.fact, sheet.language
        if isinstance(fact, Figure):
            what = getattr(fact.name, language) if fact.name else sheet.say(f"in_fact.{fact.measure}")
            first, last = (self._chronicle.date(day) for day in (fact.from_, fact.day))
            return sheet.say("in_fact.span", what=what, first=first, last=last)
        if isinstance(fact, Front):
            what = getattr(fact.name, language) if fact.name else sheet.say("in_fact.front")
            return sheet.say("in_fact.dusk", what=what, day=self._chronicle.date(fact.day))
        place = next(place for place in self.match.scenario.file.places if place.id == fact.place)
        words = getattr(fact.name, language) if fact.name else ""
        what = words or sheet.say("in_fact.holder", place=getattr(place.name, language))
        return sheet.say("in_fact.dusk", what=what, day=self._chronicle.date(fact.day))

    def _figures(self, sheet: Sheet, compared: Compared) -> tuple[str, str]:
        """What was in fact, and here; a dash if the match did not last so long."""
        fact = compared.fact
        if isinstance(fact, Figure):
            return figure(fact.value), "–" if compared.figure is None else figure(compared.figure)
        if isinstance(fact, Front):
            known = sheet.say("in_fact.hexes", hexes=int((front_of(fact) >= 0).sum()))
            return known, "–" if compared.alike is None else sheet.say("in_fact.hexes", hexes=compared.alike[0])
        here = compared.holder
        side = "–" if here is None else self._chronicle.side(here if here >= 0 else NOBODY)
        return self._chronicle.side(SIDES.index(fact.side)), side

    def _events(self, sheet: Sheet, area: pygame.Rect, y: int) -> int:
        """The events of the scenario, with the days on which they happened; the lower edge."""
        events = self.match.scenario.file.events
        if not events:
            return y
        sheet.head(sheet.say("in_fact.events"), area.x, y + 12)
        y += 30
        days = dict(self.happened)
        for i in sorted(range(len(events)), key=lambda i: (days.get(i, len(days) + 1000), i)):
            sheet.line(area.x, y, area.width - 12)
            when = self._chronicle.date(days[i]) if i in days else sheet.say("in_fact.never")
            colour = palette.TEXT if i in days else palette.TEXT_THIRD
            sheet.text(when, area.x, y + 17, size=12.5, colour=palette.TEXT_SECOND, most=COLUMN - 10)
            end = sheet.paragraph(name_of(self._chronicle, i), area.x + COLUMN, y + 8, area.width - COLUMN - 24,
                                  size=13.5, colour=colour)  # fmt: skip
            tell = events[i].tell
            if tell is not None and i in days:
                words = str(getattr(tell, sheet.language))
                end = sheet.paragraph(words, area.x + COLUMN, end, area.width - COLUMN - 24, size=12,
                                      colour=palette.TEXT_SECOND)  # fmt: skip
            y = max(end, y + 28) + 6
        return y


def figure(value: float) -> str:
    """A figure as people read it: a tenth where it matters, thousands apart by a thin blank."""
    words = f"{value:,.1f}".removesuffix(".0") if abs(value) < 100 else f"{value:,.0f}"
    return words.replace(",", "\u202f").replace("-", "−")
