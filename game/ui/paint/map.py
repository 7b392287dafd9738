"""The painted map: tiles of ground kept by zoom step, the situation drawn over them, labels and counters on top."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pygame

from game.rules.recon import ABOUT
from game.scenario.load import Scenario
from game.state import BRIDGE, HEX, OWNER, PEOPLE, PRESENT, ROLE, RUBBLE, STATUS, TRENCH, State
from game.ui import palette
from game.ui.paint import flags
from game.ui.paint.air import Air
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.clear import Clear
from game.ui.paint.counters import SIZES, Counter, reach_px, seen_counter, stack
from game.ui.paint.front import Front
from game.ui.paint.grid import HexGrid
from game.ui.paint.ground import Ground, Key
from game.ui.paint.kept import Same, kept
from game.ui.paint.labels import Box, Labels, edge_numbers
from game.ui.paint.land import TILE, Land
from game.ui.paint.marks import Marks
from game.ui.paint.overlays.drawing import Drawing
from game.ui.paint.overlays.layer import Overlays, Placed
from game.ui.paint.roads import Roads
from game.ui.paint.store import Store
from game.ui.paint.water import Waters
from game.ui.table import overlay
from game.ui.table.camera import ZOOMS, Camera, size_px

SITUATIONS_KEPT = 240
"""Tiles with the front kept, 256 KB each."""
COARSE_KEPT = 64
"""Tiles made of other zoom steps kept until they are painted."""
FADED = 120
"""How opaque (of 255) the enemy's counters are under an overlay."""
AROUND_KM = 1.42
"""Radius of the ring about a hex in or next to which something is."""
NEAR_KM = 1.6
"""How far from a hex a change of its owner alters the picture."""

Stacks = Mapping[int, tuple[Counter, ...]]
"""Hex -> its counters, the top one last."""


_TileMaker = Callable[[Key], pygame.Surface]


class MapPainter:
    """Paints one scenario; draws any state of it through any camera."""

    def __init__(self, scenario: Scenario, language: str = "en", stored: bool = False) -> None:
        """Paint a scenario; `stored` keeps the painted ground on disk."""
        self.scenario, self.language = scenario, language
        self.land = Land(scenario)
        clear = Clear(self.land)
        self.waters = Waters(self.land, scenario, clear)
        self.roads = Roads(self.land, scenario, clear, self.waters)
        self.grid = HexGrid(self.land)
        store = Store(scenario) if stored else None
        self.ground = Ground(self.land, clear, self.waters, self.roads, self.grid, store)
        self.marks = Marks(self.land, scenario, self.roads, self.waters)
        self.labels = Labels(self.land, scenario, self.roads, self.waters)
        self.overlays = Overlays(self.land, self.roads)
        self.air = Air(self.land)
        self._work: tuple[Key, Iterator[None]] | None = None
        self._situations: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._outdated: dict[Key, pygame.Surface] = {}
        self._coarses: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._state = scenario.start
        self._front = Front(self.land, scenario.start.hexes[:, OWNER])

    # ground ----------------------------------------------------------------------------------------------------------

    def base(self, scale: int) -> pygame.Surface:
        """The whole ground without the situation at a zoom step in px a km."""
        return self._assembled(scale, self.ground.tile)

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

    def advance(self, camera: Camera, milliseconds: float) -> bool:
        """Paint what is in view for about so long, at least one step; True if nothing in view is left to paint."""
        end = time.perf_counter() + milliseconds / 1000
        for key in (*self._keys(ZOOMS[0]), *self._in_view(camera)):
            if key in self._situations:
                self._situations.move_to_end(key)
                continue
            if self._work is None or self._work[0] != key:
                self._work = key, self._painting(key)
            for _ in self._work[1]:
                if time.perf_counter() >= end:
                    return False
            self._work = None
        return True

    def _painting(self, key: Key) -> Iterator[None]:
        """Paint a tile with the situation step by step."""
        yield from self.ground.painting(key)
        yield from self._front.prepare(key.scale)
        self._situation(key)
        yield

    def steps(self, scale: int) -> Iterator[float]:
        """Paint a whole zoom step tile by tile; gives the share done, 0 to 1, after each."""
        keys = self._keys(scale)
        for i, key in enumerate(keys):
            self.ground.tile(key)
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
        points.append(self.land.centres[state.hexes[:, RUBBLE] != self._state.hexes[:, RUBBLE]])
        self._state = state
        changed = np.vstack(points)
        if len(changed):
            self._coarses.clear()
            self._work = None
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
        tile = self.ground.tile(key)
        canvas = Canvas(self.land.world, *key, factor=2)
        edges, hexes = self.marks.shown(canvas, self._state)
        ruined = self.marks.new_rubble(canvas, self._state)
        if edges or hexes or ruined or self._front.shows(canvas):
            canvas.surface.blit(pygame.transform.scale(tile, canvas.surface.get_size()), (0, 0))
            self.marks.paint_rubble(canvas, self._state)
            self.marks.paint_trenches(canvas, self._state, hexes)
            self._front.paint(canvas)
            self.marks.paint_bridges(canvas, self._state, edges)
            self.grid.frame(canvas)
            tile = canvas.finished()
        self._situations[key] = tile
        self._outdated.pop(key, None)
        self._coarses.pop(key, None)
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

    def draw_ground(
        self, surface: pygame.Surface, camera: Camera, state: State, wait: bool = True,
        sight: frozenset[int] | None = None,
    ) -> None:  # fmt: skip
        """Draw ground, situation and weather of a state, veiled beyond the hexes in sight if they are given.

        Unless it waits, it paints nothing: what is to be painted shows as it was, or coarsely, until `advance`.
        """
        self._look_at(state)
        self.air.look(state.clock, sight)
        left, top = camera.offset
        if left < 0 or top < 0:
            surface.fill(palette.OFF_MAP)
        clip = surface.get_clip()
        surface.set_clip(clip.clip(pygame.Rect((-left, -top), size_px(self.land.world, camera.scale))))
        for key in self._in_view(camera):
            tile = self._tile_now(key, wait)
            surface.blit(self.air.dressed(key, tile), (key.column * TILE - left, key.row * TILE - top))
        surface.set_clip(clip)

    def _tile_now(self, key: Key, wait: bool) -> pygame.Surface:
        """A tile as it can be shown now."""
        if key in self._situations:
            return self._situations[key]
        if wait and (self.ground.known(key) is not None or key.scale == ZOOMS[0]):
            return self._situation(key)
        if not wait and key in self._outdated:
            return self._outdated[key]
        if wait:
            for base in self._keys(ZOOMS[0]):
                self._situation(base)
        return self._coarse(key)

    def draw_overlay(
        self, surface: pygame.Surface, camera: Camera, stacks: Stacks, drawing: Drawing | None
    ) -> tuple[Placed, ...]:
        """Draw what is claimed in vain, and an overlay if there is one; its words, which are to be drawn last."""
        if drawing is None or drawing.name != "claims":
            flags.draw(surface, camera, self._state)
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
        half, pictures = size / 2 + reach_px(size), self._pictures(Same(stacks), size)
        view = surface.get_rect().inflate(2 * size, 2 * size)
        for h in sorted(stacks):
            if any(counter.level == ABOUT for counter in stacks[h]):
                overlay.dotted(surface, camera, h, AROUND_KM, palette.SIDE_LINE[stacks[h][-1].side])
        left, top = camera.to_px(0.0, 0.0)
        for h in sorted(stacks):
            east, south = self.land.centres[h].tolist()
            x, y = left + east * camera.scale, top + south * camera.scale
            if stacks[h] and view.collidepoint(x, y):
                if h not in pictures:
                    pictures[h] = stack(stacks[h], size)
                picture = stack(stacks[h], size, True) if h == selected else pictures[h]
                if stacks[h][-1].side == faded and h != selected:
                    picture = picture.copy()
                    picture.set_alpha(FADED)
                surface.blit(picture, (round(x - half), round(y - half)))

    @kept(2)
    def _pictures(self, stacks: Same, size: int) -> dict[int, pygame.Surface]:
        """The pictures of stacks at a size as far as they have been drawn."""
        return {}

    def taken(self, scale: int, stacks: Stacks) -> tuple[Box, ...]:
        """The boxes of all counters in px of the painted map."""
        return self._boxes(Same(stacks), scale)

    @kept(4)
    def _boxes(self, same: Same, scale: int) -> tuple[Box, ...]:
        stacks, size, world = same.thing, SIZES[scale], self.land.world
        boxes = []
        for h in sorted(stacks):
            x, y = self.land.centres[h]
            rise = round(size * 0.1 * (min(len(stacks[h]), 3) - 1))
            left, top = round((x - world.left) * scale - size / 2), round((y - world.top) * scale - size / 2)
            boxes.append((left - 2, top - rise - 2, size + rise + 4, size + rise + 4))
        return tuple(boxes)

    def _in_view(self, camera: Camera) -> list[Key]:
        """The tiles that show in a view, those in its middle first."""
        left, top = camera.offset
        width, height = camera.size
        across, down = size_px(self.land.world, camera.scale)
        columns = range(max(0, left // TILE), min(-(-across // TILE), (left + width - 1) // TILE + 1))
        rows = range(max(0, top // TILE), min(-(-down // TILE), (top + height - 1) // TILE + 1))
        x, y = (left + width / 2) / TILE - 0.5, (top + height / 2) / TILE - 0.5
        keys = [Key(camera.scale, i, j) for j in rows for i in columns]
        return sorted(keys, key=lambda key: (key.column - x) ** 2 + (key.row - y) ** 2)

    def _coarse(self, key: Key) -> pygame.Surface:
        """A tile not painted yet, made of what is painted in other zoom steps, the nearest on top."""
        if key in self._coarses:
            return self._coarses[key]
        surface = pygame.Surface((TILE, TILE), 0, 32)
        surface.fill(palette.PAPER)
        found: list[Key] = []
        for scale in sorted(ZOOMS, key=lambda scale: abs(math.log(scale / key.scale)))[1:]:
            share = scale / key.scale
            reach = [range(int(n * share), math.ceil((n + 1) * share)) for n in (key.column, key.row)]
            sources = [Key(scale, i, j) for j in reach[1] for i in reach[0]]
            painted = [source for source in sources if source in self._situations]
            found += painted
            if len(painted) == len(sources):
                break
        for source in reversed(found):
            _stretch(surface, key, self._situations[source], source)
        self._coarses[key] = surface
        while len(self._coarses) > COARSE_KEPT:
            self._coarses.popitem(last=False)
        return surface


def _stretch(surface: pygame.Surface, key: Key, tile: pygame.Surface, source: Key) -> None:
    """Draw the part of another zoom step's tile that lies under a tile into its picture."""
    share = key.scale / source.scale
    part = pygame.Rect(0, 0, TILE, TILE)
    part.left, part.top = math.floor(key.column * TILE / share), math.floor(key.row * TILE / share)
    part.width = math.ceil((key.column + 1) * TILE / share) + 1 - part.left
    part.height = math.ceil((key.row + 1) * TILE / share) + 1 - part.top
    part = part.move(-source.column * TILE, -source.row * TILE).clip(tile.get_rect())
    if not part.width or not part.height:
        return
    left = (source.column * TILE + part.left) * share - key.column * TILE
    top = (source.row * TILE + part.top) * share - key.row * TILE
    size = math.ceil(part.width * share), math.ceil(part.height * share)
    surface.blit(pygame.transform.smoothscale(tile.subsurface(part), size), (round(left), round(top)))


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
    drawn: Callable[[MapPainter], Drawing] | None = None, stored: bool = False,
) -> pygame.Surface:  # fmt: skip
    """The whole map of a state at a zoom step in px a km, with front, labels, counters and an overlay of a side."""
    painter = MapPainter(scenario, language, stored)
    camera = Camera(scenario.grid, size_px(painter.land.world, scale), ZOOMS.index(scale))
    surface = pygame.Surface(camera.size, 0, 32)
    for _ in painter.steps(scale):
        pass
    drawing = drawn(painter) if drawn is not None else None
    painter.draw(surface, camera, state, stacks_of(scenario, state, viewer, language), drawing, viewer)
    return surface
