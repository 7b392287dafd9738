"""What if a road is cut or a hex is lost: the panel that a click under an overlay of supply opens.

Who is hit and when they run out, day by day; why; and the cheapest ways out, which are tried one after the other while
the panel is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pygame

from game.analysis.loss import Loss, WayOut
from game.analysis.what_if import HORIZON
from game.state import HEX, TURN
from game.ui import fonts, palette
from game.ui.cards.asking import ASKING, Target
from game.ui.paint.overlays.facts import weight
from game.ui.paint.overlays.reasons import trucks
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet, wrapped
from game.ui.table import overlay
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

WIDTH, PAD, FOOT = 372, 20, 62
TILE, CELL, ROW = 66, 36, 15
DAYS, MOST_ROWS, MOST_WAYS = 5, 7, 4
"""Columns of the table, its rows, and the ways out that are shown."""
STEP = 6
"""Ways out tried in a frame."""


class CutOff(Mode):
    """A road is thought cut, or a hex lost; a click on another asks of that."""

    hint = "hint.what_if"
    commands = (of_mode("leave", ("Esc",), "close", text="ui.cut.close"),
                of_mode("show_place", ("Enter",), "show", text="ui.cut.show"))  # fmt: skip

    def __init__(self, battle: Battle, target: Target) -> None:
        super().__init__(battle)
        self.target = target
        self.scroll = Scroll()
        self.refreshed()

    def refreshed(self) -> None:
        """Work it out on what is believed now."""
        self.loss: Loss = self.battle.shown.asking.loss(self.target)
        self.ways: list[WayOut] = []
        self.tried = False
        self._trying: Iterator[list[WayOut]] = self.loss.ways_out()

    def overlay_switched(self) -> None:
        """Leave where nothing is asked any more."""
        if self.battle.shown.name not in ASKING:
            self.close()

    def panel_width(self, window: int) -> int:
        """Width of the right panel while the mode lasts."""
        return WIDTH

    @property
    def scrolls(self) -> list[Scroll]:
        """What the panel shows."""
        return [self.scroll]

    def tick(self, milliseconds: int) -> bool:
        """Try ways out, a few at a time."""
        if self.tried or not self.loss.units:
            return False
        for _ in range(STEP):
            found = next(self._trying, None)
            if found is None:
                self.tried = self.battle.app.dirty = True
                return False
            self.ways = found
        return True

    def click(self, h: int, right: bool = False) -> None:
        """Ask of another road or hex; anywhere else, go back and take the click there."""
        if not self.battle.shown.asking.open(h):
            self.battle.enter(self.battle.rest())
            self.battle.mode.click(h, right)

    def close(self) -> None:
        """Think of something else."""
        self.battle.enter(self.battle.rest())

    def show(self) -> None:
        """Bring the place to the middle of the map."""
        self.battle.go_to(self.target.hexes[0])

    def over(self, surface: pygame.Surface) -> None:
        """Mark what is cut, and the hexes of those who are hit."""
        rows = self.battle.situation.state.units
        for h in sorted({int(rows[u, HEX]) for u in self.loss.units}):
            overlay.ring(surface, self.battle.camera, h, palette.SUPPLY[3], dashed=True, width=2.2)
        self.battle.shown.asking.mark(surface, self.target)

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the right panel; what does not fit is scrolled, the buttons stay."""
        sheet.fill(area, palette.PANEL)
        sheet.fill(pygame.Rect(area.x, area.y, 1, area.height), palette.LINE)
        x, width = area.x + PAD, area.width - 2 * PAD
        inner = pygame.Rect(area.x + 1, area.y, area.width - 1, area.height - FOOT)
        with sheet.within(inner):
            top = self.scroll.begin(inner, self.scroll.most + inner.height)
            bottom = _content(sheet, self, x, top, width)
            self.scroll.begin(inner, bottom - top + 10)
            self.scroll.bar(sheet)
        half, y = (width - 10) // 2, area.bottom - FOOT + 12
        sheet.line(area.x, area.bottom - FOOT, area.width)
        sheet.button(pygame.Rect(x, y, half, 36), sheet.say("cut.show"), self.show, cap="Enter", primary=True)
        sheet.button(pygame.Rect(x + half + 10, y, half, 36), sheet.say("cut.close"), self.close, cap="Esc")


def _content(sheet: Sheet, mode: CutOff, x: int, top: int, width: int) -> int:
    """Everything above the buttons; the lower edge."""
    sheet.text(sheet.say("cut.head"), x, top + 24, size=12.4, weight=fonts.SEMIBOLD, colour=palette.ACCENT)
    top = sheet.paragraph(_title(sheet, mode), x, top + 34, width, size=19, weight=fonts.SEMIBOLD, colour=palette.TEXT)
    loss = mode.loss
    if not loss.units:
        return sheet.paragraph(sheet.say("cut.nobody"), x, top + 10, width) + 12
    top = _tiles(sheet, loss, x, top + 12, width)
    top = _table(sheet, mode, x, top + 18, width)
    top = _why(sheet, mode, x, top + 14, width)
    return _ways(sheet, mode, x, top + 14, width)


def _title(sheet: Sheet, mode: CutOff) -> str:
    """What is cut or lost."""
    grid, hexes = mode.battle.situation.scenario.grid, mode.target.hexes
    numbers = [grid.number(h) for h in hexes]
    if not mode.target.is_road:
        return sheet.say("cut.hex", hex=mode.battle.situation.chronicle.hex(hexes[0]))
    words = sheet.say("cut.road", road=mode.battle.shown.asking.road_name(mode.target), a=numbers[0], b=numbers[1])
    return words[0].upper() + words[1:]


def _tiles(sheet: Sheet, loss: Loss, x: int, top: int, width: int) -> int:
    """How many are hit, when the first is out, and what is not brought; the lower edge."""
    out = loss.found.out_in
    tiles = (
        (str(len(loss.units)), sheet.say("cut.hit", units=len(loss.units)), palette.TEXT,
         sheet.say("cut.hit_tip", kg=50)),
        (str(out) if out >= 0 else "–", sheet.say("cut.out", turns=out), palette.SUPPLY[3] if out >= 0 else palette.TEXT,
         sheet.say("cut.out_tip", units=loss.newly_out, turns=HORIZON)),
        (f"−{weight(loss.found.kg)} {sheet.say('cut.tonnes')}", sheet.say("cut.a_day"), palette.SUPPLY[2],
         sheet.say("cut.a_day_tip", turns=HORIZON)),
    )  # fmt: skip
    wide = (width - 16) // 3
    lines = [wrapped(label, fonts.REGULAR, 11.8, wide - 20) for _, label, _, _ in tiles]
    height = 36 + 15 * max(map(len, lines))
    for i, (figure, _, colour, tip) in enumerate(tiles):
        rect = pygame.Rect(x + i * (wide + 8), top, wide, height)
        sheet.box(rect, palette.RAISED, 6)
        sheet.text(figure, rect.x + 11, rect.y + 19, size=19, weight=fonts.SEMIBOLD, colour=colour)
        for k, line in enumerate(lines[i]):
            sheet.text(line, rect.x + 11, rect.y + 40 + 15 * k, size=11.8, colour=palette.TEXT_SECOND)
        sheet.place(rect, None, tip)
    return top + height


# day by day ----------------------------------------------------------------------------------------------------------


def _table(sheet: Sheet, mode: CutOff, x: int, top: int, width: int) -> int:
    """Days of supply of those who are hit, day by day; the lower edge."""
    loss, situation = mode.loss, mode.battle.situation
    sheet.head(sheet.say("cut.table"), x, top + 8)
    top += 20
    left = x + width - DAYS * (CELL + 4) + 4
    for t in range(DAYS):
        words = sheet.say("cut.now") if t == 0 else situation.chronicle.date(_day(mode, t)).split()[0]
        sheet.text(words, left + t * (CELL + 4) + CELL, top + 8, size=11.5, anchor="right",
                   colour=palette.TEXT if t == 0 else palette.TEXT_THIRD)  # fmt: skip
    top += 18
    names = _names(mode, loss.units[:MOST_ROWS])
    for u in names:
        lines = wrapped(names[u], fonts.REGULAR, 11.8, left - x - 6)
        height = max(22, ROW * len(lines) + 4)
        for i, line in enumerate(lines):
            y = top + height / 2 + ROW * (i - (len(lines) - 1) / 2)
            sheet.text(line, x, y, size=11.8, colour=palette.TEXT_SECOND)
        for t in range(DAYS):
            cell = pygame.Rect(left + t * (CELL + 4), top + (height - 20) // 2, CELL, 20)
            _cell(sheet, loss, u, t, cell)
        top += height + 3
    rest = len(loss.units) - MOST_ROWS
    if rest > 0:
        top = sheet.paragraph(sheet.say("cut.more", units=rest), x, top, width, size=11.8, colour=palette.TEXT_THIRD)
    return top


def _names(mode: CutOff, units: tuple[int, ...]) -> dict[int, str]:
    """Units by name, with their formation only where two would be the same."""
    cards, language = mode.battle.situation.scenario.units, mode.battle.app.language
    short = {u: str(getattr(cards[u].name, language)) for u in units}
    many = Counter(short.values())
    return {u: mode.battle.situation.name(u) if many[name] > 1 else name for u, name in short.items()}


def _day(mode: CutOff, t: int) -> int:
    """The day after so many more turns of supply."""
    return int(mode.battle.situation.state.clock[TURN]) + t


def _cell(sheet: Sheet, loss: Loss, u: int, t: int, cell: pygame.Rect) -> None:
    """Days of supply with the sign of its state; its tip tells what they would be if nothing were lost."""
    state, days = int(loss.after.supply[t, u]), int(loss.after.days[t, u]) / 100
    colour = palette.SUPPLY[state]
    sheet.box(cell, palette.blend(palette.PANEL, colour, 0.17), 3)
    sheet.fill(pygame.Rect(cell.x, cell.y, 3, cell.height), colour)
    x, y = cell.x + 10, cell.centery
    if state == 0:
        sheet.disc(x, y, 6, colour)
    elif state == 1:
        sheet.shape(((0, 7), (7, 7), (3.5, 0)), (7, 7), colour, x, y)
    elif state == 2:
        sheet.shape(((4, 0), (8, 4), (4, 8), (0, 4)), (8, 8), colour, x, y)
    else:
        sheet.text("✕", x, y, size=9, weight=fonts.BOLD, colour=colour, anchor="centre")
    sheet.text(f"{days:.1f}" if days else "0", cell.right - 4, y, size=11.5, weight=fonts.SEMIBOLD, anchor="right")
    state_words = sheet.word(f"supply.{('full', 'strained', 'low', 'out')[state]}")
    without = f"{int(loss.before.days[t, u]) / 100:.1f}"
    sheet.place(cell, None, sheet.say("cut.cell_tip", state=state_words, days=f"{days:.1f}", before=without))


# why, and what helps -------------------------------------------------------------------------------------------------


def _why(sheet: Sheet, mode: CutOff, x: int, top: int, width: int) -> int:
    """What those who are hit ask, what would still come and by what way; the lower edge."""
    sheet.line(x, top, width)
    sheet.head(sheet.say("cut.why"), x, top + 18)
    loss, found, facts = mode.loss, mode.loss.figures, mode.battle.shown.asking.facts
    words = [sheet.say("cut.asked", units=len(loss.units), asked=weight(found.asked), now=weight(found.now),
                       lost=weight(found.by_lost), then=weight(found.then))]  # fmt: skip
    if found.ways:
        way = found.ways[0]
        words.append(sheet.say("cut.way", road=mode.battle.shown.asking.road_name(Target(way.hexes)),
                               a=facts.number(way.hexes[0]), b=facts.number(way.hexes[1]), some=weight(way.carried),
                               all=weight(way.capacity), half=facts.half(way.layer), level=way.fire))  # fmt: skip
    else:
        words.append(sheet.say("cut.no_way"))
    if max(found.vehicles):
        words.append(sheet.say("cut.trucks", before=trucks(found.vehicles[0]), after=trucks(found.vehicles[1])))
    top = sheet.paragraph(" ".join(words), x, top + 28, width, size=12.4)
    if found.waiting or loss.found.wounded:
        key = "cut.wounded" if loss.found.wounded else "cut.wounded_same"
        told = sheet.say(key, waiting=found.waiting, less=loss.found.wounded)
        top = sheet.paragraph(told, x, top + 5, width, size=12.4)
    return top


def _ways(sheet: Sheet, mode: CutOff, x: int, top: int, width: int) -> int:
    """The cheapest ways out, and what each brings; the lower edge."""
    sheet.line(x, top, width)
    sheet.head(sheet.say("cut.ways"), x, top + 18)
    sheet.text(sheet.say("cut.gained"), x + width, top + 18, size=11.5, colour=palette.TEXT_THIRD, anchor="right")
    top += 30
    teller = mode.battle.shown.asking.facts.teller
    for way in mode.ways[:MOST_WAYS]:
        gain = f"+{weight(way.kg)} {sheet.say('cut.tonnes')}"
        room = width - fonts.width(gain, fonts.SEMIBOLD, 14) - 34
        words = "; ".join(teller.relief(relief) for relief in way.reliefs)
        lines = wrapped(words[0].upper() + words[1:], fonts.MEDIUM, 12.4, room)
        rect = pygame.Rect(x, top, width, 17 * len(lines) + 14)
        sheet.box(rect, palette.RAISED, 6)
        for i, line in enumerate(lines):
            sheet.text(line, x + 11, top + 15 + 17 * i, size=12.4, weight=fonts.MEDIUM)
        sheet.text(gain, rect.right - 11, rect.centery, size=14, weight=fonts.SEMIBOLD, colour=palette.SUPPLY[0],
                   anchor="right")  # fmt: skip
        sheet.place(rect, None, sheet.say("cut.way_tip"))
        top = rect.bottom + 6
    if not mode.ways:
        top = sheet.paragraph(sheet.say("cut.no_help" if mode.tried else "cut.trying"), x, top, width)
    return top
