"""Who told the truth when: after the match its claims, both beliefs and the truth side by side, dusk by dusk [13.7]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.chronicle import Chronicle
from game.claims_report import Claimed, DuskMaps, Owners, verdict
from game.match import Match
from game.state import START_OWNER
from game.ui import fonts, palette
from game.ui.cards.lists import names_of
from game.ui.screen import Screen
from game.ui.screens.small_map import SmallMap, sign
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.app import App

PAD, GAP, HEAD, SLIDER = 24, 14, 26, 46
LEAST_LIST, PLAY_MS = 132, 900
LINE = 17


class WhoTold(Screen):
    """The report on the claims of a match that is over."""

    def __init__(self, app: App, match: Match) -> None:
        super().__init__(app)
        assert match.outcome is not None, "nobody is shown the truth before the match is over"
        self._match = match
        self._chronicle = Chronicle(match.scenario, app.language)
        self._map = SmallMap(match.scenario, match.fixed)
        self._first: Owners = match.state.hexes[:, START_OWNER].astype(np.int8)
        self._names = names_of(match.scenario, app.language)
        self._scroll = Scroll()
        self.at = len(match.claims.dusks) - 1
        """Which dusk is shown; 0 is the state before the first day."""
        self.playing = False
        self._left = 0

    @property
    def dusk(self) -> DuskMaps:
        """The dusk that is shown."""
        return self._match.claims.dusks[self.at]

    # what is done ----------------------------------------------------------------------------------------------------

    def show(self, at: int) -> None:
        """Show a dusk, the nearest that there is."""
        self.at = min(max(at, 0), len(self._match.claims.dusks) - 1)
        self.app.dirty = True

    def play(self) -> None:
        """Let the days go by, from the first if the last is shown; or stop."""
        self.playing = not self.playing
        if self.playing and self.at == len(self._match.claims.dusks) - 1:
            self.at = 0
        self._left = PLAY_MS
        self.app.dirty = True

    def tick(self, milliseconds: int) -> bool:
        """Go on to the next dusk in time."""
        if self.playing:
            self._left -= milliseconds
            if self._left <= 0:
                self.show(self.at + 1)
                self._left = PLAY_MS
                self.playing = self.at < len(self._match.claims.dusks) - 1
        return self.playing

    def handle(self, event: pygame.event.Event) -> None:
        """Go through the days by the arrows, play them, scroll the list, leave."""
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            self.app.dirty = True
        elif event.type != pygame.KEYDOWN:
            return
        elif event.key in (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER):
            self.app.pop()
        elif event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            self.playing = False
            self.show(self.at + (-1 if event.key == pygame.K_LEFT else 1))
        elif event.key in (pygame.K_HOME, pygame.K_END):
            self.playing = False
            self.show(0 if event.key == pygame.K_HOME else len(self._match.claims.dusks) - 1)
        elif event.key in (pygame.K_UP, pygame.K_DOWN):
            self._scroll.wheel(1 if event.key == pygame.K_UP else -1)
        elif event.key == pygame.K_SPACE:
            self.play()

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the head, four maps, the slider and the list of claims."""
        sheet.fill(sheet.rect, palette.PANEL)
        inner = sheet.rect.inflate(-2 * PAD, -2 * 16)
        sheet.text(sheet.say("report.head"), inner.x, inner.y + 14, size=19, weight=fonts.SEMIBOLD)
        back = pygame.Rect(inner.right - 120, inner.y, 120, 32)
        sheet.button(back, sheet.say("report.back"), self.app.pop, cap="Esc")
        top = inner.y + 42
        width = (inner.width - 3 * GAP) // 4
        most = inner.bottom - top - HEAD - SLIDER - 30 - LEAST_LIST
        area = pygame.Rect(inner.x, top + HEAD, width, most)
        height = self._map.fit(area).height
        for i in range(4):
            self._one(sheet, pygame.Rect(inner.x + i * (width + GAP), top, width, HEAD + height), i)
        top += HEAD + height + 8
        self._slider(sheet, pygame.Rect(inner.x, top, inner.width, SLIDER))
        self._list(sheet, pygame.Rect(inner.x, top + SLIDER + 6, inner.width, inner.bottom - top - SLIDER - 6))

    def _one(self, sheet: Sheet, area: pygame.Rect, i: int) -> None:
        """One of the maps under its head: what both claim, what each believes, what is so."""
        dusk = self.dusk
        rect = self._map.fit(pygame.Rect(area.x, area.y + HEAD, area.width, area.height - HEAD))
        if i in (1, 2):
            words = sheet.say("report.believed", side=self._chronicle.side(i - 1))
        else:
            words = sheet.say("report.claimed" if i == 0 else "report.truth")
        colour = palette.SIDE_TEXT[i - 1] if i in (1, 2) else palette.TEXT
        sheet.text(words, rect.x, area.y + 11, weight=fonts.SEMIBOLD, colour=colour, most=rect.width)
        owners = (self._first, *dusk.believed, dusk.owner)[i]
        self._map.draw(sheet, rect, owners, pale=i == 0)
        for side in (0, 1) if i in (0, 3) else (i - 1,):
            both = dusk.claims[1 - side] if i in (0, 3) else np.zeros_like(dusk.claims[side])
            for h in np.flatnonzero(dusk.claims[side]).tolist():
                self._map.signs(sheet, rect, side, [h], bool(both[h]))
                x, y = self._map.at(h, rect)
                sheet.place(pygame.Rect(x - 7, y - 7, 14, 14), None, self._names[h])

    def _slider(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The days in a row, of which one is shown, and the accounts of that dusk."""
        dusks, y = self._match.claims.dusks, area.y + 15
        button = pygame.Rect(area.x, area.y, 128, 30)
        sheet.button(button, sheet.say("report.stop" if self.playing else "report.play"), self.play, cap="␣")
        words = sheet.say("report.dusk", day=self.dusk.day) if self.at else sheet.say("report.start")
        label = sheet.text(words, button.right + 14, y, size=14, weight=fonts.SEMIBOLD)
        left = max(label.right + 20, area.x + 340)
        track = pygame.Rect(left, y - 3, area.right - left - 8, 6)
        sheet.box(track, palette.LINE, 3)
        step = track.width / max(1, len(dusks) - 1)
        sheet.box(pygame.Rect(track.x, track.y, round(self.at * step), 6), palette.ACCENT, 3)
        for i in range(len(dusks)):
            x = round(track.x + i * step)
            size = 14 if i == self.at else 6
            sheet.box(pygame.Rect(x - size // 2, y - size // 2, size, size),
                      palette.ACCENT if i <= self.at else palette.TEXT_THIRD, size / 2)  # fmt: skip
            spot = pygame.Rect(round(x - step / 2), area.y, round(step) + 1, 30)
            tip = sheet.say("report.dusk", day=dusks[i].day) if i else sheet.say("report.start")
            sheet.place(spot, lambda i=i: self.show(i), tip)  # type: ignore[misc]
        for side in (0, 1):
            values = {"side": self._chronicle.side(side), "will": self.dusk.will[side]}
            words = sheet.say("report.account", **values, credibility=self.dusk.credibility[side])
            sheet.text(words, area.x + side * (area.width // 2), area.y + 42, size=12.4, colour=palette.SIDE_TEXT[side],
                       most=area.width // 2 - 10)  # fmt: skip

    def _list(self, sheet: Sheet, area: pygame.Rect) -> None:
        """What each side's claims were worth, then every claim; those still to come at the dusk shown are pale."""
        claims = self._match.claims.made
        for side in (0, 1):
            own = [claim for claim in claims if claim.side == side]
            true, shown = sum(c.true for c in own), sum(c.fell > 0 and not c.lost for c in own)
            words = sheet.say("report.tally", side=self._chronicle.side(side), count=len(own), true=true, shown=shown)
            sheet.text(words, area.x + side * (area.width // 2), area.y + 12, weight=fonts.SEMIBOLD,
                       most=area.width // 2 - 10)  # fmt: skip
        inner = pygame.Rect(area.x, area.y + 28, area.width, area.height - 28)
        sheet.line(inner.x, inner.y - 4, inner.width)
        if not claims:
            sheet.text(sheet.say("report.none"), inner.x, inner.y + 12, colour=palette.TEXT_THIRD)
            return
        width = inner.width // 2 - 10
        columns = [[(c, self._lines(c, width - 96)) for c in claims if c.side == side] for side in (0, 1)]
        with sheet.within(inner):
            top = self._scroll.begin(inner, max(sum(LINE * len(lines) + 6 for _, lines in column) for column in columns))
            for side, column in enumerate(columns):
                y = top
                for claim, lines in column:
                    self._claim(sheet, inner.x + side * (inner.width // 2), y, claim, lines)
                    y += LINE * len(lines) + 6
            self._scroll.bar(sheet)

    def _lines(self, claim: Claimed, width: int) -> list[str]:
        """A claim in words, broken into lines."""
        words = f"{self._names[claim.hex]}: {verdict(claim, self._chronicle.language)}"
        return wrapped(words, fonts.REGULAR, 12.4, width)

    def _claim(self, sheet: Sheet, x: int, y: int, claim: Claimed, lines: list[str]) -> None:
        """One claim: its day, its place, whether it was true, what became of it."""
        past, good = claim.day <= self.dusk.day, palette.SUPPLY[0]
        colour = palette.TEXT_THIRD if not past else good if claim.true else palette.SUPPLY[3]
        sign(sheet, x + 8, y + LINE // 2, claim.side)
        sheet.text(sheet.say("claims.day", day=claim.day), x + 22, y + LINE // 2, size=12.4, weight=fonts.SEMIBOLD,
                   colour=palette.ACCENT if claim.day == self.dusk.day else colour)  # fmt: skip
        sheet.box(pygame.Rect(x + 80, y + 2, 4, LINE * len(lines) - 4), colour, 2)
        for i, line in enumerate(lines):
            sheet.text(line, x + 92, y + LINE // 2 + i * LINE, size=12.4,
                       colour=palette.TEXT_SECOND if past else palette.TEXT_THIRD)  # fmt: skip
