"""Draws overlays: tiles of shapes over the ground, kept by zoom step, and words set where they find room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.ui import palette
from game.ui.camera import Camera, size_px
from game.ui.paint.canvas import Canvas, Shapes
from game.ui.paint.kept import kept
from game.ui.paint.labels import Box
from game.ui.paint.land import TILE, Land
from game.ui.paint.overlays import hangs, intel, strain, supply, threat, traffic
from game.ui.paint.overlays.courses import Courses
from game.ui.paint.overlays.drawing import Drawing, Mark
from game.ui.paint.overlays.facts import Facts
from game.ui.paint.overlays.plates import plate, ring_picture
from game.ui.paint.overlays.strokes import layers
from game.ui.paint.roads import Roads
from game.view import View

if TYPE_CHECKING:
    from game.ui.situation import Situation

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
}
WASH = palette.with_alpha(palette.rgb("EFEAD9"), 0.36)
"""What makes the ground paler under an overlay."""
TILES_KEPT = 40
DRAWINGS_KEPT = 6
DISTANCES = (0.0, 0.35, 0.8, 1.3, 1.9)
"""How far beside its spot a plate may stand, in its own heights."""
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


class Overlays:
    """The overlays of a scenario."""

    def __init__(self, land: Land, roads: Roads) -> None:
        self.land = land
        self.courses = Courses(land, roads)
        self._facts: Facts | None = None
        self._drawings: list[tuple[View, str, str, Drawing]] = []
        self._tiles: OrderedDict[tuple[int, int, int, int], tuple[Drawing, pygame.Surface]] = OrderedDict()

    def of(self, name: str, situation: Situation) -> Drawing:
        """An overlay of a situation; made once for its view."""
        view, language = situation.view, situation.language
        for known, which, spoken, drawing in self._drawings:
            if known is view and which == name and spoken == language:
                return drawing
        made = MAKERS[name](self.facts(situation))
        self._drawings = [*self._drawings[1 - DRAWINGS_KEPT :], (view, name, language, made)]
        return made

    def facts(self, situation: Situation) -> Facts:
        """What overlays of a situation are made of; kept for the last."""
        kept = self._facts
        if kept is None or kept.view is not situation.view or kept.language != situation.language:
            kept = Facts(situation.view, situation.solution, situation.hanging, self.courses, situation.language)
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
            canvas = Canvas(self.land.world, scale, column, row, factor=2)
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
        return self._shapes(_Same(drawing), scale)

    @kept(6)
    def _shapes(self, drawing: _Same, scale: int) -> list[Shapes]:
        return layers(drawing.drawing, scale, self.land.centres)

    # words -----------------------------------------------------------------------------------------------------------

    def words(self, drawing: Drawing, scale: int, taken: tuple[Box, ...]) -> tuple[Placed, ...]:
        """The words of a drawing at a scale, off the boxes already taken as far as they can be."""
        return self._placed(_Same(drawing), scale, taken)

    @kept(8)
    def _placed(self, drawing: _Same, scale: int, taken: tuple[Box, ...]) -> tuple[Placed, ...]:
        setting = _Setting(size_px(self.land.world, scale), taken)
        marks = [mark for mark in drawing.drawing.marks if mark.from_scale <= scale <= mark.to_scale]
        world = self.land.world
        for mark in sorted(marks, key=lambda mark: mark.rank):
            spots = [(round((x - world.left) * scale), round((y - world.top) * scale)) for x, y in mark.spots]
            setting.set(mark, spots, scale)
        return tuple(setting.placed)

    def draw_words(
        self, surface: pygame.Surface, camera: Camera, drawing: Drawing | None, placed: Iterable[Placed]
    ) -> None:
        """Draw the rings and the words of an overlay, with lines to what they are about."""
        left, top = camera.offset
        for ring in drawing.rings if drawing is not None else ():
            picture = ring_picture(camera.scale, ring.px, ring.colour)
            x, y = camera.centre_px(ring.hex)
            place = picture.get_rect(center=(round(x), round(y)))
            surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)
        for mark in placed:
            box = pygame.Rect(mark.box).move(-left, -top)
            if mark.leader:
                spot = mark.spot[0] - left, mark.spot[1] - top
                near = max(box.left, min(spot[0], box.right - 1)), max(box.top, min(spot[1], box.bottom - 1))
                pygame.draw.line(surface, palette.HALO, near, spot, 4)
                pygame.draw.line(surface, mark.edge, near, spot, 2)
            surface.blit(mark.picture, box)


class _Same:
    """A drawing as a key: the same only as itself."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.drawing is self.drawing

    def __hash__(self) -> int:
        return id(self.drawing)


class _Setting:
    """Finds room for words."""

    def __init__(self, size: tuple[int, int], taken: tuple[Box, ...]) -> None:
        self.size = size
        self.taken = [pygame.Rect(box) for box in taken]
        self.placed: list[Placed] = []
        self._boxes: list[pygame.Rect] = []

    def set(self, mark: Mark, spots: list[tuple[int, int]], scale: int) -> None:
        """Set words at the first place that is free; the weightiest at the least bad one if none is."""
        picture = plate(mark, scale)
        places = self._beside(picture, spots[0]) if mark.beside else self._on(picture, spots)
        best, worst = None, 3 if mark.rank == 0 else 1
        for box, spot in places:
            clash = self._clash(box, mark)
            if clash < worst:
                best, worst = (box, spot), clash
                if clash == 0:
                    break
        if best is not None:
            box, spot = best
            away = max(box.left - spot[0], spot[0] - box.right, box.top - spot[1], spot[1] - box.bottom)
            self.placed.append(Placed(picture, tuple(box), spot, mark.edge, mark.beside and away > LEADER_PX))  # type: ignore[arg-type]
            self._boxes.append(box.inflate(4, 4))

    def _clash(self, box: pygame.Rect, mark: Mark) -> int:
        """0 on free ground, 1 over counters, 3 over other words."""
        if box.collidelist(self._boxes) >= 0:
            return 3
        below = not mark.beside and len(mark.spots) < 3
        return 0 if below or box.collidelist(self.taken) < 0 else 1

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


def _tiles_in_view(camera: Camera) -> list[tuple[int, int]]:
    """Columns and rows of the tiles that show in a view."""
    left, top = camera.offset
    width, height = camera.size
    across, down = size_px(camera.world, camera.scale)
    columns = range(max(0, left // TILE), min(-(-across // TILE), (left + width - 1) // TILE + 1))
    rows = range(max(0, top // TILE), min(-(-down // TILE), (top + height - 1) // TILE + 1))
    return [(i, j) for j in rows for i in columns]
