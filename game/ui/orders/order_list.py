"""The list of this half-turn's orders: any can be taken back down to a line that says why it stops there."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.match import Step
from game.orders import EndTurn
from game.state import HEX
from game.ui import fonts, palette
from game.ui.orders.order_words import hexes_of, unit_of, words_of
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped
from game.ui.table import overlay
from game.ui.table.told import BAD

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

WIDTH, PAD, LINE_HEIGHT, GAP = 372, 16, 17, 9
MOST = 0.62
"""Share of the map's height that the list may take."""


class OrderList:
    """Keeps whether the list is shown, and which order is pointed at."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.is_open = False
        self.scroll = Scroll()
        self._rows: list[tuple[pygame.Rect, Step]] = []

    def toggle(self) -> None:
        """Show the list, or put it away."""
        self.is_open = not self.is_open
        self._rows.clear()
        self.battle.app.dirty = True

    @property
    def pointed(self) -> Step | None:
        """The order whose row has the mouse or the focus."""
        app = self.battle.app
        at = app.focus.at.rect.center if app.focus.at is not None else app.mouse
        return next((step for rect, step in self._rows if at is not None and rect.collidepoint(at)), None)

    def steps(self) -> list[tuple[int, Step]]:
        """(place among the steps of the match, step) of the viewer's half-turn, the earliest first."""
        steps, found = self.battle.match.steps, []
        for i in range(len(steps) - 1, -1, -1):
            if isinstance(steps[i].order, EndTurn):
                break
            found.append((i, steps[i]))
        return found[::-1]

    def why_it_stops(self) -> str:
        """What the line says above which nothing can be taken back."""
        battle = self.battle
        first = battle.match.open_from
        before = battle.match.steps[first - 1] if first else None
        if before is None or isinstance(before.order, EndTurn):
            return battle.say("ordered.line_start")
        told, hexes = battle.situation.chronicle, hexes_of(before.order)
        if before.closed == "undo.dice" and hexes:
            return battle.say("ordered.line_dice", hex=told.hex(hexes[-1]))
        if before.closed == "undo.final":
            return battle.say("ordered.line_final")
        for event in before.events:
            if event.kind in ("sighted", "stopped") and event.seen[battle.side] and event.values.get("hex", -1) >= 0:
                seen = event.kind == "sighted" and event.values["unit"] >= 0
                what = told.unit(event.values["unit"]) if seen else battle.say("ordered.something")
                return battle.say("ordered.line_news", what=what, hex=told.hex(event.values["hex"]))
        return battle.say("ordered.line_new")

    def take_back(self, index: int) -> None:
        """Take an order back; if a later one hangs on it, say which and by what rule."""
        battle = self.battle
        match, log = battle.match, battle.logs[battle.side]
        if not battle.may_order() or not match.open_from <= index < len(match.steps):
            return
        before = len(match.steps)
        for _ in range(before - index):
            log.take_back()
        hanging = match.take_back(index)
        for step in match.steps[index:]:
            log.add(step.events, step.fights)
        battle.fight = None
        battle.refresh()
        if hanging is not None:
            told = battle.situation.chronicle
            key = "ordered.hangs" if len(match.steps) == before else "ordered.kept"
            words = {"order": words_of(hanging.order, told), "refusal": told.refusal(hanging.refusal)}
            battle.tell_note(battle.say(key, **words), BAD)

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the list at the upper left of the map."""
        self.scroll.area = None
        self._rows.clear()
        if not self.is_open or self.battle.is_watching():
            return
        told, room = self.battle.situation.chronicle, WIDTH - 2 * PAD - 22
        rows = [(i, step, wrapped(words_of(step.order, told), fonts.REGULAR, 12.6, room)) for i, step in self.steps()]
        line = wrapped(self.why_it_stops(), fonts.SEMIBOLD, 12, WIDTH - 2 * PAD)
        height = sum(LINE_HEIGHT * len(lines) + GAP for *_, lines in rows) + LINE_HEIGHT * len(line) + 18
        height += 0 if rows else 24
        box = pygame.Rect(area.x + 14, area.y + 14, WIDTH, min(height + 58, round(area.height * MOST)))
        sheet.box(box, (*palette.BAR, 246), 8, palette.LINE)
        sheet.place(box, None)
        sheet.head(sheet.say("ordered.head"), box.x + PAD, box.y + 22)
        close = pygame.Rect(box.right - 40, box.y + 8, 28, 28)
        sheet.text("✕", *close.center, size=12, colour=palette.TEXT_SECOND, anchor="centre")
        sheet.place(close, self.toggle, sheet.say("ordered.close"))
        inner = pygame.Rect(box.x + 6, box.y + 42, box.width - 12, box.height - 50)
        with sheet.within(inner):
            y = self.scroll.begin(inner, height)
            first, drawn = self.battle.match.open_from, False
            for i, step, lines in reversed(rows):
                if i < first and not drawn:
                    y, drawn = self._line(sheet, line, box.x + PAD, y), True
                y = self._row(sheet, i, step, lines, pygame.Rect(box.x + 8, y, box.width - 16, 0))
            if not rows:
                sheet.text(sheet.say("ordered.none"), box.x + PAD, y + 10, colour=palette.TEXT_THIRD)
                y += 24
            if not drawn:
                self._line(sheet, line, box.x + PAD, y)
            self.scroll.bar(sheet)

    def _line(self, sheet: Sheet, lines: list[str], x: int, y: int) -> int:
        """The line above which nothing can be taken back, and why; the lower edge."""
        width = WIDTH - 2 * PAD
        for i in range(0, width, 10):
            sheet.fill(pygame.Rect(x + i, y + 5, 6, 2), palette.SUPPLY[2])
        for line in lines:
            sheet.text(line, x, y + 19, size=12, weight=fonts.SEMIBOLD, colour=palette.SUPPLY[2])
            y += LINE_HEIGHT
        return y + 16

    def _row(self, sheet: Sheet, i: int, step: Step, lines: list[str], rect: pygame.Rect) -> int:
        """An order; while it can be taken back a click does so; the lower edge."""
        rect.height = LINE_HEIGHT * len(lines) + GAP - 2
        free = i >= self.battle.match.open_from and self.battle.may_order()
        self._rows.append((rect.clip(self.scroll.area) if self.scroll.area else rect, step))
        if step is self.pointed:
            sheet.box(rect, palette.RAISED, 5)
        sign, ink = ("↶", palette.ACCENT) if free else ("✓", palette.TEXT_THIRD)
        sheet.text(sign, rect.x + 14, rect.y + LINE_HEIGHT // 2 + 4, size=13, colour=ink, anchor="centre")
        for j, line in enumerate(lines):
            sheet.text(line, rect.x + 28, rect.y + LINE_HEIGHT * j + 12, size=12.6,
                       colour=palette.TEXT if free else palette.TEXT_THIRD)  # fmt: skip
        act = functools.partial(self.take_back, i) if free else None
        sheet.place(rect, act, sheet.say("ordered.tip") if free else "")
        return rect.bottom + 2

    def over(self, surface: pygame.Surface) -> None:
        """Mark on the map what the order pointed at is about."""
        pointed, battle = self.pointed, self.battle
        if pointed is None:
            return
        hexes, unit = hexes_of(pointed.order), unit_of(pointed.order)
        start = next((e.values["start"] for e in pointed.events if e.kind == "moved"), -1)
        if not hexes and unit >= 0:
            hexes = (int(battle.view.believed.units[unit, HEX]),)
        if start >= 0 and len(hexes) >= 1:
            overlay.path(surface, battle.camera, [start, *hexes])
        for h in hexes[-1:]:
            if h >= 0:
                overlay.ring(surface, battle.camera, h, palette.FOCUS, width=3)
