"""The day over the map: cloud, rain, fog, mud and frost in a restrained tint, and a veil where no own unit sees."""

from __future__ import annotations

import functools
from collections import OrderedDict

import numpy as np
import pygame

from game.state import CLOUD, FOG, FROZEN, GROUND, RAIN, SKY, THAW, WET, Ints
from game.ui import palette
from game.ui.paint.canvas import picture
from game.ui.paint.chance import Floats
from game.ui.paint.ground import Key, touched
from game.ui.paint.land import TILE, Bytes, Land, blur_reach, blurred

MASK_SCALE = 6
"""Samples a kilometre of the veil."""
VEIL_KM = 1.5
"""How far from a hex its sight alters the veil."""
DRESSED_KEPT = 240
"""Tiles kept, 256 KB each."""
VEIL_SHARE = 0.10
"""How much of the ground the veil hides."""
TINTS = {CLOUD: (248, 249, 251), RAIN: (228, 234, 240)}
"""What a sky multiplies colours by."""
SOILS = {WET: (238, 229, 215), THAW: (230, 219, 203), FROZEN: (236, 242, 250)}
"""What the state of the ground multiplies colours by."""
MIST = (226, 229, 228)
MIST_SHARE = 0.24
RAIN_PX, RAIN_SHARE = 32, 0.20


class Air:
    """Weather and sight of one moment, laid over tiles."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self._weather: tuple[int, int] = (0, 0)
        self._sight: frozenset[int] | None = None
        self._hidden: Floats | None = None
        """1 for every hex out of sight, 0 for the others; None if all are in sight."""
        self._tiles: OrderedDict[Key, tuple[pygame.Surface, pygame.Surface]] = OrderedDict()
        self._parts: OrderedDict[Key, Bytes] = OrderedDict()

    def look(self, clock: Ints, sight: frozenset[int] | None) -> None:
        """Take the weather of a day, and the hexes in sight (None: all); forget the tiles that are different now."""
        weather = int(clock[SKY]), int(clock[GROUND])
        if weather != self._weather:
            self._weather = weather
            self._tiles.clear()
        if sight is not self._sight and sight != self._sight:
            before = self._hidden
            self._hidden = None
            if sight is not None:
                self._hidden = np.ones(self.land.grid.count)
                self._hidden[list(sight)] = 0.0
            self._forget(before)
        self._sight = sight

    def _forget(self, before: Floats | None) -> None:
        """Forget the tiles near hexes that were seen before and are not now, or the other way round."""
        if before is None or self._hidden is None:
            self._tiles.clear()
            self._parts.clear()
            return
        points = self.land.centres[before != self._hidden]
        for key in touched(self.land, list(self._parts), points, VEIL_KM):
            del self._parts[key]
            self._tiles.pop(key, None)

    def _part(self, key: Key) -> Bytes | None:
        """How opaque the veil is at the samples over a tile with one more on every side; None without a veil."""
        if self._hidden is None:
            return None
        if key not in self._parts:
            self._parts[key] = self._veil(key, self._hidden)
            while len(self._parts) > DRESSED_KEPT:
                self._parts.popitem(last=False)
        self._parts.move_to_end(key)
        return self._parts[key]

    def _veil(self, key: Key, hidden: Floats) -> Bytes:
        """The veil over a tile."""
        world, share = self.land.world, MASK_SCALE / key.scale
        deviation = 0.16 * MASK_SCALE
        around = blur_reach(deviation)
        axes = []
        for n, start, size in ((key.column, world.left, world.width), (key.row, world.top, world.height)):
            first, last = int(n * TILE * share), int(np.ceil((n + 1) * TILE * share)) + 1
            index = np.clip(np.arange(first - around, last + around), 0, round(size * MASK_SCALE))
            axes.append(start + index / MASK_SCALE)
        at = np.meshgrid(*axes)
        soft = blurred(np.where(self.land.on_map(*at), hidden[self.land.nearest(*at)], 0.0), deviation)
        veil: Bytes = np.rint(soft * (255 * VEIL_SHARE)).astype(np.uint8)
        return veil

    def dressed(self, key: Key, tile: pygame.Surface) -> pygame.Surface:
        """A tile as it looks on this day."""
        sky, soil = self._weather
        part = self._part(key)
        if sky not in (*TINTS, FOG) and soil not in SOILS and (part is None or not part.any()):
            return tile
        kept = self._tiles.get(key)
        if kept is not None and kept[0] is tile:
            return kept[1]
        dressed = tile.copy()
        for tint in (TINTS.get(sky), SOILS.get(soil)):
            if tint is not None:
                dressed.fill(tint, special_flags=pygame.BLEND_RGB_MULT)
        if part is not None and part.any():
            self._lay(dressed, key, part)
        if sky == FOG:
            mist = pygame.Surface(tile.get_size(), 0, 32)
            mist.fill(MIST)
            mist.set_alpha(round(255 * MIST_SHARE))
            dressed.blit(mist, (0, 0))
        elif sky == RAIN:
            dressed.blit(_rain(), (0, 0))
        self._tiles[key] = tile, dressed
        while len(self._tiles) > DRESSED_KEPT:
            self._tiles.popitem(last=False)
        return dressed

    def _lay(self, tile: pygame.Surface, key: Key, part: Bytes) -> None:
        """Lay the veil over a tile."""
        if part.min() == part.max():
            veil = pygame.Surface(tile.get_size(), pygame.SRCALPHA, 32)
            veil.fill((*palette.VEIL, int(part.min())))
            tile.blit(veil, (0, 0))
            return
        rgba = np.dstack([*(np.full_like(part, c) for c in palette.VEIL), part])
        step = key.scale / MASK_SCALE
        large = pygame.transform.smoothscale(picture(rgba), (round(part.shape[1] * step), round(part.shape[0] * step)))
        left, top = (int(n * TILE / step) * step - n * TILE for n in (key.column, key.row))
        tile.blit(large, (round(left - step / 2), round(top - step / 2)))


@functools.cache
def _rain() -> pygame.Surface:
    """Slanting strokes over a tile; they go on unbroken from tile to tile."""
    side = TILE
    x, y = np.mgrid[0:side, 0:side]
    row = np.floor_divide(y * 2 + x, RAIN_PX)
    away = np.abs((x * 2 + y) % RAIN_PX - RAIN_PX / 2)
    broken = (row * 7 + np.floor_divide(x * 2 + y, RAIN_PX) * 3) % 4 < 2
    shares = np.clip(1.3 - away, 0, 1) * broken * (255 * RAIN_SHARE)
    surface = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    surface.fill((*palette.RAIN, 0))
    alpha = pygame.surfarray.pixels_alpha(surface)
    alpha[:] = shares.astype(np.uint8)
    return surface
