"""The painted map: tiles of ground kept by zoom step, the situation drawn over them, labels and counters on top."""

from __future__ import annotations

import functools
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
from game.ui.paint.built_up import URBAN
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.counters import SIZES, Counter, reach_px, seen_counter, stack
from game.ui.paint.edge_numbers import edge_numbers
from game.ui.paint.front import Front
from game.ui.paint.grid import HexGrid
from game.ui.paint.ground import Ground, Key, lines_of, touched
from game.ui.paint.kept import Same, kept
from game.ui.paint.labels import Labels
from game.ui.paint.land import TILE, Ints, Land
from game.ui.paint.lettering import Box
from game.ui.paint.marks import FACING_KM, Marks
from game.ui.paint.overlays.drawing import Drawing
from game.ui.paint.overlays.layer import Overlays, Placed
from game.ui.paint.plain import stand_in
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
GROUND_KM, HEIGHT_KM = 2.0, 2.7
"""How far from a hex or a line a change alters the ground, and a change of height."""

Stacks = Mapping[int, tuple[Counter, ...]]
"""Hex -> its counters, the top one last."""


_TileMaker = Callable[[Key], pygame.Surface]


class MapPainter:
    """Paints one scenario; draws any state of it through any camera."""

    def __init__(self, scenario: Scenario, language: str = "en", stored: bool = False) -> None:
        """Paint a scenario; `stored` keeps the painted ground on disk."""
        self.scenario, self.language = scenario, language
        self.start = scenario.start
        """The state before the first dawn, with what an editor has changed since."""
        self.land = Land(scenario)
        self.grid = HexGrid(self.land)
        self.ground = Ground(self.land, scenario, self.grid, Store(scenario) if stored else None)
        self.air = Air(self.land)
        self._work: tuple[Key, Iterator[None]] | None = None
        self._situations: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._outdated: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._coarses: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._state = scenario.start
        self._front = Front(self.land, scenario.start.hexes[:, OWNER])

    @property
    def painted(self) -> int:
        """How many tiles are painted and kept."""
        return len(self._situations)

    @property
    def waters(self) -> Waters:
        """Rivers and canals as they run now."""
        return self.ground.waters

    @property
    def roads(self) -> Roads:
        """Roads and railways as they run now."""
        return self.ground.roads

    @functools.cached_property
    def marks(self) -> Marks:
        """Bridges and trenches."""
        return Marks(self.land, self.roads, self.waters)

    @functools.cached_property
    def labels(self) -> Labels:
        """Names and numbers."""
        return Labels(self.land, self.scenario, self.roads, self.waters, self.ground.towns)

    @functools.cached_property
    def overlays(self) -> Overlays:
        """What is laid over the map."""
        return Overlays(self.land, self.roads)

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
        """Paint what is in view for about so long, at least one step; True if nothing in view is left to paint.

        What shows as it was goes first, what is under the view at the smallest scale last.
        """
        end = time.perf_counter() + milliseconds / 1000
        shown = sorted(self._in_view(camera), key=lambda key: key not in self._outdated)
        for key in (*shown, *self._under(camera)):
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

    def _under(self, camera: Camera) -> list[Key]:
        """The tiles of the smallest scale under a view."""
        share = ZOOMS[0] / camera.scale
        left, top = (px * share / TILE for px in camera.offset)
        right, bottom = left + camera.size[0] * share / TILE, top + camera.size[1] * share / TILE
        across, down = (-(-px // TILE) for px in size_px(self.land.world, ZOOMS[0]))
        columns = range(max(0, math.floor(left)), min(across, math.ceil(right)))
        rows = range(max(0, math.floor(top)), min(down, math.ceil(bottom)))
        return [Key(ZOOMS[0], i, j) for j in rows for i in columns]

    def _painting(self, key: Key) -> Iterator[None]:
        """Paint a tile with the situation step by step; if the ground changes meanwhile it shows until the next."""
        tile = self.ground.known(key)
        if tile is None:
            for painted in self.ground.painting(key):
                tile = painted
                yield
        if tile is None or self.ground.known(key) is tile:
            self._situation(key)
        else:
            self._put_off(key, self._dressed(key, tile))
        yield

    def steps(self, scale: int) -> Iterator[float]:
        """Paint a whole zoom step tile by tile; gives the share done, 0 to 1, after each."""
        keys = self._keys(scale)
        for i, key in enumerate(keys):
            self.ground.tile(key)
            yield (i + 1) / len(keys)

    # change ----------------------------------------------------------------------------------------------------------

    def touch(self, layer: str, values: Mapping[int, int]) -> None:
        """Change hexes at once: their "terrain", "elevation" in metres, "control" (owner), "rubble" or "trench" level.

        What is near is painted anew and shows as it was until then. `show` makes it lasting.
        """
        hexes = np.array([h for h in values if 0 <= h < self.land.grid.count], dtype=np.int64)
        new = np.array([values[h] for h in hexes.tolist()], dtype=np.int64)
        before = self._layers()
        if layer in ("terrain", "elevation"):
            getattr(self.land, layer)[hexes] = new
        else:
            rows = self.start.hexes.copy()
            rows[hexes, {"control": OWNER, "rubble": RUBBLE, "trench": TRENCH}[layer]] = new
            self.start = self.start._replace(hexes=rows)
            self.land.owner, self.land.rubble = rows[:, OWNER].copy(), rows[:, RUBBLE].copy()
        self._changed(before, np.zeros((0, 2)))

    def show(self, scenario: Scenario) -> None:
        """Paint another version of the scenario: what is different is painted anew, and shows as it was until then."""
        if (scenario.grid, scenario.id) != (self.scenario.grid, self.scenario.id):
            self.__init__(scenario, self.language)  # type: ignore[misc]
            return
        old, self.scenario, self.start = self.scenario, scenario, scenario.start
        before = self._layers()
        self.land.take(scenario)
        lines = np.zeros((0, 2))
        if lines_of(old) != lines_of(scenario):
            lines = self.ground.relay(scenario)
            for made in ("marks", "overlays"):
                self.__dict__.pop(made, None)
            self._coarses.clear()
        self._changed(before, lines)
        self.__dict__.pop("labels", None)

    def _layers(self) -> tuple[Floats | Ints, ...]:
        """Copies of what the ground is painted from, and the heights between which its tint changes."""
        land = self.land
        hexes = land.terrain.copy(), land.elevation.copy(), land.owner.copy(), land.rubble.copy()
        return *hexes, np.array(self.ground.span())

    def _changed(self, before: tuple[Floats | Ints, ...], lines: Floats) -> None:
        """Forget what is near differences from the layers before, and near points of lines that are different."""
        now = self._layers()
        terrain, elevation, owner, rubble = (
            self.land.centres[old != new] for old, new in zip(before[:4], now[:4], strict=True)
        )
        built = [np.isin(values[0], URBAN) for values in (before, now)]
        streets = self.ground.settle() if len(lines) or (built[0] != built[1]).any() else terrain[:0]
        self._forget(lines, GROUND_KM, "lines")
        self._forget(np.vstack([terrain, owner, rubble, streets]), GROUND_KM, "hexes")
        whole = (before[4] != now[4]).any()
        self._forget(self.land.centres if whole else elevation, HEIGHT_KM, "heights")

    def _forget(self, points: Floats, km: float, what: str) -> None:
        """Paint anew what is so near to points of changed "lines", "hexes" or "heights"."""
        if len(points):
            self.ground.forget(points, km, what)
            self._outdate(points, km)

    # situation -------------------------------------------------------------------------------------------------------

    def _look_at(self, state: State) -> None:
        """Forget the tiles on which a state differs from the one drawn last."""
        if state is self._state:
            return
        owner, before = state.hexes[:, OWNER], self._state.hexes[:, OWNER]
        moved, trench = owner != before, state.hexes[:, TRENCH]
        points = [self.land.centres[moved | (trench != self._state.hexes[:, TRENCH])]]
        points.append(self.marks.middles[state.edges[:, BRIDGE] != self._state.edges[:, BRIDGE]])
        if moved.any():
            self._front = Front(self.land, owner.copy())
            points.append(self._facing(np.flatnonzero(trench), self.land.centres[moved]))
        points.append(self.land.centres[state.hexes[:, RUBBLE] != self._state.hexes[:, RUBBLE]])
        self._state = state
        changed = np.vstack(points)
        if len(changed):
            self._outdate(changed, NEAR_KM)

    def _facing(self, hexes: Ints, points: Floats) -> Floats:
        """The middles of hexes near enough to some points for their trenches to face them."""
        near = self.land.centres[hexes]
        away = np.abs(near[:, None] - points[None]).max(axis=2)
        facing: Floats = near[(away <= FACING_KM + 0.1).any(axis=1)]
        return facing

    def _outdate(self, points: Floats, km: float) -> None:
        """Draw anew the tiles so near to points; until then they show as they were."""
        self._coarses.clear()
        for key in touched(self.land, list(self._situations), points, km):
            self._put_off(key, self._situations.pop(key))
        if self._work is not None and self._work[0] not in self.ground.painted_now():
            self._work = None

    def _put_off(self, key: Key, tile: pygame.Surface) -> None:
        """Show a tile until it is drawn anew."""
        self._outdated[key] = tile
        self._outdated.move_to_end(key)
        while len(self._outdated) > SITUATIONS_KEPT:
            self._outdated.popitem(last=False)

    def _situation(self, key: Key) -> pygame.Surface:
        """A tile of ground with trenches, bridges and the front; kept."""
        if key not in self._situations:
            self._situations[key] = self._dressed(key, self.ground.tile(key))
            self._outdated.pop(key, None)
            self._coarses.pop(key, None)
            while len(self._situations) > SITUATIONS_KEPT:
                self._situations.popitem(last=False)
        self._situations.move_to_end(key)
        return self._situations[key]

    def _dressed(self, key: Key, tile: pygame.Surface) -> pygame.Surface:
        """A tile of ground with the situation on it."""
        canvas = Canvas(self.land, *key, factor=2)
        edges, hexes = self.marks.shown(canvas, self._state)
        ruined = self.marks.new_rubble(canvas, self._state)
        if not (edges or hexes or len(ruined) or self._front.shows(canvas)):
            return tile
        canvas.surface.blit(pygame.transform.scale(tile, canvas.surface.get_size()), (0, 0))
        self.marks.paint_rubble(canvas, self._state, ruined)
        self.marks.paint_trenches(canvas, self._state, hexes)
        self._front.paint(canvas)
        self.marks.paint_bridges(canvas, self._state, edges)
        self.grid.frame(canvas)
        return canvas.finished()

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
            share = ZOOMS[0] / key.scale
            columns, rows = (range(int(n * share), math.ceil((n + 1) * share)) for n in (key.column, key.row))
            for base in {Key(ZOOMS[0], i, j) for j in rows for i in columns} & set(self._keys(ZOOMS[0])):
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
        taken = self._covered(Same(stacks), camera.scale, tuple(mark.box for mark in words))
        self.labels.draw(surface, camera, self.language, taken)
        edge_numbers(surface, camera)

    def draw_counters(
        self, surface: pygame.Surface, camera: Camera, stacks: Stacks, selected: int | None = None, faded: int = -1
    ) -> None:
        """Draw the counters of every hex; the selected hex's top one in a ring, those of one side faded."""
        size = SIZES[camera.scale]
        half, pictures = size / 2 + reach_px(size), self._pictures(Same(stacks), size)
        shown = self._shown(surface.get_rect().inflate(4 * camera.scale, 4 * camera.scale), camera, stacks)
        for h in shown:
            if any(counter.level == ABOUT for counter in stacks[h]):
                overlay.dotted(surface, camera, h, AROUND_KM, palette.SIDE_LINE[stacks[h][-1].side])
        left, top = camera.to_px(0.0, 0.0)
        for h in shown:
            east, south = self.land.centres[h].tolist()
            if h not in pictures:
                pictures[h] = stack(stacks[h], size)
            picture = stack(stacks[h], size, True) if h == selected else pictures[h]
            if stacks[h][-1].side == faded and h != selected:
                picture = picture.copy()
                picture.set_alpha(FADED)
            surface.blit(picture, (round(left + east * camera.scale - half), round(top + south * camera.scale - half)))

    def _shown(self, view: pygame.Rect, camera: Camera, stacks: Stacks) -> list[int]:
        """The hexes with counters in a part of a view, row by row."""
        hexes = self._hexes(Same(stacks))
        x, y = (self.land.centres[hexes] * camera.scale + camera.to_px(0.0, 0.0)).T
        shown: list[int] = hexes[(x > view.left) & (x < view.right) & (y > view.top) & (y < view.bottom)].tolist()
        return shown

    @kept(2)
    def _hexes(self, stacks: Same) -> Ints:
        """The hexes with counters, row by row."""
        return np.array(sorted(h for h, counters in stacks.thing.items() if counters), dtype=np.int64)

    @kept(2)
    def _pictures(self, stacks: Same, size: int) -> dict[int, pygame.Surface]:
        """The pictures of stacks at a size as far as they have been drawn."""
        return {}

    def taken(self, scale: int, stacks: Stacks) -> tuple[Box, ...]:
        """The boxes of all counters in px of the painted map."""
        return self._boxes(Same(stacks), scale)

    @kept(2)
    def _covered(self, stacks: Same, scale: int, words: tuple[Box, ...]) -> tuple[Box, ...]:
        """The boxes of all counters and of words."""
        return (*self._boxes(stacks, scale), *words)

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
        surface = stand_in(self.land, key, self._situations)
        self._coarses[key] = surface
        while len(self._coarses) > COARSE_KEPT:
            self._coarses.popitem(last=False)
        return surface


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
    counters = {u: seen_counter(scenario, state, u, viewer, language) for u in here}
    counters |= {u: replace(counters[u], done=True) for u in done if u in counters}
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
