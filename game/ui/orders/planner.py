"""Planning an attack: who takes part, which guns prepare it, the exact odds on what the side believes, what would help.

What would change the shifts, and supply afterwards, are worked out in the pauses between frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.analysis.aftermath import Aftermath, aftermath
from game.analysis.rounds import step_down, step_up
from game.analysis.shifts import Advice, Change, defenders
from game.chronicle import Refusal
from game.orders import MOST_FIRES, Assault
from game.state import HEX, POSTURE, PROBE, RANGE, ROUNDS
from game.ui.orders import planner_map
from game.ui.screen import SHIFTS
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet
from game.ui.table.commands import of_mode, rows
from game.ui.table.modes import Mode
from game.view import Odds

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

PANEL_WIDTH = 452
FINE = 5
"""Rounds that a step adds while a Shift key is held."""
PAUSE_MS = 8
"""Time between two frames that is spent on what would change the plan."""


class Planning(Mode):
    """A plan of one assault, changed until it is ordered or given up."""

    hint = "hint.planning"
    asks = False
    commands = (
        of_mode("attack", ("Enter",), "attack"), of_mode("all_join", ("A",), "everybody"),
        of_mode("follow", ("F",), "swap_follow"), of_mode("as_probe", ("P",), "swap_probe"),
        of_mode("next_gun", ("Tab",), "next_gun"), of_mode("more_rounds", ("+",), "change_gun", True),
        of_mode("fewer_rounds", ("-",), "change_gun", False),
        of_mode("to_plan", ("Ctrl+Enter",), "add_to_plan"),
        of_mode("leave", ("Esc",), "leave"), *rows(9),
    )  # fmt: skip

    def __init__(self, battle: Battle, target: int, unit: int) -> None:
        super().__init__(battle)
        self.target, self.first = target, unit
        self.units: list[int] = [unit]
        self.rounds: dict[int, int] = {}
        self.follow = False
        self.probe = False
        """Whether the attackers take the posture of a probe for it."""
        self.scroll = Scroll()
        self.odds: Odds | None = None
        self.advice: Advice | None = None
        self.after: Aftermath | None = None
        self.defenders: tuple[tuple[int, int], ...] = ()
        """(unit, strength in hundredths) of who is believed to defend."""
        self.gun = -1
        """The battery that the keys give more rounds or fewer, -1 none yet."""
        self._seat: planner_map.Seat | None = None
        self.refusal: Refusal | None = None
        """Why the plan, or the last change to it, is not allowed."""
        self.refreshed()

    def panel_width(self, window: int) -> int:
        """Wider than otherwise, if the window allows."""
        return min(PANEL_WIDTH, round(window * 0.42))

    def entered(self) -> None:
        """Come near enough to see everybody who takes part."""
        self._seat = planner_map.come_near(self)

    def left(self) -> None:
        """Go back to where the map was looked at from, unless it was moved meanwhile."""
        if self._seat is not None:
            self._seat.go_back(self.battle.camera)

    def tick(self, milliseconds: int) -> bool:
        """Work on what would change the plan."""
        if not self.thinking:
            return False
        end = time.perf_counter() + PAUSE_MS / 1000
        while time.perf_counter() < end:
            self.think()
        self.battle.app.dirty = not self.thinking or self.battle.app.dirty
        return True

    @property
    def thinking(self) -> bool:
        """Whether it is still being worked out what would change the plan."""
        return self.odds is not None and (self.after is None or self.advice is None or not self.advice.over)

    def think(self) -> None:
        """Do a small piece of that."""
        view = self.battle.view
        if self.odds is None:
            return
        if self.advice is None:
            self.advice = Advice(view, self.assault)
        elif not self.advice.over:
            self.advice.step()
        elif self.after is None:
            self.after = aftermath(view, self.assault)

    # the plan --------------------------------------------------------------------------------------------------------

    @property
    def assault(self) -> Assault:
        """The order as planned."""
        fires = tuple((battery, rounds) for battery, rounds in sorted(self.rounds.items()) if rounds)
        return Assault(self.target, tuple(self.units), fires, self.follow and not self.is_probe, self.probe)

    @property
    def is_probe(self) -> bool:
        """Whether it is planned as a probe, or all attackers are in that posture already."""
        postures = self.battle.view.believed.units[self.units, POSTURE] if self.units else ()
        return self.probe or (len(self.units) > 0 and all(posture == PROBE for posture in postures))

    @property
    def scrolls(self) -> list[Scroll]:
        """All of the panel."""
        return [self.scroll]

    def ordered(self) -> None:
        """Back to the unit that the plan began with."""
        self.battle.select(self.first)

    def refreshed(self) -> None:
        """Find who may take part, and weigh the plan anew."""
        view, situation = self.battle.view, self.battle.situation
        able = view.attackers(self.target)
        self.candidates = sorted(able, key=lambda u: (u != self.first, int(view.believed.units[u, HEX]), u))
        self.units = [u for u in self.units if u in able] or self.candidates[:1]
        grid, facts = view.scenario.grid, view.scenario.roster.units
        self.batteries = [
            u for u in situation.batteries()
            if grid.distance(int(view.believed.units[u, HEX]), self.target) <= facts[u, RANGE]
        ]  # fmt: skip
        self._weigh()

    def _weigh(self) -> None:
        """The odds of the plan, or why it is refused."""
        self.advice, self.after, view = None, None, self.battle.view
        if not self.units:
            self.odds = None
            self.refusal = view.check(Assault(self.target, (self.first,)))
            return
        self.refusal = view.check(self.assault)
        self.odds = view.odds(self.assault) if self.refusal is None else None
        if self.odds is not None:
            self.defenders = defenders(view, self.assault)

    def toggle(self, unit: int) -> None:
        """Add a unit to the attack or leave it out; what the rules refuse is not done."""
        before = list(self.units)
        self.units = [u for u in before if u != unit] if unit in before else [*before, unit]
        self._try(lambda: setattr(self, "units", before))

    def everybody(self) -> None:
        """Add every unit for which there is room."""
        for unit in self.candidates:
            if unit not in self.units and self.battle.view.check(Assault(self.target, (*self.units, unit))) is None:
                self.units.append(unit)
        self._weigh()

    def fire(self, battery: int, rounds: int) -> None:
        """Let a battery fire so many rounds, of those it has."""
        before, hold = dict(self.rounds), int(self.battle.view.believed.units[battery, ROUNDS])
        self.gun = battery
        self.rounds[battery] = min(max(rounds, 0), hold)
        if sum(rounds > 0 for rounds in self.rounds.values()) > MOST_FIRES:
            self.rounds = before
        self._try(lambda: setattr(self, "rounds", before))

    def change(self, battery: int, up: bool) -> None:
        """More rounds or fewer, to where something changes; a few while a Shift key is held."""
        now, view = self.rounds.get(battery, 0), self.battle.view
        if self.battle.app.held & SHIFTS or self.odds is None:
            self.fire(battery, now + (FINE if up else -FINE))
        else:
            self.fire(battery, (step_up if up else step_down)(view, self.assault, battery))

    def take(self, change: Change) -> None:
        """Change the plan as was told."""
        assert change.plan is not None
        self.units, self.rounds = list(change.plan.units), dict(change.plan.fires)
        self._weigh()

    def _try(self, restore: Callable[[], None]) -> None:
        """Weigh a changed plan; a change the rules refuse is taken back, and the refusal kept to be shown."""
        self._weigh()
        if self.refusal is not None:
            refusal = self.refusal
            restore()
            self._weigh()
            self.refusal = refusal

    def swap_follow(self) -> None:
        """Let all attackers advance with the first, or not."""
        self.follow = not self.follow
        self._weigh()

    def swap_probe(self) -> None:
        """Make it a probe, or an attack in earnest; what the rules refuse is not done."""
        before = self.probe
        self.probe = not before
        self._try(lambda: setattr(self, "probe", before))

    def attack(self) -> None:
        """Order the assault."""
        if self.odds is not None:
            self.battle.order(self.assault)

    def add_to_plan(self) -> None:
        """Draw it into the plans instead of ordering it."""
        if self.odds is not None and self.battle.plans.add(self.assault):
            self.battle.select(self.first)

    # keys and clicks -------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Give the plan up."""
        self.battle.select(self.first)

    def row(self, i: int) -> None:
        """Add a unit by its row, or leave it out."""
        if i < len(self.candidates):
            self.toggle(self.candidates[i])

    def next_gun(self) -> None:
        """Choose the next battery, and show it."""
        if self.batteries:
            at = self.batteries.index(self.gun) + 1 if self.gun in self.batteries else 0
            self.gun = self.batteries[at % len(self.batteries)]
            self.scroll.at = self.scroll.most

    def change_gun(self, up: bool) -> None:
        """More rounds of the chosen battery, or fewer."""
        if self.gun not in self.batteries:
            self.next_gun()
        if self.gun in self.batteries:
            self.change(self.gun, up)

    def click(self, h: int, right: bool = False) -> None:
        """A hex with units that may take part is added or left out; the target again does nothing; else give up."""
        there = [u for u in self.candidates if self.battle.view.believed.units[u, HEX] == h]
        if there:
            for unit in there:
                if (unit in self.units) == all(u in self.units for u in there):
                    self.toggle(unit)
        elif h != self.target:
            self.battle.select(self.first)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Rings about those who take part, and the flight of the shells."""
        planner_map.under(surface, self)

    def over(self, surface: pygame.Surface) -> None:
        """Arrows of the attack and of the retreat, and words beside those who take part."""
        planner_map.over(surface, self)

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the planner."""
        from game.ui.orders.planner_panel import draw

        draw(sheet, self, area)
