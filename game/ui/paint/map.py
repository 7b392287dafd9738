"""The painted map: tiles of ground kept by zoom step, the situation drawn over them, labels and counters on top."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pygame

from game.rules.recon import ABOUT
from game.scenario.load import Scenario
from game.state import BRIDGE, HEX, OWNER, PEOPLE, PRESENT, ROLE, STATUS, TRENCH, State
from game.ui import overlay, palette
from game.ui.camera import ZOOMS, Camera, size_px
from game.ui.counters import SIZES, Counter, reach_px, seen_counter, stack
from game.ui.paint.built_up import BuiltUp
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.clear import Clear
from game.ui.paint.front import Front
from game.ui.paint.grid import HexGrid
from game.ui.paint.labels import Box, Labels, edge_numbers
from game.ui.paint.land import TILE, Land
from game.ui.paint.marks import Marks
from game.ui.paint.overlays.drawing import Drawing
from game.ui.paint.overlays.layer import Overlays, Placed
from game.ui.paint.relief import Relief
from game.ui.paint.roads import Roads
from game.ui.paint.terrain import Craters, Fields, Growth
from game.ui.paint.water import Waters

TILES_KEPT = 160
"""Tiles of ground kept, 1 MB each; the map of Bakhmut has 125 in all zoom steps together."""
SITUATIONS_KEPT = 48
"""Tiles with the front kept, 1 MB each."""
FADED = 150
"""How opaque (of 255) the enemy's counters are under an overlay."""
AROUND_KM = 1.42
"""Radius of the ring about a hex in or next to which something is."""
NEAR_KM = 1.6
"""How far from a hex a change of its owner alters the picture."""

Stacks = Mapping[int, tuple[Counter, ...]]
"""Hex -> its counters, the top one last."""


class Key(NamedTuple):
    """A tile: px a km, column, row."""

    scale: int
    column: int
    row: int


_TileMaker = Callable[[Key], pygame.Surface]


class MapPainter:
    """Paints one scenario; draws any state of it through any camera."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        self.scenario, self.language = scenario, language
        self.land = Land(scenario)
        clear = Clear(self.land)
        self.waters = Waters(self.land, scenario, clear)
        self.roads = Roads(self.land, scenario, clear, self.waters)
        built = BuiltUp(self.land, clear, self.roads)
        fields = Fields(self.land)
        self.grid = HexGrid(self.land)
        growth = Growth(self.land, fields, clear, built.gardens)
        relief = Relief(self.land)
        self._layers = (fields, relief, growth, built, Craters(self.land), self.waters, self.roads, self.grid)
        self.marks = Marks(self.land, scenario, self.roads, self.waters)
        self.labels = Labels(self.land, scenario, self.roads, self.waters)
        self.overlays = Overlays(self.land, self.roads)
        self._planned = (relief, growth, built, self.waters)
        self._plans: dict[int, Iterator[None]] = {}
        self._grounds: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._situations: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._outdated: dict[Key, pygame.Surface] = {}
        self._state = scenario.start
        self._front = Front(self.land, scenario.start.hexes[:, OWNER])

    # ground ----------------------------------------------------------------------------------------------------------

    def base(self, scale: int) -> pygame.Surface:
        """The whole ground without the situation at a zoom step in px a km."""
        return self._assembled(scale, self._ground)

    def _assembled(self, scale: int, tile_of: _TileMaker) -> pygame.Surface:
        """All tiles of a zoom step in one picture."""
        surface = pygame.Surface(size_px(self.land.world, scale), 0, 32)
        for key in self._keys(scale):
            surface.blit(tile_of(key), (key.column * TILE, key.row * TILE))
        return surface

    def _keys(self, scale: int) -> list[Key]:
        """Every tile of a zoom step."""
        width, height = size_px(self.land.world, scale)
        return [Key(scale, i, j) for j in range(-(-height // TILE)) for i in range(-(-width // TILE))]

    def _ground(self, key: Key) -> pygame.Surface:
        """A tile of ground, painted if it is not kept."""
        if key in self._grounds:
            self._grounds.move_to_end(key)
            return self._grounds[key]
        canvas = Canvas(self.land.world, *key)
        for layer in self._layers:
            layer.paint(canvas)
        tile = canvas.finished()
        self.grid.number(tile, canvas)
        self._grounds[key] = tile
        while len(self._grounds) > TILES_KEPT:
            self._grounds.popitem(last=False)
        return tile

    def advance(self, camera: Camera, milliseconds: float) -> bool:
        """Paint what is in view for about so long, at least one step; True if nothing in view is left to paint."""
        end = time.perf_counter() + milliseconds / 1000
        for scale, keys in ((ZOOMS[0], self._keys(ZOOMS[0])), (camera.scale, self._in_view(camera))):
            for _ in self._plans.setdefault(scale, self._plan(scale)):
                if time.perf_counter() >= end:
                    return False
            for key in keys:
                if key not in self._situations:
                    self._situation(key)
                    if time.perf_counter() >= end:
                        return False
        return True

    def _plan(self, scale: int) -> Iterator[None]:
        """Work out what the layers need for a scale, piece by piece."""
        for layer in (*self._planned, self._front):
            yield from layer.prepare(scale)

    def steps(self, scale: int) -> Iterator[float]:
        """Paint a whole zoom step tile by tile; gives the share done, 0 to 1, after each."""
        keys = self._keys(scale)
        for i, key in enumerate(keys):
            self._ground(key)
            yield (i + 1) / len(keys)

    # situation -------------------------------------------------------------------------------------------------------

    def _look_at(self, state: State) -> None:
        """Forget the tiles on which a state differs from the one drawn last."""
        if state is self._state:
            return
        owner, before = state.hexes[:, OWNER], self._state.hexes[:, OWNER]
        points = [self.land.centres[(owner != before) | (state.hexes[:, TRENCH] != self._state.hexes[:, TRENCH])]]
        points.append(self.marks.middles[state.edges[:, BRIDGE] != self._state.edges[:, BRIDGE]])
        if not np.array_equal(owner, before):
            self._front = Front(self.land, owner.copy())
        self._state = state
        changed = np.vstack(points)
        if len(changed):
            for key in [key for key in self._situations if self._touches(key, changed)]:
                self._outdated[key] = self._situations.pop(key)

    def _touches(self, key: Key, points: Floats) -> bool:
        """Whether a change at any of these points in km shows on a tile."""
        km = TILE / key.scale
        left, top = self.land.world.left + key.column * km - NEAR_KM, self.land.world.top + key.row * km - NEAR_KM
        x, y = points.T
        return bool(((x > left) & (x < left + km + 2 * NEAR_KM) & (y > top) & (y < top + km + 2 * NEAR_KM)).any())

    def _situation(self, key: Key) -> pygame.Surface:
        """A tile of ground with trenches, bridges and the front."""
        if key in self._situations:
            self._situations.move_to_end(key)
            return self._situations[key]
        tile = self._ground(key)
        canvas = Canvas(self.land.world, *key, factor=2)
        edges, hexes = self.marks.shown(canvas, self._state)
        if edges or hexes or self._front.shows(canvas):
            canvas.surface.blit(pygame.transform.scale(tile, canvas.surface.get_size()), (0, 0))
            self.marks.paint_trenches(canvas, self._state, hexes)
            self._front.paint(canvas)
            self.marks.paint_bridges(canvas, self._state, edges)
            self.grid.frame(canvas)
            tile = canvas.finished()
        self._situations[key] = tile
        self._outdated.pop(key, None)
        while len(self._situations) > SITUATIONS_KEPT:
            self._situations.popitem(last=False)
        return tile

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(
        self, surface: pygame.Surface, camera: Camera, state: State, stacks: Stacks, drawing: Drawing | None = None,
        side: int = -1,
    ) -> None:  # fmt: skip
        """Draw ground, front, labels, counters and an overlay of a side; what is not painted yet shows coarsely."""
        self.draw_ground(surface, camera, state)
        words = self.draw_overlay(surface, camera, stacks, drawing)
        self.draw_labels(surface, camera, stacks, words)
        self.draw_counters(surface, camera, stacks, faded=faded_under(drawing, side))
        self.overlays.draw_words(surface, camera, drawing, words)

    def draw_ground(self, surface: pygame.Surface, camera: Camera, state: State, wait: bool = True) -> None:
        """Draw ground and situation of a state; unless it waits, changed parts show as they were until `advance`."""
        self._look_at(state)
        left, top = camera.offset
        surface.fill(palette.OFF_MAP)
        for key in self._in_view(camera):
            if not wait and key in self._outdated:
                tile = self._outdated[key]
            else:
                tile = self._situation(key) if key in self._grounds or key.scale == ZOOMS[0] else self._coarse(key)
            surface.blit(tile, (key.column * TILE - left, key.row * TILE - top))

    def draw_overlay(
        self, surface: pygame.Surface, camera: Camera, stacks: Stacks, drawing: Drawing | None
    ) -> tuple[Placed, ...]:
        """Draw an overlay over the ground, if there is one; its words, which are to be drawn last."""
        if drawing is None:
            return ()
        self.overlays.draw(surface, camera, drawing)
        return self.overlays.words(drawing, camera.scale, self.taken(camera.scale, stacks))

    def draw_labels(
        self, surface: pygame.Surface, camera: Camera, stacks: Stacks, words: Collection[Placed] = ()
    ) -> None:
        """Draw names and numbers, off the counters and the words of an overlay."""
        taken = (*self.taken(camera.scale, stacks), *(mark.box for mark in words))
        self.labels.draw(surface, camera, self.language, taken)
        edge_numbers(surface, camera)

    def draw_counters(
        self, surface: pygame.Surface, camera: Camera, stacks: Stacks, selected: int | None = None, faded: int = -1
    ) -> None:
        """Draw the counters of every hex; the selected hex's top one in a ring, those of one side faded."""
        size = SIZES[camera.scale]
        half = size / 2 + reach_px(size)
        view = surface.get_rect().inflate(2 * size, 2 * size)
        for h in sorted(stacks):
            if any(counter.level == ABOUT for counter in stacks[h]):
                overlay.dotted(surface, camera, h, AROUND_KM, palette.SIDE_LINE[stacks[h][-1].side])
        for h in sorted(stacks):
            x, y = camera.centre_px(h)
            if stacks[h] and view.collidepoint(x, y):
                picture = stack(stacks[h], size, h == selected)
                if stacks[h][-1].side == faded and h != selected:
                    picture = picture.copy()
                    picture.set_alpha(FADED)
                surface.blit(picture, (round(x - half), round(y - half)))

    def taken(self, scale: int, stacks: Stacks) -> tuple[Box, ...]:
        """The boxes of all counters in px of the painted map."""
        size, world = SIZES[scale], self.land.world
        boxes = []
        for h in sorted(stacks):
            x, y = self.land.centres[h]
            rise = round(size * 0.1 * (min(len(stacks[h]), 3) - 1))
            left, top = round((x - world.left) * scale - size / 2), round((y - world.top) * scale - size / 2)
            boxes.append((left - 2, top - rise - 2, size + rise + 4, size + rise + 4))
        return tuple(boxes)

    def _in_view(self, camera: Camera) -> list[Key]:
        """The tiles that show in a view."""
        left, top = camera.offset
        width, height = camera.size
        x, y = range(left // TILE, (left + width - 1) // TILE + 1), range(top // TILE, (top + height - 1) // TILE + 1)
        return [key for key in self._keys(camera.scale) if key.column in x and key.row in y]

    def _coarse(self, key: Key) -> pygame.Surface:
        """A tile not painted yet: the whole map's smallest picture drawn out."""
        whole = self._assembled(ZOOMS[0], self._situation)
        share = ZOOMS[0] / key.scale
        side = max(1, round(TILE * share))
        part = pygame.Surface((side, side), 0, 32)
        part.fill(palette.OFF_MAP)
        part.blit(whole, (0, 0), (round(key.column * TILE * share), round(key.row * TILE * share), side, side))
        return pygame.transform.smoothscale(part, (TILE, TILE))


def faded_under(drawing: Drawing | None, side: int) -> int:
    """The side whose counters are faded under an overlay of a side; -1 without one."""
    if drawing is None or side < 0:
        return -1
    return side if drawing.about_enemy else 1 - side


def stacks_of(
    scenario: Scenario, state: State, viewer: int = -1, language: str = "en", done: Collection[int] = (), top: int = -1,
) -> Stacks:  # fmt: skip
    """The counters of every hex in a state: sources and staffs lowest, one unit or the strongest on top.

    Enemies of the viewer's side (-1 nobody's) show how well they are known, ghosts their age; units done are veiled.
    """
    units, roster = state.units, scenario.roster.units
    here = np.flatnonzero((units[:, STATUS] == PRESENT) & (units[:, HEX] >= 0)).tolist()
    counters = {u: replace(seen_counter(scenario, state, u, viewer, language), done=u in done) for u in here}
    here.sort(key=lambda u: (u == top, counters[u].ghost is None, -int(roster[u, ROLE]), int(units[u, PEOPLE]), -u))
    stacks: dict[int, tuple[Counter, ...]] = {}
    for u in here:
        h = int(units[u, HEX])
        stacks[h] = (*stacks.get(h, ()), counters[u])
    return stacks


def picture(
    scenario: Scenario, state: State, scale: int, language: str = "en", viewer: int = -1,
    drawn: Callable[[MapPainter], Drawing] | None = None,
) -> pygame.Surface:  # fmt: skip
    """The whole map of a state at a zoom step in px a km, with front, labels, counters and an overlay of a side."""
    painter = MapPainter(scenario, language)
    camera = Camera(scenario.grid, size_px(painter.land.world, scale), ZOOMS.index(scale))
    surface = pygame.Surface(camera.size, 0, 32)
    for _ in painter.steps(scale):
        pass
    drawing = drawn(painter) if drawn is not None else None
    painter.draw(surface, camera, state, stacks_of(scenario, state, viewer, language), drawing, viewer)
    return surface
