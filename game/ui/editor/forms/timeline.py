"""When events come to happen: games of the computer against itself in the background, a row an event, a bar a day.

It is played on the draft as it is; after an edit the bars are those of the draft before, and say so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pygame

from game.documents import parse
from game.lab.happenings import Course, Stop, dry_run
from game.scenario.load import build
from game.ui import fonts, palette
from game.ui.editor.forms.event_parts import part_words
from game.ui.editor.forms.values import Path, entities_at, title
from game.ui.editor.panels import Panel
from game.ui.orders.looking import Looking
from game.ui.scroll import Scroll
from game.ui.sheet import wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

GAMES = 60
SEED = 1
PAD, BAR, NAME = 16, 22, 17


def _games(file: str, name: str, text: str, stop: Stop) -> Iterator[tuple[Course, ...]]:
    """Games of a draft's text. Raises ValueError if it cannot be played."""
    scenario = build(parse(file, text), name)
    if scenario is None:
        raise ValueError("the scenario has mistakes")
    yield from dry_run(scenario, GAMES, SEED, stop)


class Timeline(Panel):
    """The dry run of the events."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.looking: Looking[tuple[Course, ...]] | None = None
        self.scroll = Scroll()
        self.stale = False
        self._told: object = None
        self._area = pygame.Rect(0, 0, 0, 0)

    @property
    def courses(self) -> tuple[Course, ...]:
        """What became of every event so far."""
        return (self.looking.tally or ()) if self.looking is not None else ()

    @property
    def is_running(self) -> bool:
        """Whether games are being played."""
        return self.looking is not None and not self.looking.over

    @property
    def _can_start(self) -> bool:
        """Whether there are events."""
        return bool(entities_at(self.desk.draft.document, ("events",)))

    def start(self) -> None:
        """Play the draft as it is now."""
        self.stop()
        if self._can_start:
            draft = self.desk.draft
            self.looking = Looking(functools.partial(_games, draft.file, draft.name, draft.text))
            self.stale = False
        self.desk.app.dirty = True

    def stop(self) -> None:
        """Play no more; what was found so far stays."""
        if self.looking is not None:
            self.looking.stop()
        self.desk.app.dirty = True

    def edited(self) -> None:
        """The bars are those of the draft before."""
        self.stale = True

    def tick(self, milliseconds: int) -> bool:
        """Draw anew whenever a game has been played."""
        if self.looking is not None and self.looking.tally is not self._told:
            self._told = self.looking.tally
            self.desk.app.dirty = True
        return self.is_running

    def close(self) -> None:
        """Stop."""
        self.stop()

    def handle(self, event: pygame.event.Event) -> bool:
        """The wheel scrolls."""
        at = self.desk.app.mouse
        if event.type == pygame.MOUSEWHEEL and at is not None and self._area.collidepoint(at):
            self.scroll.wheel(event.y)
            return True
        return False

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the head with the button, then a row an event."""
        self._area = area
        x, width = area.x + PAD, area.width - 2 * PAD
        sheet.head(sheet.say("editor_forms.dry_run"), x, area.y + 20)
        courses = self.courses
        games = courses[0].games if courses else 0
        key, act = ("stop", self.stop) if self.is_running else ("dry_start", self.start)
        words = sheet.say(f"editor_forms.{key}")
        wide = fonts.width(words, fonts.SEMIBOLD, palette.BODY) + 24
        can = self.is_running or self._can_start
        sheet.button(pygame.Rect(area.right - PAD - wide, area.y + 8, wide, 27), words, act if can else None)
        error = self.looking.error if self.looking is not None else None
        state = "dry_failed" if error else "dry_stale" if self.stale and games else "dry_games" if games else "dry_about"
        top = (
            sheet.paragraph(sheet.say(f"editor_forms.{state}", games=games, of=GAMES), x, area.y + 42, width, size=12) + 6
        )
        inner = pygame.Rect(x, top, width, area.bottom - top - 4)
        document = self.desk.draft.document
        by_id = {str(event.get("id")): (path, title(event, sheet.language))
                 for path, event in entities_at(document, ("events",))}  # fmt: skip
        with sheet.within(inner):
            begun = self.scroll.begin(inner, self.scroll.most + inner.height)
            y = begun
            for course in courses:
                path, name = by_id.get(course.event, (None, course.event))
                y = self._row(sheet, course, path, name, pygame.Rect(x, y, width - 8, 0))
            self.scroll.begin(inner, y - begun + 4)
            self.scroll.bar(sheet)

    def _row(self, sheet: Sheet, course: Course, path: Path | None, name: str, rect: pygame.Rect) -> int:
        """An event: its name and share, its bars, and what hindered it; the lower edge."""
        percent = f"{100 * course.share:.0f} %"
        room = rect.width - fonts.width(percent, fonts.SEMIBOLD, 12.6) - 10
        lines = wrapped(name, fonts.SEMIBOLD, 12.6, room)
        for i, line in enumerate(lines):
            sheet.text(line, rect.x, rect.y + 9 + NAME * i, size=12.6, weight=fonts.SEMIBOLD)
        sheet.text(percent, rect.right, rect.y + 9, size=12.6, weight=fonts.SEMIBOLD, anchor="right")
        y = rect.y + NAME * len(lines) + 3
        self._bars(sheet, course, pygame.Rect(rect.x, y, rect.width, BAR))
        if path is not None:
            sheet.place(
                pygame.Rect(rect.x, rect.y, rect.width, y + BAR - rect.y), functools.partial(self.desk.select, path)
            )
        y += BAR + 3
        words = self._why(sheet, course, path)
        if words:
            y = sheet.paragraph(words, rect.x, y, rect.width, size=11.5, colour=palette.SUPPLY[1] if not course.share
                                else palette.TEXT_SECOND)  # fmt: skip
        return y + 9

    def _bars(self, sheet: Sheet, course: Course, rect: pygame.Rect) -> None:
        """A bar a day: the share of games in which it happened then."""
        sheet.box(rect, palette.WELL, 3)
        step = rect.width / max(1, len(course.days))
        for i, count in enumerate(course.days):
            left, right = round(rect.x + i * step), round(rect.x + (i + 1) * step)
            cell = pygame.Rect(left, rect.y, right - left, rect.height)
            if i:
                sheet.fill(pygame.Rect(left, rect.bottom - 3, 1, 3), palette.LINE)
            high = round((rect.height - 2) * count / course.games) if course.games else 0
            if count:
                sheet.fill(
                    pygame.Rect(left + 1, rect.bottom - max(2, high), right - left - 2, max(2, high)), palette.ACCENT
                )
                tip = sheet.say("editor_forms.dry_day", day=i + 1, percent=f"{100 * count / course.games:.0f}")
                sheet.place(cell, None, tip)
        for day in (1, len(course.days)):
            at = rect.x + 3 if day == 1 else rect.right - 3
            if not course.days[day - 1]:
                sheet.text(
                    str(day), at, rect.y + 7, size=9, colour=palette.TEXT_THIRD, anchor="left" if day == 1 else "right"
                )

    def _why(self, sheet: Sheet, course: Course, path: Path | None) -> str:
        """Why it did not happen, or not more often."""
        dawns = sum(course.missed) + course.unlucky + sum(course.days)
        never = "" if course.share else sheet.say("editor_forms.dry_never")
        hindered = course.hindered_by
        if hindered is None or path is None or not dawns:
            unlucky = sheet.say("editor_forms.dry_unlucky") if course.unlucky and not course.share else ""
            return " ".join(filter(None, (never, unlucky)))
        condition = part_words(self.desk.draft.document, path, hindered, sheet.language)
        percent = f"{100 * course.missed[hindered] / dawns:.0f}"
        return " ".join(
            filter(None, (never, sheet.say("editor_forms.dry_hindered", condition=condition, percent=percent)))
        )
