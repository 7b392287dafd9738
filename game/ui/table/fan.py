"""Stacks fan out: where the mouse rests on several counters, each shows whole and answers a click."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.state import HEX
from game.ui import fonts, palette
from game.ui.paint.counters import SIZES, reach_px, seen_counter, stack
from game.ui.sheet import tile
from game.ui.table import overlay

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

REST_MS = 260
"""How long the mouse must rest on a stack."""
LEAST_PX = 38
"""Least width of a counter in a fan, at 100 % of text."""
PITCH = 1.2
"""Distance of counters in a fan, in their widths."""
PAD = 7
_SLOTS = sorted(
    ((x + 0.5 * (y % 2), y) for y in range(-3, 4) for x in range(-3, 4)),
    key=lambda at: (at[0] ** 2 + 2.2 * at[1] ** 2, at[1], -at[0]),
)
"""Places of the counters about the hex, in pitches, the nearest first."""


class Fan:
    """The stack of a battle that is fanned out, if one is."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.hex: int | None = None
        """The hex of the stack that is fanned out."""
        self._units: list[int] = []
        self._over: int | None = None
        self._rested = 0.0

    def units(self, h: int) -> list[int]:
        """The units of a hex that a fan shows, the top counter first; none where there are fewer than two."""
        situation, chosen = self.battle.situation, self.battle.selected
        here = sorted(situation.stack(h), key=lambda u: u != chosen)
        return here if len(here) > 1 else []

    def _wanted(self) -> int | None:
        """The hex whose stack should be fanned out: the one pointed at, else that of the selected unit."""
        battle = self.battle
        if not battle.mode.rests:
            return None
        if battle.hover is not None:
            return battle.hover
        h = -1 if battle.selected is None else int(battle.situation.state.units[battle.selected, HEX])
        return h if h >= 0 else None

    def tick(self, milliseconds: int) -> bool:
        """Open and close as the mouse rests and leaves; True while it waits."""
        wanted = self._wanted()
        here = self.units(wanted) if wanted is not None else []
        if not here or (self.hex == wanted and set(here) != set(self._units)):
            wanted = None
        if wanted != self._over:
            self._over, self._rested = wanted, 0.0
        if self.hex is not None and self.hex != wanted:
            self.hex, self.battle.app.dirty = None, True
        if wanted is None or self.hex == wanted:
            return False
        self._rested += milliseconds
        if self._rested >= REST_MS:
            self.hex, self._units, self.battle.app.dirty = wanted, here, True
        return True

    # places ----------------------------------------------------------------------------------------------------------

    def _size(self) -> int:
        """Width of a counter in px of the map."""
        return max(SIZES[self.battle.camera.scale], round(LEAST_PX * fonts.map_scale))

    def places(self) -> list[tuple[int, pygame.Rect]]:
        """The units fanned out with their counters' places in px of the map's view, the top one first."""
        if self.hex is None:
            return []
        size, camera = self._size(), self.battle.camera
        x, y = camera.centre_px(self.hex)
        found = []
        for u, (right, down) in zip(self._units, _SLOTS, strict=False):
            rect = pygame.Rect(0, 0, size, size)
            rect.center = round(x + right * PITCH * size), round(y + down * PITCH * size)
            found.append((u, rect))
        if found:
            whole = found[0][1].unionall([rect for _, rect in found]).inflate(4 * PAD, 4 * PAD)
            inside = whole.clamp(pygame.Rect((0, 0), camera.size))
            for _, rect in found:
                rect.move_ip(inside.x - whole.x, inside.y - whole.y)
        return found

    def unit_at(self, px: tuple[float, float]) -> int | None:
        """The unit whose counter in the fan lies at a pixel of the map's view."""
        return next((u for u, rect in self.places() if rect.inflate(PAD, PAD).collidepoint(px)), None)

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, pointed: int | None) -> None:
        """Draw the counters on a dark plate, and the name of the one that is pointed at."""
        places = self.places()
        if not places:
            return
        battle, size = self.battle, self._size()
        whole = places[0][1].unionall([rect for _, rect in places]).inflate(2 * PAD, 2 * PAD)
        surface.blit(tile(whole.size, (*palette.BAR, 165), 9, palette.ACCENT, 1.2), whole)
        edge = reach_px(size)
        for u, rect in places:
            counter = seen_counter(battle.situation.scenario, battle.situation.state, u, battle.side, battle.app.language)
            done = u in battle.situation.done or u in battle.situation.spent
            surface.blit(stack((replace(counter, done=done),), size, u == battle.selected), rect.move(-edge, -edge))
        if pointed is not None:
            words = [(battle.situation.name(pointed), palette.TEXT)]
            overlay.chip(surface, words, (whole.centerx, whole.bottom + 6), above=False)
