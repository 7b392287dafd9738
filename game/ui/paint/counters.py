"""Counters: a tile for each side told apart by colour, shape and pattern, an APP-6 symbol, steps, supply and fatigue.

A counter is drawn in 40 units whatever its size in px, four times enlarged and shrunk; pictures are kept.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pygame

from game.folders import ASSETS
from game.rules.recon import ABOUT, ALL, STRENGTH
from game.scenario.load import Scenario
from game.state import (
    BATTERY,
    DEPOT_ROLE,
    ESTABLISHMENT,
    FATIGUE,
    FULL,
    HEADQUARTERS,
    KIND,
    LOW,
    OF_SIDE,
    OUT,
    PEOPLE,
    POCKETED,
    POSTURE,
    ROLE,
    ROUNDS,
    RU,
    SEEN_LEVEL,
    SEEN_SOURCE,
    SEEN_STEPS,
    SEEN_TURN,
    SIDES,
    SOURCE,
    SOURCES,
    STRAINED,
    SUPPLY,
    TURN,
    State,
)  # fmt: skip
from game.texts import say
from game.ui import fonts, palette
from game.ui.paint.canvas import picture
from game.ui.paint.counter_marks import count_disc, tab, trouble
from game.ui.paint.land import blur

FOLDER = ASSETS / "counters"
UNITS = 40
SIZES = {12: 11, 18: 16, 26: 23, 36: 31, 46: 38, 70: 54, 112: 74}
"""Pixels a kilometre -> width of a counter in px."""
BATTALION_PEOPLE = 200
"""Establishment from which a unit bears the marks of a battalion."""
SUPPLIERS = ("source", "depot")
"""Kinds that are no troops: their counters bear the symbol alone."""
NAMELESS = "infantry"
"""The kind given to counters of units of which nobody knows what they are; it is not shown."""
SPREAD = 0.10
"""How far each counter below lies up and to the right, as a share of the width."""
REACH = 0.30
"""Room about the tile for shadow, ring and the stack, as a share of the width."""
SYMBOL_UNITS = 30.6
STRIP_FROM, SMALL_STRIP_FROM = 27.0, 23.0
PLAIN_BELOW, BARE_BELOW = 29, 19
"""Below these widths in px: symbol and large steps alone; nothing but side and symbol."""
TAGGED_FROM = 38
"""From this width in px the tag of a ghost says by what it was noticed."""
GHOST_MOST, GHOST_LEAST, GHOST_DAY = 215, 90, 25
"""How opaque (of 255) the symbol of a ghost is at most and at least, and what a day takes."""
POSTURE_LETTERS = ("H", "N", "D", "C", "V", "R", "S", "W", "P")
"""By posture."""
NO_POSTURE = -1
"""The posture of a counter that shows none."""
_LARGE = 4

Paint = palette.Colour | palette.Rgba


@dataclass(frozen=True)
class Counter:
    """What a counter shows."""

    side: int
    kind: str
    symbol: str | None = None
    """airborne, air_assault, mountain or none."""
    echelon: str = ""
    """Marks at the top: I company, II battalion, X brigade."""
    steps: int = 0
    supply: int = 0
    """FULL, STRAINED, LOW or OUT; -1 if it shows none."""
    fatigue: int = 0
    done: bool = False
    """Whether it has finished its turn."""
    posture: int = NO_POSTURE
    """How it fights, an index of POSTURES; known at level 3 and 4."""
    level: int = ALL
    """How well it is known: 1 that it is about, 2 what it is, 3 about how strong and its posture, 4 all."""
    band: str = ""
    """Its steps at level 3, such as "4-6"."""
    ghost: str | None = None
    """How old the sighting is, such as "2d"; None for a unit that was noticed today."""
    source: str = ""
    """By what it was noticed, in a word; on the tag of a ghost."""
    age: int = 0
    """Days since: the older the paler."""
    trouble: str = ""
    """"pocket" of a unit that is cut off, "rounds" of a battery too short of shells for one fire mission, or none."""


def counter_of(scenario: Scenario, state: State, unit: int) -> Counter:
    """The counter of a unit as it stands in a state."""
    row, card = scenario.roster.units[unit], scenario.units[unit]
    people = int(state.units[unit, PEOPLE])
    step = scenario.rules.file.scale.step_people
    fights = "II" if row[ESTABLISHMENT] >= BATTALION_PEOPLE else "I"
    echelon = {HEADQUARTERS: "X", SOURCE: "", DEPOT_ROLE: ""}.get(int(row[ROLE]), fights)
    return Counter(
        side=int(row[OF_SIDE]),
        kind=scenario.rules.kinds[int(row[KIND])],
        symbol=card.symbol,
        echelon=echelon,
        steps=-(-people // step),
        supply=int(state.units[unit, SUPPLY]) if row[ROLE] < SOURCE else -1,
        fatigue=int(state.units[unit, FATIGUE]),
        posture=int(state.units[unit, POSTURE]) if row[ROLE] < SOURCE else NO_POSTURE,
        trouble=_trouble(scenario, state, unit),
    )


def _trouble(scenario: Scenario, state: State, unit: int) -> str:
    """What a unit needs most, if it must be seen at once."""
    if state.units[unit, POCKETED] > 0:
        return "pocket"
    needs = scenario.rules.file.fires.shift_rounds[0]
    short = scenario.roster.units[unit, ROLE] == BATTERY and state.units[unit, ROUNDS] < needs
    return "rounds" if short else ""


def seen_counter(scenario: Scenario, state: State, unit: int, viewer: int, language: str = "en") -> Counter:
    """The counter of a unit as one side knows it; all of it if the viewer is nobody (-1), or its own side."""
    counter, row = counter_of(scenario, state, unit), state.units[unit]
    if viewer in (-1, counter.side) or counter.kind in SUPPLIERS:
        return counter
    level, days = int(row[SEEN_LEVEL]), int(state.clock[TURN] - row[SEEN_TURN])
    known: dict[str, Any] = {"level": level, "age": days, "trouble": ""}
    if level < ALL:
        known |= {"supply": -1, "fatigue": 0, "steps": 0}
    if level == STRENGTH:
        known["band"] = "–".join(map(str, band_of(scenario, int(row[SEEN_STEPS]))))
    elif level < STRENGTH:
        known["posture"] = NO_POSTURE
    if level <= ABOUT:
        known |= {"kind": NAMELESS, "symbol": None, "echelon": ""}
    if days > 0:
        source = SOURCES[int(row[SEEN_SOURCE])]
        known["ghost"] = say(language, "ui.unit.tag_days", days=days)
        known["source"] = "" if source == "never" else say(language, f"ui.unit.by_{source}")
    return replace(counter, **known)


def band_of(scenario: Scenario, steps: int) -> tuple[int, int]:
    """The least and the most steps of a unit that is known to have about so many [10.1]."""
    band = scenario.rules.file.recon.steps_band
    least = (max(steps, 1) - 1) // band * band + 1
    return least, least + band - 1


def reach_px(size: int) -> int:
    """Pixels of a picture about the tile on every side."""
    return math.ceil(size * REACH)


@functools.lru_cache(maxsize=512)
def stack(counters: tuple[Counter, ...], size: int, selected: bool = False) -> pygame.Surface:
    """Counters of one hex, the last on top; the middle of the top tile is the middle of the picture."""
    edge = reach_px(size)
    surface = pygame.Surface((size + 2 * edge, size + 2 * edge), pygame.SRCALPHA, 32)
    shown = counters[-3:]
    for below in range(len(shown) - 1, -1, -1):
        counter = shown[-1 - below]
        shift = round(size * SPREAD * below)
        if selected and not below:
            surface.blit(_ring(counter.side, size), (0, 0))
        surface.blit(_tile(counter, size, not below), (shift, -shift))
    if len(counters) > 1 and size >= PLAIN_BELOW - 6:
        disc = count_disc(len(counters), size)
        right, top = edge + size + round(size * 0.06), edge - round(size * 0.10)
        surface.blit(disc, (right - disc.get_width(), top))
    return surface


@functools.lru_cache(maxsize=512)
def _tile(counter: Counter, size: int, tabbed: bool = True) -> pygame.Surface:
    """One counter with its shadow, in the middle of a picture with room about it; with the tab of its posture or not."""
    edge = reach_px(size)
    surface = pygame.Surface((size + 2 * edge, size + 2 * edge), pygame.SRCALPHA, 32)
    if counter.ghost is None:
        surface.blit(_shadow(counter.side, size), (0, 0))
    surface.blit(_ghost_body(counter.side, size) if counter.ghost is not None else _body(counter, size), (edge, edge))
    middle = edge + size / 2
    mark = _symbol(counter, size) if counter.level > ABOUT else _question(counter, size)
    if counter.ghost is not None:
        mark = mark.copy()
        mark.set_alpha(max(GHOST_LEAST, GHOST_MOST - GHOST_DAY * counter.age))
    bare = size < BARE_BELOW or counter.kind in SUPPLIERS
    height = 20.0 if bare else 13.0 if size < PLAIN_BELOW else 16.2 if counter.side == RU else 15.6
    _blit_centred(surface, mark, middle, edge + height * size / UNITS)
    if counter.ghost is not None:
        _ghost_marks(surface, counter, size)
    else:
        _figures(surface, counter, size)
    if size >= PLAIN_BELOW:
        corner = edge - round(size * 0.06)
        if counter.posture != NO_POSTURE and tabbed:
            surface.blit(tab(POSTURE_LETTERS[counter.posture], size), (corner, corner))
        if counter.trouble:
            sign = trouble(counter.trouble, size)
            surface.blit(sign, (corner - 1, edge + round(0.36 * size)))
    if counter.done:
        veil = _outer(counter.side, size, (*palette.COUNTER_VEIL, round(255 * 0.38)))
        surface.blit(veil, (edge, edge))
    return surface


def _outline(side: int, inset: float) -> list[tuple[float, float]]:
    """The outline of a tile in units: rounded for Ukraine, corners cut off for Russia."""
    low, high = inset, UNITS - inset
    if side == RU:
        cut = 5.4 - 0.45 * inset
        return [(low + 1, low), (high - cut, low), (high, low + cut), (high, high - cut), (high - cut, high),
                (low + cut, high), (low, high - cut), (low, low + 1)]  # fmt: skip
    radius = 4.6 - inset
    points = []
    for corner_x, corner_y, start in ((high, high, 0), (low, high, 90), (low, low, 180), (high, low, 270)):
        x = corner_x - radius if corner_x == high else corner_x + radius
        y = corner_y - radius if corner_y == high else corner_y + radius
        for step in range(7):
            angle = math.radians(start + 15 * step)
            points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return points


def _blit_centred(surface: pygame.Surface, picture: pygame.Surface, x: float, y: float) -> None:
    """Draw a picture with its middle on a point."""
    surface.blit(picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2)))


def _polygon(surface: pygame.Surface, colour: Paint, points: Sequence[tuple[float, float]]) -> None:
    """Fill a polygon given in units on an enlarged picture of a tile."""
    scale = surface.get_width() / UNITS
    pygame.draw.polygon(surface, colour, [(round(x * scale), round(y * scale)) for x, y in points])


def _large(size: int) -> pygame.Surface:
    surface = pygame.Surface((size * _LARGE, size * _LARGE), pygame.SRCALPHA, 32)
    surface.fill((*palette.COUNTER_EDGE, 0))
    return surface


@functools.lru_cache(maxsize=128)
def _outer(side: int, size: int, colour: palette.Rgba) -> pygame.Surface:
    """The whole tile in one colour."""
    surface = _large(size)
    surface.fill((*colour[:3], 0))
    _polygon(surface, colour, _outline(side, 0.0))
    return pygame.transform.smoothscale(surface, (size, size))


@functools.lru_cache(maxsize=64)
def _shadow(side: int, size: int) -> pygame.Surface:
    """A soft shadow under a tile, a little below it, on a picture with room about the tile."""
    edge = reach_px(size)
    alpha = np.zeros((size + 2 * edge, size + 2 * edge))
    shape = pygame.surfarray.array_alpha(_outer(side, size, (0, 0, 0, 255))).T / 255
    drop = max(1, round(size * 0.035))
    alpha[edge + drop : edge + drop + size, edge : edge + size] = shape
    alpha = blur(alpha, max(0.8, size * 0.05)) * 0.55
    rgba = np.zeros((*alpha.shape, 4))
    rgba[..., 3] = 255 * alpha
    return picture(np.rint(rgba).astype(np.uint8))


@functools.lru_cache(maxsize=512)
def _plain_body(side: int, size: int, strip: bool) -> pygame.Surface:
    """The tile of a side, enlarged: gradient, Russia's stripes, a dark strip or none, the outline."""
    inner, side_px = _large(size), size * _LARGE
    colour = palette.SIDE[side]
    light, dark = palette.blend(colour, (255, 255, 255), 0.20), palette.blend(colour, (0, 0, 0), 0.10)
    for y in range(side_px):
        pygame.draw.line(inner, palette.blend(light, dark, min(1.0, 1.45 * y / side_px)), (0, y), (side_px, y))
    if side == RU:
        step, width = 4.0 * side_px / UNITS, max(1, round(1.25 * side_px / UNITS))
        stripe = palette.blend(colour, palette.SIDE_STRIPE, 0.62)
        for i in range(-int(side_px / step) - 1, int(side_px / step) + 1):
            pygame.draw.line(inner, stripe, (i * step, side_px), (i * step + side_px, 0), width)
    if strip:
        top = round((STRIP_FROM if size >= PLAIN_BELOW else SMALL_STRIP_FROM) * side_px / UNITS)
        pygame.draw.rect(inner, palette.COUNTER_STRIP, (0, top, side_px, side_px))
    mask = _large(size)
    mask.fill((255, 255, 255, 0))
    _polygon(mask, (255, 255, 255, 255), _outline(side, max(1.3, 1.1 * UNITS / size)))
    inner.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    body = _large(size)
    _polygon(body, (*palette.COUNTER_EDGE, 255), _outline(side, 0.0))
    body.blit(inner, (0, 0))
    return body


def _body(counter: Counter, size: int) -> pygame.Surface:
    """The tile of a counter with its fatigue bar and supply signs."""
    strip = size >= BARE_BELOW and counter.kind not in SUPPLIERS
    body = _plain_body(counter.side, size, strip).copy()
    if strip and size >= PLAIN_BELOW:
        _fatigue_bar(body, counter)
        if counter.supply >= 0:
            _supply_signs(body, counter.supply)
    if size >= PLAIN_BELOW and counter.echelon:
        _echelon(body, counter.echelon)
    return pygame.transform.smoothscale(body, (size, size))


def _fatigue_bar(body: pygame.Surface, counter: Counter) -> None:
    """The bar at the foot: as long as the unit is tired."""
    if counter.fatigue <= 0:
        return
    left = 6.2 if counter.side == RU else 3.2
    length = (UNITS - 2 * left) * min(counter.fatigue, 100) / 100
    colour = palette.FATIGUE_HIGH if counter.fatigue >= 80 else palette.FATIGUE_MIDDLE
    colour = colour if counter.fatigue >= 50 else palette.FATIGUE_LOW
    _polygon(body, colour, [(left, 36.2), (left + length, 36.2), (left + length, 38.8), (left, 38.8)])


def _supply_signs(body: pygame.Surface, supply: int) -> None:
    """The state of supply: three discs, two triangles, a diamond or a cross."""
    colour, scale, y = palette.SUPPLY[supply], body.get_width() / UNITS, 31.4
    if supply == FULL:
        for x in (22.8, 28.2, 33.6):
            pygame.draw.circle(body, colour, (x * scale, y * scale), 2.2 * scale)
    elif supply == STRAINED:
        for x in (26.6, 33.0):
            _polygon(body, colour, [(x - 2.9, y + 2.4), (x + 2.9, y + 2.4), (x, y - 2.8)])
    elif supply == LOW:
        _polygon(body, colour, [(32.2, y - 3.4), (35.6, y), (32.2, y + 3.4), (28.8, y)])
    elif supply == OUT:
        for lean in (-1, 1):
            bar = ((-2.15, -3.65), (-3.65, -2.15), (2.15, 3.65), (3.65, 2.15))
            _polygon(body, colour, [(32.4 + u, y + lean * v) for u, v in bar])


def _echelon(body: pygame.Surface, marks: str) -> None:
    """Marks of size over the symbol."""
    scale = body.get_width() / UNITS
    ink, width = (12, 12, 14), max(1, round(1.15 * scale))
    for i, mark in enumerate(marks):
        x = 20 + (i - (len(marks) - 1) / 2) * 3.0
        if mark == "I":
            pygame.draw.line(body, ink, (x * scale, 1.9 * scale), (x * scale, 5.0 * scale), width)
        else:
            for lean in (-1, 1):
                pygame.draw.line(body, ink, ((x - 1.7) * scale, (3.7 - 1.7 * lean) * scale),
                                 ((x + 1.7) * scale, (3.7 + 1.7 * lean) * scale), width)  # fmt: skip


@functools.lru_cache(maxsize=512)
def _symbol_picture(name: str, size: int) -> pygame.Surface:
    units = SYMBOL_UNITS * (1.14 if size < BARE_BELOW else 0.94 if size < PLAIN_BELOW else 1.0)
    side = round(units * size / UNITS)
    return pygame.image.load_sized_svg(str(FOLDER / f"{name}.svg"), (side, side))


def _question(counter: Counter, size: int) -> pygame.Surface:
    """What stands for the symbol of a unit of which nobody knows what it is."""
    ink = palette.SIDE_LINE[counter.side] if counter.ghost is not None else palette.SIDE_SYMBOL[counter.side]
    return fonts.text("?", fonts.BOLD, 0.56 * size, ink)


def _symbol(counter: Counter, size: int) -> pygame.Surface:
    """The APP-6 symbol of a counter."""
    return _symbol_picture("_".join(filter(None, (SIDES[counter.side], counter.kind, counter.symbol))), size)


def _figures(surface: pygame.Surface, counter: Counter, size: int) -> None:
    """Steps at the lower left."""
    edge, unit = reach_px(size), size / UNITS
    words = str(counter.steps) if counter.steps else counter.band or ("?" if counter.level < STRENGTH else "")
    if size >= BARE_BELOW and words and counter.kind not in SUPPLIERS:
        small = size < PLAIN_BELOW
        figure = 16.0 if small else max(12.2, 9.6 / unit)
        number = fonts.text(words, fonts.BOLD, figure * unit, (255, 255, 255))
        left = (5.2 if counter.side == RU else 3.6) * unit
        x = (size - number.get_width()) / 2 if small else left
        height = 31.6 if small else 29.9 if size < TAGGED_FROM else 30.9
        surface.blit(number, (round(edge + x), round(edge + height * unit - number.get_height() / 2)))


@functools.lru_cache(maxsize=32)
def _ring(side: int, size: int) -> pygame.Surface:
    """The amber ring of a selected counter, in a dark one."""
    edge = reach_px(size)
    whole = size + 2 * edge
    large = pygame.Surface((whole * _LARGE, whole * _LARGE), pygame.SRCALPHA, 32)
    large.fill((*palette.COUNTER_EDGE, 0))
    for colour, wide in ((palette.COUNTER_EDGE, 4.4), (palette.ACCENT, 3.4)):
        factor = 1 + 2 * wide / UNITS
        points = [((x - 20) * factor + 20, (y - 20) * factor + 20) for x, y in _outline(side, 0.0)]
        unit = size * _LARGE / UNITS
        at = [(edge * _LARGE + x * unit, edge * _LARGE + y * unit) for x, y in points]
        pygame.draw.polygon(large, colour, at)
    return pygame.transform.smoothscale(large, (whole, whole))


@functools.lru_cache(maxsize=32)
def _ghost_body(side: int, size: int) -> pygame.Surface:
    """The tile of a ghost: pale paper and a dashed outline."""
    large = _large(size)
    colour = palette.SIDE_LINE[side]
    large.fill((*palette.GHOST_PAPER, 0))
    _polygon(large, palette.with_alpha(palette.GHOST_PAPER, 0.66), _outline(side, 0.8))
    unit = size * _LARGE / UNITS
    points = np.array([*_outline(side, 0.9), _outline(side, 0.9)[0]]) * unit
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    dash = along[-1] / 40
    for i in range(0, 40, 2):
        at = np.linspace(i * dash, (i + 1.15) * dash, 4)
        piece = np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])
        pygame.draw.lines(large, colour, False, piece.tolist(), max(2, round(1.5 * unit)))
    return pygame.transform.smoothscale(large, (size, size))


def _ghost_marks(surface: pygame.Surface, counter: Counter, size: int) -> None:
    """The question mark of a ghost, and on a tag at the foot its age and by what it was noticed."""
    edge, unit = reach_px(size), size / UNITS
    if size < BARE_BELOW:
        return
    colour = palette.SIDE_LINE[counter.side]
    if counter.level > ABOUT:
        mark = fonts.text(counter.band or "?", fonts.BOLD, (8.4 if counter.band else 10.5) * unit, colour)
        _blit_centred(surface, mark, edge + 37.0 * unit - mark.get_width() / 2, edge + 6.0 * unit)
    if counter.ghost and size >= PLAIN_BELOW:
        words = f"{counter.ghost} · {counter.source}" if counter.source and size >= TAGGED_FROM else counter.ghost
        label = fonts.text(words, fonts.SEMIBOLD, max(8.6, 7.6 * unit) if words == counter.ghost else 8.6, colour)
        box = pygame.Rect(0, 0, label.get_width() + round(4 * unit), round(10.4 * unit))
        box.midtop = round(edge + size / 2), round(edge + 29.5 * unit)
        pygame.draw.rect(surface, palette.GHOST_PAPER, box, border_radius=2)
        pygame.draw.rect(surface, colour, box, width=1, border_radius=2)
        surface.blit(label, label.get_rect(center=box.center))
