"""What if, asked with the mouse: where it rests on a road or a hex under an overlay of supply, a chip answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.analysis.loss import Loss
from game.analysis.what_if import Asker, Side, WhatIf
from game.state import OWNER
from game.ui import fonts, palette
from game.ui.paint.counters import SIZES
from game.ui.sheet import wrapped
from game.ui.table import overlay
from game.ui.table.camera import Point
from game.ui.table.modes import Selected

if TYPE_CHECKING:
    from game.ui.paint.overlays.facts import Facts
    from game.ui.table.battle import Battle

ASKING = ("supply", "capacity", "fire", "criticality")
"""The overlays under which the mouse asks."""
REST_MS = 80
"""How long the mouse rests before it asks."""
NEAR_KM, MIDDLE_KM = 0.34, 0.2
"""How near the mouse must be to a road to ask of it, and to the middle of a hex to ask of the hex."""
WIDTH = 340


@dataclass(frozen=True)
class Target:
    """What is asked about: the road between two hexes, or one hex."""

    hexes: tuple[int, ...]

    @property
    def is_road(self) -> bool:
        """Whether it is a road."""
        return len(self.hexes) == 2


class Asking:
    """Keeps where the mouse rests, and what was answered of the view that is shown."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.target: Target | None = None
        """What the chip tells of."""
        self._at: tuple[int, int] | None = None
        self._rested = 0.0
        self._asker: Asker | None = None
        self._answers: dict[Target, WhatIf] = {}

    @property
    def is_on(self) -> bool:
        """Whether the mouse asks now."""
        battle = self.battle
        return battle.shown.name in ASKING and not battle.is_watching() and battle.mode.asks

    def tick(self, milliseconds: int) -> bool:
        """Ask when the mouse has rested; True while it has not rested long enough."""
        at, view = self.battle.app.mouse, self.battle.view
        if self._asker is not None and self._asker.view is not view:
            self._forget()
        if not self.is_on or at is None or at != self._at:
            self._show(None)
            self._at, self._rested = at, 0.0
            return self.is_on and at is not None
        if self._rested >= REST_MS:
            return False
        self._rested += milliseconds
        if self._rested >= REST_MS:
            self._show(None if self.battle.app.is_over_place(at) else self.target_at(at))
        return self._rested < REST_MS

    def _forget(self) -> None:
        """Begin anew: what is believed has changed."""
        self._asker, self._rested = None, 0.0
        self._answers.clear()
        self._show(None)

    def _show(self, target: Target | None) -> None:
        """Tell of something else."""
        if target != self.target:
            self.target = target
            self.battle.app.dirty = True

    # what, and the answer ----------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Facts:
        """What the overlays are made of."""
        return self.battle.painter.overlays.facts(self.battle.situation)

    def target_at(self, at: tuple[int, int]) -> Target | None:
        """The road nearest to a point of the window, else the hex there if it is the viewer's; None of others."""
        h = self.battle.pointing.hex_at(at)
        area, _ = self.battle.areas()
        if h is None:
            return None
        x, y = self.battle.camera.to_km(at[0] - area.x, at[1] - area.y)
        cx, cy = self.battle.camera.grid.centre(h)
        own = int(self.battle.situation.state.hexes[h, OWNER]) == self.battle.situation.side
        if own and np.hypot(x - cx, y - cy) <= MIDDLE_KM:
            return Target((h,))
        near = {h, *(n for _, n in self.battle.camera.grid.neighbours(h))}
        roads = [road for road in self.facts.roads if near & set(road)]
        away = {road: float(np.hypot(*(self.facts.courses.piece(*road) - (x, y)).T).min()) for road in roads}
        best = min(roads, key=lambda road: (away[road], road), default=None)
        if best is not None and away[best] <= NEAR_KM:
            return Target(best)
        return Target((h,)) if own else None

    @property
    def asker(self) -> Asker:
        """Asks what if of the view that is shown."""
        if self._asker is None:
            self._asker = Asker(self.battle.view)
        return self._asker

    def loss(self, target: Target) -> Loss:
        """What would become of supply, in full."""
        return Loss(self.asker, *_asked(target))

    def open(self, h: int) -> bool:
        """Open the panel about what was clicked in a hex, or say that nothing is asked of there.

        A counter that is clicked is meant itself; so is a hex in which units stand.
        """
        at, situation = self.battle.app.mouse, self.battle.situation
        if not self.is_on or at is None or self.battle.pointing.hex_at(at) != h:
            return False
        target, there = self.target_at(at), bool(situation.stack(h))
        x, y = self.battle.at(h)
        half = SIZES[self.battle.camera.scale] / 2 / self.battle.app.factor
        if target is None or (there and (not target.is_road or max(abs(at[0] - x), abs(at[1] - y)) <= half)):
            return False
        from game.ui.cards.what_if_panel import CutOff

        self.battle.enter(CutOff(self.battle, target))
        return True

    def road_name(self, target: Target) -> str:
        """The number of a road, such as "O0506"; of one without a number, that it is a road."""
        grid = self.battle.situation.scenario.grid
        ends = {grid.number(h) for h in target.hexes}
        for road in self.battle.situation.scenario.file.roads:
            if road.ref and any({*pair} == ends for pair in pairwise(road.path.split())):
                return road.ref.split("/")[0]
        return self.battle.say("cut.a_road")

    def answer(self, target: Target) -> WhatIf:
        """What would become of supply; kept as long as nothing is believed otherwise."""
        if target not in self._answers:
            self._answers[target] = self.asker.ask(*_asked(target))
        return self._answers[target]

    def words(self, target: Target) -> str:
        """The answer in a sentence."""
        return self.facts.teller.what_if(self.answer(target), *_asked(target))

    # drawing -----------------------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface) -> None:
        """Mark what is asked about, and tell the answer beside it."""
        if self.target is None or not self.is_on:
            return
        camera, target = self.battle.camera, self.target
        x, y = self.mark(surface, target)
        hard = bool(self.answer(target).less)
        ink = palette.TEXT if hard else palette.TEXT_SECOND
        lines = [(line, ink) for line in wrapped(self.words(target), fonts.SEMIBOLD, 12.5, WIDTH)]
        if hard and not isinstance(self.battle.mode, Selected):
            lines.append((self.battle.say("cut.click"), palette.ACCENT))
        rise = camera.scale * 0.62 + 4
        above = y - rise > 17 * len(lines) + 90 and not self._mode_speaks()
        edge = palette.SUPPLY[2] if hard else palette.LINE
        overlay.chip(surface, lines, (x, y - rise if above else y + rise), above=above, edge=edge)

    def mark(self, surface: pygame.Surface, target: Target) -> Point:
        """Mark what is asked about; the middle of it in px of the view."""
        if target.is_road:
            return self._mark_road(surface, target)
        overlay.ring(surface, self.battle.camera, target.hexes[0], palette.ACCENT, dashed=True)
        return self.battle.camera.centre_px(target.hexes[0])

    def _mode_speaks(self) -> bool:
        """Whether the mode tells of a march or an attack above the mouse."""
        return getattr(self.battle.mode, "path", None) is not None or getattr(self.battle.mode, "odds", None) is not None

    def _mark_road(self, surface: pygame.Surface, target: Target) -> Point:
        """The road in the colour of the mouse, and the hexside it crosses; the middle of the hexside."""
        camera, (a, b) = self.battle.camera, target.hexes
        course = [camera.to_px(float(x), float(y)) for x, y in self.facts.courses.piece(a, b)]
        direction = camera.grid.direction(a, b)
        assert direction is not None
        side = [camera.to_px(*camera.grid.corner(a, (direction - i) % 6)) for i in (1, 0)]

        def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
            for ink, wide in ((overlay.REACH_DARK, 8.0), (palette.ACCENT, 4.5)):
                overlay.stroke(large, [at(point) for point in course], ink, wide * k)
            for ink, wide in ((overlay.REACH_DARK, 7.0), (palette.HALO, 4.0)):
                overlay.stroke(large, [at(point) for point in side], ink, wide * k)

        overlay.smooth(surface, [*course, *side], 8, paint)
        return (side[0][0] + side[1][0]) / 2, (side[0][1] + side[1][1]) / 2


def _asked(target: Target) -> tuple[list[Side], tuple[int, ...]]:
    """The roads that are cut and the hexes that are lost."""
    if target.is_road:
        return [(target.hexes[0], target.hexes[1])], ()
    return [], target.hexes
