"""Names on the map: places, road shields, spot heights, waters along their course; none covers another or a counter.

Labels are set one after the other by rank; each tries its positions in turn and is left out where none is free.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pygame

from game.ground import disk_offsets
from game.rulebook import DENSE_URBAN, TOWN, WORKS
from game.rules_file import Names
from game.scenario.load import Scenario
from game.scenario.schema import Place
from game.ui import fonts, palette
from game.ui.paint import lines
from game.ui.paint.built_up import Towns
from game.ui.paint.chance import Floats
from game.ui.paint.kept import Same, kept
from game.ui.paint.land import Land
from game.ui.paint.lettering import (
    Box,
    Label,
    around,
    bent,
    label_at,
    name_picture,
    shield_picture,
    spot_picture,
)
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
LOUD, SETTLED = 3, 4
"""Ranks below the first are set before those of the cells beside, ranks below the second before waters."""
CELL_PX, CELL_KM = 2048, 36
"""Least width of a cell, in px and in km."""
STRAY_PX = 420
"""How far a label may stick out of its cell."""

Cell = tuple[int, int]
"""Column and row of a cell."""

class Labels:
    """All labels of a scenario, at any scale, about any counters.

    The map is cut into cells about as large as the battlefield of Bakhmut. Cities, towns and road shields are set first
    and keep off those of the cells beside; everything else stays within its cell. So no cell asks for the whole map.
    """

    def __init__(self, land: Land, scenario: Scenario, roads: Roads, waters: Waters, towns: Towns) -> None:
        self.land, self.scenario, self.roads, self.waters = land, scenario, roads, waters
        self.great = {h for town in towns.towns if len(town) >= GREAT_CITY_HEXES for h in town}
        self.spots = _spot_heights(land)

    def layout(
        self, scale: int, language: str, taken: tuple[Box, ...] = (), text: float = 1.0
    ) -> tuple[Label, ...]:
        """The labels of the whole map at a scale, off the boxes already taken, in px; `text` times their usual size."""
        about = self._about(scale, language, Same(taken), text)
        return tuple(label for cell in about.cells(about.map) for label in self._cell(about, cell))

    def draw(self, surface: pygame.Surface, camera: Camera, language: str, taken: tuple[Box, ...]) -> None:
        """Draw what shows of the labels."""
        left, top = camera.offset
        view = surface.get_rect().move(left, top)
        about = self._about(camera.scale, language, Same(taken), fonts.map_scale)
        for cell in about.cells(view.inflate(2 * STRAY_PX, 2 * STRAY_PX)):
            for label in self._cell(about, cell):
                if view.colliderect((label.at, label.picture.get_size())):
                    surface.blit(label.picture, (label.at[0] - left, label.at[1] - top))

    @kept(8)
    def _about(self, scale: int, language: str, taken: Same, text: float) -> _About:
        return _About(size_px(self.land.world, scale), scale, language, taken.thing, text)

    @kept(48)
    def _cell(self, about: _About, cell: Cell) -> tuple[Label, ...]:
        """The labels of a cell."""
        return (*self._loud(about, cell), *self._quiet(about, cell))

    def _around(self, about: _About, cell: Cell, before: bool) -> list[pygame.Rect]:
        """What the loud labels of the cells beside cover, or only of those set before."""
        others = [other for other in about.beside(cell) if not before or _turn(other) < _turn(cell)]
        return [pygame.Rect(box) for other in others for label in self._loud(about, other) for box in label.boxes]

    @kept(96)
    def _loud(self, about: _About, cell: Cell) -> tuple[Label, ...]:
        """Road shields, cities and towns of a cell."""
        setting = _Setting(about.map, about.near(cell), self._around(about, cell, before=True))
        if about.scale >= SHIELDS_FROM:
            for shield in self._shields(about.scale).get(cell, ()):
                self._shield(setting, shield, about)
        for place in self._places(about.scale).get(cell, ()):
            if self._rank(place) < LOUD:
                self._place(setting, place, about)
        return tuple(setting.labels)

    def _quiet(self, about: _About, cell: Cell) -> tuple[Label, ...]:
        """Villages, waters, features and heights of a cell."""
        scale = about.scale
        loud = [pygame.Rect(box) for label in self._loud(about, cell) for box in label.boxes]
        others = [*loud, *self._around(about, cell, before=False)]
        setting = _Setting(about.rect(cell).clip(about.map), about.near(cell), others)
        shown = [place for place in self._places(scale).get(cell, ()) if self._rank(place) >= LOUD]
        settled = [place for place in shown if self._rank(place) < SETTLED]
        for place in settled:
            self._place(setting, place, about)
        if scale >= WATER_NAMES_FROM:
            for stretch in self._stretches(scale).get(cell, ()):
                self._water_name(setting, stretch, about)
        for place in shown[len(settled) :]:
            self._place(setting, place, about)
        if scale >= SPOTS_FROM:
            for h in self._spots(scale).get(cell, ()):
                picture = spot_picture(str(round(self.land.elevation[h])), palette.SPOT_HEIGHT * about.grow)
                setting.put(f"spot-{h}", picture, around(self._px(self.land.centres[h], scale), picture, 0.3)[:5])
        return tuple(setting.labels)

    def _rank(self, place: Place) -> int:
        """0 for the loudest label."""
        if place.kind == "city":
            return 0 if self.land.grid.parse(place.hex) in self.great else 1
        return {"town": 2, "village": 3, "quarter": 4, "water": 5, "feature": 6, "height": 7}[place.kind]

    def _px(self, point: Floats, scale: int) -> tuple[float, float]:
        """A point in km as px of the painted map."""
        return (float(point[0]) - self.land.world.left) * scale, (float(point[1]) - self.land.world.top) * scale

    # what belongs to which cell --------------------------------------------------------------------------------------

    @kept(7)
    def _places(self, scale: int) -> dict[Cell, list[Place]]:
        """The places named at a scale, by cell, the loudest first."""
        found: dict[Cell, list[Place]] = {}
        for place in sorted(self.scenario.file.places, key=self._rank):
            h = self.land.grid.parse(place.hex)
            if scale >= FROM_SCALE[place.kind] and h is not None:
                found.setdefault(_cell_of(self._px(self.land.centres[h], scale), scale), []).append(place)
        return found

    @kept(7)
    def _spots(self, scale: int) -> dict[Cell, list[int]]:
        """The spot heights by cell."""
        found: dict[Cell, list[int]] = {}
        for h in self.spots:
            found.setdefault(_cell_of(self._px(self.land.centres[h], scale), scale), []).append(h)
        return found

    @kept(7)
    def _shields(self, scale: int) -> dict[Cell, list[_Shield]]:
        """The numbers of the greater roads by cell."""
        by_ref: dict[str, list[Way]] = {}
        for way in self.roads.roads:
            if way.ref and way.kind in ("main", "supply"):
                by_ref.setdefault(way.ref.split("/")[0].strip(), []).append(way)
        found: dict[Cell, list[_Shield]] = {}
        for ref, ways in by_ref.items():
            for n, way in enumerate(ways):
                count = max(1, round(way.length * scale / SHIELD_EVERY_PX))
                for i in range(count if way.length * scale > 90 else 0):
                    best, step, last = (i + 0.5) / count, 0.06 / count, len(way.line) - 1
                    shares = [best + s * k * step for k in range(8) for s in (1, -1)][1:]
                    stops = way.line[[min(last, max(0, int(share * len(way.line)))) for share in shares]]
                    there = self.land.on_map(stops[:, 0], stops[:, 1])
                    shield = _Shield(ref, f"road-{ref}-{n}-{i}", [self._px(stop, scale) for stop in stops[there]])
                    found.setdefault(_cell_of(self._px(stops[0], scale), scale), []).append(shield)
        return found

    @kept(7)
    def _stretches(self, scale: int) -> dict[Cell, list[_Stretch]]:
        """The stretches of named rivers and canals by cell, each in px of the painted map."""
        found: dict[Cell, list[_Stretch]] = {}
        for n, flow in enumerate(self.waters.flows):
            if flow.name is None:
                continue
            inside = self.land.on_map(flow.line[:, 0], flow.line[:, 1])
            line = (flow.line[inside] - [self.land.world.left, self.land.world.top]) * scale
            if len(line) < 8:
                continue
            along = lines.length_along(line)
            count = max(1, round(float(along[-1]) / WATER_NAME_EVERY_PX))
            for i in range(count):
                middle = float(along[-1]) * (i + 0.5) / count
                at = line[min(int(np.searchsorted(along, middle)), len(line) - 1)]
                stretch = _Stretch(f"water-{n}-{i}", flow.name, line, middle, float(along[-1]) / count)
                found.setdefault(_cell_of((float(at[0]), float(at[1])), scale), []).append(stretch)
        return found

    # setting ---------------------------------------------------------------------------------------------------------

    def _place(self, setting: _Setting, place: Place, about: _About) -> None:
        """Set the name of a place."""
        scale, rank = about.scale, self._rank(place)
        at, picture, positions = self._named(Same(place), about.language, scale, about.grow)
        if not setting.put(place.id, picture, positions) and rank < LOUD:
            rings = [(a, r) for r in (0.0, 0.7, 1.1, 1.5, 2.0, 2.5) for a in range(0, 360, 20)]
            wide = [(math.cos(math.radians(a)) * r * scale, math.sin(math.radians(a)) * r * scale) for a, r in rings]
            x, y = at[0] - picture.get_width() / 2, at[1] - picture.get_height() / 2
            setting.squeeze(place.id, picture, [(x + dx, y + dy) for dx, dy in wide])

    @kept(480)
    def _named(
        self, same: Same, language: str, scale: int, grow: float
    ) -> tuple[tuple[float, float], pygame.Surface, list[tuple[float, float]]]:
        """Where a place is in px of the painted map, its name, and where that may stand, the best first."""
        place, rank = same.thing, self._rank(same.thing)
        picture = name_picture(getattr(place.name, language), rank, grow)
        x, y = self.scenario.ground.geo.to_km(place.lat, place.lon)
        home = self.land.centres[self.land.grid.parse(place.hex)]
        away = np.array([x, y]) - home
        at = self._px(home + away * min(1.0, 0.6 / max(float(np.hypot(*away)), 1e-9)), scale)
        away_px = 0.34 * scale if rank else 0.9 * scale
        return at, picture, around(at, picture, away_px, centred=rank in (0, 1, 4, 5, 6))

    def _shield(self, setting: _Setting, shield: _Shield, about: _About) -> None:
        """Set the number of a road where it finds room along it."""
        size = palette.SHIELD_SIZE * (GROWTH[about.scale] + 1) / 2 * about.text
        picture = shield_picture(shield.ref, about.language, size)
        half = picture.get_width() / 2, picture.get_height() / 2
        setting.put(shield.name, picture, [(x - half[0], y - half[1]) for x, y in shield.points])

    def _water_name(self, setting: _Setting, stretch: _Stretch, about: _About) -> None:
        """Set the name of a river or canal along its course."""
        for k in range(9):
            label = self._along(Same(stretch), k, about.language, about.scale, about.grow)
            if label is not None and setting.add(label):
                break

    @kept(480)
    def _along(self, same: Same, k: int, language: str, scale: int, grow: float) -> Label | None:
        """The name of a river or canal where it would stand best, or so many steps aside; None where it cannot."""
        stretch, size = same.thing, palette.WATER_NAME * grow
        start = stretch.middle + stretch.length * 0.08 * ((k + 1) // 2) * (1 if k % 2 else -1)
        words = getattr(stretch.words, language)
        return bent(stretch.name, words, size, stretch.line, start, 0.85 * size + 0.05 * scale)


class _Shield(NamedTuple):
    """The number of a road that is to be set once."""

    ref: str
    name: str
    points: list[tuple[float, float]]
    """Where on the road it may stand, the best first, in px of the painted map."""


class _Stretch(NamedTuple):
    """A stretch of a river or canal that is to be named once."""

    name: str
    words: Names
    line: Floats
    middle: float
    """Where the name would stand best, in px along the line, and how long the stretch is."""
    length: float


@dataclass(frozen=True, eq=False)
class _About:
    """What labels are set for: a scale, a language, what is taken, how large letters are."""

    size: tuple[int, int]
    scale: int
    language: str
    taken: tuple[Box, ...]
    text: float

    @property
    def grow(self) -> float:
        """Type size."""
        return GROWTH[self.scale] * self.text

    @property
    def map(self) -> pygame.Rect:
        """The whole map in px."""
        return pygame.Rect((0, 0), self.size)

    def rect(self, cell: Cell) -> pygame.Rect:
        """Where a cell lies in px of the painted map."""
        side = cell_side(self.scale)
        return pygame.Rect(cell[0] * side, cell[1] * side, side, side)

    def cells(self, rect: pygame.Rect) -> list[Cell]:
        """The cells of the map that a rectangle touches."""
        side = cell_side(self.scale)
        rect = rect.clip(self.map)
        return [(i, j) for j in range(rect.top // side, -(-rect.bottom // side))
                for i in range(rect.left // side, -(-rect.right // side))]  # fmt: skip

    def beside(self, cell: Cell) -> list[Cell]:
        """The cells of the map beside a cell."""
        return [other for other in self.cells(self.rect(cell).inflate(2, 2)) if other != cell]

    def near(self, cell: Cell) -> tuple[Box, ...]:
        """What is taken in a cell and near it."""
        area = self.rect(cell).inflate(2 * STRAY_PX, 2 * STRAY_PX)
        return tuple(box for box in self.taken if area.colliderect(box))


def cell_side(scale: int) -> int:
    """Width and height of a cell in px at a scale."""
    return max(CELL_PX, CELL_KM * scale)


def _cell_of(at: tuple[float, float], scale: int) -> Cell:
    """The cell in which a point of the painted map lies."""
    side = cell_side(scale)
    return max(0, math.floor(at[0] / side)), max(0, math.floor(at[1] / side))


def _turn(cell: Cell) -> int:
    """When the loud labels of a cell are set: no two cells side by side have the same turn."""
    return cell[0] % 2 + 2 * (cell[1] % 2)


class _Setting:
    """Labels being set: those that stand, and everything they must keep off."""

    def __init__(self, area: pygame.Rect, taken: Sequence[Box], others: list[pygame.Rect]) -> None:
        """Set labels in an area, off boxes that are taken and off other labels."""
        self.labels: list[Label] = []
        self.map, self.others = area, others
        self.taken = [pygame.Rect(box) for box in taken]
        self.boxes = [*self.taken, *others]

    def put(self, name: str, picture: pygame.Surface, positions: Iterable[tuple[float, float]]) -> bool:
        """Set a picture on the first position that is free."""
        return any(self.add(label_at(name, picture, position)) for position in positions)

    def squeeze(self, name: str, picture: pygame.Surface, positions: Iterable[tuple[float, float]]) -> None:
        """Set a picture where it covers the least of what was taken first, but off every other label."""
        labels = [*self.others, *(pygame.Rect(box) for label in self.labels for box in label.boxes)]
        best = None
        for number, position in enumerate(positions):
            label = label_at(name, picture, position)
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


def _spot_heights(land: Land) -> list[int]:
    """The hexes that stand above everything within three hexes and are not built up, the highest first."""
    grid = land.grid
    hexes = np.arange(grid.count)
    row, column = np.divmod(hexes, grid.columns)
    q = column - (row - row % 2) // 2
    highest, count = ~land.is_terrain(TOWN, DENSE_URBAN, WORKS), np.zeros(grid.count, dtype=np.int64)
    most = np.full(grid.count, -np.inf)
    for dq, dr in disk_offsets()[1:]:
        r = row + dr
        c = q + dq + (r - r % 2) // 2
        there = (r >= 0) & (r < grid.rows) & (c >= 0) & (c < grid.columns)
        n = np.where(there, r * grid.columns + c, hexes)
        rise = land.elevation - land.elevation[n]
        highest &= ~there | (rise > 0) | ((rise == 0) & (n > hexes))
        most = np.where(there, np.maximum(most, rise), most)
        count += there
    found = np.flatnonzero(highest & (count >= 20) & (most >= 15)).tolist()
    return sorted(found, key=lambda h: -land.elevation[h])
