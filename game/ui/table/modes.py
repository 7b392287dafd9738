"""What the mouse and the keys mean on the map: with nothing selected, with a unit selected, when all is over."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.chronicle import twelfths
from game.orders import Assault, Move
from game.state import HEX, OF_SIDE, POINTS, ROLE, SOURCE
from game.ui import palette
from game.ui.orders import keeping
from game.ui.screen import SHIFTS
from game.ui.scroll import Scroll
from game.ui.sheet import Ask, Sheet
from game.ui.table import overlay
from game.ui.table.actions import Action, actions
from game.ui.table.commands import Command
from game.ui.table.reasons_way import way
from game.view import Odds

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

PANEL_WIDTH = 352


class Mode:
    """A way to read clicks and keys."""

    hint = "hint.idle"
    asks = True
    """Whether overlays of supply answer the mouse."""
    cards = True
    """Whether the hex under the mouse has its card."""
    past = False
    """Whether the map shows an earlier moment, in which nothing is ordered."""
    foot = 0
    """Height of a strip at the foot of the map, in px."""
    rests = False
    """Whether nothing is being done: the selected unit answers its keys."""
    commands: tuple[Command, ...] = ()
    """What it answers to by key, before everything else."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle

    def panel_width(self, window: int) -> int:
        """Width of the right panel while the mode lasts."""
        return PANEL_WIDTH

    def click(self, h: int, right: bool = False) -> None:
        """A hex was clicked."""

    def click_unit(self, unit: int, h: int, right: bool = False) -> None:
        """The counter of a unit was clicked in a stack that is fanned out."""
        self.click(h, right)

    def point(self, h: int | None) -> None:
        """The mouse has come to another hex, or off the map."""

    def action(self, name: str) -> Action | None:
        """One of the selected unit's orders, if it can be told that."""
        return None

    def wheel(self, steps: int) -> bool:
        """Answer the wheel over the map, or leave it for the zoom (False)."""
        return False

    def tick(self, milliseconds: int) -> bool:
        """Let time pass; True while something moves."""
        return False

    def refreshed(self) -> None:
        """What the viewer believes has changed."""

    def entered(self) -> None:
        """The mode begins, with its panel in place."""

    def left(self) -> None:
        """Another mode takes its place."""

    @property
    def scrolls(self) -> list[Scroll]:
        """The lists of its own panel, if it has one."""
        return []

    def overlay_switched(self) -> None:
        """Another overlay is shown, or none."""

    def ordered(self) -> None:
        """An order was carried out."""

    def under(self, surface: pygame.Surface) -> None:
        """Draw below the counters."""

    def over(self, surface: pygame.Surface) -> None:
        """Draw above the counters."""

    def floats(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw what floats over the map, below notes."""

    @property
    def why(self) -> Ask | None:
        """What the number told at the hex under the mouse is made of."""
        return None

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the right panel."""
        from game.ui.table.panel import draw

        draw(sheet, self.battle, area)


class Idle(Mode):
    """No own unit is selected: a click looks at what stands in a hex. An own depot that is looked at answers keys."""

    rests = True

    def __init__(self, battle: Battle) -> None:
        super().__init__(battle)
        if battle.selected is not None and keeping.is_kept(battle, battle.selected):
            self.hint = "hint.keeping"

    def click_unit(self, unit: int, h: int, right: bool = False) -> None:
        """Select a unit of a stack that is fanned out, or look at it."""
        self.battle.select(unit)

    def click(self, h: int, right: bool = False) -> None:
        """Select an own unit, else look at an enemy's, else at nothing."""
        battle = self.battle
        if battle.shown.asking.open(h):
            return
        mine, others = battle.situation.mine(h), battle.situation.stack(h)
        if battle.selected in others:
            battle.select(others[(others.index(battle.selected) + 1) % len(others)])
        elif mine or others:
            battle.select((mine or others)[0])
        else:
            battle.deselect()


class Over(Idle):
    """The match is over: the map can be looked at, nothing is ordered."""

    hint = "hint.over"


class Selected(Mode):
    """An own unit is selected: its reach is shown, a click moves it or plans an attack."""

    hint = "hint.selected"
    rests = True

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit = unit
        self.refreshed()

    def refreshed(self) -> None:
        """Work out the reach anew."""
        view = self.battle.view
        self.start = int(view.believed.units[self.unit, HEX])
        self.costs = view.reach(self.unit)
        self.hexes = frozenset((self.start, *self.costs))
        self.actions = actions(self.battle, self.unit)
        self.path: Move | None = None
        self.odds: Odds | None = None
        self.point(self.battle.hover)

    def point(self, h: int | None) -> None:
        """Find the path to a hex, or the odds of attacking it alone."""
        view = self.battle.view
        self.path = view.path(self.unit, h) if h is not None and h in self.costs else None
        self.odds = None
        if h is not None and self._hostile(h):
            assault = Assault(h, (self.unit,))
            if view.check(assault) is None:
                self.odds = view.odds(assault)

    def _hostile(self, h: int) -> bool:
        return self.battle.situation.holder(h) == 1 - self.battle.side

    def click_unit(self, unit: int, h: int, right: bool = False) -> None:
        """Select another own unit of a stack that is fanned out."""
        own = unit in self.battle.situation.mine(h)
        if own and not right and unit != self.unit:
            self.battle.select(unit)
        elif not own:
            self.click(h, right)

    def click(self, h: int, right: bool = False) -> None:
        """Select, move or attack, with Shift plan it; what the rules refuse is said."""
        battle = self.battle
        if SHIFTS & battle.app.held and not right:
            battle.plans.click(self.unit, h)
            return
        mine = battle.situation.mine(h)
        there = battle.situation.stack(h)
        if h == self.start and len(there) > 1 and not right:
            battle.select(there[(there.index(self.unit) + 1) % len(there)])
        elif h == self.start:
            return
        elif mine and not right:
            battle.select(mine[0])
        elif self._hostile(h):
            battle.plan(h, self.unit)
        else:
            battle.order(self.march(h))

    def march(self, h: int) -> Move:
        """The cheapest move to a hex, or the straight one, which the rules will refuse and say why."""
        move = self.battle.view.path(self.unit, h)
        return move or Move(self.unit, tuple(self.battle.view.scenario.grid.line(self.start, h)[1:37]))

    def action(self, name: str) -> Action | None:
        """One of the unit's orders, if it can be told that."""
        return next((action for action in self.actions if action.name == name), None)

    def under(self, surface: pygame.Surface) -> None:
        """The reach, and the path to the hex under the mouse."""
        camera = self.battle.camera
        if self.costs:
            overlay.reach(surface, camera, self.hexes)
        if self.path is not None:
            overlay.path(surface, camera, [self.start, *self.path.path])

    def over(self, surface: pygame.Surface) -> None:
        """What the move or the attack would come to."""
        battle, h = self.battle, self.battle.hover
        if h is None:
            return
        x, y = battle.camera.centre_px(h)
        rise = battle.camera.scale * 0.62
        if self.path is not None:
            covered = frozenset(battle.situation.stacks)
            overlay.path_over(surface, battle.camera, [self.start, *self.path.path], covered)
            overlay.ring(surface, battle.camera, h, palette.ACCENT, dashed=True)
            overlay.chip_beside(surface, self._path_words(h), (x, y), battle.camera.scale, self._comes_from_left())
        elif self.odds is not None:
            overlay.ring(surface, battle.camera, h, overlay.RUST)
            words = battle.say("chip.odds", column=f"{self.odds.column:+d}", percent=round(100 * self.odds.chance))
            lines = [(words, palette.TEXT), (battle.say("chip.plan"), palette.TEXT_SECOND)]
            overlay.chip(surface, lines, (x, y - rise))

    @property
    def why(self) -> Ask | None:
        """The cost of the march, or the column of the attack."""
        situation = self.battle.situation
        if self.path is not None:
            return functools.partial(way, situation, self.unit, (self.start, *self.path.path))
        return functools.partial(situation.reasons.column, self.odds) if self.odds is not None else None

    def _comes_from_left(self) -> bool:
        """Whether the march comes to its last hex from the left, so that words stand on the right."""
        assert self.path is not None
        camera, hexes = self.battle.camera, (self.start, *self.path.path)
        return camera.centre_px(hexes[-2])[0] < camera.centre_px(hexes[-1])[0]

    def _path_words(self, h: int) -> list[tuple[str, palette.Colour]]:
        """Points spent and left, and whether the move can be undone."""
        assert self.path is not None
        battle, row = self.battle, self.battle.view.believed.units[self.unit]
        spent, left = self.costs[h], int(row[POINTS]) - self.costs[h]
        lines = [(battle.say("chip.path", spent=twelfths(spent), left=twelfths(left)), palette.ACCENT)]
        sure = battle.situation.surely_seen(self.path.path)
        lines.append((battle.say("chip.undo" if sure else "chip.news"), palette.TEXT_SECOND))
        if battle.situation.mine(h):
            lines.append((battle.say("chip.join"), palette.TEXT))
        return lines


def mode_of(battle: Battle, unit: int) -> Mode:
    """What clicks and keys mean when a unit is selected: an own one, or any other."""
    if takes_orders(battle, unit):
        return Selected(battle, unit)
    return Over(battle) if battle.match.outcome is not None else Idle(battle)


def takes_orders(battle: Battle, unit: int) -> bool:
    """Whether a unit can be ordered about now."""
    fact = battle.view.scenario.roster.units[unit]
    return bool(battle.may_order() and fact[OF_SIDE] == battle.side and fact[ROLE] < SOURCE)
