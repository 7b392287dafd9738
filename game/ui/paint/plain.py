"""The ground in plain colours, a moment's work: what stands in for a tile until it is painted, and the small map."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pygame

from game.rulebook import DENSE_URBAN, OPEN, TERRAINS, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.ui import palette
from game.ui.paint.canvas import picture
from game.ui.paint.chance import Floats
from game.ui.paint.ground import Key
from game.ui.paint.land import TILE, Bytes, Ints, Land
from game.ui.table.camera import ZOOMS

_COLOURS = {
    OPEN: palette.FIELDS[0], TREE_LINES: palette.blend(palette.FIELDS[1], palette.WOODS[1], 0.22),
    WOOD: palette.blend(palette.WOODS[0], palette.WOOD_FLOOR, 0.3), WATER: palette.WATER,
    VILLAGE: palette.blend(palette.VILLAGE_GROUND, palette.HOUSES[0], 0.15),
    TOWN: palette.blend(palette.TOWN_GROUND, palette.HOUSES[1], 0.35),
    DENSE_URBAN: palette.blend(palette.TOWN_GROUND, palette.BLOCKS[0], 0.6),
    WORKS: palette.blend(palette.WORKS_GROUND, palette.HALLS[0], 0.45),
}  # fmt: skip
"""About the mean colour of the painted ground."""
_TABLE = np.array([_COLOURS[kind] for kind in range(len(TERRAINS))], dtype=np.float64)
SHARE = 0.22
"""How much of the colour follows from the height."""


def colours(land: Land, hexes: Ints) -> Floats:
    """The colour of each hex; the shape of the array and 3."""
    low, high = float(land.elevation.min()), float(land.elevation.max())
    t = ((land.elevation[hexes] - low) / max(high - low, 30.0))[..., None]
    tint = np.array(palette.HEIGHTS[0]) * (1 - t) + np.array(palette.HEIGHTS[2]) * t
    mixed: Floats = _TABLE[land.terrain[hexes]] * (1 - SHARE) + tint * SHARE
    return mixed


def plain(land: Land, key: Key) -> pygame.Surface:
    """A tile in plain colours."""
    step = max(1, round(key.scale / 6))
    km = np.arange(step / 2 - step, TILE + step, step) / key.scale
    x, y = np.meshgrid(km + land.world.left + key.column * TILE / key.scale,
                       km + land.world.top + key.row * TILE / key.scale)  # fmt: skip
    hexes = land.nearest(x, y)
    colour = np.where(land.on_map(x, y)[..., None], colours(land, hexes), palette.OFF_MAP)
    pixels: Bytes = np.dstack([colour, np.full(x.shape, 255.0)]).astype(np.uint8)
    wide = len(km) * step
    large = pygame.transform.smoothscale(picture(pixels), (wide, wide))
    surface = pygame.Surface((TILE, TILE), 0, 32)
    surface.blit(large, (-step, -step))
    return surface


def stand_in(land: Land, key: Key, painted: Mapping[Key, pygame.Surface]) -> pygame.Surface:
    """A tile not painted yet, made of what is painted in other zoom steps, the nearest on top."""
    surface = plain(land, key)
    found: list[Key] = []
    for scale in sorted(ZOOMS, key=lambda scale: abs(math.log(scale / key.scale)))[1:]:
        share = scale / key.scale
        reach = [range(int(n * share), math.ceil((n + 1) * share)) for n in (key.column, key.row)]
        sources = [Key(scale, i, j) for j in reach[1] for i in reach[0]]
        here = [source for source in sources if source in painted]
        found += here
        if len(here) == len(sources):
            break
    for source in reversed(found):
        _stretch(surface, key, painted[source], source)
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
