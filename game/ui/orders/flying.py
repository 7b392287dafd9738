"""A drone sortie: the area it would see, how likely it sees, and what it may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game import texts
from game.orders import Fly
from game.state import HEX, RANGE, SKIES, SKY
from game.ui import fonts, palette
from game.ui.sheet import wrapped
from game.ui.table import overlay
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode
from game.ui.table.told import BAD
from game.view_fires import Sortie, sortie

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

AREA = 1
"""Hexes about the one flown to that are seen too."""


class Flying(Mode):
    """A drone company is to fly over a hex."""

    hint = "hint.flying"
    asks = False
    commands = (
        of_mode("pick_next", ("Tab", "N"), "next"), of_mode("fly_there", ("Enter",), "go"),
        of_mode("leave", ("Esc",), "leave"),
    )  # fmt: skip

    def __init__(self, battle: Battle, unit: int) -> None:
        super().__init__(battle)
        self.unit = unit
        self.choice = -1
        self._warned = -1
        """The hex over which a sortie that cannot see was asked for once."""

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
        """Fly; what the rules refuse is said, and a sortie that cannot see is flown only if it is asked for twice."""
        self.choice, battle = h, self.battle
        told = sortie(battle.view, Fly(self.unit, h))
        if told.refusal is None and told.chance == 0 and self._warned != h:
            self._warned = h
            battle.tell_note(battle.say("fly.useless", why=self._jam_words(told)), BAD)
            return
        before = battle.match.steps
        battle.order(Fly(self.unit, h))
        failed = len(battle.match.steps) > len(before) and any(
            event.kind == "flew" and not event.values["found"] for event in battle.match.steps[-1].events
        )
        if failed and told.jammed:
            battle.tell_note(battle.say("fly.failed", why=self._jam_words(told)), BAD)

    def _jam_words(self, told: Sortie) -> str:
        """Who jams."""
        if told.jammer < 0:
            return self.battle.say("fly.jammed_by_them")
        return self.battle.say("fly.jammed_by", unit=self.battle.situation.chronicle.unit(told.jammer))

    def ordered(self) -> None:
        """Go on as long as there is a sortie left."""
        if self.choice >= 0 and sortie(self.battle.match.view(self.battle.side), Fly(self.unit, self.choice)).sorties < 1:
            self.battle.select(self.unit)

    def next(self) -> None:
        """Go through the known enemies."""
        found = self.around
        if found:
            self.choice = found[(found.index(self.choice) + 1) % len(found) if self.choice in found else 0]
            self.battle.pointing.cursor.lend(self.choice)

    def go(self) -> None:
        """Fly over what is meant."""
        if self.choice >= 0:
            self.click(self.choice)

    def leave(self) -> None:
        """Give up."""
        self.battle.select(self.unit)

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
        colour = palette.SUPPLY[2 if told.chance == 0 else 1] if told.jammed else palette.TEXT
        return [
            *lines,
            (battle.say(key, percent=told.chance, sky=sky), colour),
            *([(self._jam_words(told), palette.SUPPLY[2])] if told.jammed else []),
            (battle.say("fly.loss", percent=told.loss), palette.TEXT),
            (battle.say("fly.left", drones=told.drones, sorties=told.sorties), palette.TEXT_SECOND),
            (battle.say("fly.known"), palette.TEXT_THIRD),
        ]
