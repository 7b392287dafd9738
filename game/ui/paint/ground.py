"""The ground that no battle changes: its layers painted tile by tile, in steps so short that a window lives meanwhile.

What an editor changes is painted anew where it shows and nowhere else.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, Protocol

import numpy as np
import pygame

from game.scenario.load import Scenario
from game.state import BRIDGE, NO_BRIDGE
from game.ui.paint.built_up import BuiltUp, Towns
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats
from game.ui.paint.chunks import Box, Chunk, Sheets
from game.ui.paint.clear import Clear
from game.ui.paint.courses import Course
from game.ui.paint.grid import HexGrid
from game.ui.paint.land import TILE, Land
from game.ui.paint.relief import Relief
from game.ui.paint.roads import Roads
from game.ui.paint.store import Store
from game.ui.paint.terrain import Craters, Fields, Growth
from game.ui.paint.water import Waters

TILES_KEPT = 480
"""Tiles of ground kept in memory, 256 KB each."""


class Key(NamedTuple):
    """A tile: px a km, column, row."""

    scale: int
    column: int
    row: int


class Layer(Protocol):
    """What paints a part of the ground."""

    def paint(self, canvas: Canvas) -> None:
        """Paint it on a tile."""


class Ground:
    """The painted ground of a scenario; with a store, tiles painted once are never painted again."""

    def __init__(self, land: Land, scenario: Scenario, grid: HexGrid, store: Store | None) -> None:
        self.land, self.grid, self.store = land, grid, store
        self.waters = Waters(land, scenario)
        self.roads = Roads(land, scenario, self.waters)
        self._tiles: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._spoilt: dict[Key, bool] = {}
        """Tiles being painted, and whether the ground under them has changed meanwhile."""
        self._edited: set[Chunk] = set()
        """Where the ground is no longer that of the store."""

    @functools.cached_property
    def towns(self) -> Towns:
        """The towns as they are now."""
        return Towns(self.land, self.roads)

    @functools.cached_property
    def _grown(self) -> tuple[Clear, Fields, Relief, Growth, BuiltUp, Craters]:
        """The layers that are needed for painting alone."""
        clear = Clear(self.land)
        clear.mark(self._clearings())
        fields = Fields(self.land)
        built = BuiltUp(self.land, clear, self.roads, self.towns)
        growth = Growth(self.land, fields, clear, built.gardens)
        return clear, fields, Relief(self.land), growth, built, Craters(self.land)

    def _sheets(self) -> tuple[Sheets[Any], ...]:
        """What the layers make square by square, in the order in which one needs the other."""
        clear, fields, _, growth, built, craters = self._grown
        return clear.sheets, fields.sheets, built.sheets, growth.sheets, craters.sheets

    @property
    def _layers(self) -> tuple[Layer, ...]:
        return (*self._grown[1:], self.waters, self.roads, self.grid)

    def known(self, key: Key) -> pygame.Surface | None:
        """A tile if it is in memory."""
        return self._tiles.get(key)

    def tile(self, key: Key) -> pygame.Surface:
        """A tile, painted if need be."""
        while key not in self._tiles:
            for _ in self.painting(key):
                pass
        self._tiles.move_to_end(key)
        return self._tiles[key]

    def painting(self, key: Key) -> Iterator[pygame.Surface | None]:
        """Load or paint a tile step by step; the tile with the last step.

        It is not kept if the ground under it changes meanwhile.
        """
        if key in self._tiles:
            return
        self._spoilt[key] = False
        box = box_of(self.land, key).grown(0.1)
        stored = self.store if self._edited.isdisjoint(self.land.squares.touching(box)) else None
        tile = stored.load(key) if stored is not None else None
        if tile is None:
            for sheets in self._sheets():
                for _ in sheets.making(box):
                    yield None
            canvas = Canvas(self.land, *key)
            for layer in self._layers:
                layer.paint(canvas)
                yield None
            tile = canvas.finished()
            self.grid.number(tile, canvas)
            if stored is not None and not self._spoilt[key]:
                stored.save(key, tile)
        if not self._spoilt.pop(key, False):
            self._tiles[key] = tile
            while len(self._tiles) > TILES_KEPT:
                self._tiles.popitem(last=False)
        yield tile

    def painted_now(self) -> Collection[Key]:
        """The tiles that are being painted."""
        return self._spoilt

    # change ----------------------------------------------------------------------------------------------------------

    def span(self) -> tuple[float, float]:
        """The heights between which the tint of the whole ground changes."""
        low, high = Relief(self.land).span()
        return low, high

    def relay(self, scenario: Scenario) -> Floats:
        """Take roads, rails and waters from a scenario; the points in km near which something is different now."""
        before, gone = self.roads, self.waters
        self.waters = Waters(self.land, scenario, gone)
        self.roads = Roads(self.land, scenario, self.waters, before)
        changed = {id(flow): flow for flow in gone.flows} | {id(flow): flow for flow in self.waters.flows}
        for flow in set(gone.flows) & set(self.waters.flows):
            del changed[id(flow)]
        ways = {(id(way), id(parts)): way for way, parts in before.parts}
        now = {(id(way), id(parts)): way for way, parts in self.roads.parts}
        lines = [flow.line for flow in changed.values()]
        lines += [way.line for key, way in (ways | now).items() if (key in ways) != (key in now)]
        villages = [h for h in before.crossed | self.roads.crossed if before.through(h) != self.roads.through(h)]
        if "_grown" in self.__dict__:
            self._grown[0].mark(self._clearings())
            self._grown[4].roads = self.roads
        return np.vstack([np.zeros((0, 2)), *lines, self.land.centres[villages]])

    def _clearings(self) -> list[tuple[Course, float]]:
        """What keeps clear of trees and houses, and how wide in km."""
        return [(flow, 0.16) for flow in self.waters.flows] + self.roads.clearings()

    def settle(self) -> Floats:
        """Look at the towns again; the points in km at which their streets run otherwise now."""
        if "towns" not in self.__dict__:
            return np.zeros((0, 2))
        before = self.towns
        del self.towns
        if "_grown" in self.__dict__:
            self._grown[4].towns = self.towns
        points: Floats = self.land.centres[before.turn != self.towns.turn]
        return points

    def forget(self, points: Floats, km: float, what: str) -> None:
        """Paint anew what lies so near to points of changed "lines", "hexes" or "heights"."""
        if "_grown" in self.__dict__:
            clear, _, built, growth, craters = self._sheets()
            made = {"lines": (clear, growth, built), "hexes": (built, craters), "heights": ()}
            for sheets in made[what]:
                sheets.forget(points)
        for keys in (self._tiles, self._spoilt):
            for key in touched(self.land, list(keys), points, km):
                if keys is self._spoilt:
                    self._spoilt[key] = True
                else:
                    del self._tiles[key]
        for chunk in self.land.squares.of(points):
            self._edited |= set(self.land.squares.touching(self.land.squares.inner(chunk).grown(km)))


def lines_of(scenario: Scenario) -> tuple[object, ...]:
    """What runs over the map of a scenario, as its file has it."""
    file = scenario.file
    return (
        [(road.kind, road.ref, road.path) for road in file.roads],
        [rail.path for rail in file.rails],
        [(water.kind, water.name, water.sides) for water in file.waters],
        (scenario.start.edges[:, BRIDGE] != NO_BRIDGE).tobytes(),
    )


def box_of(land: Land, key: Key) -> Box:
    """Where a tile lies."""
    km = TILE / key.scale
    left, top = land.world.left + key.column * km, land.world.top + key.row * km
    return Box(left, top, left + km, top + km)


def touched(land: Land, keys: list[Key], points: Floats, km: float) -> list[Key]:
    """The tiles that lie so near to any of some points."""
    if not len(points):
        return []
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    found = []
    for key in keys:
        box = box_of(land, key).grown(km)
        near = box.left <= right and box.right > left and box.top <= bottom and box.bottom > top
        if near and box.holds(points).any():
            found.append(key)
    return found
