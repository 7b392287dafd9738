"""What units are at, in words and on the map: tasks, breakouts planned, reliefs under way, roads under fire."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.analysis.solution import ends
from game.ground import EDGE, END_ARC, FIRST_ARC, TO
from game.rules.missions import SCOOTS
from game.state import (
    BLOWN,
    BREAKOUT,
    BRIDGE,
    CLEAR,
    CONDITION,
    DAMAGED,
    DIG,
    HEARD,
    HEX,
    IDLE,
    INTERDICTED,
    JAM,
    JAMMER,
    JAMS,
    LEAVING,
    MINE,
    MISSIONS,
    NOBODY,
    PLOT,
    PLOT_HEX,
    PLOT_ROUNDS,
    REPAIR,
    SILENCED,
    TASK,
    TASK_AT,
    TASK_DAYS,
    TASKS,
    TRENCH,
    Ints,
)  # fmt: skip
from game.texts import say
from game.ui import palette
from game.ui.table import overlay
from game.ui.table.camera import Point

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

AWAY = palette.rgb("BFE3D0")
"""Colour of a way that will be gone tonight."""
JAMMING = palette.rgb("C9A8F0")
"""Colour of the circle in which a jammer works."""
GUNS, HEARD_DAYS = palette.rgb("C9A8F0"), 1
"""Colour of the sign of guns that were heard, and for how many days it stays."""
BURSTS = 8


def doing(battle: Battle, u: int) -> str:
    """What a unit is at: a breakout planned, a relief, its task and how far it is; empty if nothing."""
    row, parts = battle.view.believed.units[u], []
    if row[BREAKOUT]:
        parts.append(battle.say("breakout.planned", hex=battle.situation.chronicle.hex(planned(battle, u)[-1])))
    if row[LEAVING]:
        parts.append(battle.say("relief.waits", hex=battle.situation.chronicle.hex(int(row[LEAVING]) - 1)))
    if row[TASK] != IDLE:
        parts.append(task_words(battle, u))
    if row[PLOT]:
        mission = say(battle.app.language, f"mission.{MISSIONS[int(row[PLOT]) % SCOOTS]}")
        values = {"mission": mission, "hex": battle.situation.chronicle.hex(int(row[PLOT_HEX]))}
        parts.append(battle.say("orders.plotted", rounds=int(row[PLOT_ROUNDS]), **values))
    if row[SILENCED]:
        parts.append(battle.say("orders.silenced"))
    return " ".join(parts)


def task_words(battle: Battle, u: int) -> str:
    """A unit's task, where it works and how far it is."""
    row = battle.view.believed.units[u]
    words = battle.say(f"orders.doing_{TASKS[int(row[TASK])]}")
    if row[TASK_AT] >= 0:
        words = battle.say("orders.doing_at", what=words, hex=battle.view.scenario.grid.number(across(battle, u)))
    most = days_needed(battle, u)
    return battle.say("orders.progress", what=words, day=int(row[TASK_DAYS]) + 1, days=most) if most else f"{words}."


def days_needed(battle: Battle, u: int) -> int:
    """Days a unit's task takes from its beginning to its end; 0 if it has none [12]."""
    row, state, works = battle.view.believed.units[u], battle.view.believed, battle.view.scenario.rules.file.works
    task = int(row[TASK])
    if task == DIG:
        level = int(state.hexes[row[HEX], TRENCH])
        return works.dig_days[level] if level < len(works.dig_days) else 0
    if task == REPAIR and row[TASK_AT] >= 0:
        edge = state.edges[row[TASK_AT]]
        bridge = {BLOWN: works.bridge_days, DAMAGED: works.damaged_days}.get(int(edge[BRIDGE]), 0)
        return max(bridge, int(row[TASK_DAYS]) - (int(edge[CONDITION]) - 100) // works.repair_condition)
    return {MINE: works.mine_days, CLEAR: works.clear_days}.get(task, 0)


def across(battle: Battle, u: int) -> int:
    """The hex across the hexside a unit works on, -1 none."""
    board, row = battle.view.fixed.board, battle.view.believed.units[u]
    arcs = board.arcs[board.hexes[row[HEX], FIRST_ARC] : board.hexes[row[HEX], END_ARC]]
    return next((int(arc[TO]) for arc in arcs if arc[EDGE] == row[TASK_AT]), -1)


def planned(battle: Battle, u: int) -> list[int]:
    """The way a unit breaks out tonight, from its hex on."""
    row, grid = battle.view.believed.units[u], battle.view.scenario.grid
    way, packed = [int(row[HEX])], int(row[BREAKOUT])
    while packed:
        n = grid.neighbour(way[-1], (packed & 7) - 1)
        packed >>= 3
        if n is None:
            break
        way.append(n)
    return way


def fired_on(battle: Battle, s: int) -> Iterator[tuple[int, int, int]]:
    """The roads a side interdicts: their two hexes, and 1 by night, 2 by day, 3 both."""
    edges: Ints = battle.view.believed.edges[:, INTERDICTED + s]
    if edges.any():
        sides, of_arc = ends(battle.view.fixed), battle.view.fixed.board.arcs[:, EDGE]
        for a in np.flatnonzero((edges[of_arc] > 0) & (sides[:, 0] < sides[:, 1])):
            yield int(sides[a, 0]), int(sides[a, 1]), int(edges[of_arc[a]])


# on the map ----------------------------------------------------------------------------------------------------------


def under(surface: pygame.Surface, battle: Battle) -> None:
    """Ways of breakouts planned, and of those who will leave once they are relieved: dashed, below the counters."""
    rows = battle.view.believed.units
    for u in battle.situation.own:
        if rows[u, BREAKOUT]:
            dashed(surface, battle, planned(battle, u), palette.ACCENT)
        if rows[u, LEAVING] and rows[u, LEAVING] - 1 != rows[u, HEX]:
            dashed(surface, battle, [int(rows[u, HEX]), int(rows[u, LEAVING]) - 1], AWAY)
        if rows[u, PLOT]:
            overlay.fire_arc(surface, battle.camera, int(rows[u, HEX]), int(rows[u, PLOT_HEX]), palette.ACCENT)
            overlay.ring(surface, battle.camera, int(rows[u, PLOT_HEX]), palette.ACCENT, dashed=True)
    chosen = battle.selected
    if chosen is not None and chosen in battle.situation.own and battle.situation.role(chosen) == JAMMER:
        jams = int(battle.view.fixed.roster.units[chosen, JAMS])
        disturbed = frozenset(battle.camera.grid.disk(int(rows[chosen, HEX]), jams))
        overlay.outline(surface, battle.camera, disturbed, JAMMING if rows[chosen, TASK] == JAM else AWAY, 2.4)


def over(surface: pygame.Surface, battle: Battle) -> None:
    """Roads under fire, and hexsides that are worked on."""
    if battle.situation.side != NOBODY:
        heard = battle.view.believed.hexes[:, HEARD + battle.situation.side]
        for h in np.flatnonzero(heard >= max(1, battle.day - HEARD_DAYS)).tolist():
            guns_heard(surface, battle, h)
    for s in range(2):
        for h, n, _ in fired_on(battle, s):
            burst(surface, battle, h, n, s)
    rows, grid = battle.view.believed.units, battle.view.scenario.grid
    for u in battle.situation.own:
        if rows[u, TASK_AT] >= 0 and rows[u, TASK] >= REPAIR:
            n = across(battle, u)
            if n >= 0 and (direction := grid.direction(int(rows[u, HEX]), n)) is not None:
                hexside(surface, battle, int(rows[u, HEX]), direction, palette.ACCENT)


def guns_heard(surface: pygame.Surface, battle: Battle, h: int) -> None:
    """Guns were heard near a hex lately: three arcs, as of sound."""
    camera = battle.camera
    x, y = camera.centre_px(h)
    size = max(6.0, camera.scale * 0.2)

    def arc(radius: float) -> list[Point]:
        angles = (math.radians(-50 + 10 * i) for i in range(11))
        return [(x - size * 0.6 + radius * math.cos(a), y - radius * math.sin(a)) for a in angles]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((overlay.REACH_DARK, 4.4), (GUNS, 2.2)):
            for part in (0.4, 0.85, 1.3):
                overlay.stroke(large, [at(point) for point in arc(size * part)], ink, wide * k)

    overlay.smooth(surface, [(x - size, y - size), (x + size, y + size)], 8, paint)


def hexside(surface: pygame.Surface, battle: Battle, h: int, direction: int, colour: palette.Colour) -> None:
    """A hexside, light in dark."""
    camera = battle.camera
    ends_of = [camera.to_px(*camera.grid.corner(h, (direction - i) % 6)) for i in (1, 0)]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((overlay.REACH_DARK, 8.0), (colour, 4.6)):
            overlay.stroke(large, [at(point) for point in ends_of], ink, wide * k)

    overlay.smooth(surface, ends_of, 8, paint)


def dashed(surface: pygame.Surface, battle: Battle, way: list[int], colour: palette.Colour) -> None:
    """A way that will be gone: dashes in a dark casing, and a ring at its end."""
    camera = battle.camera
    points = [camera.centre_px(h) for h in way]
    if len(points) < 2:
        return
    pieces = overlay.dashes(points, 10, 7)

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((overlay.REACH_DARK, 7.4), (colour, 4.2)):
            for piece in pieces:
                overlay.stroke(large, [at(point) for point in piece], ink, wide * k)

    overlay.smooth(surface, points, 8, paint)
    overlay.ring(surface, camera, way[-1], colour, dashed=True)


def cross(surface: pygame.Surface, at: Point, size: float) -> None:
    """A cross: dice are thrown here."""
    x, y = at
    lines = [[(x - size, y - size), (x + size, y + size)], [(x - size, y + size), (x + size, y - size)]]

    def paint(large: pygame.Surface, place: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((overlay.REACH_DARK, 7.0), (palette.SUPPLY[3], 3.8)):
            for line in lines:
                overlay.stroke(large, [place(point) for point in line], ink, wide * k)

    overlay.smooth(surface, [point for line in lines for point in line], 6, paint)


def burst(surface: pygame.Surface, battle: Battle, h: int, n: int, s: int) -> None:
    """Shells on a road: a star on the hexside in the colour of who fires, Ukraine's of eight points, Russia's of four."""
    camera = battle.camera
    (ax, ay), (bx, by) = camera.centre_px(h), camera.centre_px(n)
    x, y, size = (ax + bx) / 2, (ay + by) / 2, max(6.0, camera.scale * 0.17)
    points = BURSTS if s == 0 else BURSTS // 2

    def star(grow: float) -> list[Point]:
        radii = ((size if i % 2 == 0 else size * 0.45) + grow for i in range(2 * points))
        angles = (math.pi * i / points for i in range(2 * points))
        return [(x + r * math.cos(a), y + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, grow in ((overlay.REACH_DARK, 2.2), (palette.HALO, 1.0), (palette.SIDE[s], 0.0)):
            pygame.draw.polygon(large, ink, [at(point) for point in star(grow)])

    overlay.smooth(surface, [(x - size, y - size), (x + size, y + size)], 6, paint)
