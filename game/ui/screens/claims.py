"""The claims of both sides: what one's own believes and says, what the other says, and what may be claimed now [13].

Everything here comes from the View; who holds what in truth is told after the match (who_told.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.chronicle import Refusal
from game.orders import Claim
from game.rulebook import CLAIM_FALSE, CLAIMS_DAILY
from game.rules.claims import is_news, worth_of_claim
from game.state import CLAIMED, CLAIMS_TODAY, CREDIBILITY, HELD_UA, OWNER, PLACE_HEX, START_OWNER, WILL
from game.ui import fonts, palette
from game.ui.cards.lists import names_of
from game.ui.screen import Screen
from game.ui.screens.small_map import SmallMap, sign
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, name_rise

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.table.battle import Battle

WIDTH, HEIGHT, LEAST_HEIGHT, LIST, BARS = 1400, 900, 560, 326, 64
ROW, PAD, GAP, COLUMN = 24, 24, 18, 58
NAME = LIST - 2 * COLUMN - 28
"""Room for the name of a place in the list."""


class Claims(Screen):
    """Lies over the battle."""

    over = True

    def __init__(self, app: App, battle: Battle) -> None:
        super().__init__(app)
        self._battle = battle
        self._map = SmallMap(battle.view.scenario, battle.view.fixed)
        rows = battle.view.scenario.roster.places
        worth = {int(row[PLACE_HEX]): int(row[HELD_UA] + row[HELD_UA + 1]) for row in rows}
        self.places = sorted(worth, key=lambda h: (-worth[h], h))
        """The hexes of places that count, those worth most first."""
        self._names = names_of(battle.view.scenario, app.language)
        self.chosen: int | None = battle.hover if battle.hover in worth else None
        self._scroll = Scroll()

    # what is done ----------------------------------------------------------------------------------------------------

    def choose(self, h: int) -> None:
        """Choose the place that is meant by a hex: it, or one next to it."""
        near = [n for n in (h, *self._map.grid.ring(h, 1)) if n in self.places]
        if near:
            self.chosen = near[0]
            self.app.dirty = True

    def claim(self) -> None:
        """Claim the chosen place."""
        if self.chosen is not None and self.refusal() is None:
            self._battle.order(Claim(self.chosen))
            self.app.dirty = True

    def refusal(self) -> str | None:
        """Why the chosen place cannot be claimed now, or None."""
        battle = self._battle
        if self.chosen is None:
            return battle.say("claims.pick")
        if not battle.may_order():
            return battle.say("claims.waiting")
        why = battle.view.check(Claim(self.chosen))
        return battle.situation.chronicle.refusal(why) if isinstance(why, Refusal) else None

    def handle(self, event: pygame.event.Event) -> None:
        """Choose by the arrows, claim, leave."""
        if event.type == pygame.MOUSEWHEEL:
            self._scroll.wheel(event.y)
            self.app.dirty = True
        elif event.type != pygame.KEYDOWN:
            return
        elif event.key in (pygame.K_ESCAPE, pygame.K_z):
            self.app.pop()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.claim()
        elif event.key in (pygame.K_UP, pygame.K_DOWN) and self.places:
            step = -1 if event.key == pygame.K_UP else 1
            at = -1 if self.chosen is None else self.places.index(self.chosen)
            self.chosen = self.places[(at + step) % len(self.places) if at >= 0 else 0]
            self._bring_into_view(self.places.index(self.chosen))

    def _bring_into_view(self, i: int) -> None:
        """Scroll the list so far that a row is seen."""
        height = self._scroll.area.height if self._scroll.area is not None else ROW
        top = sum(map(self._height, self.places[:i]))
        self._scroll.at = min(max(self._scroll.at, top + self._height(self.places[i]) - height), top)

    def _height(self, h: int) -> int:
        """The height of a place's row."""
        return ROW + name_rise(self._names[h], NAME)

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw two maps with the accounts of both sides below them, the list, and the button."""
        sheet.fill(sheet.rect, (*palette.WELL, 150))
        wide = min(WIDTH, sheet.rect.width - 24)
        width = (wide - 2 * PAD - LIST - 2 * GAP) // 2
        map_height = self._map.fit(pygame.Rect(0, 0, width, HEIGHT)).height
        high = min(sheet.rect.height - 24, max(LEAST_HEIGHT, map_height + 28 + BARS + 54 + 2 * PAD))
        box = pygame.Rect(0, 0, wide, high)
        box.center = sheet.rect.center
        sheet.box(box, palette.PANEL, 10, palette.LINE)
        inner = box.inflate(-2 * PAD, -2 * PAD)
        close = pygame.Rect(inner.right - 120, inner.y - 6, 120, 32)
        sheet.button(close, sheet.say("claims.close"), self.app.pop, cap="Esc")
        sheet.text(sheet.say("claims.head"), inner.x, inner.y + 8, size=19, weight=fonts.SEMIBOLD)
        sheet.text(sheet.say("claims.about"), inner.x, inner.y + 34, size=12.4, colour=palette.TEXT_SECOND,
                   most=inner.width)  # fmt: skip
        inner.y, inner.height = inner.y + 54, inner.height - 54
        for i, side in enumerate((self._battle.side, 1 - self._battle.side)):
            self._half(sheet, pygame.Rect(inner.x + i * (width + GAP), inner.y, width, inner.height), side)
        column = pygame.Rect(inner.right - LIST, inner.y, LIST, inner.height)
        below = 44 + 22 + 4 * 18
        self._list(sheet, pygame.Rect(column.x, column.y, LIST, column.height - below - 12))
        self._ask(sheet, pygame.Rect(column.x, column.bottom - below, LIST, below))

    def _half(self, sheet: Sheet, area: pygame.Rect, side: int) -> None:
        """A map under its head, and below it the will and the credibility of its side."""
        own, view = side == self._battle.side, self._battle.view
        name = self._battle.situation.chronicle.side(side)
        head = sheet.say("claims.own_map" if own else "claims.other_map", side=name)
        sheet.box(pygame.Rect(area.x, area.y + 2, 5, 18), palette.SIDE_TEXT[side], 2)
        sheet.text(head, area.x + 13, area.y + 11, weight=fonts.SEMIBOLD, most=area.width - 13)
        rect = self._map.fit(pygame.Rect(area.x, area.y + 28, area.width, area.height - 28 - BARS))
        owners = view.believed.hexes[:, OWNER if own else START_OWNER].astype(np.int8)
        self._map.draw(sheet, rect, owners, pale=not own)
        claims = np.flatnonzero(view.believed.hexes[:, CLAIMED + side])
        self._map.signs(sheet, rect, side, [int(h) for h in claims])
        for h in self.places:
            x, y = self._map.at(h, rect)
            if h == self.chosen:
                for size, colour in ((24, palette.WELL), (20, palette.ACCENT)):
                    sheet.disc(x, y, size, colour, hollow=True)
            elif h not in claims:
                sheet.box(pygame.Rect(x - 2, y - 2, 4, 4), palette.INK, 2)
            spot = pygame.Rect(x - 7, y - 7, 14, 14)
            sheet.place(spot, lambda h=h: self.choose(h), self._tip(h))  # type: ignore[misc]
        top = rect.bottom + 10
        for key, column in (("will", WILL), ("credibility", CREDIBILITY)):
            value = int(view.believed.sides[side, column])
            self._gauge(sheet, pygame.Rect(area.x, top, area.width, 24), key, value, side)
            top += 26

    def _gauge(self, sheet: Sheet, area: pygame.Rect, key: str, value: int, side: int) -> None:
        """A number of 0 to 100 with its name and a bar."""
        sheet.text(sheet.say(f"claims.{key}"), area.x, area.centery, size=12.4, colour=palette.TEXT_SECOND, most=92)
        bar = pygame.Rect(area.x + 98, area.centery - 4, area.width - 98 - 38, 8)
        sheet.gauge(bar, value / 100, palette.SIDE_TEXT[side])
        sheet.text(str(value), area.right, area.centery, size=14, weight=fonts.SEMIBOLD, anchor="right")
        sheet.place(area, None, sheet.say(f"claims.{key}_tip"))

    def _tip(self, h: int) -> str:
        """A place, and who has claimed it since when."""
        words, chronicle = [self._names[h]], self._battle.situation.chronicle
        for side in (0, 1):
            day = int(self._battle.view.believed.hexes[h, CLAIMED + side])
            if day:
                words.append(self._battle.say("claims.since", side=chronicle.side(side), day=abs(day)))
            if day < 0:
                words.append(self._battle.say("claims.doomed"))
        return "\n".join(words)

    def _list(self, sheet: Sheet, area: pygame.Rect) -> None:
        """The places that count: who holds them as far as is known, and since when each side claims them."""
        ends = area.right - 12 - COLUMN, area.right - 12
        sheet.head(sheet.say("claims.places"), area.x, area.y + 8)
        for side, end in enumerate(ends):
            sheet.text(sheet.say(f"goals.short_{side}"), end, area.y + 8, size=10.5, weight=fonts.SEMIBOLD,
                       colour=palette.SIDE_TEXT[side], anchor="right")  # fmt: skip
        inner = pygame.Rect(area.x, area.y + 20, area.width, area.height - 20)
        with sheet.within(inner):
            y = self._scroll.begin(inner, sum(map(self._height, self.places)))
            for h in self.places:
                self._place(sheet, pygame.Rect(inner.x, y, inner.width - 6, self._height(h)), h, ends)
                y += self._height(h)
            self._scroll.bar(sheet)

    def _place(self, sheet: Sheet, rect: pygame.Rect, h: int, ends: tuple[int, int]) -> None:
        """One place of the list."""
        hexes = self._battle.view.believed.hexes
        if h == self.chosen or sheet.hot(rect):
            sheet.box(rect, palette.LINE if h == self.chosen else palette.RAISED, 5)
        owner = int(hexes[h, OWNER])
        colour = palette.SIDE_TEXT[owner] if owner >= 0 else palette.TEXT_THIRD
        sheet.box(pygame.Rect(rect.x + 6, rect.centery - 6, 5, 12), colour, 2)
        sheet.name(self._names[h], rect.x + 20, rect.centery, NAME)
        for side, end in enumerate(ends):
            day = int(hexes[h, CLAIMED + side])
            if day:
                words = sheet.say("claims.day", day=abs(day))
                left = sheet.text(words, end, rect.centery, size=12.4, weight=fonts.SEMIBOLD, anchor="right",
                                  colour=palette.SUPPLY[3] if day < 0 else palette.TEXT).left  # fmt: skip
                sign(sheet, left - 9, rect.centery, side)
        sheet.place(rect, lambda: self.choose(h), self._tip(h))

    def _words(self) -> str:
        """What a claim of the chosen place would do, or why it cannot be made."""
        why, battle = self.refusal(), self._battle
        if why is not None or self.chosen is None:
            return why or ""
        view = battle.view
        worth = int(worth_of_claim(view.fixed, view.believed, view.side))
        price = worth * int(view.fixed.rules.numbers[CLAIM_FALSE]) // 100
        news = bool(is_news(view.believed, view.side, self.chosen))
        words = battle.say("claims.gain" if news else "claims.no_news", gain=worth, price=price)
        held = view.believed.hexes[self.chosen, OWNER] == view.side
        return words if held else f"{battle.say('claims.not_held')} {words}"

    def _ask(self, sheet: Sheet, area: pygame.Rect) -> None:
        """What a claim would do, how many are left today, and the button."""
        view = self._battle.view
        left = int(view.fixed.rules.numbers[CLAIMS_DAILY] - view.believed.sides[view.side, CLAIMS_TODAY])
        sheet.line(area.x, area.y - 6, area.width)
        sheet.text(sheet.say("claims.left", count=max(0, left)), area.x, area.y + 9, size=12.4, weight=fonts.SEMIBOLD,
                   most=area.width)  # fmt: skip
        sheet.paragraph(self._words(), area.x, area.y + 20, area.width, size=12.2, lines=4)
        label = sheet.say("claims.claim")
        if self.chosen is not None:
            label = sheet.say("claims.claim_it", hex=self._names[self.chosen])
        free = self.chosen is not None and self.refusal() is None
        button = pygame.Rect(area.x, area.bottom - 38, area.width, 38)
        sheet.button(button, label, self.claim if free else None, cap="Enter", primary=free)
