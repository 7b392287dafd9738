"""A drone sortie: the area it would see, how likely it sees, and what it may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game import texts
from game.orders import Fly
from game.state import HEX, RANGE, SKIES, SKY
from game.ui import fonts, overlay, palette
from game.ui.modes import Mode
from game.ui.sheet import wrapped
from game.view_fires import sortie

if TYPE_CHECKING:
    from game.ui.battle import Battle

AREA = 1
"""Hexes about the one flown to that are seen too."""


class Flying(Mode):
    """A drone company is to fly over a hex."""

    hint = "hint.flying"
    asks = False

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit = unit
        self.choice = -1

    @property
    def around(self) -> list[int]:
        """Hexes of enemies that are known and in reach, the nearest first."""
        battle, grid = self.battle, self.battle.camera.grid
        h, reach = int(battle.view.believed.units[self.unit, HEX]), int(battle.view.fixed.roster.units[self.unit, RANGE])
        known = {int(battle.view.believed.units[v, HEX]) for v in battle.situation.enemies}
        return sorted((n for n in known if grid.distance(h, n) <= reach), key=lambda n: (grid.distance(h, n), n))

    def point(self, h: int | None) -> None:
        """The hex under the mouse is meant."""
        if h is not None:
            self.choice = h

    def click(self, h: int, right: bool = False) -> None:
        """Fly; what the rules refuse is said."""
        self.choice = h
        self.battle.order(Fly(self.unit, h))

    def ordered(self) -> None:
        """Go on as long as there is a sortie left."""
        if self.choice >= 0 and sortie(self.battle.match.view(self.battle.side), Fly(self.unit, self.choice)).sorties < 1:
            self.battle.select(self.unit)

    def key(self, event: pygame.event.Event) -> bool:
        """The known enemies in turn, fly, or give up."""
        if event.key in (pygame.K_TAB, pygame.K_n):
            found = self.around
            if found:
                self.choice = found[(found.index(self.choice) + 1) % len(found) if self.choice in found else 0]
                self.battle.bring_into_view(self.choice)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            if self.choice >= 0:
                self.click(self.choice)
        elif event.key == pygame.K_ESCAPE:
            self.battle.select(self.unit)
        else:
            return False
        return True

    def under(self, surface: pygame.Surface) -> None:
        """How far the drones fly, and the area that would be seen."""
        battle, camera = self.battle, self.battle.camera
        h, reach = int(battle.view.believed.units[self.unit, HEX]), int(battle.view.fixed.roster.units[self.unit, RANGE])
        overlay.outline(surface, camera, frozenset(camera.grid.disk(h, reach)), overlay.REACH_LIGHT)
        if self.choice >= 0:
            area = frozenset(camera.grid.disk(self.choice, AREA))
            overlay.fill_hexes(surface, camera, area, palette.with_alpha(overlay.REACH_FILL, 0.4))
            overlay.outline(surface, camera, area, palette.ACCENT, 2.4)

    def over(self, surface: pygame.Surface) -> None:
        """The order card."""
        if self.choice < 0:
            return
        camera = self.battle.camera
        x, y = camera.centre_px(self.choice)
        lines, rise = self.words(), camera.scale * 1.55
        above = y - rise > 17 * len(lines) + 20
        overlay.chip(surface, lines, (x, y - rise if above else y + rise), above=above, edge=palette.ACCENT)

    def words(self) -> list[tuple[str, palette.Colour]]:
        """The order card, line by line."""
        battle = self.battle
        told, chronicle = sortie(battle.view, Fly(self.unit, self.choice)), battle.situation.chronicle
        lines = [(battle.say("fly.head", hex=chronicle.hex(self.choice)), palette.ACCENT)]
        if told.refusal is not None:
            why = wrapped(chronicle.refusal(told.refusal), fonts.SEMIBOLD, 12.5, 380)
            return lines + [(line, palette.SUPPLY[2]) for line in why]
        sky = texts.say(battle.app.language, f"sky.{SKIES[int(battle.view.believed.clock[SKY])]}")
        key = "fly.jammed" if told.jammed else "fly.chance"
        return [
            *lines,
            (battle.say(key, percent=told.chance, sky=sky), palette.SUPPLY[1] if told.jammed else palette.TEXT),
            (battle.say("fly.loss", percent=told.loss), palette.TEXT),
            (battle.say("fly.left", drones=told.drones, sorties=told.sorties), palette.TEXT_SECOND),
            (battle.say("fly.known"), palette.TEXT_THIRD),
        ]
