"""Picking a hex on the map for an order: a hexside to work on, a pocket to summon, a site for a depot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game.orders import Order
from game.state import HEX, PRESENT, STATUS
from game.ui import doing, overlay, palette
from game.ui.modes import Mode

if TYPE_CHECKING:
    from game.ui.battle import Battle

SIDES = ("repair", "mine", "clear", "blow")
"""Orders about a hexside of the unit's hex."""


class Picking(Mode):
    """The hexes that are legal are lit; a click, or Tab and Enter, takes one."""

    hint = "hint.picking"
    asks = False

    def __init__(
        self, battle: Battle, unit: int, name: str, make: Callable[[int], Order], hexes: list[int], back: int = -1
    ) -> None:
        super().__init__(battle)
        self.unit, self.name, self.make, self.hexes = unit, name, make, hexes
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

    def key(self, event: pygame.event.Event) -> bool:
        """Go through the hexes, take one, or give up."""
        if event.key in (pygame.K_TAB, pygame.K_n) and self.hexes:
            at = self.hexes.index(self.choice) + 1 if self.choice in self.hexes else 0
            self.choice = self.hexes[at % len(self.hexes)]
            self.battle.bring_into_view(self.choice)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            if self.choice >= 0:
                self.click(self.choice)
        elif event.key == pygame.K_ESCAPE:
            self.leave()
        else:
            return False
        return True

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
