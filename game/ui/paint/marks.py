"""What changes on the ground during a battle: bridges whole, damaged, blown or floating, and trenches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pygame

from game.state import BLOWN, BRIDGE, DAMAGED, NO_BRIDGE, NOBODY, OWNER, PONTOON, RUBBLE, TRENCH, State
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.chunks import Box
from game.ui.paint.courses import Course
from game.ui.paint.kept import Same, kept
from game.ui.paint.land import Ints, Land
from game.ui.paint.roads import Roads
from game.ui.paint.rubble import paint_specks, specks
from game.ui.paint.water import Waters

BRIDGES_FROM, TRENCHES_FROM = 26, 46
"""Pixels a kilometre from which bridges and trenches show."""
FACING_KM = 6.0
"""How far a trench without an enemy beside it looks for one to face."""


@dataclass(frozen=True)
class Crossing:
    """Where a bridge stands."""

    kind: str
    """The kind of road, "rail", or "none" for a bridge without a road."""
    at: Floats
    along: Floats
    """Unit vector along the road."""


class Marks:
    """Draws bridges and trenches of a state on a tile."""

    def __init__(self, land: Land, roads: Roads, waters: Waters) -> None:
        self.land, self.roads, self.waters = land, roads, waters
        self.middles = land.centres[land.sides].mean(axis=1)

    @kept(4096)
    def crossings(self, edge: int) -> tuple[Crossing, ...]:
        """Where the roads and railways over a hexside cross its water."""
        a, b = self.land.sides[edge].tolist()
        found = []
        for kind, course in self.roads.over(a, b):
            middle = len(course) / 2
            crossed = self.waters.crossings(Course(course)) or [(middle, course[int(middle)])]
            where, at = min(crossed, key=lambda here: abs(here[0] - middle))
            found.append(Crossing(kind, at, lines.direction(course, where)))
        if not found:
            away = self.land.centres[b] - self.land.centres[a]
            found.append(Crossing("none", self.middles[edge], away / float(np.hypot(*away))))
        return tuple(found)

    def new_rubble(self, canvas: Canvas, state: State) -> Ints:
        """The hexes near a tile with rubble that was not there at the start."""
        hexes = self.land.hexes_in(canvas.view.grown(0.7))
        new: Ints = hexes[state.hexes[hexes, RUBBLE] > self.land.rubble[hexes]]
        return new

    def paint_rubble(self, canvas: Canvas, state: State, hexes: Ints) -> None:
        """Draw the rubble of hexes that was not there at the start."""
        if len(hexes):
            paint_specks(canvas, specks(self.land, hexes, self.land.rubble[hexes], state.hexes[hexes, RUBBLE]))

    def paint_bridges(self, canvas: Canvas, state: State, edges: list[int]) -> None:
        """Draw the bridges of hexsides."""
        for edge in edges:
            for crossing in self.crossings(edge):
                _bridge(canvas, crossing, int(state.edges[edge, BRIDGE]))

    def paint_trenches(self, canvas: Canvas, state: State, hexes: list[int]) -> None:
        """Draw the trenches of hexes."""
        for h in hexes:
            self._trench(canvas, state, h)

    def shown(self, canvas: Canvas, state: State) -> tuple[list[int], list[int]]:
        """Hexsides with bridges and hexes with trenches that show on a tile."""
        edges = self._bridged(Same(state)) if canvas.scale >= BRIDGES_FROM else np.zeros(0, dtype=np.int64)
        hexes = self.land.hexes_in(canvas.view.grown(0.6))
        dug = hexes[state.hexes[hexes, TRENCH] > 0] if canvas.scale >= TRENCHES_FROM else hexes[:0]
        return edges[canvas.view.grown(1).holds(self.middles[edges])].tolist(), dug.tolist()

    @kept(2)
    def _bridged(self, state: Same) -> Ints:
        """The hexsides on which a bridge stands or stood."""
        edges: Ints = np.flatnonzero(state.thing.edges[:, BRIDGE] != NO_BRIDGE)
        return edges

    def _trench(self, canvas: Canvas, state: State, h: int) -> None:
        """A crenellated line inside the hexsides that face ground not its owner's; more of them the higher the level."""
        grid, owner = self.land.grid, state.hexes[:, OWNER]
        facing = [d for d, n in grid.neighbours(h) if owner[n] != owner[h]] if owner[h] != NOBODY else []
        for d in facing or self._outward(state, h):
            corners = np.array([grid.corner(h, d), grid.corner(h, (d - 1) % 6)])
            for row in range(int(state.hexes[h, TRENCH])):
                inset = self.land.centres[h] + (corners - self.land.centres[h]) * (0.82 - 0.10 * row)
                course = _crenellated(inset)
                points = np.rint(canvas.px(course)).astype(int).tolist()
                wide = max(1, round(max(0.9, 0.011 * canvas.scale) * canvas.factor))
                pale = [(x + wide, y + wide) for x, y in points]
                pygame.draw.lines(canvas.surface, palette.CANAL_VERGE, False, pale, wide)
                pygame.draw.lines(canvas.surface, palette.TRENCH, False, points, wide)

    def _outward(self, state: State, h: int) -> list[int]:
        """The directions of the two hexsides that look towards the nearest ground not its owner's."""
        owner = state.hexes[:, OWNER]
        around = self.land.hexes_in(Box(*self.land.centres[h], *self.land.centres[h]).grown(FACING_KM))
        others = around[owner[around] != owner[h]]
        if not len(others):
            return [0, 1]
        away = self.land.centres[others] - self.land.centres[h]
        x, y = away[np.argmin(np.hypot(*away.T))]
        turn = math.degrees(math.atan2(-y, x)) / 60
        return [math.floor(turn) % 6, math.ceil(turn) % 6]


def _crenellated(ends: Floats) -> Floats:
    """A line with battlements between two points, about 0.1 km from one to the next."""
    start, end = ends
    away = end - start
    length = float(np.hypot(*away))
    across = np.array([-away[1], away[0]]) / max(length, 1e-9) * 0.012
    count = max(2, 2 * round(length / 0.08))
    points = []
    for i in range(count):
        hand = across if i % 2 else -across
        points += [start + away * (i / count) + hand, start + away * ((i + 1) / count) + hand]
    return np.array(points)


def _bridge(canvas: Canvas, crossing: Crossing, state: int) -> None:
    """One bridge: parapets on both sides of the road; a bite where damaged, a gap where blown, floats under a pontoon."""
    across = np.array([-crossing.along[1], crossing.along[0]])
    least = 1 / canvas.scale
    road = {"main": palette.MAIN_KM, "supply": palette.SUPPLY_KM, "secondary": palette.SECONDARY_KM}
    half = max(road.get(crossing.kind, (0.06, 0.0))[0] / 2 + 0.004, 2.2 * least)
    reach = max(palette.BRIDGE_KM[0] / 2 + 0.01, 3.6 * least)

    def at(u: float, v: float) -> Floats:
        """A point `u` of the reach along the road and `v` of the half width across."""
        here: Floats = crossing.at + crossing.along * (u * reach) + across * (v * half)
        return here

    if state == BLOWN:
        _fill(canvas, palette.CANAL, [at(-0.42, -1.2), at(-0.18, -0.3), at(-0.5, 0.3), at(-0.3, 1.2),
                                      at(0.34, 1.2), at(0.5, 0.4), at(0.2, -0.2), at(0.45, -1.2)])  # fmt: skip
    if state == PONTOON:
        for u in (-0.6, 0.0, 0.6):
            corners = [at(u + du, dv) for du, dv in ((-0.16, -1.5), (0.16, -1.5), (0.16, 1.5), (-0.16, 1.5))]
            _fill(canvas, palette.BRIDGE_EDGE, corners)
        _fill(canvas, palette.BRIDGE, [at(-1, -0.6), at(1, -0.6), at(1, 0.6), at(-1, 0.6)])
    if state == DAMAGED:
        _fill(canvas, palette.BRIDGE_HURT, [at(-0.5, -1.0), at(0.5, -1.0), at(0.3, -0.2), at(0.1, 0.25), at(-0.1, -0.3),
                                            at(-0.35, -0.1)])  # fmt: skip
    broken = {BLOWN: ((-1.0, -0.42), (0.42, 1.0)), DAMAGED: ((-1.0, -0.5), (0.5, 1.0))}.get(state, ((-1.0, 1.0),))
    for hand in (-1, 1):
        spans = broken if state == BLOWN or hand == -1 else ((-1.0, 1.0),)
        for start, end in spans if state != PONTOON else ():
            _stroke(canvas, palette.BRIDGE_EDGE, [at(start, hand), at(end, hand)], max(1.5, 0.022 * canvas.scale))
        for end in (-1, 1) if state != PONTOON else ():
            flare = [at(end, hand), at(end * 1.25, hand * 1.45)]
            _stroke(canvas, palette.BRIDGE_EDGE, flare, max(1.3, 0.018 * canvas.scale))
    if state == BLOWN:
        size = max(0.055, 2.6 * least)
        for lean in (-1, 1):
            arm = np.array([size, lean * size])
            _stroke(canvas, palette.FRONT_CASING, [crossing.at - 1.15 * arm, crossing.at + 1.15 * arm], 3.4)
        for lean in (-1, 1):
            arm = np.array([size, lean * size])
            _stroke(canvas, palette.BRIDGE_DEBRIS, [crossing.at - arm, crossing.at + arm], 1.9)


def _fill(canvas: Canvas, colour: palette.Colour, points: list[Floats]) -> None:
    """A polygon in km."""
    pygame.draw.polygon(canvas.surface, colour, np.rint(canvas.px(np.array(points))).astype(int).tolist())


def _stroke(canvas: Canvas, colour: palette.Colour, points: list[Floats], px: float) -> None:
    """A line in km, `px` wide when seen."""
    for polygon in lines.strip(np.array(points), px / canvas.scale):
        _fill(canvas, colour, list(polygon))
