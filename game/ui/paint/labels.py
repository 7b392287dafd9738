"""Names on the map: places, road shields, spot heights, waters along their course; none covers another or a counter.

Labels are set one after the other by rank; each tries its positions in turn and is left out where none is free.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.rulebook import DENSE_URBAN, TOWN, WORKS
from game.scenario.load import Scenario
from game.scenario.schema import Place
from game.ui import fonts, palette
from game.ui.paint import lines
from game.ui.paint.built_up import towns_of
from game.ui.paint.chance import Floats
from game.ui.paint.kept import kept
from game.ui.paint.land import Land
from game.ui.paint.roads import Roads, Way
from game.ui.paint.water import Waters
from game.ui.table.camera import Camera, size_px

GREAT_CITY_HEXES = 10
"""A city whose built-up ground has so many hexes is written in capitals."""
GROWTH = {12: 0.80, 18: 0.86, 26: 0.92, 36: 0.96, 46: 1.0, 70: 1.15, 112: 1.35}
"""Type size by pixels a kilometre."""
FROM_SCALE = {"city": 12, "town": 18, "village": 26, "quarter": 46, "feature": 46, "height": 46, "water": 36}
"""Pixels a kilometre from which a kind of place is named."""
SHIELDS_FROM, WATER_NAMES_FROM, SPOTS_FROM = 18, 26, 36
SHIELD_EVERY_PX, WATER_NAME_EVERY_PX = 520, 760
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


class Labels:
    """All labels of a scenario, at any scale, about any counters."""

    def __init__(self, land: Land, scenario: Scenario, roads: Roads, waters: Waters) -> None:
        self.land, self.scenario, self.roads, self.waters = land, scenario, roads, waters
        towns = towns_of(land)
        self.great = {h for town in towns if len(town) >= GREAT_CITY_HEXES for h in town}
        self.spots = _spot_heights(land)

    @kept(16)
    def layout(
        self, scale: int, language: str, taken: tuple[Box, ...] = (), text: float = 1.0
    ) -> tuple[Label, ...]:
        """The labels of the whole map at a scale, off the boxes already taken, in px; `text` times their usual size."""
        setting = _Setting(size_px(self.land.world, scale), taken)
        grow = GROWTH[scale] * text
        if scale >= SHIELDS_FROM:
            self._shields(setting, scale, language, (GROWTH[scale] + 1) / 2 * text)
        ranked = sorted(self.scenario.file.places, key=self._rank)
        shown = [place for place in ranked if scale >= FROM_SCALE[place.kind]]
        settled = [place for place in shown if self._rank(place) < 4]
        for place in settled:
            self._place(setting, place, scale, grow, language)
        if scale >= WATER_NAMES_FROM:
            self._water_names(setting, scale, grow, language)
        for place in shown[len(settled) :]:
            self._place(setting, place, scale, grow, language)
        if scale >= SPOTS_FROM:
            for h in self.spots:
                picture = _spot_picture(str(round(self.land.elevation[h])), palette.SPOT_HEIGHT * grow)
                setting.put(f"spot-{h}", picture, _around(self._px(self.land.centres[h], scale), picture, 0.3)[:5])
        return tuple(setting.labels)

    def _rank(self, place: Place) -> int:
        """0 for the loudest label."""
        if place.kind == "city":
            return 0 if self.land.grid.parse(place.hex) in self.great else 1
        return {"town": 2, "village": 3, "quarter": 4, "water": 5, "feature": 6, "height": 7}[place.kind]

    def _px(self, point: Floats, scale: int) -> tuple[float, float]:
        """A point in km as px of the painted map."""
        return (float(point[0]) - self.land.world.left) * scale, (float(point[1]) - self.land.world.top) * scale

    def _place(self, setting: _Setting, place: Place, scale: int, grow: float, language: str) -> None:
        """Set the name of a place."""
        picture = _picture(getattr(place.name, language), self._rank(place), grow)
        x, y = self.scenario.ground.geo.to_km(place.lat, place.lon)
        h = self.land.grid.parse(place.hex)
        home = self.land.centres[h]
        away = np.array([x, y]) - home
        at = self._px(home + away * min(1.0, 0.6 / max(float(np.hypot(*away)), 1e-9)), scale)
        rank = self._rank(place)
        positions = _around(at, picture, 0.34 * scale if rank else 0.9 * scale, centred=rank in (0, 1, 4, 5, 6))
        if not setting.put(place.id, picture, positions) and rank < 3:
            rings = [(a, r) for r in (0.0, 0.7, 1.1, 1.5, 2.0, 2.5) for a in range(0, 360, 20)]
            wide = [(math.cos(math.radians(a)) * r * scale, math.sin(math.radians(a)) * r * scale) for a, r in rings]
            x, y = at[0] - picture.get_width() / 2, at[1] - picture.get_height() / 2
            setting.squeeze(place.id, picture, [(x + dx, y + dy) for dx, dy in wide])

    def _shields(self, setting: _Setting, scale: int, language: str, grow: float) -> None:
        """Set the numbers of the greater roads, each where it finds room along its road."""
        by_ref: dict[str, list[Way]] = {}
        for way in self.roads.roads:
            if way.ref and way.kind in ("main", "supply"):
                by_ref.setdefault(way.ref.split("/")[0].strip(), []).append(way)
        for ref, ways in by_ref.items():
            picture = _shield(ref, language, palette.SHIELD_SIZE * grow)
            for n, way in enumerate(ways):
                length = lines.length_along(way.line)
                count = max(1, round(float(length[-1]) * scale / SHIELD_EVERY_PX))
                for i in range(count if length[-1] * scale > 90 else 0):
                    middle = (i + 0.5) / count
                    stops = [middle + s * k * 0.06 / count for k in range(8) for s in (1, -1)][1:]
                    at = [way.line[min(len(way.line) - 1, max(0, int(t * len(way.line))))] for t in stops]
                    points = [self._px(point, scale) for point in at if self.land.on_map(point[:1], point[1:])[0]]
                    half = picture.get_width() / 2, picture.get_height() / 2
                    setting.put(f"road-{ref}-{n}-{i}", picture, [(x - half[0], y - half[1]) for x, y in points])

    def _water_names(self, setting: _Setting, scale: int, grow: float, language: str) -> None:
        """Set the names of rivers and canals along their course."""
        for n, flow in enumerate(self.waters.flows):
            if flow.name is None:
                continue
            inside = self.land.on_map(flow.line[:, 0], flow.line[:, 1])
            line = (flow.line[inside] - [self.land.world.left, self.land.world.top]) * scale
            if len(line) < 8:
                continue
            words = getattr(flow.name, language)
            size = palette.WATER_NAME * grow
            length = float(lines.length_along(line)[-1])
            count = max(1, round(length / WATER_NAME_EVERY_PX))
            for i in range(count):
                for k in range(9):
                    start = length * (i + 0.5 + (0.08 * ((k + 1) // 2) * (1 if k % 2 else -1))) / count
                    bent = _bent(f"water-{n}-{i}", words, size, line, start, 0.85 * size + 0.05 * scale)
                    if bent is not None and setting.add(bent):
                        break

    def draw(self, surface: pygame.Surface, camera: Camera, language: str, taken: tuple[Box, ...]) -> None:
        """Draw what shows of the labels."""
        left, top = camera.offset
        view = surface.get_rect().move(left, top)
        for label in self.layout(camera.scale, language, taken, fonts.map_scale):
            if view.colliderect((label.at, label.picture.get_size())):
                surface.blit(label.picture, (label.at[0] - left, label.at[1] - top))


class _Setting:
    """Labels being set: those that stand, and everything they must keep off."""

    def __init__(self, size: tuple[int, int], taken: Sequence[Box]) -> None:
        self.labels: list[Label] = []
        self.map = pygame.Rect((0, 0), size)
        self.taken = [pygame.Rect(box) for box in taken]
        self.boxes = list(self.taken)

    def put(self, name: str, picture: pygame.Surface, positions: Iterable[tuple[float, float]]) -> bool:
        """Set a picture on the first position that is free."""
        return any(self.add(_label(name, picture, position)) for position in positions)

    def squeeze(self, name: str, picture: pygame.Surface, positions: Iterable[tuple[float, float]]) -> None:
        """Set a picture where it covers the least of what was taken first, but off every other label."""
        labels = [pygame.Rect(box) for label in self.labels for box in label.boxes]
        best = None
        for number, position in enumerate(positions):
            label = _label(name, picture, position)
            box = pygame.Rect(label.boxes[0])
            if self.map.contains(box) and box.collidelist(labels) < 0:
                covered = [box.clip(self.taken[i]).size for i in box.collidelistall(self.taken)]
                cost = sum(width * height for width, height in covered), number
                best = min(best, (cost, label), key=lambda choice: choice[0]) if best else (cost, label)
        if best:
            self._stand(best[1])

    def add(self, label: Label) -> bool:
        """Set a label if everything it covers is free."""
        for box in map(pygame.Rect, label.boxes):
            if not self.map.contains(box) or box.collidelist(self.boxes) >= 0:
                return False
        self._stand(label)
        return True

    def _stand(self, label: Label) -> None:
        self.labels.append(label)
        self.boxes += [pygame.Rect(box) for box in label.boxes]


def _label(name: str, picture: pygame.Surface, position: tuple[float, float]) -> Label:
    """A picture with its upper left corner at a position; its halo may touch others."""
    at = round(position[0]), round(position[1])
    return Label(name, picture, at, ((at[0] + 1, at[1] + 1, picture.get_width() - 2, picture.get_height() - 2),))


def _picture(name: str, rank: int, grow: float) -> pygame.Surface:
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


def _around(
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
def _shield(ref: str, language: str, size: float) -> pygame.Surface:
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
def _spot_picture(metres: str, size: float) -> pygame.Surface:
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


def _bent(name: str, words: str, size: float, line: Floats, start: float, offset: float) -> Label | None:
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


def _spot_heights(land: Land) -> list[int]:
    """The hexes that stand above everything within three hexes and are not built up, the highest first."""
    built = land.is_terrain(TOWN, DENSE_URBAN, WORKS)
    found = []
    for h in range(land.grid.count):
        around = np.array([n for n in land.grid.disk(h, 3) if n != h], dtype=np.int64)
        rise = land.elevation[h] - land.elevation[around]
        below = (rise > 0) | ((rise == 0) & (around > h))
        if not built[h] and len(around) >= 20 and below.all() and rise.max() >= 15:
            found.append(h)
    return sorted(found, key=lambda h: -land.elevation[h])


def edge_numbers(surface: pygame.Surface, camera: Camera) -> None:
    """Numbers of the columns along the top of a view and of the rows along its left side, on pale edges."""
    grid, scale = camera.grid, camera.scale
    every = 1 if scale >= 26 * fonts.map_scale else 5
    digits = grid.digits
    left = max(0, -camera.offset[0])
    top = max(0, -camera.offset[1])
    sample = _edge_number("0" * digits, fonts.map_scale)
    width, height = surface.get_size()
    surface.blit(_edge(width - 2 * left, sample.get_height()), (left, top))
    surface.blit(_edge(sample.get_width() + 2, height - 2 * top - sample.get_height()), (left, top + sample.get_height()))
    for column in range(0, grid.columns, every):
        x, _ = camera.to_px(column, 0)
        label = _edge_number(f"{column:0{digits}d}", fonts.map_scale)
        surface.blit(label, (round(x - label.get_width() / 2), top + 1))
    for row in range(0, grid.rows, every):
        _, y = camera.to_px(*grid.centre(row * grid.columns))
        label = _edge_number(f"{row:0{digits}d}", fonts.map_scale)
        if y > top + sample.get_height() + 6:
            surface.blit(label, (left + 2, round(y - label.get_height() / 2)))


@functools.lru_cache(maxsize=8)
def _edge(width: int, height: int) -> pygame.Surface:
    """A pale strip on which numbers stand."""
    surface = pygame.Surface((max(1, width), max(1, height)), 0, 32)
    surface.fill(palette.OFF_MAP)
    surface.set_alpha(165)
    return surface


@functools.lru_cache(maxsize=512)
def _edge_number(number: str, text: float) -> pygame.Surface:
    return fonts.haloed(number, fonts.SEMIBOLD, 10.0 * text, palette.INK, palette.HALO, 1.6, 0.85)
