"""Numbers of columns and rows along the edges of a view."""

from __future__ import annotations

import functools
import math

import pygame

from game.hexes import ROW_KM
from game.ui import fonts, palette
from game.ui.table.camera import Camera


def edge_numbers(surface: pygame.Surface, camera: Camera) -> None:
    """Numbers of the columns along the top of a view and of the rows along its left side, on pale edges."""
    grid, scale = camera.grid, camera.scale
    every = 1 if scale >= 26 * fonts.map_scale else 5
    digits = grid.digits
    left = max(0, -camera.offset[0])
    top = max(0, -camera.offset[1])
    sample = _edge_number("0" * digits, fonts.map_scale)
    width, height = surface.get_size()
    surface.blit(_edge(width - 2 * left, sample.get_height()), (left, top))
    surface.blit(_edge(sample.get_width() + 2, height - 2 * top - sample.get_height()), (left, top + sample.get_height()))
    (west, north), (east, south) = camera.to_km(-scale, -scale), camera.to_km(width + scale, height + scale)
    for column in range(max(0, math.floor(west)) // every * every, min(grid.columns, math.ceil(east)), every):
        x, _ = camera.to_px(column, 0)
        label = _edge_number(f"{column:0{digits}d}", fonts.map_scale)
        surface.blit(label, (round(x - label.get_width() / 2), top + 1))
    first = max(0, math.floor(north / ROW_KM)) // every * every
    for row in range(first, min(grid.rows, math.ceil(south / ROW_KM)), every):
        _, y = camera.to_px(*grid.centre(row * grid.columns))
        label = _edge_number(f"{row:0{digits}d}", fonts.map_scale)
        if y > top + sample.get_height() + 6:
            surface.blit(label, (left + 2, round(y - label.get_height() / 2)))


@functools.lru_cache(maxsize=8)
def _edge(width: int, height: int) -> pygame.Surface:
    """A pale strip on which numbers stand."""
    surface = pygame.Surface((max(1, width), max(1, height)), 0, 32)
    surface.fill(palette.OFF_MAP)
    surface.set_alpha(165)
    return surface


@functools.lru_cache(maxsize=512)
def _edge_number(number: str, text: float) -> pygame.Surface:
    return fonts.haloed(number, fonts.SEMIBOLD, 10.0 * text, palette.INK, palette.HALO, 1.6, 0.85)
