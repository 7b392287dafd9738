"""Fire missions: a battery harasses, fires at a battery, lays smoke or demolishes; one order card tells all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game import texts
from game.chronicle import Refusal
from game.orders import Mission
from game.rulebook import DICE_MODE, FIXED_DICE
from game.rules.field import is_built_up
from game.rules.fires import MOST_RUBBLE
from game.rules.missions import rounds_for_smoke
from game.state import COUNTER, DEMOLISH, FLOOR, HARASS, HEARD, HEX, MISSIONS, OWNER, RANGE, ROUNDS, RUBBLE, SMOKE, TRENCH
from game.ui import fonts, palette
from game.ui.sheet import wrapped
from game.ui.table import overlay
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode
from game.view import View
from game.view_fires import Shot, in_range, rounds_for, shot

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

STEP, FIRST = 20, 40
"""Rounds in a step, and those a mission begins with."""
MOST = 60
"""Hexes that are offered as targets."""
Words = list[tuple[str, palette.Colour]]


def targets(battle: Battle, u: int, mission: int, rounds: int = 0, most: int = 0) -> tuple[list[int], Refusal | None]:
    """Hexes where a mission would be of use as far as is known, the nearest first, at most so many; why not, if none."""
    view, found, refusal = battle.view, list[int](), None
    h, units = int(view.believed.units[u, HEX]), view.believed.units
    known = {int(units[v, HEX]) for v in battle.situation.enemies}
    known |= {n for n, day in enumerate(view.believed.hexes[:, HEARD + view.side]) if day > 0}
    if mission == DEMOLISH:
        known = {n for n, row in enumerate(view.believed.hexes) if row[OWNER] != view.side and _stands(view, n)}
    reach, grid = int(view.fixed.roster.units[u, RANGE]), view.scenario.grid
    near = sorted(known, key=lambda n: (grid.distance(h, n), n))
    rounds = rounds or first_rounds(battle, u, mission)
    for n in [n for n in near if in_range(view, u, n, reach)][:MOST] or near[:1] or [h]:
        why = view.check(Mission(u, mission, n, rounds))
        if why is None:
            found.append(n)
            if len(found) == most:
                break
        refusal = refusal or why
    return found, refusal


def _stands(view: View, h: int) -> bool:
    """Whether anything is known to stand in a hex that can be demolished: buildings that are not rubble, or trenches."""
    row = view.believed.hexes[h]
    return bool(row[TRENCH] > 0 or (is_built_up(view.fixed, h) and row[RUBBLE] < MOST_RUBBLE))


def first_rounds(battle: Battle, u: int, mission: int) -> int:
    """The rounds a mission begins with: what smoke takes, else a few; no more than can be spared, if any can."""
    row = battle.view.believed.units[u]
    if mission == SMOKE:
        return int(rounds_for_smoke(battle.view.fixed, u))
    spare = int(row[ROUNDS] - row[FLOOR])
    return max(1, min(FIRST, spare if spare > 0 else int(row[ROUNDS])))


class Firing(Mode):
    """A battery is to fire a mission."""

    hint = "hint.firing"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("fire_now", ("Enter",), "fire"),
        of_mode("more_rounds", ("+",), "change", 1), of_mode("fewer_rounds", ("-",), "change", -1),
        of_mode("scoot", ("S",), "swap_scoot"), of_mode("leave", ("Esc",), "leave"),
    )  # fmt: skip

    def __init__(self, battle: Battle, unit: int, mission: int) -> None:
        super().__init__(battle)
        self.unit, self.mission, self.scoot = unit, mission, False
        self.rounds = first_rounds(battle, unit, mission)
        self.choice = -1
        self._told: tuple[Mission, Shot] | None = None
        self.refreshed()

    def refreshed(self) -> None:
        """Find the hexes anew."""
        self.hexes, _ = targets(self.battle, self.unit, self.mission)
        self._told = None

    @property
    def order(self) -> Mission:
        """The mission as it stands."""
        return Mission(self.unit, self.mission, self.choice, self.rounds, self.scoot)

    @property
    def shot(self) -> Shot:
        """What it would come to."""
        if self._told is None or self._told[0] != self.order:
            self._told = self.order, shot(self.battle.view, self.order)
        return self._told[1]

    # rounds ----------------------------------------------------------------------------------------------------------

    def change(self, steps: int) -> None:
        """More rounds or fewer, to the next step or the next threshold at which something changes."""
        most = int(self.battle.view.believed.units[self.unit, ROUNDS])
        marks = sorted({1, most, *range(STEP, most, STEP), *(n for n in self.thresholds() if n <= most)})
        beyond = [n for n in marks if (n > self.rounds if steps > 0 else n < self.rounds)]
        if beyond:
            self.rounds = beyond[0] if steps > 0 else beyond[-1]
            self.battle.app.dirty = True

    def thresholds(self) -> list[int]:
        """The fewest rounds that lay smoke, silence a battery, tire, or take a level of trenches."""
        fires = self.battle.view.scenario.rules.file.fires
        if self.mission == SMOKE:
            return [int(rounds_for_smoke(self.battle.view.fixed, self.unit))]
        if self.choice < 0:
            return []
        wanted = {HARASS: [fires.suppress_rounds], COUNTER: [fires.silence_rounds, fires.suppress_rounds]}
        levels = [fires.works_rounds * level for level in (1, 2, 3)]
        return [n for n in (self._rounds_for(10 * effective) for effective in wanted.get(self.mission, levels)) if n]

    def _rounds_for(self, tenths: int) -> int:
        """The fewest rounds that come to so many tenths of effective rounds; 0 if all do not."""
        high = int(self.battle.view.believed.units[self.unit, ROUNDS])
        return rounds_for(self.battle.view, Mission(self.unit, self.mission, self.choice, high, self.scoot), tenths)

    # keys and clicks -------------------------------------------------------------------------------------------------

    def point(self, h: int | None) -> None:
        """The hex under the mouse is meant."""
        if h is not None:
            self.choice = h

    def click(self, h: int, right: bool = False) -> None:
        """Fire; what the rules refuse is said."""
        self.choice = h
        self.battle.order(self.order)

    def wheel(self, steps: int) -> bool:
        """More rounds or fewer."""
        self.change(steps)
        return True

    def ordered(self) -> None:
        """Back to the battery."""
        self.battle.select(self.unit)

    def next(self) -> None:
        """Go through the known targets."""
        if self.hexes:
            at = self.hexes.index(self.choice) + 1 if self.choice in self.hexes else 0
            self.choice = self.hexes[at % len(self.hexes)]
            self.battle.pointing.cursor.lend(self.choice)

    def fire(self) -> None:
        """Fire at what is meant."""
        if self.choice >= 0:
            self.battle.order(self.order)

    def swap_scoot(self) -> None:
        """Stay after firing, or move on at once."""
        self.scoot = not self.scoot

    def leave(self) -> None:
        """Give up."""
        self.battle.select(self.unit)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """How far it reaches, and the hexes where it would be of use."""
        battle, camera = self.battle, self.battle.camera
        h, reach = int(battle.view.believed.units[self.unit, HEX]), int(battle.view.fixed.roster.units[self.unit, RANGE])
        overlay.outline(surface, camera, frozenset(camera.grid.disk(h, reach)), overlay.REACH_LIGHT)
        if self.mission in (HARASS, COUNTER):
            overlay.fill_hexes(surface, camera, self.hexes, palette.with_alpha(overlay.REACH_FILL, 0.34))

    def over(self, surface: pygame.Surface) -> None:
        """The flight of the shells, and the order card."""
        if self.choice < 0:
            return
        battle, camera = self.battle, self.battle.camera
        refused = self.shot.refusal is not None
        colour = overlay.RUST if refused else palette.ACCENT
        start = int(battle.view.believed.units[self.unit, HEX])
        if start != self.choice and not refused:
            overlay.fire_arc(surface, camera, start, self.choice)
        overlay.ring(surface, camera, self.choice, colour, dashed=not self.shot.observed)
        x, y = camera.centre_px(self.choice)
        lines, rise = self.words(), camera.scale * 0.62
        above = y - rise > 17 * len(lines) + 20
        overlay.chip(surface, lines, (x, y - rise if above else y + rise), above=above, edge=colour)

    def words(self) -> Words:
        """The order card, line by line."""
        say, told, view = self.battle.say, self.shot, self.battle.view
        chronicle, fires = self.battle.situation.chronicle, view.scenario.rules.file.fires
        mission = texts.say(self.battle.app.language, f"mission.{MISSIONS[self.mission]}").capitalize()
        lines = [(say("fire.head", mission=mission, hex=chronicle.hex(self.choice)), palette.ACCENT)]
        left = int(view.believed.units[self.unit, ROUNDS])
        lines.append((say("fire.price", rounds=self.rounds, left=left, tonnes=f"{told.kg / 1000:.1f}"), palette.TEXT))
        if told.refusal is not None:
            why = wrapped(chronicle.refusal(told.refusal), fonts.SEMIBOLD, 12.5, 380)
            return lines + [(line, palette.SUPPLY[2]) for line in why]
        second = palette.TEXT_SECOND
        if self.mission == SMOKE:
            lines += [(say("fire.hides"), palette.TEXT), (say("fire.smoke_at_once"), second)]
        else:
            lines.append((say(f"fire.how_{told.how}", percent=told.observation), second))
            effective = f"{told.effective / 10:.0f}"
            lines.append((say("fire.effective", effective=effective, spared=told.spared), palette.TEXT))
            lines += self._effects(told)
            key = "fire.at_once" if told.observed else "fire.plotted"
            lines.append((say(key, drift=fires.drift_percent), second if told.observed else palette.SUPPLY[1]))
        stays = say("fire.stays", percent=told.found, other=told.found_scooting)
        moves = say("fire.scoots", percent=told.found_scooting, other=told.found, share=fires.scoot_percent)
        return [*lines, (moves if self.scoot else stays, second), (say("fire.found_note"), palette.TEXT_THIRD)]

    def _effects(self, told: Shot) -> Words:
        """What the effective rounds would do to whoever, or whatever, is there."""
        say, fires = self.battle.say, self.battle.view.scenario.rules.file.fires
        if self.mission == DEMOLISH:
            row = self.battle.view.believed.hexes[self.choice]
            levels = min(told.effective // (10 * fires.works_rounds), int(row[TRENCH]))
            lines = [(say("fire.levels", levels=levels), palette.TEXT)] if row[TRENCH] else []
            built_up = is_built_up(self.battle.view.fixed, self.choice) and row[RUBBLE] < MOST_RUBBLE
            return [*lines, (say("fire.rubble"), palette.TEXT)] if built_up else lines
        percent = told.loss_permille // 10
        if self.battle.view.fixed.rules.numbers[DICE_MODE] == FIXED_DICE:
            rounded = (told.loss_permille + 500) // 1000
            return self._more_effects(told, [(say("fire.fixed", losses=rounded), palette.TEXT)])
        losses = say("fire.losses", losses=f"{told.loss_permille / 1000:.1f}")
        lines = [(say("fire.chance", percent=percent) if told.loss_permille < 1000 else losses, palette.TEXT)]
        return self._more_effects(told, lines)

    def _more_effects(self, told: Shot, lines: Words) -> Words:
        """What they would do beside the losses."""
        say, fires = self.battle.say, self.battle.view.scenario.rules.file.fires
        if self.mission == COUNTER and told.effective >= 10 * fires.silence_rounds:
            lines.append((say("fire.silences"), palette.TEXT))
        if told.effective >= 10 * fires.suppress_rounds:
            lines.append((say("fire.tires"), palette.TEXT))
        if not told.observed:
            lines.append((say("fire.nobody"), palette.TEXT_THIRD))
        return lines
