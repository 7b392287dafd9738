"""Polygons in km of what overlays draw: bands of changing width, their patterns and chevrons, rings, hex patterns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from game.hexes import CORNER_KM, ROW_KM
from game.ui import palette
from game.ui.paint import lines
from game.ui.paint.canvas import Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.overlays.drawing import (
    BACK,
    CROSS,
    DOTS,
    FILL_SHARE,
    LINES,
    PLAIN,
    PLAIN_SHARE,
    Border,
    Drawing,
    Ribbon,
    Run,
    Style,
)

CASING_PX = 1.5
CHEVRON_PX, CHEVRON_FROM = 38.0, 5.5
"""How far chevrons stand apart, and the width in px from which a ribbon has them."""
BETWEEN_PX = 1.7
"""Width of the line between hexes of different styles."""
PALER = palette.with_alpha(palette.rgb("EFEAD9"), 0.46)
"""What makes some of the ground still paler."""
DARK, INK_SHARE = 0.55, 0.85
"""How dark the ink of a pattern is beside its colour, and how much of the ground it hides."""
SPOKE = palette.rgb("6F3F9C")
_CIRCLE = np.array([[math.cos(a), math.sin(a)] for a in np.linspace(0, math.tau, 13)[:-1]])


def growth(scale: int) -> float:
    """How much thicker lines are at a scale than at 46 px a km."""
    return min(1.7, max(0.5, math.pow(scale / 46, 0.62)))


def layers(drawing: Drawing, scale: int, centres: Floats) -> list[Shapes]:
    """Everything of a drawing but its words at a scale, from below to above."""
    found = _hexes(drawing, scale, centres)
    for ring in drawing.rings:
        if ring.under:
            found.append(Shapes(ring_polygons(centres[ring.hex], ring.px * growth(scale), scale), ring.colour))
    for _, group in groupby(drawing.ribbons, key=lambda ribbon: ribbon.runs[0].style.edge):
        found += ribbon_shapes(list(group), scale)
    spokes = [piece for a, b in drawing.spokes for piece in lines.dashes(centres[[a, b]], 5.5 / scale, 4 / scale)]
    for wide, ink in ((4.4, palette.HALO), (2.4, SPOKE)):
        found.append(Shapes(lines.strips(spokes, wide * growth(scale) / scale), ink))
    for border in drawing.borders:
        for rim, ink in ((2.4, palette.HALO), (0.0, border.colour)):
            found.append(Shapes(list(_border(border, scale, centres, rim)), ink))
    for pinch in drawing.pinches:
        found.append(Shapes(pinch_polygons(pinch.at, pinch.along, scale, 1.8), palette.HALO))
        found.append(Shapes(pinch_polygons(pinch.at, pinch.along, scale, 0.0), pinch.colour))
    return found


# ribbons -------------------------------------------------------------------------------------------------------------


def ribbon_shapes(ribbons: list[Ribbon], scale: int) -> list[Shapes]:
    """Casings of some ribbons, then their fills, then patterns, then chevrons."""
    casings: list[tuple[Floats, palette.Colour]] = []
    fills: list[tuple[Floats, palette.Colour]] = []
    marks: list[tuple[Floats, palette.Colour]] = []
    for ribbon in ribbons:
        half = ribbon.widths * growth(scale) / scale / 2
        rim = min(CASING_PX, 0.3 + 0.16 * float(ribbon.widths.max())) / scale
        for run in ribbon.runs:
            part, wide = ribbon.line[run.first : run.last + 1], half[run.first : run.last + 1]
            casings += [(polygon, run.style.edge) for polygon in (*_band(part, wide + rim), *_caps(part, wide + rim))]
            fills += [(polygon, run.style.colour) for polygon in (*_band(part, wide), *_caps(part, wide))]
            marks += [(polygon, _ink(run.style)) for polygon in _pattern(run, part, wide, scale)]
        if ribbon.chevrons:
            marks += [(polygon, palette.rgb("FFFFFF")) for polygon in _chevrons(ribbon.line, half, scale)]
    return [Shapes([p for p, _ in group], [c for _, c in group]) for group in (casings, fills, marks)]


def _ink(style: Style) -> palette.Colour:
    """The ink of the pattern of a style."""
    return palette.blend(style.colour, palette.INK, DARK)


def _band(line: Floats, half: Floats) -> list[Floats]:
    """The polygons of a band."""
    if len(line) < 2:
        return []
    side = lines.normals(line) * half[:, None]
    left, right = line + side, line - side
    cuts = range(0, len(line) - 1, lines.CHUNK)
    return [np.vstack([left[i : i + lines.CHUNK + 1], right[i : i + lines.CHUNK + 1][::-1]]) for i in cuts]


def _caps(line: Floats, half: Floats) -> list[Floats]:
    """Round ends."""
    return [line[i] + _CIRCLE * half[i] for i in (0, -1)]


def _stations(line: Floats, half: Floats, step: float) -> Iterator[tuple[Floats, Floats, Floats, float]]:
    """Points at equal distances along a band: where, forward, to the left, half the width."""
    along = lines.length_along(line)
    at = np.arange(step / 2, along[-1], step)
    if not len(at):
        return
    x, y, wide = (np.interp(at, along, values) for values in (line[:, 0], line[:, 1], half))
    left = lines.normals(line)
    u, v = np.interp(at, along, left[:, 0]), np.interp(at, along, left[:, 1])
    for i in range(len(at)):
        side = np.array([u[i], v[i]]) / max(math.hypot(u[i], v[i]), 1e-9)
        yield np.array([x[i], y[i]]), np.array([-side[1], side[0]]), side, float(wide[i])


def _pattern(run: Run, line: Floats, half: Floats, scale: int) -> Iterator[Floats]:
    """Dots, slanting lines or crosses on a band; nothing on a plain one, or on one too narrow to show them."""
    pattern, px = run.style.pattern, 1 / scale
    if pattern not in (DOTS, LINES, CROSS) or len(line) < 2 or float(half.max()) * scale < 1.6:
        return
    thin = 0.65 * growth(scale) * px
    step = {DOTS: 7.5, LINES: 6.0, CROSS: 7.5}[pattern] * growth(scale) * px
    for at, forward, side, wide in _stations(line, half, step):
        if pattern == DOTS:
            yield at + _CIRCLE[::2] * max(0.5 * wide, 1.1 * px)
            continue
        for lean in (1, -1) if pattern == CROSS else (1,):
            arm = side * wide + forward * (lean * wide * 0.8)
            yield _bar(at - arm, at + arm, thin)


def _bar(a: Floats, b: Floats, half: float) -> Floats:
    """A straight stroke."""
    away = b - a
    across = np.array([-away[1], away[0]]) / max(float(np.hypot(*away)), 1e-9) * half
    return np.array([a + across, b + across, b - across, a - across])


def _chevrons(line: Floats, half: Floats, scale: int) -> Iterator[Floats]:
    """Arrowheads that show which way a band goes."""
    for at, forward, side, wide in _stations(line, half, CHEVRON_PX * growth(scale) / scale):
        if 2 * wide * scale >= CHEVRON_FROM * growth(scale):
            tip, reach = at + forward * wide * 0.55, 0.62 * wide
            thick = forward * max(1.5 / scale, 0.34 * wide)
            left, right = tip - forward * reach + side * reach, tip - forward * reach - side * reach
            yield np.array([tip, left, left - thick, tip - thick, right - thick, right])


# hexes ---------------------------------------------------------------------------------------------------------------


def _corners(radius: float) -> Floats:
    """The corners of a hex about its middle."""
    return np.array([[radius * math.cos(math.radians(60 * d + 30)), -radius * math.sin(math.radians(60 * d + 30))]
                     for d in range(6)])  # fmt: skip


def _hexes(drawing: Drawing, scale: int, centres: Floats) -> list[Shapes]:
    """Filled hexes, then their patterns, which go on from hex to hex."""
    corners = _corners(CORNER_KM)
    by_style: dict[Style, list[int]] = {}
    for h, style in drawing.fills.items():
        by_style.setdefault(style, []).append(h)
    fills: list[Shapes] = []
    patterns: list[Shapes] = []
    if drawing.paled:
        fills.append(Shapes([centres[h] + corners for h in drawing.paled], PALER))
    for style, hexes in by_style.items():
        share = PLAIN_SHARE if style.pattern == PLAIN else FILL_SHARE
        fills.append(Shapes([centres[h] + corners for h in hexes], palette.with_alpha(style.colour, share)))
        pieces = [centres[h] + piece for h in hexes for piece in hex_pattern(style.pattern, scale)]
        patterns.append(Shapes(pieces, palette.with_alpha(_ink(style), INK_SHARE)))
    return [*fills, *patterns, Shapes(list(_between(drawing, scale, centres)), palette.with_alpha(palette.HALO, 0.8))]


def _between(drawing: Drawing, scale: int, centres: Floats) -> Iterator[Floats]:
    """Pale lines on the hexsides where one style of filled hexes ends."""
    corners, half = _corners(CORNER_KM), 0.5 * BETWEEN_PX * growth(scale) / scale
    sides: dict[tuple[int, int], tuple[Style, Floats, Floats]] = {}
    for h, style in drawing.fills.items():
        for i in range(6):
            a, b = centres[h] + corners[i - 1], centres[h] + corners[i]
            x, y = np.rint((a + b) * 500).astype(int).tolist()
            if (x, y) in sides and sides[x, y][0] == style:
                del sides[x, y]
            else:
                sides[x, y] = style, a, b
    for _, a, b in sides.values():
        yield _bar(a, b, half)


def _border(border: Border, scale: int, centres: Floats, rim: float) -> Iterator[Floats]:
    """The strokes of a border, wider by a rim in px; a dashed one has two to every hexside."""
    wide = (border.px * growth(scale) + rim) / scale
    corners = _corners(CORNER_KM - 0.5 * border.px * growth(scale) / scale)
    for h, direction in border.sides:
        a, b = centres[h] + corners[direction - 1], centres[h] + corners[direction]
        for start, end in ((0.06, 0.4), (0.6, 0.94)) if border.dashed else ((0.0, 1.0),):
            reach = 0.5 * rim / scale / CORNER_KM if border.dashed else 0.0
            piece = np.array([a + (b - a) * (start - reach), a + (b - a) * (end + reach)])
            yield from lines.strip(piece, wide)


def hex_pattern(pattern: str, scale: int) -> list[Floats]:
    """The pattern of a hex about its middle: it fits that of its neighbours, for it repeats from hex to hex."""
    parts = max(3, round(scale / 6.5))
    if pattern == DOTS:
        radius = max(0.75, 0.024 * scale) / scale
        return [_CIRCLE[::2] * radius + point for point in _lattice(parts)]
    pieces: list[Floats] = []
    for slope in {LINES: (60,), BACK: (120,), CROSS: (60, 120)}.get(pattern, ()):
        pieces += _hatching(slope, parts, 0.5 * max(1.1, 0.022 * scale) / scale)
    return pieces


def _lattice(parts: int) -> Iterator[Floats]:
    """The points of a triangular lattice in a hex."""
    for i in range(-parts, parts + 1):
        for j in range(-parts, parts + 1):
            point = np.array([(i + j / 2) / parts, j * ROW_KM / parts])
            if abs(point[0]) < 0.5 and abs(point[0]) / 2 + abs(point[1]) * ROW_KM < 0.5:
                yield point


def _hatching(slope: int, parts: int, half: float) -> list[Floats]:
    """Parallel lines across a hex."""
    along = np.array([math.cos(math.radians(slope)), -math.sin(math.radians(slope))])
    across = np.array([along[1], -along[0]])
    pieces = []
    corners = _corners(CORNER_KM)
    for k in range(-parts, parts + 1):
        offset = k * ROW_KM / parts
        cuts = []
        for i in range(6):
            a, b = corners[i], corners[(i + 1) % 6]
            da, db = float(a @ across) - offset, float(b @ across) - offset
            if (da > 0) != (db > 0):
                cuts.append(a + (b - a) * (da / (da - db)))
        if len(cuts) == 2:
            pieces.append(_bar(cuts[0], cuts[1], half))
    return pieces


def ring_polygons(centre: Floats, px: float, scale: int) -> list[Floats]:
    """A ring inside the sides of a hex, in six pieces."""
    middle = CORNER_KM - 3.2 / scale
    outer, inner = _corners(middle + px / scale / 1.73), _corners(middle - px / scale / 1.73)
    return [centre + np.array([outer[i], outer[(i + 1) % 6], inner[(i + 1) % 6], inner[i]]) for i in range(6)]


def pinch_polygons(at: Floats, along: Floats, scale: int, rim: float) -> list[Floats]:
    """The two triangles about a narrow place, larger by a rim in px."""
    size = 13.0 * growth(scale)
    found = []
    across = np.array([-along[1], along[0]])
    for side in (1, -1):
        near, far = (5.0 * growth(scale) - 1.6 * rim) / scale, (5.0 * growth(scale) + size + rim) / scale
        wide = (0.62 * size + 1.3 * rim) / scale
        tip, foot = at + across * (side * near), at + across * (side * far)
        found.append(np.array([tip, foot + along * wide, foot - along * wide]))
    return found
