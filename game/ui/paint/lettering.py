"""The type of the map: names, road shields, spot heights and bent names as pictures, and where they may stand."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import pygame

from game.ui import fonts, palette
from game.ui.paint import lines
from game.ui.paint.chance import Floats

_CYRILLIC = str.maketrans("MTOHPE", "МТОНРЕ")

Box = tuple[int, int, int, int]
"""Left, top, width, height in px."""


@dataclass(frozen=True)
class Label:
    """A label set on the map."""

    name: str
    """Id of its place, or what it belongs to."""
    picture: pygame.Surface
    at: tuple[int, int]
    """Upper left corner in px of the painted map."""
    boxes: tuple[Box, ...]
    """What it covers; one box, or one for each letter of a bent name."""


def label_at(name: str, picture: pygame.Surface, position: tuple[float, float]) -> Label:
    """A picture with its upper left corner at a position; its halo may touch others."""
    at = round(position[0]), round(position[1])
    return Label(name, picture, at, ((at[0] + 1, at[1] + 1, picture.get_width() - 2, picture.get_height() - 2),))


def name_picture(name: str, rank: int, grow: float) -> pygame.Surface:
    """A place's name in the type of its rank."""
    if rank == 0:
        name = name.upper()
    size, weight, tracking, ink = (
        (palette.CITY, fonts.SEMIBOLD, palette.CITY_TRACKING, palette.INK),
        (palette.TOWN, fonts.SEMIBOLD, palette.TOWN_TRACKING, palette.INK),
        (palette.SMALL_TOWN, fonts.MEDIUM, 0.2, palette.INK),
        (palette.VILLAGE, fonts.MEDIUM, 0.0, palette.INK),
        (palette.FEATURE, fonts.ITALIC, 0.0, palette.INK_FEATURE),
        (palette.FEATURE, fonts.ITALIC, 0.0, palette.INK_WATER),
        (palette.FEATURE, fonts.ITALIC, 0.0, palette.INK_FEATURE),
        (palette.FEATURE, fonts.ITALIC, 0.0, palette.INK_FEATURE),
    )[rank]
    halo = palette.HALO_PX * (1.25 if rank == 0 else 1.0)
    return fonts.haloed(name, weight, size * grow, ink, palette.HALO, halo, palette.HALO_SHARE, tracking * grow)


def around(
    at: tuple[float, float], picture: pygame.Surface, away: float, centred: bool = False
) -> list[tuple[float, float]]:
    """Nineteen upper left corners for a picture about a point, the best first, up to `away` px and twice that from it."""
    width, height = picture.get_size()
    x, y = at[0] - width / 2, at[1] - height / 2
    sideways = width / 2 + 0.5 * away
    ring = [(0.0, -away), (0.0, away), (sideways, -0.3 * away), (-sideways, -0.3 * away), (sideways, 0.6 * away),
            (-sideways, 0.6 * away), (0.5 * sideways, -away), (-0.5 * sideways, -away), (0.5 * sideways, away),
            (-0.5 * sideways, away)]  # fmt: skip
    far = [(0.0, -1.7 * away), (0.0, 1.7 * away), (sideways + 0.5 * away, 0.0), (-sideways - 0.5 * away, 0.0),
           (0.6 * sideways, -1.7 * away), (-0.6 * sideways, -1.7 * away), (0.6 * sideways, 1.7 * away),
           (-0.6 * sideways, 1.7 * away)]  # fmt: skip
    offsets = [(0.0, 0.0), *ring, *far] if centred else [*ring, (0.0, 0.0), *far]
    return [(x + dx, y + dy) for dx, dy in offsets]


@functools.lru_cache(maxsize=64)
def shield_picture(ref: str, language: str, size: float) -> pygame.Surface:
    """The number of a road in a frame; white on green for roads of the European network."""
    digits = next((i for i, glyph in enumerate(ref) if glyph.isdigit()), 0)
    words = f"{ref[:digits]} {ref[digits:]}".strip()
    if language == "uk":
        words = words.translate(_CYRILLIC)
    european = ref.startswith("M")
    ink = palette.SHIELD_EUROPEAN_INK if european else palette.SHIELD_INK
    words_picture = fonts.text(words, fonts.BOLD, size, ink, 0.3)
    width, height = words_picture.get_width() + round(size * 0.9), round(size * 1.55)
    large = pygame.Surface((width * 4, height * 4), pygame.SRCALPHA, 32)
    large.fill((*palette.SHIELD_INK, 0))
    ground = palette.SHIELD_EUROPEAN if european else palette.SHIELD
    edge = palette.SHIELD_EUROPEAN_INK if european else palette.SHIELD_INK
    pygame.draw.rect(large, edge, large.get_rect(), border_radius=13)
    pygame.draw.rect(large, ground, large.get_rect().inflate(-10, -10), border_radius=10)
    shield = pygame.transform.smoothscale(large, (width, height))
    shield.blit(words_picture, words_picture.get_rect(center=(width // 2, height // 2)))
    return shield


@functools.lru_cache(maxsize=256)
def spot_picture(metres: str, size: float) -> pygame.Surface:
    """A spot height: a triangle and the metres."""
    number = fonts.haloed(metres, fonts.MEDIUM, size, palette.INK_FEATURE, palette.HALO, 1.5, 0.8)
    side = round(size * 0.62)
    surface = pygame.Surface((number.get_width() + side + 1, number.get_height()), pygame.SRCALPHA, 32)
    surface.blit(number, (side + 1, 0))
    large = pygame.Surface((side * 4, side * 4), pygame.SRCALPHA, 32)
    large.fill((*palette.INK_FEATURE, 0))
    pygame.draw.polygon(large, palette.INK_FEATURE, [(0, side * 4), (side * 2, side * 0.6), (side * 4, side * 4)])
    surface.blit(pygame.transform.smoothscale(large, (side, side)), (0, round((number.get_height() - side) / 2)))
    return surface


def bent(name: str, words: str, size: float, line: Floats, start: float, offset: float) -> Label | None:
    """A text along a line about a distance along it, moved aside, in px; None where the line is too bent or short."""
    along = lines.length_along(line)
    tracking = size * 0.14
    length = fonts.width(words, fonts.ITALIC, size, tracking)
    if start - length / 2 < 0 or start + length / 2 > along[-1]:
        return None
    stops = [start - length / 2 + fonts.width(words[:i], fonts.ITALIC, size, tracking) for i in range(len(words))]
    middles = [s + fonts.width(glyph, fonts.ITALIC, size) / 2 for s, glyph in zip(stops, words, strict=True)]
    points, turns = _stations(line, along, np.array(middles), size)
    if math.cos(turns[len(turns) // 2]) < 0:
        points, turns = _stations(line, along, np.array([2 * start - m for m in middles]), size)
        turns = turns + math.pi
    if np.abs(np.diff(np.unwrap(turns))).max(initial=0.0) > 0.45:
        return None
    above = np.column_stack([np.sin(turns), -np.cos(turns)]) * offset
    return _spelled(name, words, size, points + above, turns)


def _stations(line: Floats, along: Floats, middles: Floats, size: float) -> tuple[Floats, Floats]:
    """Points at distances along a line and the line's direction there, looked at over some letters' length."""

    def at(where: Floats) -> Floats:
        return np.column_stack([np.interp(where, along, line[:, axis]) for axis in (0, 1)])

    ahead = at(middles + 1.6 * size) - at(middles - 1.6 * size)
    turns: Floats = np.arctan2(ahead[:, 1], ahead[:, 0])
    return at(middles), turns


def _spelled(name: str, words: str, size: float, points: Floats, turns: Floats) -> Label:
    """Letters turned and set on points, as one label."""
    letters = []
    for glyph, (x, y), turn in zip(words, points.tolist(), turns.tolist(), strict=True):
        picture = _letter(glyph, size, round(math.degrees(-turn)) % 360)
        letters.append((picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2))))
    corners = [pygame.Rect(at, picture.get_size()) for picture, at in letters]
    whole = corners[0].unionall(corners[1:])
    surface = pygame.Surface(whole.size, pygame.SRCALPHA, 32)
    surface.blits([(picture, (x - whole.left, y - whole.top)) for picture, (x, y) in letters])
    inner = tuple((round(x - size / 2), round(y - size / 2), round(size), round(size)) for x, y in points.tolist())
    return Label(name, surface, whole.topleft, inner)


@functools.lru_cache(maxsize=1024)
def _letter(glyph: str, size: float, degrees: int) -> pygame.Surface:
    """A letter of a water's name, turned anticlockwise."""
    large = fonts.haloed(glyph, fonts.ITALIC, size * 3, palette.INK_WATER, palette.HALO, 4.5, 0.75)
    return pygame.transform.rotozoom(large, degrees, 1 / 3)
