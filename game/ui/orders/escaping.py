"""Planning a breakout: where it ends, when it goes, and the exact chances of what it costs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.analysis.breakout import BY_DAY, TONIGHT, WHEN, Toll, Way
from game.orders import BreakOut
from game.state import BATTERY, BREAKOUT, HEX, PRESENT, STATUS
from game.ui import fonts, palette
from game.ui.cards import frame
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet
from game.ui.table import doing, overlay
from game.ui.table.commands import of_mode, rows
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

MOST_LISTED, ROW, BARS, MOST_BARS = 6, 26, 84, 7
NINE_TENTHS = 0.9


class Escaping(Mode):
    """A unit is to break out: every hex where it may end is lit; the best few are listed."""

    hint = "hint.escaping"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("escape_tonight", ("Enter",), "go"),
        of_mode("escape_now", ("Y",), "go", True), of_mode("leave", ("Esc",), "leave"), *rows(MOST_LISTED),
    )  # fmt: skip

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit, self.scroll = unit, Scroll()
        self.choice: Way | None = None
        self.refreshed()

    @property
    def scrolls(self) -> list[Scroll]:
        """All of the panel."""
        return [self.scroll]

    def refreshed(self) -> None:
        """Find the ways anew."""
        self.escape = self.battle.situation.escape(self.unit)
        self.ways = self.escape.ways()
        ends = {way.end: way for way in self.ways}
        self.choice = ends.get(self.choice.end) if self.choice is not None else None
        self.choice = self.choice or (self.ways[0] if self.ways else None)
        self._tolls: dict[tuple[Way, str], Toll] = {}

    def toll(self, when: str) -> Toll:
        """What the way that is chosen costs."""
        assert self.choice is not None
        key = self.choice, when
        if key not in self._tolls:
            self._tolls[key] = self.escape.toll(self.choice.path, when)
        return self._tolls[key]

    def choose(self, way: Way) -> None:
        """Take another way."""
        self.choice = way
        self.battle.app.dirty = True

    def go(self, by_day: bool = False) -> None:
        """Order it."""
        if self.choice is not None:
            self.battle.order(self.escape.order(self.choice, by_day))

    def ordered(self) -> None:
        """Back to the unit, if it still stands."""
        if self.battle.view.believed.units[self.unit, STATUS] == PRESENT:
            self.battle.select(self.unit)
        else:
            self.battle.deselect()

    # keys and clicks -------------------------------------------------------------------------------------------------

    def click(self, h: int, right: bool = False) -> None:
        """Choose where it ends; what the rules refuse is said."""
        way = next((way for way in self.ways if way.end == h), None)
        if way is not None:
            self.choose(way)
        elif h == int(self.battle.view.believed.units[self.unit, HEX]):
            self.battle.select(self.unit)
        else:
            grid = self.battle.view.scenario.grid
            line = grid.line(int(self.battle.view.believed.units[self.unit, HEX]), h)[1:9]
            self.battle.order(BreakOut(self.unit, tuple(line)))

    def next(self) -> None:
        """Go through the ways that are listed."""
        if self.choice is not None:
            listed = self.ways[:MOST_LISTED]
            at = listed.index(self.choice) + 1 if self.choice in listed else 0
            self.choose(listed[at % len(listed)])

    def row(self, i: int) -> None:
        """Choose a way by its row."""
        if i < len(self.ways):
            self.choose(self.ways[i])

    def leave(self) -> None:
        """Give up."""
        self.battle.select(self.unit)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Light where it may end; the way, and the hexsides on which dice are thrown."""
        camera = self.battle.camera
        overlay.fill_hexes(
            surface, camera, [way.end for way in self.ways], palette.with_alpha(overlay.REACH_FILL, 0.26)
        )
        if self.choice is not None:
            overlay.path(surface, camera, self.choice.path)

    def over(self, surface: pygame.Surface) -> None:
        """A ring at the end, and crosses on the hexsides in zones."""
        if self.choice is None:
            return
        camera, way = self.battle.camera, self.choice
        overlay.ring(surface, camera, way.end, palette.ACCENT, dashed=True)
        for h, n in zip(way.path, way.path[1:], strict=False):
            if self.escape.in_zone(h, n):
                (ax, ay), (bx, by) = camera.centre_px(h), camera.centre_px(n)
                doing.cross(surface, ((ax + bx) / 2, (ay + by) / 2), max(5.0, camera.scale * 0.13))

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the planner."""
        battle = self.battle
        title = sheet.say("breakout.title", unit=battle.situation.chronicle.unit(self.unit))
        night, day = (self.refusal(by_day) for by_day in (False, True))
        buttons = (
            (sheet.say("breakout.tonight"), None if night else self.go, "Enter", night),
            (sheet.say("breakout.by_day"), None if day else functools.partial(self.go, True), "Y", day),
            (sheet.say("plan.cancel"), lambda: battle.select(self.unit), "Esc", ""),
        )
        frame.draw(sheet, area, title, self.scroll, self._content, buttons)

    def refusal(self, by_day: bool) -> str:
        """Why the order would be refused; empty if it would not."""
        if self.choice is None:
            return self.battle.say("breakout.no_way")
        refusal = self.battle.view.check(self.escape.order(self.choice, by_day))
        return self.battle.situation.chronicle.refusal(refusal) if refusal is not None else ""

    def _content(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The ways, the chances, and what is assumed; the lower edge."""
        if self.choice is None:
            return sheet.paragraph(sheet.say("breakout.no_way"), x, top + 6, width)
        top = self._list(sheet, x, top, width)
        top = _chart(sheet, self.toll(TONIGHT), x, top + 10, width)
        top += 8
        for when in WHEN:
            toll = self.toll(when)
            words = sheet.say("breakout.lost", mean=f"{toll.mean:.0f}", most=toll.up_to(NINE_TENTHS), people=toll.people)
            tip = sheet.say("breakout.share_tip", share=toll.share, sides=toll.crossings)
            top = frame.row(sheet, sheet.say(f"breakout.when_{when}"), words, x, top, width, tip=tip)
        through = min(self.toll(when).through for when in (TONIGHT, BY_DAY))
        words = sheet.say("breakout.percent", percent=f"{100 * through:.0f}")
        top = frame.row(sheet, sheet.say("breakout.through"), words, x, top, width)
        rules = self.battle.view.scenario.rules.file.encirclement.breakout
        words = sheet.say("breakout.after", fatigue=rules.breakout_fatigue, days=rules.breakout_days)
        if self.battle.situation.role(self.unit) == BATTERY:
            words += " " + sheet.say("breakout.heavy", percent=rules.breakout_heavy)
        if self.battle.view.believed.units[self.unit, BREAKOUT]:
            words += " " + sheet.say("breakout.already")
        top = sheet.paragraph(words, x, top + 6, width, size=12)
        return sheet.paragraph(sheet.say("breakout.assumes"), x, top + 6, width, size=11.8, colour=palette.TEXT_THIRD)

    def _list(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """The best ways with their lengths and hexsides in zones; the lower edge."""
        assert self.choice is not None
        sheet.head(sheet.say("breakout.ways"), x, top + 8)
        top += 20
        listed = list(self.ways[:MOST_LISTED])
        if self.choice not in listed:
            listed[-1] = self.choice
        for i, way in enumerate(listed):
            rect = pygame.Rect(x - 8, top, width + 16, ROW - 2)
            if way == self.choice or sheet.hot(rect):
                sheet.box(rect, palette.RAISED, 6, palette.ACCENT if way == self.choice else None)
            words = sheet.say("breakout.way", hexes=len(way.path) - 1, zones=way.zones)
            tag = sheet.text(words, x + width, rect.centery, size=12, weight=fonts.SEMIBOLD, anchor="right")
            left = sheet.cap(str(i + 1), x + 20, rect.centery) + 28
            name = self.battle.situation.chronicle.hex(way.end)
            sheet.text(name, left, rect.centery, size=12.4, most=tag.left - left - 8)
            sheet.place(rect, functools.partial(self.choose, way))
            top += ROW
        return top


def bars_of(toll: Toll, most: int = MOST_BARS) -> list[tuple[int, int, float]]:
    """The chances in bars of equal spans of people: (least, most, chance)."""
    span = max(1, -(-(toll.lost[-1][0] + 1) // most))
    found: dict[int, list[tuple[int, int]]] = {}
    for people, ways in toll.lost:
        found.setdefault(people // span, []).append((people, ways))
    return [
        (part[0][0], part[-1][0], sum(ways for _, ways in part) / toll.all) for part in (found[i] for i in sorted(found))
    ]


def _chart(sheet: Sheet, toll: Toll, x: int, top: int, width: int) -> int:
    """People lost tonight: a bar for every span, with its chance; the lower edge."""
    sheet.head(sheet.say("breakout.chart"), x, top + 9)
    bars = bars_of(toll)
    tallest = max(chance for _, _, chance in bars)
    cell, foot = width / max(len(bars), 4), top + 38 + BARS
    for i, (least, most, chance) in enumerate(bars):
        centre = x + (i + 0.5) * cell
        bar = pygame.Rect(0, 0, min(round(cell) - 6, 44), max(2, round((BARS - 14) * chance / tallest)))
        bar.midbottom = round(centre), foot
        sheet.box(bar, palette.ACCENT, min(3, bar.height / 2))
        percent = f"{100 * chance:.0f} %" if chance >= 0.01 else "<1 %"
        sheet.text(percent, centre, bar.top - 9, size=11, weight=fonts.SEMIBOLD, anchor="centre", most=round(cell))
        words = str(least) if least == most else f"{least}–{most}"
        sheet.text(words, centre, foot + 11, size=11.4, anchor="centre", most=round(cell))
    sheet.line(x, foot, width)
    sheet.text(sheet.say("breakout.legend"), x, foot + 28, size=11, colour=palette.TEXT_THIRD, most=width)
    return foot + 36
