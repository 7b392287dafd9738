"""Picking a hex on the map for an order: a hexside to work on, a pocket to summon, a site for a depot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.orders import Order
from game.state import HEX, PRESENT, STATUS
from game.ui import palette
from game.ui.table import doing, overlay
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

SIDES = ("repair", "mine", "clear", "blow")
"""Orders about a hexside of the unit's hex."""


class Picking(Mode):
    """The hexes that are legal are lit; a click, or Tab and Enter, takes one."""

    hint = "hint.picking"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("pick", ("Enter",), "take"),
        of_mode("leave", ("Esc",), "leave"),
    )  # fmt: skip

    def __init__(
        self, battle: Battle, unit: int, name: str, make: Callable[[int], Order], hexes: list[int], back: int = -1
    ) -> None:
        super().__init__(battle)
        self.unit, self.name, self.make = unit, name, make
        start, grid = int(battle.view.believed.units[unit, HEX]), battle.camera.grid
        self.hexes = sorted(hexes, key=lambda h: (grid.distance(start, h) if start >= 0 else 0, h))
        self.back = unit if back < 0 else back
        """Who is selected afterwards."""
        self.choice = hexes[0] if len(hexes) == 1 else -1
        if self.choice >= 0:
            battle.bring_into_view(self.choice)

    def point(self, h: int | None) -> None:
        """The hex under the mouse is the one that is meant, if it is legal."""
        if h in self.hexes:
            self.choice = h

    def click(self, h: int, right: bool = False) -> None:
        """Take a hex; what the rules refuse is said."""
        self.battle.order(self.make(h))

    def ordered(self) -> None:
        """Back to the unit."""
        self.leave()

    def leave(self) -> None:
        """Go back to who was selected."""
        if self.battle.view.believed.units[self.back, STATUS] == PRESENT:
            self.battle.select(self.back)
        else:
            self.battle.deselect()

    def next(self) -> None:
        """Go through the hexes."""
        if self.hexes:
            at = self.hexes.index(self.choice) + 1 if self.choice in self.hexes else 0
            self.choice = self.hexes[at % len(self.hexes)]
            self.battle.pointing.cursor.lend(self.choice)

    def take(self) -> None:
        """Take the hex that is meant."""
        if self.choice >= 0:
            self.click(self.choice)

    # drawing ---------------------------------------------------------------------------------------------------------

    def under(self, surface: pygame.Surface) -> None:
        """Light the hexes."""
        camera = self.battle.camera
        if self.name in SIDES:
            overlay.fill_hexes(surface, camera, self.hexes, palette.with_alpha(overlay.REACH_FILL, 0.26))
        else:
            overlay.reach(surface, camera, frozenset(self.hexes))

    def over(self, surface: pygame.Surface) -> None:
        """Light the hexsides, ring what is meant, and say what a click does."""
        battle, camera = self.battle, self.battle.camera
        start = int(battle.view.believed.units[self.unit, HEX])
        for n in self.hexes if self.name in SIDES else ():
            direction = camera.grid.direction(start, n)
            if direction is not None:
                colour = palette.ACCENT if n == self.choice else overlay.REACH_LIGHT
                doing.hexside(surface, battle, start, direction, colour)
        if self.choice < 0:
            return
        overlay.ring(surface, camera, self.choice, palette.ACCENT, dashed=True)
        x, y = camera.centre_px(self.choice)
        lines = [(words, palette.ACCENT if i == 0 else palette.TEXT_SECOND) for i, words in enumerate(self.words())]
        overlay.chip(surface, lines, (x, y - camera.scale * 0.62))

    def words(self) -> list[str]:
        """What would be done."""
        battle = self.battle
        lines = [battle.say(f"orders.pick_{self.name}", hex=battle.situation.chronicle.hex(self.choice))]
        if self.name == "summon":
            told = battle.situation.pockets.surrender(self.choice)
            if told is not None:
                lines.append(battle.say("pocket.chance", percent=told.chance))
        return lines
