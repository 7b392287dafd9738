"""What is drawn over the map for a while: reach, path, arrows, rings. Lines are smooth; pieces are kept by zoom."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import pygame

from game.hexes import CORNER_KM
from game.ui import fonts, palette
from game.ui.palette import Colour, Rgba
from game.ui.sheet import tile
from game.ui.table.camera import Camera, Point

_LARGE = 3
REACH_LIGHT, REACH_FILL, REACH_DARK = palette.rgb("FFE08A"), palette.rgb("FFF6CC"), palette.rgb("1A1408")
RUST = palette.rgb("E0704A")

Find = Callable[[Point], Point]
Picture = Callable[[int], pygame.Surface]
"""Gives the picture that stands in a hex."""
Paint = Callable[[pygame.Surface, Find, float], None]
"""Draws on an enlarged surface: how a point of the view is found on it, and how many times it is enlarged."""


def smooth(surface: pygame.Surface, points: Iterable[Point], room: float, paint: Paint) -> None:
    """Draw smoothly about some points of the view, with so much room about them."""
    xs, ys = zip(*points, strict=True)
    box = pygame.Rect(math.floor(min(xs) - room), math.floor(min(ys) - room), 0, 0)
    box.width, box.height = math.ceil(max(xs) + room) - box.x, math.ceil(max(ys) + room) - box.y
    box = box.clip(surface.get_rect())
    if not box.width or not box.height:
        return
    large = pygame.Surface((box.width * _LARGE, box.height * _LARGE), pygame.SRCALPHA, 32)
    paint(large, lambda p: ((p[0] - box.x) * _LARGE, (p[1] - box.y) * _LARGE), _LARGE)
    small = pygame.transform.smoothscale(large.premul_alpha(), box.size)
    surface.blit(small, box, special_flags=pygame.BLEND_PREMULTIPLIED)


def _corners(scale: float, shrink: float = 0.0) -> list[Point]:
    """The corners of a hex about its middle, by direction of the hexside that follows anticlockwise."""
    radius = CORNER_KM * scale - shrink
    angles = [math.radians(60 * d - 30) for d in range(6)]
    return [(radius * math.cos(a), -radius * math.sin(a)) for a in angles]


def _large_hex(scale: int) -> tuple[pygame.Surface, float]:
    """A clear enlarged surface for a hex with room about it, and the offset of its middle."""
    side = math.ceil(CORNER_KM * scale) * 2 + 12
    large = pygame.Surface((side * _LARGE, side * _LARGE), pygame.SRCALPHA, 32)
    return large, side * _LARGE / 2


@functools.lru_cache(maxsize=64)
def hex_fill(scale: int, colour: Rgba) -> pygame.Surface:
    """A hex filled with a translucent colour."""
    large, middle = _large_hex(scale)
    large.fill((*colour[:3], 0))
    points = [(x * _LARGE + middle, y * _LARGE + middle) for x, y in _corners(scale)]
    pygame.draw.polygon(large, colour, points)
    return pygame.transform.smoothscale(large, (large.get_width() // _LARGE,) * 2)


@functools.lru_cache(maxsize=256)
def hex_side(scale: int, direction: int, colour: Colour, width: float) -> pygame.Surface:
    """One side of a hex as a line with round ends."""
    large, middle = _large_hex(scale)
    large.fill((*colour, 0))
    corners = [(x * _LARGE + middle, y * _LARGE + middle) for x, y in _corners(scale)]
    stroke(large, [corners[direction], corners[(direction + 1) % 6]], colour, width * _LARGE)
    return pygame.transform.smoothscale(large, (large.get_width() // _LARGE,) * 2)


def stroke(surface: pygame.Surface, points: Sequence[Point], colour: Colour | Rgba, width: float) -> None:
    """A line through points with round joints and ends."""
    for a, b in pairwise(points):
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy)
        if length:
            ox, oy = -dy / length * width / 2, dx / length * width / 2
            corners = [(a[0] + ox, a[1] + oy), (b[0] + ox, b[1] + oy), (b[0] - ox, b[1] - oy), (a[0] - ox, a[1] - oy)]
            pygame.draw.polygon(surface, colour, corners)
    for point in points:
        pygame.draw.circle(surface, colour, point, width / 2)


def dashes(points: Sequence[Point], on: float, off: float) -> list[list[Point]]:
    """A line through points cut into dashes."""
    pieces: list[list[Point]] = []
    at, along, drawing = 0.0, 0.0, True
    piece: list[Point] = [points[0]]
    for a, b in pairwise(points):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        at = 0.0
        while length - at > (on if drawing else off) - along:
            at += (on if drawing else off) - along
            point = (a[0] + (b[0] - a[0]) * at / length, a[1] + (b[1] - a[1]) * at / length)
            if drawing:
                pieces.append([*piece, point])
            piece, drawing, along = [point], not drawing, 0.0
        along += length - at
        piece.append(b)
    if drawing and len(piece) > 1:
        pieces.append(piece)
    return pieces


# hexes ---------------------------------------------------------------------------------------------------------------


def _stamp(surface: pygame.Surface, camera: Camera, h: int, picture: pygame.Surface) -> None:
    x, y = camera.centre_px(h)
    surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


def fill_hexes(surface: pygame.Surface, camera: Camera, hexes: Iterable[int], colour: Rgba) -> None:
    """Fill hexes with a translucent colour."""
    picture = hex_fill(camera.scale, colour)
    view = surface.get_rect().inflate(picture.get_size())
    for h in hexes:
        if view.collidepoint(camera.centre_px(h)):
            _stamp(surface, camera, h, picture)


def outline(
    surface: pygame.Surface, camera: Camera, hexes: frozenset[int], colour: Colour, width: float = 1.7,
    casing: Colour | None = REACH_DARK,
) -> None:  # fmt: skip
    """Draw the border of a set of hexes, light in dark."""
    sides = []
    view = surface.get_rect().inflate(4 * camera.scale, 4 * camera.scale)
    for h in hexes:
        if view.collidepoint(camera.centre_px(h)):
            sides += [(h, d) for d in range(6) if camera.grid.neighbour(h, d) not in hexes]
    for ink, wide in ((casing, width + 1.6), (colour, width)):
        if ink is not None:
            for h, direction in sides:
                _stamp(surface, camera, h, hex_side(camera.scale, direction, ink, wide))


def reach(surface: pygame.Surface, camera: Camera, hexes: frozenset[int]) -> None:
    """Show where a unit can go."""
    fill_hexes(surface, camera, hexes, palette.with_alpha(REACH_FILL, 0.26))
    outline(surface, camera, hexes, REACH_LIGHT)


def cursor(surface: pygame.Surface, camera: Camera, h: int, colour: Colour) -> None:
    """The hex cursor: the corners of a hex, light in dark, and a dot in each."""
    x, y = camera.centre_px(h)
    corners = [(x + dx, y + dy) for dx, dy in _corners(camera.scale, -1.5)]
    pieces = []
    for i, (cx, cy) in enumerate(corners):
        ends = [(cx + (ex - cx) * 0.3, cy + (ey - cy) * 0.3) for ex, ey in (corners[i - 1], corners[(i + 1) % 6])]
        pieces.append([ends[0], (cx, cy), ends[1]])

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((REACH_DARK, 7.0), (colour, 3.6)):
            for piece in pieces:
                stroke(large, [at(point) for point in piece], ink, wide * k)

    smooth(surface, corners, 8, paint)


def ring(
    surface: pygame.Surface, camera: Camera, h: int, colour: Colour, dashed: bool = False, width: float = 2.6
) -> None:
    """A ring on a hex, whole or dashed."""
    x, y = camera.centre_px(h)
    corners = [(x + cx, y + cy) for cx, cy in _corners(camera.scale, 1.5)]
    closed = [*corners, corners[0]]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        pieces = dashes(closed, camera.scale * 0.16, camera.scale * 0.1) if dashed else [closed]
        for ink, wide in ((REACH_DARK, width + 2), (colour, width)):
            for piece in pieces:
                stroke(large, [at(p) for p in piece], ink, wide * k)

    smooth(surface, corners, width + 4, paint)


def dotted(surface: pygame.Surface, camera: Camera, h: int, radius_km: float, colour: Colour) -> None:
    """A dotted circle about a hex."""
    x, y = camera.centre_px(h)
    radius = radius_km * camera.scale
    if not surface.get_rect().inflate(2 * radius, 2 * radius).collidepoint(x, y):
        return
    count = max(12, round(math.tau * radius / 8))
    dot = _dot(max(4, round(camera.scale * 0.07)), colour)
    for i in range(count):
        angle = math.tau * i / count
        spot = round(x + radius * math.cos(angle)), round(y + radius * math.sin(angle))
        surface.blit(dot, dot.get_rect(center=spot))


@functools.lru_cache(maxsize=32)
def _dot(diameter: int, colour: Colour) -> pygame.Surface:
    """A disc in a pale rim."""
    side = (diameter + 2) * 4
    large = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    large.fill((*palette.HALO, 0))
    pygame.draw.circle(large, (*palette.HALO, 215), (side / 2, side / 2), side / 2)
    pygame.draw.circle(large, colour, (side / 2, side / 2), diameter * 2)
    return pygame.transform.smoothscale(large, (diameter + 2, diameter + 2))


# lines and arrows ----------------------------------------------------------------------------------------------------


def path(surface: pygame.Surface, camera: Camera, hexes: Sequence[int], colour: Colour = palette.ACCENT) -> None:
    """A march through hexes: a line in a dark casing with a point at its end."""
    points = [camera.centre_px(h) for h in hexes]
    (ax, ay), (bx, by) = points[-2], points[-1]
    length = math.hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    size = max(9.0, camera.scale * 0.2)
    neck = (bx - ux * size, by - uy * size)

    def head(grow: float) -> list[Point]:
        wide = size * 0.62 + grow
        tip = (bx + ux * (2 + grow * 1.4), by + uy * (2 + grow * 1.4))
        foot = (neck[0] - ux * grow, neck[1] - uy * grow)
        return [tip, (foot[0] - uy * wide, foot[1] + ux * wide), (foot[0] + uy * wide, foot[1] - ux * wide)]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide, grow in ((REACH_DARK, 8.0, 2.2), (colour, 5.0, 0.0)):
            stroke(large, [at(p) for p in [*points[:-1], neck]], ink, wide * k)
            pygame.draw.polygon(large, ink, [at(p) for p in head(grow)])

    smooth(surface, points, size + 6, paint)


def path_over(surface: pygame.Surface, camera: Camera, hexes: Sequence[int], covered: frozenset[int]) -> None:
    """Where a march runs under counters, dashes over them, so that its course is seen."""
    pieces: list[list[Point]] = []
    for i in range(1, len(hexes) - 1):
        if hexes[i] in covered:
            (ax, ay), (bx, by), (cx, cy) = (camera.centre_px(h) for h in hexes[i - 1 : i + 2])
            bend = [((ax + bx) / 2, (ay + by) / 2), (bx, by), ((bx + cx) / 2, (by + cy) / 2)]
            pieces += dashes(bend, 6, 5)

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((REACH_DARK, 4.4), (palette.ACCENT, 2.4)):
            for piece in pieces:
                stroke(large, [at(point) for point in piece], ink, wide * k)

    if pieces:
        smooth(surface, [point for piece in pieces for point in piece], 6, paint)


def block_arrow(surface: pygame.Surface, camera: Camera, start: int, h: int, share: float, colour: Colour) -> None:
    """An attack across a hexside: a short broad arrow, as wide as its share of the strength."""
    (ax, ay), (bx, by) = camera.centre_px(start), camera.centre_px(h)
    ux, uy = (bx - ax) / camera.scale, (by - ay) / camera.scale
    scale = camera.scale
    wide = scale * (0.07 + 0.11 * share)
    tail, neck, tip = 0.36 * scale, 0.52 * scale, 0.52 * scale + wide * 1.5

    def outline_of(grow: float) -> list[Point]:
        shaft = [(tail - grow, wide + grow), (neck, wide + grow), (neck - grow * 0.4, wide * 1.9 + grow * 1.5)]
        halves = [(along, side) for along, side in shaft]
        both = [*halves, (tip + grow * 1.6, 0.0), *((along, -side) for along, side in reversed(halves))]
        return [(ax + ux * along - uy * side, ay + uy * along + ux * side) for along, side in both]

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, grow in ((REACH_DARK, 1.8), (colour, 0.0)):
            pygame.draw.polygon(large, ink, [at(p) for p in outline_of(grow)])

    smooth(surface, outline_of(4), 3, paint)


def fire_arc(surface: pygame.Surface, camera: Camera, start: int, h: int, colour: Colour = REACH_LIGHT) -> None:
    """The flight of shells: a dashed arc that ends in a ring."""
    (ax, ay), (bx, by) = camera.centre_px(start), camera.centre_px(h)
    bend = math.hypot(bx - ax, by - ay) * 0.16
    points = []
    for i in range(41):
        t = i / 40
        points.append((ax + (bx - ax) * t, ay + (by - ay) * t - 4 * bend * t * (1 - t)))
    pieces = dashes(points[2:], 11, 7)

    def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
        for ink, wide in ((REACH_DARK, 4.6), (colour, 2.2)):
            for piece in pieces:
                stroke(large, [at(p) for p in piece], ink, wide * k)

    smooth(surface, points, 8, paint)


# words on the map ----------------------------------------------------------------------------------------------------


def chip_beside(
    surface: pygame.Surface, lines: Sequence[tuple[str, Colour]], at: Point, hex_px: float, right: bool
) -> pygame.Rect:  # fmt: skip
    """Words on a dark plate on one side of a hex, on the other or above if there is no room; where they stand."""
    k = fonts.map_scale
    half = (max(fonts.width(words, fonts.SEMIBOLD, 12.5 * k) for words, _ in lines) + 20 * k) / 2
    away = hex_px * 0.58 + half + 4
    room = surface.get_width() - 12
    height = (17 * len(lines) + 10) * k
    for way in (1, -1) if right else (-1, 1):
        if 12 < at[0] + way * (away + half) < room:
            return chip(surface, lines, (at[0] + way * away, at[1] - height / 2), above=False)
    return chip(surface, lines, (at[0], at[1] - hex_px * 0.62))


def chip(
    surface: pygame.Surface, lines: Sequence[tuple[str, Colour]], at: Point, *, above: bool = True,
    edge: Colour | None = None, weight: str = fonts.SEMIBOLD,
) -> pygame.Rect:  # fmt: skip
    """Words on a dark plate over or under a point of the view, inside it; where they stand."""
    k = fonts.map_scale
    size = 12.5 * k
    width = max(fonts.width(words, weight, size) for words, _ in lines) + round(20 * k)
    box = pygame.Rect(0, 0, width, round((17 * len(lines) + 10) * k))
    box.midbottom = round(at[0]), round(at[1])
    if not above:
        box.midtop = round(at[0]), round(at[1])
    area = surface.get_rect().inflate(-12, -12)
    box.clamp_ip(area)
    surface.blit(tile(box.size, (*palette.BAR, 238), 6 * k, edge or palette.LINE, 1.2 * k), box)
    for i, (words, colour) in enumerate(lines):
        picture = fonts.text(words, weight, size, colour)
        surface.blit(picture, picture.get_rect(midleft=(round(box.x + 10 * k), round(box.y + (14 + 17 * i) * k))))
    return box
