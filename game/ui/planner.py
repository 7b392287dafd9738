"""Planning an attack: who takes part, which guns prepare it, and the exact odds on what the side believes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.chronicle import Refusal
from game.orders import MOST_FIRES, Assault
from game.state import HEX, POSTURE, PROBE, RANGE, ROUNDS
from game.ui import fonts, overlay, palette
from game.ui.lists import Scroll
from game.ui.modes import Mode
from game.ui.sheet import Sheet
from game.view import Odds

if TYPE_CHECKING:
    from game.ui.battle import Battle

PANEL_WIDTH = 452
STEP = 10
BIG_STEP = 50


class Planning(Mode):
    """A plan of one assault, changed until it is ordered or given up."""

    hint = "hint.planning"
    asks = False

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
        self.refusal: Refusal | None = None
        """Why the plan, or the last change to it, is not allowed."""
        self.refreshed()

    def panel_width(self, window: int) -> int:
        """Wider than otherwise, if the window allows."""
        return min(PANEL_WIDTH, round(window * 0.42))

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
        if not self.units:
            self.odds = None
            self.refusal = self.battle.view.check(Assault(self.target, (self.first,)))
            return
        self.refusal = self.battle.view.check(self.assault)
        self.odds = self.battle.view.odds(self.assault) if self.refusal is None else None

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

    def fire(self, battery: int, more: int) -> None:
        """Let a battery fire more rounds or fewer."""
        before = dict(self.rounds)
        hold = int(self.battle.view.believed.units[battery, ROUNDS])
        self.rounds[battery] = min(max(self.rounds.get(battery, 0) + more, 0), hold)
        if sum(rounds > 0 for rounds in self.rounds.values()) > MOST_FIRES:
            self.rounds = before
        self._try(lambda: setattr(self, "rounds", before))

    def step(self) -> int:
        """Rounds that a click adds: more while a Shift key is held."""
        return BIG_STEP if self.battle.app.held & {pygame.K_LSHIFT, pygame.K_RSHIFT} else STEP

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

    # keys and clicks -------------------------------------------------------------------------------------------------

    def key(self, event: pygame.event.Event) -> bool:
        """Attack, give up, or change the plan."""
        if event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.attack()
        elif event.key == pygame.K_ESCAPE:
            self.battle.select(self.first)
        elif event.key == pygame.K_a:
            self.everybody()
        elif event.key == pygame.K_f:
            self.swap_follow()
        elif event.key == pygame.K_p:
            self.swap_probe()
        elif pygame.K_1 <= event.key <= pygame.K_9:
            i = event.key - pygame.K_1
            if i < len(self.candidates):
                self.toggle(self.candidates[i])
        else:
            return False
        return True

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
        camera, units = self.battle.camera, self.battle.view.believed.units
        colour = palette.SIDE_TEXT[self.battle.side]
        for h in {int(units[u, HEX]) for u in self.candidates}:
            taking = any(int(units[u, HEX]) == h for u in self.units)
            overlay.ring(surface, camera, h, colour if taking else palette.TEXT_SECOND, dashed=not taking, width=2)
        for battery, rounds in self.rounds.items():
            if rounds:
                overlay.fire_arc(surface, camera, int(units[battery, HEX]), self.target)
        overlay.ring(surface, camera, self.target, palette.ACCENT)

    def over(self, surface: pygame.Surface) -> None:
        """An arrow from every hex the attack comes from, with its share of the strength."""
        if self.odds is None:
            return
        camera, units = self.battle.camera, self.battle.view.believed.units
        strength: dict[int, int] = {}
        for unit, _, weight in self.odds.shares:
            start = int(units[unit, HEX])
            strength[start] = strength.get(start, 0) + weight
        total = max(1, sum(strength.values()))
        for start, weight in strength.items():
            overlay.block_arrow(surface, camera, start, self.target, weight / total, palette.ACCENT)
        if camera.scale >= 36 and len(strength) > 1:
            for start, weight in strength.items():
                x, y = camera.centre_px(start)
                away = 1 if camera.centre_px(self.target)[1] < y else -1
                words = [(f"{100 * weight / total:.0f} %", palette.TEXT)]
                at = x, y + away * camera.scale * 0.56
                overlay.chip(surface, words, at, above=away < 0, weight=fonts.MEDIUM)

    def panel(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw the planner."""
        from game.ui.planner_panel import draw

        draw(sheet, self, area)
