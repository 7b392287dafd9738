"""The foot of the map: what is wrong, and the text of the file about a line; it can be folded to one line."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.diagnostics import Diagnostic
from game.ui import fonts, palette
from game.ui.editor import layout, panels
from game.ui.editor.fixing import Action, actions_of, meaning_of
from game.ui.editor.text_view import TextView
from game.ui.paint import drafting
from game.ui.scroll import Scroll
from game.ui.sheet import wrapped

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk
    from game.ui.sheet import Sheet

HEAD, LINE, PAD, PLACE = 34, 18, 10, 196
PROBLEMS, TEXT = "problems", "text"


class Foot:
    """Keeps the list of problems and the text view."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shows = PROBLEMS
        self.chosen: int | None = None
        """The problem gone to last."""
        self.scroll = Scroll()
        self.text = TextView(desk)
        self._folded: bool | None = None

    @property
    def folded(self) -> bool:
        """Whether it is one line."""
        return layout.is_low(self.desk.app.size) if self._folded is None else self._folded

    def fold(self) -> None:
        """Fold it or open it."""
        self._folded = not self.folded
        self.desk.fit()
        self.desk.app.dirty = True

    def show(self, what: str) -> None:
        """Show the problems or the text; shown already, fold."""
        if self.shows == what and not self.folded:
            self.fold()
            return
        self.shows, self._folded = what, False
        self.desk.fit()
        self.desk.app.dirty = True

    def show_text(self, line: int, column: int = 1) -> None:
        """Show the text about a line."""
        self.text.go_to(line, column)
        self.shows, self._folded = TEXT, False
        self.desk.app.dirty = True

    def handle(self, event: pygame.event.Event) -> bool:
        """Scroll; the text view takes letters while a line is written."""
        if self.folded:
            return False
        if self.shows == TEXT:
            return self.text.handle(event)
        if event.type == pygame.MOUSEWHEEL:
            self.scroll.wheel(event.y)
            self.desk.app.dirty = True
            return True
        return False

    # problems --------------------------------------------------------------------------------------------------------

    @property
    def problem(self) -> Diagnostic | None:
        """The problem gone to last."""
        problems = self.desk.checking.problems
        return problems[self.chosen] if self.chosen is not None and self.chosen < len(problems) else None

    def next(self, by: int = 1) -> None:
        """Go to the next problem."""
        problems = self.desk.checking.problems
        if not problems:
            self.desk.tell_note(self.desk.say("desk.no_problems"))
            return
        start = -1 if self.chosen is None and by > 0 else 0 if self.chosen is None else self.chosen
        self.go(start + by)

    def go(self, i: int) -> None:
        """Go to a problem: the map to its hex, the form and the text to its line."""
        problems, desk = self.desk.checking.problems, self.desk
        self.chosen = i % len(problems)
        problem = problems[self.chosen]
        self.text.go_to(problem.line, problem.column)
        path, h = desk.checking.place_of(problem), desk.checking.hex_of(problem) if desk.has_map else None
        entity = desk.index.entity(path) if desk.has_map else None
        if desk.has_map and path:
            desk.go_to_tab(panels.tab_of(str(path[0]), desk.tab))
        desk.select(entity)
        if h is not None:
            desk.pointing.bring_into_view(h)
        desk.app.dirty = True
        if self.folded:
            self.fold()

    def act(self, action: Action) -> None:
        """Do what helps against a problem."""
        action.run(self.desk)
        self.desk.app.dirty = True

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the head, and what is shown below it."""
        sheet.fill(area, palette.PANEL)
        sheet.line(area.x, area.y, area.width)
        head = pygame.Rect(area.x, area.y + 1, area.width, HEAD - 1)
        self._head(sheet, head)
        if self.folded:
            return
        inner = pygame.Rect(area.x, head.bottom, area.width, area.bottom - head.bottom)
        with sheet.within(inner):
            if self.shows == TEXT:
                self.text.draw(sheet, inner)
            else:
                self._list(sheet, inner)

    def _head(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The names of both views, how many problems there are, when they were found."""
        checking = self.desk.checking
        x, y = area.x + 12, area.centery
        for what in (PROBLEMS, TEXT):
            label = sheet.say(f"desk.foot_{what}")
            rect = pygame.Rect(x, y - 13, fonts.width(label, fonts.SEMIBOLD, 12) + 20, 26)
            chosen = self.shows == what and not self.folded
            if chosen or sheet.hot(rect):
                sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else None, 1.4)
            ink = palette.TEXT if chosen else palette.TEXT_SECOND
            sheet.text(label, *rect.center, size=12, weight=fonts.SEMIBOLD, colour=ink, anchor="centre")
            sheet.place(rect, functools.partial(self.show, what))
            x = rect.right + 6
        fold = pygame.Rect(area.right - 34, y - 12, 24, 24)
        sheet.button(fold, "▴" if self.folded else "▾", self.fold, tip=sheet.say("desk.fold"))
        right = fold.left - 10
        words = sheet.say("desk.checking") if checking.is_due else self._when(sheet)
        if fonts.width(words, fonts.REGULAR, 11.5) < right - x - 220:
            right = sheet.text(words, right, y, size=11.5, colour=palette.TEXT_THIRD, anchor="right").left - 12
        x += 8
        for severity in ("error", "warning", "hint"):
            count = checking.count(severity)
            label = sheet.say(f"desk.count_{severity}", count=count)
            width = fonts.width(label, fonts.SEMIBOLD, 12.4) + 30
            if (count or severity != "hint") and x + width < right:
                _sign(sheet, x + 8, y, severity if count else "none")
                ink = palette.TEXT if count else palette.TEXT_THIRD
                sheet.text(label, x + 20, y, size=12.4, weight=fonts.SEMIBOLD, colour=ink)
                x += width

    def _when(self, sheet: Sheet) -> str:
        seconds = self.desk.checking.seconds
        key = "cap" if not self.desk.checking.problems else "cap_next"
        told = sheet.say("desk.checked_now") if seconds < 1 else sheet.say("desk.checked", seconds=int(seconds))
        return told if key == "cap" else f"{told} · {sheet.say('desk.next_problem')}"

    def _list(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Every problem, a row each."""
        problems = self.desk.checking.problems
        if not problems:
            words = sheet.say("desk.checking" if self.desk.checking.is_due else "desk.no_problems")
            sheet.text(words, area.x + 20, area.y + 18, colour=palette.TEXT_THIRD)
            return
        rows = [self._lines(sheet, problem, area.width) for problem in problems]
        heights = [LINE * len(lines) + PAD for lines in rows]
        y = self.scroll.begin(area, sum(heights) + 4)
        if self.chosen is not None and self.chosen < len(rows):
            before = sum(heights[: self.chosen])
            if not sheet.hot(area):
                self.scroll.show(pygame.Rect(area.x, area.y - self.scroll.at + before, area.width, heights[self.chosen]))
                y = area.y - self.scroll.at
        for i, (problem, lines, height) in enumerate(zip(problems, rows, heights, strict=True)):
            if y + height > area.top and y < area.bottom:
                self._row(sheet, problem, i, lines, pygame.Rect(area.x + 8, y, area.width - 20, height - 2))
            y += height
        self.scroll.bar(sheet)

    def _lines(self, sheet: Sheet, problem: Diagnostic, width: int) -> list[tuple[str, bool]]:
        """What is said of a problem: its general meaning, where that is in another language, then its own sentence."""
        room = width - 60 - PLACE - self._actions_width(sheet, problem)
        meaning = meaning_of(problem, sheet.language)
        lines = [(line, True) for line in wrapped(meaning, fonts.MEDIUM, 12.6, room)] if meaning else []
        own = f"{problem.message} {problem.hint}".strip()
        return [*lines, *((line, not meaning) for line in wrapped(own, fonts.REGULAR, 12.4, room))]

    def _actions_width(self, sheet: Sheet, problem: Diagnostic) -> int:
        labels = [action.words(self.desk) for action in actions_of(self.desk, problem)]
        return sum(fonts.width(label, fonts.SEMIBOLD, 12) + 30 for label in labels)

    def _row(self, sheet: Sheet, problem: Diagnostic, i: int, lines: list[tuple[str, bool]], rect: pygame.Rect) -> None:
        chosen = i == self.chosen
        if chosen or sheet.hot(rect):
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else None, 1.2)
        _sign(sheet, rect.x + 16, rect.y + 14, problem.severity)
        sheet.place(rect, functools.partial(self.go, i))
        for k, (line, bold) in enumerate(lines):
            ink = palette.TEXT if bold else palette.TEXT_SECOND
            sheet.text(line, rect.x + 34, rect.y + 14 + LINE * k, size=12.6 if bold else 12.4,
                       weight=fonts.MEDIUM if bold else fonts.REGULAR, colour=ink)  # fmt: skip
        place = f"{self.desk.files.short_name}:{problem.line}"
        right = sheet.text(f"{problem.code}  {place}", rect.right - 10, rect.y + 14, size=12, colour=palette.FLOW_LIGHT,
                           anchor="right", most=PLACE).left  # fmt: skip
        right = min(right, rect.right - PLACE) - 6
        for action in reversed(actions_of(self.desk, problem)):
            label = action.words(self.desk)
            button = pygame.Rect(0, rect.y + 2, fonts.width(label, fonts.SEMIBOLD, 12) + 22, 24)
            button.right = right
            sheet.box(button, palette.blend(palette.PANEL, palette.ACCENT, 0.3 if sheet.hot(button) else 0.16), 5)
            sheet.text(label, *button.center, size=12, weight=fonts.SEMIBOLD, colour=palette.ACCENT, anchor="centre")
            sheet.place(button, functools.partial(self.act, action), action.tip(self.desk))
            right = button.left - 8


def _sign(sheet: Sheet, x: int, y: int, severity: str) -> None:
    """The sign of a severity, or an empty ring."""
    if severity == "none":
        sheet.disc(x, y, 14, palette.TEXT_THIRD, hollow=True)
    else:
        sheet.sharp(lambda k: drafting.problem_sign(severity, round(16 * k)), x, y)
