"""The planner on the map: how near it is looked at, arrows of attack and retreat, flights of shells, words beside them.

What is drawn here stays off the counters: their figures are what the plan is made with.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.rulebook import CANAL, RIVER
from game.state import HEX
from game.ui import fonts, palette
from game.ui.palette import Colour
from game.ui.sheet import wrapped
from game.ui.table import overlay
from game.ui.table.camera import ZOOMS, Camera, Point

if TYPE_CHECKING:
    from game.ui.orders.planner import Planning

NEARER = 2
"""Steps of the zoom that the planner comes nearer, at most."""
ROOM = 1.35
"""Widths of a hex kept free about the hexes that take part."""
COUNTER = 0.42
"""Half the side of a counter, in widths of a hex."""
WIDE = 0.36
"""Widths of a hex an arrow is wide that brings all the strength, beyond the least."""
BENDS = tuple(i / 8 for i in range(-5, 6))
"""How far the flight of shells may bend at a third and at two thirds, in parts of its length."""
CURVE_POINTS = 96
FOOT = 130
"""Px at the foot of the map that words leave to what is told there, at 100 %."""
CHIP_WIDTH = 190
"""Most width of the words beside an attacker."""
Line = tuple[str, Colour]
Box = tuple[int, ...]
"""Left, top, width, height."""


@dataclass(frozen=True)
class Seat:
    """Where the map was looked at from, and where to."""

    before: tuple[int, Point]
    came: tuple[int, tuple[int, int]]

    def go_back(self, camera: Camera) -> None:
        """Look from there again, unless the map was zoomed or moved meanwhile."""
        if self.came == (camera.step, camera.offset):
            camera.step, (x, y) = self.before
            camera.look_at_km(x, y)


def come_near(plan: Planning) -> Seat:
    """Zoom in by a step or two if all that take part still have room, and bring them into the middle."""
    camera, grid = plan.battle.camera, plan.battle.camera.grid
    before = camera.step, camera.to_km(camera.size[0] / 2, camera.size[1] / 2)
    hexes = {plan.target, *grid.ring(plan.target, 1)}
    xs, ys = zip(*(grid.centre(h) for h in hexes), strict=True)
    width, height = max(xs) - min(xs) + ROOM, max(ys) - min(ys) + ROOM
    foot = round(FOOT * fonts.map_scale)
    last = min(camera.step + NEARER, len(ZOOMS) - 1)
    fitting = [i for i in range(camera.step, last + 1)
               if width * ZOOMS[i] <= camera.size[0] and height * ZOOMS[i] <= camera.size[1] - foot]  # fmt: skip
    camera.zoom(max(fitting, default=camera.step) - camera.step, (0, 0))
    camera.look_at_km((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2 + foot / 2 / camera.scale)
    plan.battle.app.dirty = True
    return Seat(before, (camera.step, camera.offset))


# what is in the way ---------------------------------------------------------------------------------------------------


def counters(plan: Planning, camera: Camera, surface: pygame.Surface) -> list[pygame.Rect]:
    """Where the counters stand that can be seen."""
    half, view = camera.scale * COUNTER, surface.get_rect().inflate(2 * camera.scale, 2 * camera.scale)
    found = []
    for h in plan.battle.situation.stacks:
        x, y = camera.centre_px(h)
        if view.collidepoint(x, y):
            found.append(pygame.Rect(round(x - half), round(y - half * 1.1), round(2 * half), round(2.1 * half)))
    return found


class Board:
    """What words have to make way for, and the words that stand already."""

    def __init__(self, plan: Planning, surface: pygame.Surface) -> None:
        self.surface, self.camera = surface, plan.battle.camera
        self.area = surface.get_rect().inflate(-12, -12)
        self.area.height -= round(FOOT * fonts.map_scale)
        self.taken = counters(plan, self.camera, surface)

    def chip(
        self, lines: Sequence[Line], spots: Sequence[Point], edge: Colour | None = None, tie: Point | None = None
    ) -> None:
        """Words with their middle near the first of some points, where they hide least."""
        k = fonts.map_scale
        width = max(fonts.width(words, fonts.SEMIBOLD, 12.5 * k) for words, _ in lines) + round(20 * k)
        box = pygame.Rect(0, 0, width, round((17 * len(lines) + 10) * k))
        best, least = box, math.inf
        for i, spot in enumerate(spots):
            box.center = round(spot[0]), round(spot[1])
            there = box.clamp(self.area)
            moved = abs(there.x - box.x) + abs(there.y - box.y)
            hidden = sum(_shared(there.inflate(4, 4), other) for other in self.taken)
            cost = 8 * hidden + 40 * moved + 12 * i
            if cost < least:
                best, least = there.copy(), cost
        self.taken.append(best)
        if tie is not None:
            self._tie(best, tie, edge or palette.LINE)
        overlay.chip(self.surface, lines, best.midbottom, edge=edge)

    def _tie(self, box: pygame.Rect, tie: Point, colour: Colour) -> None:
        """A thin line from words that stand apart to the hex that they are about."""
        x, y = min(max(tie[0], box.left), box.right), min(max(tie[1], box.top), box.bottom)
        length, half = math.dist((x, y), tie), self.camera.scale * 0.5
        if length < half + 8:
            return
        end = tie[0] + (x - tie[0]) * half / length, tie[1] + (y - tie[1]) * half / length

        def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
            for ink, wide in ((overlay.REACH_DARK, 3.6), (colour, 1.8)):
                overlay.stroke(large, [at((x, y)), at(end)], ink, wide * k)

        overlay.smooth(self.surface, [(x, y), end], 4, paint)


def _shared(a: pygame.Rect, b: pygame.Rect) -> int:
    """Px that two rectangles share."""
    both = a.clip(b)
    return both.width * both.height


def around(camera: Camera, h: int, target: int) -> list[Point]:
    """Points beside a hex for words about it, the nearest first; away from the target rather than towards it."""
    (x, y), (tx, ty) = camera.centre_px(h), camera.centre_px(target)
    away = math.atan2(y - ty, x - tx) if h != target else -math.pi / 2
    found = []
    for turn in range(24):
        angle = away + math.tau * turn / 24
        for far in (0.62, 0.8, 1.0, 1.25, 1.5):
            across, down = math.cos(angle) * far * 1.3, math.sin(angle) * far
            found.append((far + 0.12 * min(turn, 24 - turn), (x + across * camera.scale, y + down * camera.scale)))
    return [point for _, point in sorted(found)]


# drawing --------------------------------------------------------------------------------------------------------------


def under(surface: pygame.Surface, plan: Planning) -> None:
    """Rings about those who take part or could."""
    camera, units = plan.battle.camera, plan.battle.view.believed.units
    colour = palette.SIDE_TEXT[plan.battle.side]
    for h in {int(units[u, HEX]) for u in plan.candidates}:
        taking = any(int(units[u, HEX]) == h for u in plan.units)
        overlay.ring(surface, camera, h, colour if taking else palette.TEXT_SECOND, dashed=not taking, width=2)
    for battery, rounds in plan.rounds.items():
        if rounds:
            overlay.ring(surface, camera, int(units[battery, HEX]), overlay.REACH_LIGHT, dashed=True, width=2)
    overlay.ring(surface, camera, plan.target, palette.ACCENT)


def over(surface: pygame.Surface, plan: Planning) -> None:
    """Arrows, the flight of shells, and words that make way for counters and for each other."""
    if plan.odds is None:
        return
    board, camera, units = Board(plan, surface), plan.battle.camera, plan.battle.view.believed.units
    share: dict[int, dict[int, int]] = {}
    for unit, _, weight in plan.odds.shares:
        share.setdefault(int(units[unit, HEX]), {})[unit] = weight
    total = max(1, sum(weight for there in share.values() for weight in there.values()))
    middles = [fire_arc(board, plan, battery) for battery, rounds in sorted(plan.rounds.items()) if rounds]
    for start, there in share.items():
        block_arrow(surface, camera, start, plan.target, sum(there.values()) / total)
    retreat(board, plan)
    for start, there in share.items():
        lines = [line for u, weight in there.items() for line in _share_words(plan, u, 100 * weight / total)]
        board.chip(lines, around(camera, start, plan.target), palette.SIDE[plan.battle.side], camera.centre_px(start))
    for words, spots in middles:
        board.chip([(words, palette.TEXT)], spots)


def _share_words(plan: Planning, u: int, percent: float) -> list[Line]:
    """A unit's name and its share of the strength, in as many lines as they take."""
    k = fonts.map_scale
    words = f"{_name(plan, u)} {percent:.0f}\N{NO-BREAK SPACE}%"
    lines = wrapped(words, fonts.SEMIBOLD, 12.5 * k, round(CHIP_WIDTH * k))
    return [(line, palette.SIDE_TEXT[plan.battle.side]) for line in lines]


def _name(plan: Planning, u: int) -> str:
    name: str = getattr(plan.battle.view.scenario.units[u].name, plan.battle.app.language)
    return name


def block_arrow(surface: pygame.Surface, camera: Camera, start: int, h: int, share: float) -> None:
    """An attack across a hexside, as wide as its share of the strength: on the hexside itself, between the counters."""
    (ax, ay), (bx, by) = camera.centre_px(start), camera.centre_px(h)
    scale = camera.scale
    ux, uy = (bx - ax) / scale, (by - ay) / scale
    wide = scale * (0.09 + WIDE * share) / 2
    tail, neck, tip = 0.40 * scale, 0.5 * scale, 0.5 * scale + 0.1 * scale + wide * 0.35

    def outline(grow: float) -> list[Point]:
        shaft = [
            (tail - grow, wide + grow),
            (neck, wide + grow),
            (neck - grow * 0.4, wide * 1.6 + 0.04 * scale + grow * 1.5),
        ]
        both = [*shaft, (tip + grow * 1.6, 0.0), *((along, -side) for along, side in reversed(shaft))]
        return [(ax + ux * along - uy * side, ay + uy * along + ux * side) for along, side in both]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, grow in ((overlay.REACH_DARK, 2.0), (palette.ACCENT, 0.0)):
            pygame.draw.polygon(large, ink, [at(p) for p in outline(grow)])

    overlay.smooth(surface, outline(4), 3, paint)


def _dashed(surface: pygame.Surface, points: list[Point], colour: Colour, width: float, head: float = 0.0) -> None:
    """A dashed line in a dark casing, with the head of an arrow at its end or without."""
    pieces = overlay.dashes(points, 11, 7)
    (ax, ay), (bx, by) = points[-2], points[-1]
    length = math.hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length

    def tip(grow: float) -> list[Point]:
        far, wide = head + grow * 1.5, head * 0.62 + grow
        back = (bx - ux * grow, by - uy * grow)
        return [(bx + ux * far, by + uy * far), (back[0] - uy * wide, back[1] + ux * wide),
                (back[0] + uy * wide, back[1] - ux * wide)]  # fmt: skip

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide, grow in ((overlay.REACH_DARK, width + 2.4, 2.0), (colour, width, 0.0)):
            for piece in pieces:
                overlay.stroke(large, [at(p) for p in piece], ink, wide * k)
            if head:
                pygame.draw.polygon(large, ink, [at(p) for p in tip(grow)])

    overlay.smooth(surface, points, 8 + 2 * head, paint)


def fire_arc(board: Board, plan: Planning, battery: int) -> tuple[str, list[Point]]:
    """The flight of shells, bent so that it passes fewest counters; its words, and the points for them."""
    camera, battle, half = board.camera, plan.battle, board.camera.scale * COUNTER
    start, end = camera.centre_px(int(battle.view.believed.units[battery, HEX])), camera.centre_px(plan.target)
    shown = tuple(tuple(rect) for rect in board.taken if rect.colliderect(board.area))
    points = curve(start, end, shown, tuple(board.area))
    points = [p for p in points if math.dist(p, start) > half and math.dist(p, end) > half]
    card = battle.view.scenario.units[battery]
    words = battle.say("plan.fires", calibre=card.calibre, rounds=plan.rounds[battery])
    if len(points) < 2:
        return words, around(camera, plan.target, plan.target)
    _dashed(board.surface, points, overlay.REACH_LIGHT, 2.4)
    seen = [p for p in points if board.area.inflate(-80, -60).collidepoint(p)] or points
    spots = [seen[len(seen) * i // 8] for i in (4, 3, 5, 2, 6, 1)]
    return words, [(x + dx, y + dy) for x, y in spots for dx, dy in ((0, 24), (0, -24), (90, 0), (-90, 0))]


@functools.lru_cache(maxsize=64)
def curve(start: Point, end: Point, counters: tuple[Box, ...], view: Box) -> list[Point]:
    """A smooth curve between two points that runs over as few counters as it can; those at its ends do not count."""
    area = pygame.Rect(view)
    a, b = np.array(start), np.array(end)
    across = np.array((-(b - a)[1], (b - a)[0]))
    bends = np.array([(first, last) for first in BENDS for last in BENDS])
    t = np.linspace(0.0, 1.0, CURVE_POINTS)[None, :, None]
    first, last = (a + (b - a) * third + across * bends[:, i : i + 1] for i, third in enumerate((1 / 3, 2 / 3)))
    points = a * (1 - t) ** 3 + 3 * first[:, None] * t * (1 - t) ** 2 + 3 * last[:, None] * t**2 * (1 - t) + b * t**3
    cost = 0.2 * np.abs(np.abs(bends).mean(axis=1) - 0.2) + 0.4 * np.abs(bends[:, 0] - bends[:, 1])
    shown = (points >= area.topleft).all(axis=2) & (points < area.bottomright).all(axis=2)
    cost += 2.0 * (~shown[:, -CURVE_POINTS // 4 :]).mean(axis=1)
    for rect in map(pygame.Rect, counters):
        if not rect.collidepoint(start) and not rect.collidepoint(end):
            inside = (points >= rect.topleft).all(axis=2) & (points < rect.bottomright).all(axis=2)
            cost += 40.0 * (inside & shown).mean(axis=1)
    found: list[Point] = [(float(x), float(y)) for x, y in points[int(cost.argmin())]]
    return found


def retreat(board: Board, plan: Planning) -> None:
    """Where the defenders would go: a dashed arrow with words."""
    if plan.after is None or not plan.after.retreats:
        return
    camera, battle, done = board.camera, plan.battle, set[int]()
    for found in plan.after.retreats:
        if found.to in done or found.to == plan.target:
            continue
        done.add(found.to)
        ax, ay = camera.centre_px(plan.target)
        colour = palette.SIDE_TEXT[1 - battle.side]
        if found.to < 0:
            board.chip([(battle.say("plan.no_way"), colour)], around(camera, plan.target, plan.target), overlay.RUST)
            continue
        bx, by = camera.centre_px(found.to)
        start, end = (ax + (bx - ax) * 0.36, ay + (by - ay) * 0.36), (ax + (bx - ax) * 0.8, ay + (by - ay) * 0.8)
        _dashed(board.surface, [start, end], overlay.RUST, 4.0, max(10.0, camera.scale * 0.13))
        water = {RIVER: "plan.retreat_river", CANAL: "plan.retreat_canal"}.get(found.water, "plan.retreat")
        words = battle.say(water, hex=camera.grid.number(found.to))
        beside = [(end[0] + (bx - ax) * 0.1, end[1] + side * 0.34 * camera.scale) for side in (-1, 1)]
        board.chip([(words, colour)], [*beside, *around(camera, found.to, plan.target)], overlay.RUST)
