"""What an editor shows over the map: hexsides, paths, brushes, pens, marks of problems, control, heights, a ruler.

Everything is drawn on the view in px of the screen, hexes that do not show are skipped, and nothing is kept.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pygame

from game.ground import Side
from game.hexes import CORNER_KM, ROW_KM
from game.state import NOBODY, RU, Ints
from game.ui import fonts, palette
from game.ui.paint.chance import Floats
from game.ui.paint.swatches import swatch
from game.ui.palette import Colour
from game.ui.table import overlay
from game.ui.table.camera import Camera, Point

ERROR, WARNING, HINT = "error", "warning", "hint"
MARK_COLOURS = {ERROR: palette.rgb("E0368A"), WARNING: palette.rgb("F2CF5B"), HINT: palette.rgb("C9CDD0")}
"""Colours of the signs of problems."""
WATER_INK = palette.rgb("3F8FCE")
WATER_LIGHT = palette.rgb("BFE3F7")
ROAD_INK = palette.rgb("FFE9B0")
CONTROL_SHARE = 0.30
LOW, HIGH = palette.rgb("2F6B5E"), palette.rgb("C77A3A")
"""Colours of the lowest and the highest ground as a tint."""
ELEVATIONS_FROM = 26
"""Pixels a kilometre from which heights are written."""
_DARK = overlay.REACH_DARK


def hexes_in_view(camera: Camera) -> Ints:
    """The hexes of which something shows, row by row."""
    grid = camera.grid
    left, top = camera.to_km(0, 0)
    right, bottom = camera.to_km(*camera.size)
    rows = range(
        max(0, math.floor((top - CORNER_KM) / ROW_KM)), min(grid.rows, math.ceil((bottom + CORNER_KM) / ROW_KM) + 1)
    )
    columns = range(max(0, math.floor(left - 1)), min(grid.columns, math.ceil(right + 0.5) + 1))
    return (np.array(rows, dtype=np.int64)[:, None] * grid.columns + np.array(columns, dtype=np.int64)).ravel()


# lines ---------------------------------------------------------------------------------------------------------------


def hexsides(surface: pygame.Surface, camera: Camera, sides: Iterable[Side], dashed: bool = False) -> None:
    """Draw rivers and canals along their hexsides, as the rules know them; dashed what is only planned."""
    for ink, width in ((WATER_INK, 4.6), (WATER_LIGHT, 2.2)):
        _sides(surface, camera, sides, ink, width, dashed)


def pen_sides(surface: pygame.Surface, camera: Camera, sides: Iterable[Side], erase: bool = False) -> None:
    """Draw the hexsides that a pen is about to follow."""
    sides = list(sides)
    for ink, width in ((_DARK, 6.4), (MARK_COLOURS[ERROR] if erase else palette.ACCENT, 3.4)):
        _sides(surface, camera, sides, ink, width, erase)


def _sides(
    surface: pygame.Surface, camera: Camera, sides: Iterable[Side], colour: Colour, width: float, dashed: bool
) -> None:
    """Hexsides as lines with round ends."""
    view = surface.get_rect().inflate(3 * camera.scale, 3 * camera.scale)
    picture = _dashed_side if dashed else overlay.hex_side
    for a, b in sides:
        direction = camera.grid.direction(a, b)
        x, y = camera.centre_px(a)
        if direction is not None and view.collidepoint(x, y):
            side = picture(camera.scale, direction, colour, width)
            surface.blit(side, side.get_rect(center=(round(x), round(y))))


@functools.lru_cache(maxsize=128)
def _dashed_side(scale: int, direction: int, colour: Colour, width: float) -> pygame.Surface:
    """One side of a hex in three dashes."""
    whole = overlay.hex_side(scale, direction, colour, width).copy()
    middle = whole.get_width() / 2
    angles = [math.radians(60 * direction + turn) for turn in (-30, 30)]
    ends = [(middle + CORNER_KM * scale * math.cos(a), middle - CORNER_KM * scale * math.sin(a)) for a in angles]
    for t in (0.3, 0.7):
        at = [ends[0][i] + (ends[1][i] - ends[0][i]) * t for i in (0, 1)]
        pygame.draw.circle(whole, (*colour, 0), at, max(2.0, 0.07 * scale))
    return whole


def road(surface: pygame.Surface, camera: Camera, hexes: Sequence[int], ends: bool = True) -> None:
    """Draw a road or railway as the path of hexes that the rules know, a bead in each."""
    points = _cut(surface, camera, hexes)
    _line(surface, points, ROAD_INK, 3.0)
    bead = _bead(max(5, round(camera.scale * 0.14)), ROAD_INK)
    for i, h in enumerate(hexes):
        x, y = camera.centre_px(h)
        first = ends and i in (0, len(hexes) - 1)
        picture = _bead(max(8, round(camera.scale * 0.24)), palette.ACCENT) if first else bead
        surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


def pen_hexes(surface: pygame.Surface, camera: Camera, hexes: Sequence[int], erase: bool = False) -> None:
    """Draw the path that a pen is about to follow from hex to hex."""
    colour = MARK_COLOURS[ERROR] if erase else palette.ACCENT
    points = _cut(surface, camera, hexes)
    _line(surface, points, colour, 3.6, dashed=True)
    bead = _bead(max(6, round(camera.scale * 0.18)), colour)
    for h in hexes:
        x, y = camera.centre_px(h)
        surface.blit(bead, bead.get_rect(center=(round(x), round(y))))


def _cut(surface: pygame.Surface, camera: Camera, hexes: Sequence[int]) -> list[list[Point]]:
    """The runs of a path that show, as points of the view."""
    view = surface.get_rect().inflate(4 * camera.scale, 4 * camera.scale)
    runs: list[list[Point]] = [[]]
    for h in hexes:
        at = camera.centre_px(h)
        if view.collidepoint(at):
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _line(surface: pygame.Surface, runs: list[list[Point]], colour: Colour, width: float, dashed: bool = False) -> None:
    """Smooth lines through points of the view in a dark casing."""
    for run in runs:
        pieces = overlay.dashes(run, 9, 6) if dashed else [run]

        def paint(large: pygame.Surface, at: overlay.Find, k: float, pieces: list[list[Point]] = pieces) -> None:
            for ink, wide in ((_DARK, width + 2.6), (colour, width)):
                for piece in pieces:
                    overlay.stroke(large, [at(point) for point in piece], ink, wide * k)

        overlay.smooth(surface, run, width + 4, paint)


@functools.lru_cache(maxsize=32)
def _bead(diameter: int, colour: Colour) -> pygame.Surface:
    """A disc in a dark rim."""
    side = (diameter + 3) * 4
    large = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    large.fill((*_DARK, 0))
    pygame.draw.circle(large, _DARK, (side / 2, side / 2), side / 2)
    pygame.draw.circle(large, colour, (side / 2, side / 2), diameter * 2)
    return pygame.transform.smoothscale(large, (diameter + 3, diameter + 3))


# hexes ---------------------------------------------------------------------------------------------------------------


def brush(surface: pygame.Surface, camera: Camera, hexes: Collection[int], erase: bool = False) -> None:
    """Outline the hexes that a click would change."""
    colour = MARK_COLOURS[ERROR] if erase else palette.ACCENT
    overlay.outline(surface, camera, frozenset(hexes), colour, 2.6)


def stroke(surface: pygame.Surface, camera: Camera, terrain: Mapping[int, int]) -> None:
    """Fill the hexes of the stroke that is being drawn with their new terrain, until the ground is painted."""
    width = camera.scale + 1
    view = surface.get_rect().inflate(2 * camera.scale, 2 * camera.scale)
    for h, kind in terrain.items():
        x, y = camera.centre_px(h)
        if view.collidepoint(x, y):
            picture = swatch(kind, width, h % 4)
            place = picture.get_rect(center=(round(x), round(y)))
            surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)


def selected(surface: pygame.Surface, camera: Camera, hexes: Iterable[int]) -> None:
    """Ring the hexes of what is selected."""
    for h in hexes:
        x, y = camera.centre_px(h)
        if surface.get_rect().inflate(3 * camera.scale, 3 * camera.scale).collidepoint(x, y):
            overlay.ring(surface, camera, h, palette.ACCENT, width=3.0)


def control(surface: pygame.Surface, camera: Camera, owner: Ints) -> None:
    """Tint every hex by who holds it (the owner of each hex): Ukraine plain, Russia striped, nobody dotted."""
    _stamped(surface, camera, lambda h: _held(camera.scale, int(owner[h])))


@functools.lru_cache(maxsize=32)
def _held(scale: int, owner: int) -> pygame.Surface:
    """A hex in the colour and the pattern of its owner."""
    if owner == NOBODY:
        picture = overlay.hex_fill(scale, palette.with_alpha(palette.CONTESTED_PAPER, CONTROL_SHARE)).copy()
        _dots(picture, (*palette.CONTESTED_INK, 170), max(4, scale // 6), scale)
        return picture
    colour = palette.with_alpha(palette.SIDE[owner], CONTROL_SHARE)
    picture = overlay.hex_fill(scale, colour).copy()
    if owner == RU:
        mask = overlay.hex_fill(scale, palette.with_alpha(palette.SIDE_STRIPE, 0.55))
        side = picture.get_width()
        stripes = pygame.Surface((side, side), pygame.SRCALPHA, 32)
        for x in range(-side, side, max(5, scale // 5)):
            pygame.draw.line(stripes, (255, 255, 255, 255), (x, side), (x + side, 0), max(1, scale // 30))
        stripes.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        picture.blit(stripes, (0, 0))
    return picture


def _dots(picture: pygame.Surface, colour: palette.Rgba, step: int, scale: int) -> None:
    """Dots all over a hex."""
    side = picture.get_width()
    for j, y in enumerate(range(step, side, step)):
        for x in range(step + (step // 2) * (j % 2), side, step):
            away = abs(x - side / 2), abs(y - side / 2)
            if away[0] < 0.42 * scale and away[0] * 0.5 + away[1] * 0.866 < 0.42 * scale:
                pygame.draw.circle(picture, colour, (x, y), max(1.0, scale / 40))


def elevations(surface: pygame.Surface, camera: Camera, metres: Floats) -> None:
    """Tint every hex by its height (metres, a value a hex), green to brown; written where there is room."""
    low, high = float(metres.min()), float(metres.max())
    span = max(high - low, 1.0)

    def tint(h: int) -> pygame.Surface:
        step = round(12 * (metres[h] - low) / span) / 12
        return overlay.hex_fill(camera.scale, palette.with_alpha(palette.blend(LOW, HIGH, step), 0.42))

    _stamped(surface, camera, tint)
    if camera.scale >= ELEVATIONS_FROM:
        size = (9.0 if camera.scale < 46 else 11.0) * fonts.map_scale
        _stamped(surface, camera, lambda h: _metres(f"{metres[h]:.0f}", size))


@functools.lru_cache(maxsize=512)
def _metres(words: str, size: float) -> pygame.Surface:
    """A height in figures."""
    return fonts.haloed(words, fonts.SEMIBOLD, size, palette.INK, palette.HALO, 1.6, 0.85)


def values(surface: pygame.Surface, camera: Camera, words: Mapping[int, str]) -> None:
    """Write a short text in the middle of hexes."""
    for h, text in words.items():
        x, y = camera.centre_px(h)
        if surface.get_rect().inflate(camera.scale, camera.scale).collidepoint(x, y):
            picture = _metres(text, 11.0 * fonts.map_scale)
            surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


def _stamped(surface: pygame.Surface, camera: Camera, picture_of: overlay.Picture) -> None:
    """A picture in the middle of every hex that shows."""
    blits = []
    for h in hexes_in_view(camera).tolist():
        picture = picture_of(h)
        x, y = camera.centre_px(h)
        blits.append((picture, picture.get_rect(center=(round(x), round(y)))))
    surface.blits(blits, False)


# marks ---------------------------------------------------------------------------------------------------------------


def problem(surface: pygame.Surface, camera: Camera, h: int, severity: str, chosen: bool = False) -> None:
    """Mark a hex with the sign of a problem, in a ring if it is the one chosen in the list."""
    x, y = camera.centre_px(h)
    if not surface.get_rect().inflate(2 * camera.scale, 2 * camera.scale).collidepoint(x, y):
        return
    if chosen:
        overlay.ring(surface, camera, h, MARK_COLOURS[severity], width=3.0)
    picture = problem_sign(severity, max(14, round(20 * fonts.map_scale)))
    surface.blit(picture, picture.get_rect(center=(round(x), round(y))))


@functools.lru_cache(maxsize=32)
def problem_sign(severity: str, side: int) -> pygame.Surface:
    """The sign of an error (a cross on a disc), a warning (a triangle) or a hint (an i in a ring), in px."""
    k = 4
    w = side * k
    large = pygame.Surface((w, w), pygame.SRCALPHA, 32)
    colour = MARK_COLOURS[severity]
    large.fill((*_DARK, 0))
    if severity == WARNING:
        points = [(w * 0.5, w * 0.04), (w * 0.98, w * 0.93), (w * 0.02, w * 0.93)]
        pygame.draw.polygon(large, _DARK, points)
        middle = (0.5 * w, 0.62 * w)
        inner = [(middle[0] + (px - middle[0]) * 0.80, middle[1] + (py - middle[1]) * 0.80) for px, py in points]
        pygame.draw.polygon(large, colour, inner)
        pygame.draw.line(large, _DARK, (w / 2, w * 0.38), (w / 2, w * 0.64), max(2, w // 10))
        pygame.draw.circle(large, _DARK, (w / 2, w * 0.77), w * 0.06)
    else:
        pygame.draw.circle(large, palette.HALO if severity == ERROR else _DARK, (w / 2, w / 2), w / 2)
        pygame.draw.circle(large, colour, (w / 2, w / 2), w * 0.43)
        if severity == HINT:
            pygame.draw.circle(large, palette.PANEL, (w / 2, w / 2), w * 0.34)
            pygame.draw.line(large, colour, (w / 2, w * 0.46), (w / 2, w * 0.72), max(2, w // 10))
            pygame.draw.circle(large, colour, (w / 2, w * 0.31), w * 0.065)
        else:
            for lean in (-1, 1):
                ends = [(w / 2 + s * 0.17 * w, w / 2 + s * lean * 0.17 * w) for s in (-1, 1)]
                overlay.stroke(large, ends, (255, 255, 255), w * 0.11)
    return pygame.transform.smoothscale(large, (side, side))


def ruler(surface: pygame.Surface, camera: Camera, start: Point, end: Point, words: str) -> None:
    """Draw a line between two points in km, with a tick at every kilometre and words at its end."""
    a, b = camera.to_px(*start), camera.to_px(*end)
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    if length < 1:
        return
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    ticks = []
    for km in range(1, math.ceil(length / camera.scale)):
        x, y = a[0] + ux * km * camera.scale, a[1] + uy * km * camera.scale
        reach = 6 if km % 5 == 0 else 3.5
        if (camera.scale >= 26 or km % 5 == 0) and surface.get_rect().collidepoint(x, y):
            ticks.append([(x - uy * reach, y + ux * reach), (x + uy * reach, y - ux * reach)])

    def paint(large: pygame.Surface, at: overlay.Find, k: float) -> None:
        for ink, wide in ((_DARK, 4.6), (palette.ACCENT, 2.2)):
            for piece in ([a, b], *ticks):
                overlay.stroke(large, [at(point) for point in piece], ink, wide * k)

    overlay.smooth(surface, [a, b], 12, paint)
    overlay.chip(surface, [(words, palette.TEXT)], (b[0], b[1] - 12), edge=palette.ACCENT)
