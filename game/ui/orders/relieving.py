"""Planning a relief: who takes over, the seats and the road it takes, and how tired both would be over ten days."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.analysis.relief import ATTACKING, DAYS, HOLDING, RESTING, Curve, Plan, plan
from game.chronicle import twelfths
from game.orders import Relieve
from game.state import FATIGUE, HEX, PEOPLE
from game.ui import fonts, palette
from game.ui.cards import frame
from game.ui.cards.units import draw_counter
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet
from game.ui.table import overlay
from game.ui.table.commands import of_mode, rows
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

ROW, CHART = 30, 104
STROKES: dict[tuple[bool, str], tuple[palette.Colour, tuple[float, float]]] = {
    (True, ATTACKING): (palette.SUPPLY[2], (1, 0)), (True, HOLDING): (palette.SUPPLY[0], (1, 0)),
    (False, RESTING): (palette.TEXT, (7, 4)), (False, HOLDING): (palette.TEXT_THIRD, (2, 4)),
}  # fmt: skip
"""Whether it is the unit that comes in, and what it does -> colour, and dashes: px on and off."""


class Relieving(Mode):
    """A unit is to be relieved: those who can are ringed on the map and listed."""

    hint = "hint.relieving"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("relieve_by", ("Enter",), "go"),
        of_mode("leave", ("Esc",), "leave"), *rows(9),
    )  # fmt: skip

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit, self.scroll = unit, Scroll()
        self.choice: Relieve | None = None
        self.refreshed()

    @property
    def scrolls(self) -> list[Scroll]:
        """All of the panel."""
        return [self.scroll]

    def refreshed(self) -> None:
        """Find who can anew."""
        self.orders = self.battle.situation.reliefs(self.unit)
        if self.choice not in self.orders:
            self.choice = self.orders[0] if self.orders else None
        self._plans: dict[Relieve, Plan] = {}

    @property
    def plan(self) -> Plan | None:
        """What the relief that is chosen comes to."""
        if self.choice is None:
            return None
        if self.choice not in self._plans:
            self._plans[self.choice] = plan(self.battle.view, self.choice)
        return self._plans[self.choice]

    def choose(self, order: Relieve) -> None:
        """Have another unit come in."""
        self.choice = order
        self.battle.app.dirty = True

    def go(self) -> None:
        """Order it."""
        if self.choice is not None:
            self.battle.order(self.choice)

    def ordered(self) -> None:
        """Back to the unit."""
        self.battle.select(self.unit)

    # keys and clicks -------------------------------------------------------------------------------------------------

    def click(self, h: int, right: bool = False) -> None:
        """Choose who comes in, in a stack one after another; what the rules refuse is said."""
        battle, rows = self.battle, self.battle.view.believed.units
        there = [order for order in self.orders if rows[order.unit, HEX] == h]
        if there:
            at = there.index(self.choice) + 1 if self.choice in there else 0
            self.choose(there[at % len(there)])
            return
        others = [u for u in battle.situation.mine(h) if u != self.unit]
        if not others or h == int(rows[self.unit, HEX]):
            battle.select(self.unit)
            return
        move = battle.view.path(others[0], int(rows[self.unit, HEX]))
        line = battle.view.scenario.grid.line(h, int(rows[self.unit, HEX]))[1:36]
        battle.order(Relieve(others[0], move.path if move is not None else tuple(line), self.unit))

    def next(self) -> None:
        """Go through those who can come."""
        if self.choice is not None:
            self.choose(self.orders[(self.orders.index(self.choice) + 1) % len(self.orders)])

    def row(self, i: int) -> None:
        """Choose who comes by its row."""
        if i < len(self.orders):
            self.choose(self.orders[i])

    def leave(self) -> None:
        """Give up."""
        self.battle.select(self.unit)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Rings about those who can, and the way of the one who is chosen."""
        camera, rows = self.battle.camera, self.battle.view.believed.units
        for h in {int(rows[order.unit, HEX]) for order in self.orders}:
            chosen = self.choice is not None and rows[self.choice.unit, HEX] == h
            colour = palette.SIDE_TEXT[self.battle.side] if chosen else palette.TEXT_SECOND
            overlay.ring(surface, camera, h, colour, dashed=not chosen, width=2)
        if self.choice is not None:
            overlay.path(surface, camera, [int(rows[self.choice.unit, HEX]), *self.choice.path])

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the planner."""
        battle = self.battle
        title = sheet.say("relief.title", unit=battle.situation.chronicle.unit(self.unit))
        buttons = (
            (sheet.say("relief.order"), self.go if self.choice is not None else None, "Enter", ""),
            (sheet.say("plan.cancel"), lambda: battle.select(self.unit), "Esc", ""),
        )
        frame.draw(sheet, area, title, self.scroll, self._content, buttons)

    def _content(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """Who, at what price, and the curves; the lower edge."""
        found = self.plan
        if found is None:
            return sheet.paragraph(sheet.say("relief.nobody"), x, top + 6, width)
        spare = self.battle.situation.scenario.rules.file.condition.relief
        rows = (
            ("spent", sheet.say("relief.points", points=twelfths(found.spent)), False),
            ("seats", sheet.say("relief.seats_of", found=found.found, seats=found.seats), not found.leaves_tonight),
            ("road", sheet.say("overlay.tonnes", t=f"{found.road_kg / 1000:g}"), False),
        )
        sheet.head(sheet.say("relief.price"), x, top + 8)
        top += 20
        for key, words, bad in rows:
            top = frame.row(sheet, sheet.say(f"relief.{key}"), words, x, top, width, bad)
        goal = self.battle.situation.chronicle.hex(found.goal)
        words = sheet.say("relief.leaves" if found.leaves_tonight else "relief.stays", hex=goal)
        words += " " + sheet.say("relief.weak", percent=spare.relief_defence)
        top = sheet.paragraph(words, x, top + 2, width, size=12)
        top = chart(sheet, found, x, top + 10, width)
        return self._list(sheet, x, top + 12, width)

    def _list(self, sheet: Sheet, x: int, top: int, width: int) -> int:
        """Those who can come in; the lower edge."""
        situation, rows = self.battle.situation, self.battle.view.believed.units
        sheet.head(sheet.say("relief.who", units=len(self.orders)), x, top + 8)
        top += 20
        for order in self.orders:
            rect = pygame.Rect(x - 8, top, width + 16, ROW - 2)
            if order == self.choice or sheet.hot(rect):
                sheet.box(rect, palette.RAISED, 6, palette.ACCENT if order == self.choice else None)
            draw_counter(sheet, situation, order.unit, 20, x + 11, rect.centery)
            fatigue, people = int(rows[order.unit, FATIGUE]), int(rows[order.unit, PEOPLE])
            words = sheet.say("relief.fatigue", fatigue=fatigue, people=people)
            tag = sheet.text(words, x + width, rect.centery, size=12, weight=fonts.SEMIBOLD, anchor="right")
            sheet.text(situation.chronicle.unit(order.unit), x + 28, rect.centery, size=12.4, most=tag.left - x - 36)
            sheet.place(rect, functools.partial(self.choose, order))
            top += ROW
        return top


def chart(sheet: Sheet, found: Plan, x: int, top: int, width: int) -> int:
    """Fatigue of both over ten days, as lines told apart by their dashes, and what they mean; the lower edge."""
    sheet.head(sheet.say("relief.chart", days=DAYS), x, top + 8)
    box = pygame.Rect(x + 26, top + 22, width - 34, CHART)
    for value in (0, 50, 100):
        y = box.bottom - box.height * value // 100
        sheet.line(box.x, y, box.width)
        sheet.text(str(value), box.x - 6, y, size=10.5, colour=palette.TEXT_THIRD, anchor="right")
    for day in (0, 5, DAYS):
        sheet.text(str(day), box.x + box.width * day / DAYS, box.bottom + 10, size=10.5, colour=palette.TEXT_THIRD,
                   anchor="centre")  # fmt: skip
    for curve in found.curves:
        _line(sheet, curve, curve.unit == found.order.unit, box)
    top = box.bottom + 20
    for curve in found.curves:
        new = curve.unit == found.order.unit
        colour, pattern = STROKES[new, curve.doing]
        _stroke(sheet, [(x, top + 9), (x + 30, top + 9)], colour, pattern)
        words = sheet.say(f"relief.{'new' if new else 'old'}_{curve.doing}")
        sheet.text(words, x + 40, top + 9, size=11.6, most=width - 40, colour=palette.TEXT_SECOND)
        top += 18
    return top


def _line(sheet: Sheet, curve: Curve, new: bool, box: pygame.Rect) -> None:
    """One curve."""
    places = enumerate(curve.fatigue)
    points = [(box.x + box.width * day / DAYS, box.bottom - box.height * value / 100) for day, value in places]
    _stroke(sheet, points, *STROKES[new, curve.doing])


def _stroke(
    sheet: Sheet, points: list[tuple[float, float]], colour: palette.Colour, pattern: tuple[float, float]
) -> None:
    """A line through points, whole or in dashes."""
    for piece in overlay.dashes(points, *pattern) if pattern[1] else [points]:
        sheet.stroke(piece, colour, 2)


