"""The live balance gauge: the chance of each outcome, played on in the background from what the viewer's side knows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.chronicle import tenths
from game.lab.ahead import Ahead, play_on
from game.state import DRAW, RU_WINS, UA_WINS
from game.ui import fonts, palette
from game.ui.orders.looking import Looking
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.table.battle import Battle
    from game.view import View

GAMES = 200
"""Games after which the picture is clear enough."""
FEW = 20
"""Games before which no change is told."""
WIDTH, PAD, ROW = 312, 16, 22
EDGE = 14
ORDER = (UA_WINS, DRAW, RU_WINS)
"""Outcomes from left to right."""
NAMES = {UA_WINS: "ua", DRAW: "draw", RU_WINS: "ru"}
DRAWN = palette.rgb("8A9196")


class Gauge:
    """Off until it is asked for; plays on while the viewer's side gives orders, and rests when it has played enough."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.games = GAMES
        self.before: Ahead | None = None
        """What it showed before the last order."""
        self._looking: Looking[Ahead] | None = None
        self._view: View | None = None
        self._shown = 0

    @property
    def on(self) -> bool:
        """Whether it is asked for."""
        return self.battle.app.settings.balance_gauge

    @property
    def tally(self) -> Ahead | None:
        """What the games have come to so far, of what the viewer's side knows; nobody sees the other side's."""
        known = self._view is not None and self._view.side == self.battle.side
        return self._looking.tally if self._looking is not None and known else None

    @property
    def over(self) -> bool:
        """Whether nothing is being played."""
        return self._looking is None or self._looking.over

    def toggle(self) -> None:
        """Turn it on or off, for the next battles too."""
        self.battle.app.change(balance_gauge=not self.on)

    def _rest(self) -> None:
        """Forget everything."""
        self.stop()
        self._looking = self._view = self.before = None

    def stop(self) -> None:
        """Play no more; what has been found stays."""
        if self._looking is not None:
            self._looking.stop()

    def close(self) -> None:
        """Leave for good."""
        if self._looking is not None:
            self._looking.join()

    def tick(self) -> bool:
        """Begin anew when the side knows something else, or was stopped for nothing; True while games are played."""
        battle = self.battle
        if not self.on:
            self._rest()
            return False
        cut_short = self._looking is not None and self._looking.is_cut_short
        if battle.may_order() and (cut_short or battle.view is not self._view):
            self._begin(battle.view)
        tally, over = self.tally, self.over
        games = tally.games if tally is not None else 0
        if games != self._shown:
            self._shown, battle.app.dirty = games, True
        return not over

    def _begin(self, view: View) -> None:
        """Play on from a view; what was found before the last order is kept beside it."""
        before = self.tally
        self.stop()
        if before is not None and before.games >= FEW and view is not self._view:
            self.before = before
        elif self._view is None or self._view.side != view.side:
            self.before = None
        self._view = view
        self._looking = Looking(lambda stop: play_on(view, self.games, stop=stop))
        self._shown = -1

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the panel at the upper right of the map, if it is on."""
        if not self.on:
            return
        tally = self.tally or Ahead()
        width = min(WIDTH, area.width - 2 * EDGE)
        inner = width - 2 * PAD
        told = [_change(sheet, self.battle.side, self.before, tally), sheet.say("gauge.assumes")]
        told = [words for words in told if words]
        height = 126 + 3 * ROW + sum(tall(words, inner, 11.5) + 6 for words in told)
        box = pygame.Rect(area.right - EDGE - width, area.y + EDGE, width, height)
        sheet.box(box, (*palette.BAR, 244), 8, palette.LINE)
        sheet.place(box, lambda: None)
        x, y = box.x + PAD, box.y + 22
        sheet.text(sheet.say("gauge.title"), x, y, size=14.5, weight=fonts.SEMIBOLD)
        close = pygame.Rect(box.right - 30, box.y + 10, 22, 22)
        sheet.text("✕", *close.center, size=12, colour=palette.TEXT_THIRD, anchor="centre")
        sheet.place(close, self.toggle, sheet.say("gauge.close"))
        key = "gauge.games_done" if self.over else "gauge.games"
        sheet.text(sheet.say(key, games=tally.games, of=self.games), x, y + 21, size=11.5, colour=palette.TEXT_THIRD)
        bar(sheet, tally, pygame.Rect(x, y + 38, inner, 26))
        top = y + 74
        for outcome in ORDER:
            _row(sheet, tally, outcome, x, top, inner)
            top += ROW
        margin = tally.margin.mean * (1 if self.battle.side == 0 else -1)
        half = f"{tally.margin.half / 10:.1f}" if tally.games > 1 else "–"
        words = sheet.say("gauge.margin", points=tenths(round(margin)), half=half)
        sheet.text(words, x, top + 11, size=11.5, colour=palette.TEXT_SECOND)
        top += 26
        for words in told:
            foot = sheet.paragraph(words, x, top, inner, size=11.5, colour=palette.TEXT_THIRD)
            line, top = pygame.Rect(x, top, inner, foot - top), foot + 6
        sheet.place(line, lambda: None, sheet.say("gauge.assumes_tip"))


def tall(words: str, width: int, size: float) -> int:
    """How much room a paragraph takes."""
    return math.ceil(size * 1.42) * len(wrapped(words, fonts.REGULAR, size, width))


def bar(sheet: Sheet, tally: Ahead, rect: pygame.Rect) -> None:
    """Three parts, as wide as the chances: plain, dotted and striped, each with its letter if it has room."""
    sheet.box(rect, palette.WELL, 4)
    left, shares = rect.x, [tally.chance(outcome)[0] for outcome in ORDER]
    for i, outcome in enumerate(ORDER):
        right = rect.x + round(rect.width * sum(shares[: i + 1]))
        part = pygame.Rect(left, rect.y, right - left, rect.height)
        left = right
        if part.width > 0 and tally.games:
            pattern(sheet, part, outcome)
            letter = sheet.say(f"gauge.letter_{NAMES[outcome]}")
            if part.width >= 22:
                plate = pygame.Rect(0, 0, 18, 18)
                plate.center = part.center
                sheet.box(plate, (*palette.BAR, 225), 4)
                sheet.text(letter, *part.center, size=12, weight=fonts.BOLD, anchor="centre")


def pattern(sheet: Sheet, rect: pygame.Rect, outcome: int) -> None:
    """Fill a part of the sheet as an outcome is shown: a side in its colour, the second striped, a draw dotted."""
    colour = {UA_WINS: palette.SIDE[0], RU_WINS: palette.SIDE[1], DRAW: DRAWN}.get(outcome, palette.LINE)
    sheet.fill(rect, colour)
    dark = palette.blend(colour, (0, 0, 0), 0.45)
    with sheet.within(rect):
        if outcome == RU_WINS:
            for shift in range(-rect.height, rect.width, 8):
                sheet.stroke([(rect.x + shift, rect.bottom), (rect.x + shift + rect.height, rect.y)], dark, 2)
        elif outcome == DRAW:
            for i, x in enumerate(range(rect.x + 4, rect.right, 6)):
                for y in range(rect.y + 4 + 3 * (i % 2), rect.bottom, 7):
                    sheet.disc(x, y, 3, dark)


def _row(sheet: Sheet, tally: Ahead, outcome: int, x: int, top: int, width: int) -> None:
    """An outcome: its pattern and letter, its name, its chance with the interval."""
    rate, low, high = tally.chance(outcome)
    y = top + ROW // 2
    pattern(sheet, pygame.Rect(x, y - 6, 12, 12), outcome)
    sheet.text(sheet.say(f"gauge.letter_{NAMES[outcome]}"), x + 20, y, size=12, weight=fonts.BOLD)
    if tally.games:
        words = sheet.say("gauge.interval", low=round(100 * low), high=round(100 * high))
        sheet.text(words, x + width, y, size=11.5, colour=palette.TEXT_SECOND, anchor="right")
        sheet.text(f"{100 * rate:.0f} %", x + width - 72, y, size=14, weight=fonts.SEMIBOLD, anchor="right")
    sheet.text(sheet.say(f"gauge.{NAMES[outcome]}"), x + 36, y, size=12.4)


def _change(sheet: Sheet, side: int, before: Ahead | None, now: Ahead) -> str:
    """How the chance of the viewer's side has changed with the last order; empty before anything can be said."""
    if before is None or now.games < FEW:
        return ""
    win = UA_WINS if side == 0 else RU_WINS
    (was, was_low, was_high), (rate, low, high) = before.chance(win), now.chance(win)
    points = round(100 * (rate - was))
    clear = abs(rate - was) > math.hypot((high - low) / 2, (was_high - was_low) / 2)
    return sheet.say("gauge.change" if clear else "gauge.change_unclear", points=f"{points:+d}")
