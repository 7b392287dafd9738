"""The card of a garrison: what all units of a town, or of a stack, need and get, how long they last, by what throat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.analysis.garrison import Garrison as Sums
from game.analysis.garrison import garrison
from game.analysis.studies import Study
from game.state import HEX, LOW
from game.ui import fonts, palette
from game.ui.paint.overlays.facts import Facts, weight
from game.ui.scroll import Scroll
from game.ui.sheet import NAME_STEP, Sheet, wrapped

if TYPE_CHECKING:
    from game.ui.table.battle import Battle
    from game.view import View

ROW, GAUGE = 22, 74
_WARNING = palette.SUPPLY[2]


class Garrison:
    """Which garrison's card is shown in the panel; it stays as long as the same unit, or none, is selected."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.hex: int | None = None
        """A hex of its place."""
        self._selected: int | None = None
        self._known: tuple[View, int, Sums | None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether its card is shown."""
        return self.hex is not None and self.battle.selected == self._selected

    def toggle(self) -> None:
        """Open the card of the place under the mouse, else of the selected unit's; close it if that one is open."""
        battle, selected = self.battle, self.battle.selected
        h = battle.hover
        if h is None and selected is not None:
            h = int(battle.situation.state.units[selected, HEX])
        open_ = self.sums if self.is_open else None
        if self.is_open and (h is None or h == self.hex or (open_ is not None and h in open_.hexes)):
            self.close()
        elif h is not None:
            self.open(h)

    def open(self, h: int) -> None:
        """Open the card of the place that a hex belongs to, or say that nobody is there."""
        self.hex, self._selected = h, self.battle.selected
        self.battle.details.at = 0
        self.battle.app.dirty = True
        if self.sums is None:
            self.close()
            self.battle.tell_note(self.battle.say("garrison.nobody", hex=self.battle.situation.chronicle.hex(h)))

    def close(self) -> None:
        """Close the card."""
        self.hex = None
        self.battle.app.dirty = True

    @property
    def sums(self) -> Sums | None:
        """What the garrison comes to, of what is known now."""
        if self.hex is None:
            return None
        view, known = self.battle.view, self._known
        if known is None or known[0] is not view or known[1] != self.hex:
            known = view, self.hex, garrison(Study(view, self.battle.situation.solution), self.hex)
            self._known = known
        return known[2]


def draw(sheet: Sheet, battle: Battle, inner: pygame.Rect, room: int, scroll: Scroll) -> int:
    """Draw the card, scrolled if there is no room; the lower edge."""
    sums, clip = battle.shown.garrison.sums, pygame.Rect(inner.x - 10, inner.y + 8, inner.width + 20, room - 8)
    if sums is None:
        return inner.y
    with sheet.within(clip):
        top = inner.y + 12 - scroll.at
        height = _card(sheet, battle, sums, inner.x, top, inner.width) - top + 12
        scroll.begin(clip, height)
        scroll.bar(sheet)
    return inner.y + min(room, height + 8)


def _card(sheet: Sheet, battle: Battle, sums: Sums, x: int, top: int, width: int) -> int:
    """Everything about a garrison; the lower edge."""
    facts = battle.painter.overlays.facts(battle.situation)
    assert battle.shown.garrison.hex is not None
    name = facts.chronicle.hex(battle.shown.garrison.hex)
    top = sheet.paragraph(sheet.say("garrison.title", place=name), x, top, width - 26, size=15.5, weight=fonts.SEMIBOLD,
                          colour=palette.TEXT, lines=2)  # fmt: skip
    close = pygame.Rect(x + width - 20, top - 24, 20, 20)
    sheet.text("✕", close.centerx, close.centery, size=12, colour=palette.TEXT_THIRD, anchor="centre")
    sheet.place(close, battle.shown.garrison.close, sheet.say("garrison.close"))
    words = sheet.say("garrison.who", units=len(sums.units), people=sums.people)
    sheet.text(words, x, top + 8, size=12, colour=palette.TEXT_SECOND, most=width)
    top = _supply(sheet, facts, sums, x, top + 26, width)
    top = _throat(sheet, facts, sums, x, top + 8, width)
    return _wounded(sheet, sums, x, top + 8, width)


def _row(sheet: Sheet, key: str, words: str, x: int, top: int, width: int, bad: bool = False) -> int:
    """A label and a value; the lower edge."""
    label = sheet.text(sheet.say(f"garrison.{key}"), x, top + ROW // 2, size=12.2, colour=palette.TEXT_THIRD, most=170)
    colour = _WARNING if bad else palette.TEXT
    lines = wrapped(words, fonts.SEMIBOLD, 12.6, width - label.width - 10)
    for i, line in enumerate(lines):
        y = top + ROW // 2 + NAME_STEP * i
        sheet.text(line, x + width, y, size=12.6, weight=fonts.SEMIBOLD, colour=colour, anchor="right")
    return top + ROW + NAME_STEP * (len(lines) - 1)


def _supply(sheet: Sheet, facts: Facts, sums: Sums, x: int, top: int, width: int) -> int:
    """Need, what comes, days; the lower edge."""
    quiet, hard = sums.corridor.need_quiet, sums.corridor.need_hard
    sheet.head(sheet.say("garrison.supply"), x, top + 8)
    top += 20
    top = _row(sheet, "need", sheet.say("garrison.need_of", quiet=weight(quiet), hard=weight(hard)), x, top, width)
    short = sums.brought * 10 < sums.asked * 9
    words = sheet.say("logistics.of", some=weight(sums.brought), all=weight(sums.asked))
    share = sums.brought / max(sums.asked, 1)
    colour = palette.SUPPLY[0 if share >= 0.9 else 1 if share >= 0.5 else 2]
    sheet.gauge(pygame.Rect(x + width - 96 - GAUGE, top + ROW // 2 - 3, GAUGE, 6), share, colour)
    top = _row(sheet, "comes", words, x, top, width, short)
    rules = facts.view.scenario.rules.file.supply
    state = sum(sums.least_days < least for least in (rules.full, rules.strained, rules.low))
    words = sheet.say("garrison.days_of", days=f"{sums.least_days / 100:.1f}", unit=facts.chronicle.unit(sums.worst))
    return _row(sheet, "days", words, x, top, width, state >= LOW)


def _throat(sheet: Sheet, facts: Facts, sums: Sums, x: int, top: int, width: int) -> int:
    """The throat, the width and the fire of the corridor, and all of it in a sentence; the lower edge."""
    corridor, throat = sums.corridor, sums.corridor.throat
    sheet.head(sheet.say("garrison.corridor"), x, top + 8)
    top += 20
    if throat.night >= 0:
        words = sheet.say("garrison.rates", night=weight(throat.night), day=weight(throat.day))
        top = _row(sheet, "throat", words, x, top, width, throat.night + throat.day < corridor.need_hard)
    if corridor.width >= 0:
        top = _row(sheet, "width", sheet.word("supply.wide", hexes=corridor.width), x, top, width, corridor.width <= 2)
    words = sheet.say("garrison.shares", night=corridor.fire_night, day=corridor.fire_day)
    top = _row(sheet, "fire", words, x, top, width, max(corridor.fire_night, corridor.fire_day) >= 50)
    words = sheet.say("garrison.turns", turns=corridor.closure) if corridor.closure >= 0 else "–"
    top = _row(sheet, "closes", words, x, top, width, corridor.closure >= 0)
    return sheet.paragraph(facts.teller.corridor(corridor), x, top + 3, width, size=11.8) + 2


def _wounded(sheet: Sheet, sums: Sums, x: int, top: int, width: int) -> int:
    """Wounded who wait, those in beds, those who are fetched; the lower edge."""
    sheet.head(sheet.say("garrison.wounded"), x, top + 8)
    top += 20
    for key, (urgent, priority, light) in (("waiting", sums.waiting), ("beds", sums.in_beds)):
        words = sheet.say("overlay.wounded", urgent=urgent, priority=priority, light=light)
        rect = pygame.Rect(x, top, width, ROW)
        top = _row(sheet, key, words, x, top, width, key == "waiting" and urgent > 0)
        sheet.place(rect, None, sheet.say("logistics.wounded_tip"))
    return _row(sheet, "fetched", str(sums.fetched), x, top, width, sums.fetched < sum(sums.waiting))
