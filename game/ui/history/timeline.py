"""The timeline of a match: the map shows any earlier moment as it was seen then; a match can be begun anew from there.

While the match runs it tells only what the viewer's side saw. When it is over, the other side's picture and the truth
can be looked at too.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

import pygame

from game.history import History, Moment
from game.rules.victory import points
from game.state import NOBODY, TURN
from game.ui import fonts, palette
from game.ui.cards import frame
from game.ui.history import scenes, strip
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode
from game.ui.table.told import Line, Narrator, Scene, Teller

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

LINE, AHEAD = 12.2, 60
"""Size of a line of the list, and how far above the moment it begins, in px."""
QUIET_MS = 90
"""How long a moment is shown in which nothing happened that is worth a scene."""


class Timeline(Mode):
    """Shows a moment of the past; the strip at the foot of the map leads to the others."""

    hint = "hint.timeline"
    commands = (
        of_mode("moment_back", ("Left",), "step", -1, text="ui.timeline.back_tip"),
        of_mode("moment_on", ("Right",), "step", 1, text="ui.timeline.on_tip"),
        of_mode("mark_back", ("Up",), "mark", -1),
        of_mode("mark_on", ("Down",), "mark", 1),
        of_mode("half_back", ("PageUp",), "leap", -1, text="ui.timeline.half_back_tip"),
        of_mode("half_on", ("PageDown",), "leap", 1, text="ui.timeline.half_on_tip"),
        of_mode("first_moment", ("Home",), "jump", 0, text="ui.timeline.first_tip"),
        of_mode("last_moment", ("End",), "jump", sys.maxsize, text="ui.timeline.last_tip"),
        of_mode("play", ("Space",), "play", text="ui.timeline.play_tip"),
        of_mode("faster", ("+", "."), "faster", 1),
        of_mode("slower", ("-", ","), "faster", -1),
        of_mode("branch", ("B",), "branch", text="ui.timeline.branch"),
        of_mode("next_viewer", ("V",), "next_viewer"),
        of_mode("who_told", ("C",), "claims", text="ui.timeline.claims"),
        of_mode("charts", ("G",), "charts", text="ui.timeline.charts"),
        of_mode("result", ("R",), "result", text="ui.bar.over"),
        of_mode("leave", ("Esc", "F8"), "leave", text="ui.timeline.back"),
    )
    past = True
    foot = strip.HEIGHT

    def __init__(self, battle: Battle, history: History, at: int = -1, playing: bool = False) -> None:
        """Begin at the moment of that number, counted from the end if it is negative."""
        super().__init__(battle)
        self.history = history
        self.viewer = battle.side
        self.playing = playing
        self.scroll = Scroll()
        self._left = 0.0
        self._take_up()
        self.go(at % len(self.moments))

    def _take_up(self) -> None:
        """Find the moments of the side whose picture is shown."""
        match = self.battle.match
        self.moments = self.history.moments(self.viewer)
        self.halves = strip.halves_of(self.moments, match.turn, match.side)
        language = self.battle.app.language
        self.teller = Narrator(match, language) if self.viewer == NOBODY else Teller(match, self.viewer, language)

    def refreshed(self) -> None:
        """Tell it in the language that is spoken now."""
        self._take_up()

    # whose picture ---------------------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        """Whether the match is."""
        return self.battle.match.outcome is not None

    @property
    def unmasked(self) -> bool:
        """Whether everything may be shown: the match is over, no person plays it, or it is a test."""
        game = self.battle.game
        return self.ended or (bool(game.watched) and not game.people) or game.test is not None

    def show_as(self, viewer: int) -> None:
        """Show the same moment as a side saw it, or as it was (-1); only what may be shown."""
        if viewer == self.viewer or not self.unmasked:
            return
        orders = self.moment.orders
        self.viewer = viewer
        self.asks = viewer != NOBODY
        if viewer == NOBODY:
            self.battle.shown.name = ""
        self._take_up()
        self.go(max(i for i, moment in enumerate(self.moments) if moment.orders <= orders))

    # the moment ------------------------------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        """The moment that is shown."""
        return self.moments[self.index]

    @property
    def points(self) -> tuple[int, int] | None:
        """Points as last counted before the moment, in tenths, the handicap in them; None on the first day."""
        if self.viewer == NOBODY:
            state, fixed = self.shown.view.believed, self.battle.match.fixed
            ua, ru = (int(points(fixed, state, s)) for s in (0, 1))
            return (ua + self.teller.handicap, ru) if state.clock[TURN] > 1 else None
        for moment in reversed(self.moments[: self.index + 1]):
            for event in moment.events:
                if event.kind == "points":
                    return event.values["ua"] + self.teller.handicap, event.values["ru"]
        return None

    def scene(self, index: int) -> Scene:
        """What was seen of the order of a moment, between the picture before it and that after it."""
        moment, before = self.moments[index], self.moments[max(index - 1, 0)]
        match = self.battle.match
        fights = match.steps[moment.orders - 1].fights if moment.orders else ()
        own = tuple(fight for fight in fights if fight.side == self.viewer)
        view = self.history.view
        return Scene(moment.events, view(before.orders, self.viewer), view(moment.orders, self.viewer), own)

    def go(self, index: int) -> None:
        """Show a moment, the nearest there is."""
        self.index = min(max(index, 0), len(self.moments) - 1)
        self.shown = self.scene(self.index)
        self._left = scenes.lasts(self.shown) if self.shown.shown else QUIET_MS
        self.battle.look(self.shown.view)
        h = scenes.place(self.shown)
        if h >= 0:
            self.battle.bring_into_view(h)
        self._follow()

    def jump(self, index: int) -> None:
        """Show a moment and stay there."""
        self.playing = False
        self.go(index)

    def leap(self, by: int) -> None:
        """Go to the end of this half-turn and of those after it, or back to its start and to those before."""
        edges = [0, *(half.last for half in self.halves)]
        if by > 0:
            self.jump(next((i for i in edges if i > self.index), len(self.moments) - 1))
        else:
            self.jump(max((i for i in edges if i < self.index), default=0))

    def mark(self, by: int) -> None:
        """Go to the next moment that has a mark, or to the one before."""
        marked = [i for i, moment in enumerate(self.moments) if moment.marks]
        found = [i for i in marked if (i > self.index if by > 0 else i < self.index)]
        if found:
            self.jump(found[0] if by > 0 else found[-1])

    def play(self) -> None:
        """Let the moments go by, from the first if the last is shown; or stop."""
        self.playing = not self.playing
        if self.playing and self.index == len(self.moments) - 1:
            self.go(0)
        self.battle.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Go on to the next moment in time."""
        if not self.playing:
            return False
        speed = scenes.SPEEDS[self.battle.speed]
        self._left -= milliseconds * speed
        if self._left <= 0:
            self.go(len(self.moments) - 1 if speed == float("inf") else self.index + 1)
            self.playing = self.index < len(self.moments) - 1
        return True

    # what can be done ------------------------------------------------------------------------------------------------

    def branch(self) -> None:
        """Ask who plays on from here in a new match."""
        from game.ui.history.branching import Branching

        if self.battle.game.test is not None:
            return
        self.playing = False
        self.battle.app.push(Branching(self.battle.app, self.battle, self.moment))

    def claims(self) -> None:
        """Show who told the truth when."""
        from game.ui.screens.who_told import WhoTold

        if not self.ended:
            return
        self.battle.app.push(WhoTold(self.battle.app, self.battle.match))

    def charts(self) -> None:
        """Show the match in figures, day by day."""
        from game.ui.screens.charts import Charts

        if not self.ended:
            return
        self.battle.app.push(Charts(self.battle.app, self.battle.match))

    def step(self, by: int) -> None:
        """Go so many moments on, or back."""
        self.jump(self.index + by)

    def result(self) -> None:
        """Show how the match ended."""
        if self.ended:
            self.battle.show_outcome()

    def faster(self, by: int) -> None:
        """Let moments go by faster, or slower."""
        scenes.change_speed(self.battle, by)

    def leave(self) -> None:
        """Go back to the present."""
        self.battle.turns.come_back()

    def next_viewer(self) -> None:
        """Show the moment as the next would have it: one side, the other, the truth."""
        order = (0, 1, NOBODY)
        self.show_as(order[(order.index(self.viewer) + 1) % 3])

    # drawing ---------------------------------------------------------------------------------------------------------

    @property
    def scrolls(self) -> list[Scroll]:
        """The list of what happened in the half-turn."""
        return [self.scroll]

    def under(self, surface: pygame.Surface) -> None:
        """Arrows of what happened at the moment."""
        scenes.draw_under(surface, self.battle, self.shown)

    def over(self, surface: pygame.Surface) -> None:
        """Rings on what happened."""
        scenes.draw_over(surface, self.battle, self.shown)

    def floats(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The caption of the moment."""
        lines, h = scenes.caption(self.teller, self.shown), scenes.place(self.shown)
        scenes.draw_caption(sheet, self.battle, area, self._head(sheet), self.moment.side, lines, h)

    def _head(self, sheet: Sheet) -> str:
        """The moment in words."""
        moment = self.moment
        if not moment.orders:
            return sheet.say("timeline.dawn")
        return sheet.say("scenes.head", side=self.teller.chronicle.side(moment.side), day=moment.turn)

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The strip at the foot of the map, and the panel: whose picture, what happened, where it leads to."""
        strip.draw(sheet, self, pygame.Rect(0, area.bottom - strip.HEIGHT, area.x, strip.HEIGHT))
        buttons = []
        if self.battle.game.test is None:
            buttons.append((sheet.say("timeline.branch"), self.branch, "B", sheet.say("timeline.branch_tip")))
        if self.ended:
            buttons += [
                (sheet.say("timeline.claims"), self.claims, "C", ""),
                (sheet.say("timeline.charts"), self.charts, "G", ""),
                (sheet.say("bar.over"), self.battle.show_outcome, "R", ""),
            ]
        leave = "timeline.leave" if self.battle.game.watched else "timeline.back"
        buttons.append((sheet.say(leave), self.leave, "Esc", ""))
        frame.draw(sheet, area, sheet.say("timeline.head"), self.scroll, self._content, buttons)

    def _content(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """Whose picture it is, and the half-turn line by line."""
        if self.unmasked:
            for i, viewer in enumerate((0, 1, NOBODY)):
                each = (width - 12) // 3
                rect = pygame.Rect(x + i * (each + 6), top + 2, each, 30)
                label = sheet.say("timeline.truth") if viewer == NOBODY else self.teller.chronicle.side(viewer)
                sheet.button(rect, label, functools.partial(self.show_as, viewer), chosen=viewer == self.viewer)
            words, top = sheet.say("timeline.views_tip"), top + 36
        else:
            side = self.teller.chronicle.side(self.viewer)
            words = sheet.say("timeline.masked", side=side)
        top = sheet.paragraph(words, x, top + 4, width, size=12, colour=palette.TEXT_THIRD)
        where = sheet.say("timeline.at", at=self.index + 1, of=len(self.moments))
        top = frame.row(sheet, self._head(sheet), where, x, top + 8, width)
        for index, line in self._lines():
            top = self._line(sheet, index, line, x, top, width)
        return top

    def _follow(self) -> None:
        """Scroll the list so that the moment stays in sight."""
        width = self.panel_width(self.battle.app.size[0]) - 2 * frame.PAD - 16
        before = [wrapped(line.words, fonts.REGULAR, LINE, width) for i, line in self._lines() if i < self.index]
        self.scroll.at = max(0, sum(17 * len(words) + 5 for words in before) - AHEAD)

    def _lines(self) -> list[tuple[int, Line]]:
        """(moment, line) of everything told in the half-turn that is shown."""
        half = next((half for half in self.halves if half.first <= self.index <= half.last), None)
        if half is None:
            return []
        found = []
        for i in range(half.first, half.last + 1):
            found += [(i, line) for line in self.teller.lines(self.moments[i].events)]
        return found

    def _line(self, sheet: Sheet, index: int, line: Line, x: int, top: int, width: int) -> int:
        """One line, which leads to its moment; the lower edge."""
        now = index == self.index
        words = wrapped(line.words, fonts.REGULAR, LINE, width - 16)
        rect = pygame.Rect(x - 6, top, width + 12, 17 * len(words) + 5)
        if now or sheet.hot(rect):
            sheet.box(rect, palette.LINE if now else palette.RAISED, 5)
        if now:
            sheet.text("▶", x, top + 11, size=9, colour=palette.ACCENT)
        for i, part in enumerate(words):
            sheet.text(part, x + 14, top + 11 + 17 * i, size=LINE, colour=palette.TEXT if now else palette.TEXT_SECOND)
        sheet.place(rect, lambda: self.jump(index))
        return top + rect.height
