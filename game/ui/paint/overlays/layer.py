"""Draws overlays: tiles of shapes over the ground, kept by zoom step, and words set where they find room."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.state import OWNER
from game.ui import palette
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.chance import Floats
from game.ui.paint.kept import Same, kept
from game.ui.paint.land import TILE, Land
from game.ui.paint.lettering import Box
from game.ui.paint.overlays import claimed, hangs, intel, strain, supply, threat, traffic
from game.ui.paint.overlays.courses import Courses
from game.ui.paint.overlays.drawing import Drawing, Mark
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.plates import plate, ring_picture
from game.ui.paint.overlays.strokes import growth, layers
from game.ui.paint.roads import Roads
from game.ui.table.camera import Camera, size_px
from game.view import View

if TYPE_CHECKING:
    from game.ui.table.situation import Situation

MAKERS: Mapping[str, Callable[[Facts], Drawing]] = {
    "supply": supply.supply,
    "capacity": traffic.capacity,
    "fire": traffic.fire,
    "fatigue": strain.fatigue,
    "evacuation": strain.evacuation,
    "criticality": hangs.criticality,
    "threat": threat.threat,
    "intel": intel.intel,
    "sight": intel.sight,
    "range": intel.reach,
    "claims": claimed.claims,
}
WASH = palette.with_alpha(palette.rgb("EFEAD9"), 0.34)
"""What makes the ground paler under an overlay."""
TILES_KEPT = 200
DRAWINGS_KEPT = 6
DISTANCES = (0.0, 0.35, 0.8, 1.3, 1.9, 2.6, 3.4, 4.4, 5.6, 7.0)
"""How far beside its spot a plate may stand, in counters."""
FREE, FEET, WORDS = 25, 200, 1000
"""What it costs a mark to lie over the head of a counter, over the foot with its steps, and over other words; a mark
stands where it costs least, and one that costs more than it is worth is left out."""
FOOT_SHARE = 0.38
"""How much of a counter is its foot."""
FLOATS_PX = 70
"""Height of what floats at the foot of the map."""
LEADER_PX = 26
"""How far off a plate stands that has a line to its spot."""


@dataclass(frozen=True)
class Placed:
    """Words set on the map, in px of the painted map."""

    picture: pygame.Surface
    box: Box
    spot: tuple[int, int]
    edge: palette.Colour
    leader: bool
    """Whether a line leads from them to their spot."""
    is_plate: bool = False
    """Whether they stand beside their spot."""
    words: tuple[str, ...] = ()
    why: str = ""


class Overlays:
    """The overlays of a scenario."""

    def __init__(self, land: Land, roads: Roads) -> None:
        self.land = land
        self.courses = Courses(land, roads)
        self._facts: Facts | None = None
        self._counters: tuple[Box, ...] = ()
        self._drawings: list[tuple[View, str, str, Drawing]] = []
        self._tiles: OrderedDict[tuple[int, int, int, int], tuple[Drawing, pygame.Surface]] = OrderedDict()

    def of(self, name: str, situation: Situation) -> Drawing:
        """An overlay of a situation; made once for its view."""
        view, language = situation.view, situation.language
        for known, which, spoken, drawing in self._drawings:
            if known is view and which == name and spoken == language:
                return drawing
        made = MAKERS[name](self.facts(situation))
        paler = view.side if made.about_enemy else 1 - view.side
        made.paled = frozenset(np.flatnonzero(view.believed.hexes[:, OWNER] == paler).tolist()) - made.fills.keys()
        self._drawings = [*self._drawings[1 - DRAWINGS_KEPT :], (view, name, language, made)]
        return made

    def facts(self, situation: Situation) -> Facts:
        """What overlays of a situation are made of; kept for the last."""
        kept = self._facts
        if kept is None or kept.view is not situation.view or kept.language != situation.language:
            kept = Facts(situation.view, situation.solution, self.courses, situation.language)
            self._facts = kept
        return kept

    # tiles -----------------------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, camera: Camera, drawing: Drawing) -> None:
        """Draw everything but the words over the ground."""
        left, top = camera.offset
        for column, row in _tiles_in_view(camera):
            tile = self._tile(drawing, camera.scale, column, row)
            surface.blit(tile, (column * TILE - left, row * TILE - top), special_flags=pygame.BLEND_PREMULTIPLIED)

    def _tile(self, drawing: Drawing, scale: int, column: int, row: int) -> pygame.Surface:
        """A tile of a drawing."""
        key = id(drawing), scale, column, row
        if key not in self._tiles:
            canvas = Canvas(self.land, scale, column, row, factor=2)
            canvas.veil.fill(WASH)
            for shapes in self._layers(drawing, scale):
                canvas.draw(shapes, veiled=True)
            small = pygame.transform.smoothscale(canvas.veil.premul_alpha(), (TILE, TILE))
            self._tiles[key] = drawing, small
            while len(self._tiles) > TILES_KEPT:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(key)
        return self._tiles[key][1]

    def _layers(self, drawing: Drawing, scale: int) -> list[Shapes]:
        """The shapes of a drawing at a scale."""
        return self._shapes(Same(drawing), scale)

    @kept(6)
    def _shapes(self, drawing: Same, scale: int) -> list[Shapes]:
        return layers(drawing.thing, scale, self.land.centres)

    # words -----------------------------------------------------------------------------------------------------------

    def words(self, drawing: Drawing, scale: int, taken: tuple[Box, ...]) -> tuple[Placed, ...]:
        """The words of a drawing at a scale, off the boxes already taken as far as they can be."""
        self._counters = taken
        return self._placed(Same(drawing), scale, taken)

    @kept(8)
    def _placed(self, drawing: Same, scale: int, taken: tuple[Box, ...]) -> tuple[Placed, ...]:
        setting = _Setting(size_px(self.land.world, scale), taken, self._bands(drawing.thing, scale))
        for pinch in drawing.thing.pinches:
            setting.keep_clear(pinch.at - (self.land.world.left, self.land.world.top), scale)
        marks = [mark for mark in drawing.thing.marks if mark.from_scale <= scale <= mark.to_scale]
        world = self.land.world
        for mark in sorted(marks, key=lambda mark: mark.rank):
            spots = [(round((x - world.left) * scale), round((y - world.top) * scale)) for x, y in mark.spots]
            setting.set(mark, spots, scale)
        return tuple(setting.placed)

    def _bands(self, drawing: Drawing, scale: int) -> Floats:
        """Points along the ribbons, in px of the painted map; (n, 2)."""
        corner = self.land.world.left, self.land.world.top
        lines = [ribbon.line[::2] for ribbon in drawing.ribbons if ribbon.chevrons]
        return (np.vstack(lines) - corner) * scale if lines else np.zeros((0, 2))

    def draw_words(
        self, surface: pygame.Surface, camera: Camera, drawing: Drawing | None, placed: Sequence[Placed]
    ) -> None:
        """Draw the rings and the words of an overlay, with lines to what they are about."""
        left, top = camera.offset
        for ring in drawing.rings if drawing is not None else ():
            if ring.under:
                continue
            picture = ring_picture(camera.scale, ring.px, ring.colour)
            x, y = camera.centre_px(ring.hex)
            place = picture.get_rect(center=(round(x), round(y)))
            surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)
        boxes = self.boxes(surface.get_rect(), camera, placed)
        for mark, box in zip(placed, boxes, strict=True):
            if mark.leader:
                _leader(surface, mark, box, (mark.spot[0] - left, mark.spot[1] - top), 0.36 * camera.scale)
            surface.blit(mark.picture, box)

    def boxes(self, view: pygame.Rect, camera: Camera, placed: Sequence[Placed]) -> list[pygame.Rect]:
        """Where words stand in a view; a plate that its edge would cut is moved inside, if nothing is there."""
        left, top = camera.offset
        boxes = [pygame.Rect(mark.box).move(-left, -top) for mark in placed]
        counters = [pygame.Rect(counter).move(-left, -top) for counter in self._counters]
        inner = pygame.Rect(view.x + 6, view.y + 6, view.width - 12, view.height - 6 - FLOATS_PX)
        for i, box in enumerate(boxes):
            if placed[i].is_plate and view.colliderect(box) and not inner.contains(box):
                moved = box.clamp(inner)
                if len(moved.collidelistall(boxes)) == moved.colliderect(box) and moved.collidelist(counters) < 0:
                    boxes[i] = moved
        return boxes


class _Setting:
    """Finds room for words."""

    def __init__(self, size: tuple[int, int], taken: tuple[Box, ...], bands: Floats) -> None:
        self.size, self.bands = size, bands
        self.taken = [pygame.Rect(box) for box in taken]
        self.feet = [pygame.Rect(x, y + round(h * (1 - FOOT_SHARE)), w, round(h * FOOT_SHARE)) for x, y, w, h in taken]
        self.placed: list[Placed] = []
        self._boxes: list[pygame.Rect] = []

    def keep_clear(self, at: Floats, scale: int) -> None:
        """Set no words on a narrow place, at a point in km from the corner of the map."""
        box = pygame.Rect(0, 0, round(30 * growth(scale)), round(30 * growth(scale)))
        box.center = round(at[0] * scale), round(at[1] * scale)
        self._boxes.append(box)

    def set(self, mark: Mark, spots: list[tuple[int, int]], scale: int) -> None:
        """Set words where they cover least; those that are worth less than what they would cover are left out."""
        picture = plate(mark, scale)
        places = self._beside(picture, spots[0]) if mark.beside else self._on(picture, spots)
        worth = WORDS if mark.rank == 0 else FREE if mark.is_free or len(mark.spots) > 2 else FEET
        best, least = None, float(worth)
        for i, (box, spot) in enumerate(places):
            cost = self._cost(box, mark) + (0.4 * i if mark.beside else 0.0)
            if cost < least:
                best, least = (box, spot), cost
                if cost == 0:
                    break
        if best is not None:
            box, spot = best
            away = max(box.left - spot[0], spot[0] - box.right, box.top - spot[1], spot[1] - box.bottom)
            words = tuple(words for words, _ in mark.lines)
            self.placed.append(
                Placed(picture, (box.x, box.y, box.width, box.height), spot, mark.edge, mark.beside and away > LEADER_PX,
                       mark.beside, words, mark.why)
            )  # fmt: skip
            self._boxes.append(box.inflate(4, 4))

    def _cost(self, box: pygame.Rect, mark: Mark) -> float:
        """What a box covers."""
        if box.collidelist(self._boxes) >= 0:
            return WORDS
        cost = float(FREE * len(box.collidelistall(self.taken)) + FEET * len(box.collidelistall(self.feet)))
        if mark.beside and len(self.bands):
            x, y = self.bands.T
            inside = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
            cost += min(12.0, 1.5 * int(inside.sum()))
        return cost

    def _on(self, picture: pygame.Surface, spots: list[tuple[int, int]]) -> Iterable[tuple[pygame.Rect, tuple[int, int]]]:
        """Places with their middle on a spot."""
        for spot in spots:
            yield self._inside(picture.get_rect(center=spot)), spot

    def _beside(self, picture: pygame.Surface, spot: tuple[int, int]) -> Iterable[tuple[pygame.Rect, tuple[int, int]]]:
        """Places about a spot, the nearest first."""
        width, height = picture.get_size()
        for far in DISTANCES:
            off = 16 + far * 26
            for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)):
                x = spot[0] + np.sign(dx) * width / 2 + dx * off
                y = spot[1] + np.sign(dy) * height / 2 + dy * off
                yield self._inside(picture.get_rect(center=(round(x), round(y)))), spot

    def _inside(self, box: pygame.Rect) -> pygame.Rect:
        """A box moved onto the map."""
        return box.clamp(pygame.Rect((0, 0), self.size))


def _leader(surface: pygame.Surface, mark: Placed, box: pygame.Rect, spot: tuple[int, int], room: float) -> None:
    """A line from a plate towards its spot, which ends where the counter there begins."""
    near = max(box.left, min(spot[0], box.right - 1)), max(box.top, min(spot[1], box.bottom - 1))
    away = math.hypot(near[0] - spot[0], near[1] - spot[1])
    if away > room:
        end = tuple(round(spot[i] + (near[i] - spot[i]) * room / away) for i in (0, 1))
        pygame.draw.line(surface, palette.HALO, near, end, 4)
        pygame.draw.line(surface, mark.edge, near, end, 2)


def _tiles_in_view(camera: Camera) -> list[tuple[int, int]]:
    """Columns and rows of the tiles that show in a view."""
    left, top = camera.offset
    width, height = camera.size
    across, down = size_px(camera.world, camera.scale)
    columns = range(max(0, left // TILE), min(-(-across // TILE), (left + width - 1) // TILE + 1))
    rows = range(max(0, top // TILE), min(-(-down // TILE), (top + height - 1) // TILE + 1))
    return [(i, j) for j in rows for i in columns]
