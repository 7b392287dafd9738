"""Interdicting a road: those in range and in sight are lit; a click fires on one, by night or by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.chronicle import Refusal
from game.orders import Interdict
from game.rules.interdiction import rounds_to_interdict
from game.state import HEX, ROUND_KG, ROUNDS
from game.ui import palette
from game.ui.table import doing, overlay
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

NEAR_KM = 0.6
"""How near the mouse must be to the middle of a hexside to mean it."""
Road = tuple[int, int]


def roads_of(battle: Battle, u: int) -> tuple[dict[Road, tuple[bool, bool]], Refusal | None]:
    """Road -> whether a battery may fire on it by night, and by day; and why not, if it may on none."""
    view, found, refusal = battle.view, dict[Road, tuple[bool, bool]](), None
    for road in battle.situation.roads:
        refusals = [view.check(Interdict(u, *road, by_day)) for by_day in (False, True)]
        if None in refusals:
            found[road] = refusals[0] is None, refusals[1] is None
        refusal = refusal or refusals[0]
    return found, refusal


class Interdicting(Mode):
    """A battery is to fire on a road."""

    hint = "hint.interdicting"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("fire_by_night", ("Enter",), "fire", False),
        of_mode("fire_by_day", ("Y",), "fire", True), of_mode("leave", ("Esc",), "leave"),
    )  # fmt: skip

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit = unit
        self.choice: Road | None = None
        self.refreshed()
        self._nearest_first()

    def refreshed(self) -> None:
        """Find the roads anew."""
        self.roads, _ = roads_of(self.battle, self.unit)
        if self.choice not in self.roads:
            self.choice = None

    def _nearest_first(self) -> None:
        """Bring a road into view if none of them is."""
        camera = self.battle.camera
        area = pygame.Rect((0, 0), camera.size)
        if self.roads and not any(area.collidepoint(camera.centre_px(h)) for h, _ in self.roads):
            self.battle.bring_into_view(next(iter(self.roads))[0])

    @property
    def rounds(self) -> int:
        """Rounds it takes."""
        return int(rounds_to_interdict(self.battle.view.fixed, self.unit))

    def fire(self, by_day: bool) -> None:
        """Fire on the road that is meant, for the enemy's next night or day."""
        if self.choice is not None:
            self.battle.order(Interdict(self.unit, *self.choice, by_day))

    def ordered(self) -> None:
        """Go on with the next road, as long as there are rounds."""
        self.refreshed()
        if not self.roads:
            self.battle.select(self.unit)

    # keys and clicks -------------------------------------------------------------------------------------------------

    def tick(self, milliseconds: int) -> bool:
        """Find the road under the mouse."""
        at, battle = self.battle.app.mouse, self.battle
        if at is None or battle.hover is None or at == getattr(self, "_at", None):
            return False
        self._at = at
        found = self._road_at(at)
        if found is not None and found != self.choice:
            self.choice, battle.app.dirty = found, True
        return False

    def _road_at(self, at: tuple[int, int]) -> Road | None:
        """The road whose hexside's middle is nearest to a point of the window."""
        area, _ = self.battle.areas()
        camera, best = self.battle.camera, (NEAR_KM, (-1, -1))
        x, y = camera.to_km(at[0] - area.x, at[1] - area.y)
        for road in self.roads:
            (ax, ay), (bx, by) = (camera.grid.centre(h) for h in road)
            best = min(best, (float(np.hypot((ax + bx) / 2 - x, (ay + by) / 2 - y)), road))
        return best[1] if best[1][0] >= 0 else None

    def click(self, h: int, right: bool = False) -> None:
        """Left for the night, right for the day."""
        at = self.battle.app.mouse
        self.choice = self._road_at(at) if at is not None else None
        if self.choice is None:
            self.battle.select(self.unit)
        else:
            self.fire(right)

    def next(self) -> None:
        """Go through the roads."""
        if self.roads:
            roads = list(self.roads)
            self.choice = roads[(roads.index(self.choice) + 1) % len(roads) if self.choice in self.roads else 0]
            self.battle.bring_into_view(self.choice[0])

    def leave(self) -> None:
        """Give up."""
        self.battle.select(self.unit)

    # drawing ---------------------------------------------------------------------------------------------------------

    def over(self, surface: pygame.Surface) -> None:
        """Light the hexsides; the flight of the shells and the price."""
        battle, camera = self.battle, self.battle.camera
        for h, n in self.roads:
            direction = camera.grid.direction(h, n)
            assert direction is not None
            doing.hexside(surface, battle, h, direction, palette.ACCENT if (h, n) == self.choice else overlay.REACH_LIGHT)
        if self.choice is None:
            return
        a, b = self.choice
        overlay.fire_arc(surface, camera, int(battle.view.believed.units[self.unit, HEX]), a)
        (ax, ay), (bx, by) = camera.centre_px(a), camera.centre_px(b)
        lines = [(words, palette.ACCENT if i == 0 else palette.TEXT_SECOND) for i, words in enumerate(self.words())]
        overlay.chip(surface, lines, ((ax + bx) / 2, (ay + by) / 2 - camera.scale * 0.4))

    def words(self) -> list[str]:
        """The road, the price, and what the buttons do."""
        assert self.choice is not None
        battle, grid = self.battle, self.battle.view.scenario.grid
        row, fact = battle.view.believed.units[self.unit], battle.view.fixed.roster.units[self.unit]
        kg = self.rounds * int(fact[ROUND_KG])
        night, day = self.roads[self.choice]
        free = "both" if night and day else "night" if night else "day"
        return [
            battle.say("interdict.road", a=grid.number(self.choice[0]), b=grid.number(self.choice[1])),
            battle.say("interdict.price", rounds=self.rounds, tonnes=f"{kg / 1000:.1f}", left=int(row[ROUNDS])),
            battle.say(f"interdict.{free}"),
        ]
