"""The ground that no battle changes: its layers painted tile by tile, in steps so short that a window lives meanwhile."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import pygame

from game.ui.paint.built_up import BuiltUp
from game.ui.paint.canvas import Canvas
from game.ui.paint.clear import Clear
from game.ui.paint.grid import HexGrid
from game.ui.paint.land import Land
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

    def __init__(
        self, land: Land, clear: Clear, waters: Waters, roads: Roads, grid: HexGrid, store: Store | None
    ) -> None:
        self.land, self.clear, self.waters, self.roads, self.grid, self.store = land, clear, waters, roads, grid, store
        self._tiles: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._plans: dict[int, Iterator[None]] = {}

    @functools.cached_property
    def _grown(self) -> tuple[Fields, Relief, Growth, BuiltUp, Craters]:
        """The layers that are needed for painting alone."""
        built = BuiltUp(self.land, self.clear, self.roads)
        fields = Fields(self.land)
        return (
            fields,
            Relief(self.land),
            Growth(self.land, fields, self.clear, built.gardens),
            built,
            Craters(self.land),
        )

    @functools.cached_property
    def _layers(self) -> tuple[Layer, ...]:
        return (*self._grown, self.waters, self.roads, self.grid)

    def _plan(self, scale: int) -> Iterator[None]:
        """Work out what the layers need for a scale, piece by piece."""
        yield
        fields, relief, growth, built, _ = self._grown
        yield
        for layer in (fields, relief, growth, built, self.waters):
            yield from layer.prepare(scale)

    def known(self, key: Key) -> pygame.Surface | None:
        """A tile if it is in memory."""
        return self._tiles.get(key)

    def tile(self, key: Key) -> pygame.Surface:
        """A tile, painted if need be."""
        for _ in self.painting(key):
            pass
        self._tiles.move_to_end(key)
        return self._tiles[key]

    def painting(self, key: Key) -> Iterator[None]:
        """Load or paint a tile step by step."""
        if key in self._tiles:
            return
        tile = self.store.load(key) if self.store is not None else None
        if tile is None:
            yield from self._plans.setdefault(key.scale, self._plan(key.scale))
            canvas = Canvas(self.land.world, *key)
            for layer in self._layers:
                layer.paint(canvas)
                yield
            tile = canvas.finished()
            self.grid.number(tile, canvas)
            yield
            if self.store is not None:
                self.store.save(key, tile)
        self._tiles[key] = tile
        while len(self._tiles) > TILES_KEPT:
            self._tiles.popitem(last=False)
        yield
