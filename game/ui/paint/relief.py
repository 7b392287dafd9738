"""Heights: a tint by elevation, hill shade from three lights, green gullies, contours every 20 m.

The elevations of the hexes are smoothed; small gullies and swells between them are decoration.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from game.ui import palette
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats, noise
from game.ui.paint.contours import isolines
from game.ui.paint.kept import kept
from game.ui.paint.land import Bytes, Land, cell_px

SMOOTH_KM = 0.45
"""Deviation of the bell curve that smooths the elevations."""
EXAGGERATION = 7.5
"""Slopes are shaded as if so many times steeper."""
LIGHTS = ((315.0, 0.55), (0.0, 0.25), (270.0, 0.2))
"""Compass bearing and weight of each light; all stand 45 degrees high."""
CONTOUR_M = 20
TINT_SHARE = 0.36
GULLY_M = 15.0
"""Depth of the deepest decorative gullies in metres."""


class Relief:
    """The layer of heights; samples are kept for one scale at a time."""

    def __init__(self, land: Land) -> None:
        self.land = land

    @kept(1)
    def _ground(self, scale: int) -> Floats:
        """The elevations of the hexes made smooth, in metres at every sample."""
        return self.land.smooth(self.land.elevation, SMOOTH_KM, scale)

    @kept(1)
    def _bends(self, scale: int) -> tuple[Floats, Floats]:
        """Where the valleys wind: kilometres east and south, bent."""
        seed, (_, x, y) = self.land.seed, self.land.lattice(scale)
        return x + 1.3 * noise(seed + 1, x / 2.3, y / 2.3), y + 1.3 * noise(seed + 2, x / 2.3, y / 2.3)

    @kept(1)
    def _valleys(self, scale: int) -> Floats:
        """How much of a gully every sample is, 0 to 1; deeper where the ground is steep."""
        seed, base, (x, y) = self.land.seed, self._ground(scale), self._bends(scale)
        steep = np.hypot(*np.gradient(base)) * scale / cell_px(scale)
        wide = _gully(noise(seed + 4, x / 2.6, y / 2.6), 0.10)
        narrow = _gully(noise(seed + 5, x / 1.15, y / 1.15), 0.16)
        gully: Floats = np.clip(0.25 + steep / 22, 0, 1) * np.maximum(wide, 0.55 * narrow)
        return gully

    @kept(1)
    def heights(self, scale: int) -> tuple[Floats, Floats]:
        """Metres at every sample with gullies, and how much of a gully each is, 0 to 1."""
        _, x, y = self.land.lattice(scale)
        swells = noise(self.land.seed + 3, x / 1.7, y / 1.7) - 0.5
        gully = self._valleys(scale)
        return self._ground(scale) + 9 * swells - GULLY_M * gully, gully

    @kept(7)
    def channels(self, scale: int) -> tuple[Bytes, ...]:
        """Red, green, blue and opacity of tint and shade together, at every sample."""
        heights, gully = self.heights(scale)
        tint, tint_share = self._tint(heights, gully)
        shade = _shade(heights, scale / cell_px(scale))
        dark = np.clip(-shade * 1.15, 0, 0.44)
        light = np.clip(shade * 1.7, 0, 0.55)
        share = dark + light
        colour = np.where(shade[..., None] < 0, palette.SHADE_DARK, palette.SHADE_LIGHT)
        whole = share + tint_share * (1 - share)
        mixed = (colour * share[..., None] + tint * (tint_share * (1 - share))[..., None]) / whole[..., None]
        rgba = np.dstack([mixed, 255 * whole])
        return tuple(np.rint(rgba[..., c]).astype(np.uint8) for c in range(4))

    def _tint(self, heights: Floats, gully: Floats) -> tuple[Floats, Floats]:
        """Colour and share of the tint by height, greener in gullies."""
        low, high = np.percentile(self.land.elevation, (3, 97))
        t = np.clip((heights - low) / max(high - low, 30.0), 0, 1)[..., None]
        low_colour, middle_colour, high_colour = (np.array(c, dtype=np.float64) for c in palette.HEIGHTS)
        lower = low_colour + (middle_colour - low_colour) * np.clip(2 * t, 0, 1)
        colour = lower + (high_colour - middle_colour) * np.clip(2 * t - 1, 0, 1)
        green = np.clip(gully * 1.5 - 0.35, 0, 0.75)
        colour = colour + (np.array(palette.GULLY) - colour) * green[..., None]
        return colour, TINT_SHARE + 0.25 * green

    @kept(7)
    def contours(self, scale: int) -> Floats:
        """The pieces of all contours, rows of (x, y, x, y) in km."""
        heights, _ = self.heights(scale)
        world, km = self.land.world, cell_px(scale) / scale
        first = int(np.ceil(heights.min() / CONTOUR_M)) * CONTOUR_M
        levels = range(first, int(heights.max()) + 1, CONTOUR_M)
        pieces = [isolines(heights, level) for level in levels]
        ends = np.vstack(pieces) if pieces else np.zeros((0, 4))
        lines: Floats = ends * km + np.array([world.left, world.top] * 2)
        return lines

    def prepare(self, scale: int) -> Iterator[None]:
        """Work out what a scale needs, piece by piece."""
        ground = (self.land.hexes, self._ground, self._bends, self._valleys, self.heights)
        for work in (*ground, self.channels, self.contours):
            work(scale)
            yield

    def paint(self, canvas: Canvas) -> None:
        """Lay tint, shade and contours over the fields."""
        canvas.surface.blit(canvas.stretched(self.channels(canvas.scale)), (0, 0))
        if canvas.scale >= 18:
            canvas.begin_veil()
            canvas.lines(self.contours(canvas.scale), palette.with_alpha(palette.CONTOUR, 0.16), 0.8, veiled=True)
            canvas.lay_veil()


def _gully(surface: Floats, width: float) -> Floats:
    """Winding valleys where a surface passes its middle: 1 in the bed, 0 beyond `width`."""
    depth = np.clip(1 - np.abs(surface - 0.5) / width, 0, 1)
    return depth * depth * (3 - 2 * depth)


def _shade(heights: Floats, samples_per_km: float) -> Floats:
    """Light on the slopes less that on flat ground, about -0.7 to 0.3."""
    south, east = np.gradient(heights * (EXAGGERATION * samples_per_km / 1000))
    size = np.sqrt(1 + south * south + east * east)
    total = np.zeros_like(heights)
    for bearing, weight in LIGHTS:
        turn = np.radians(bearing)
        to_east, to_south = np.sin(turn) * np.sqrt(0.5), -np.cos(turn) * np.sqrt(0.5)
        lit = (np.sqrt(0.5) - east * to_east - south * to_south) / size
        total += weight * (np.maximum(lit, 0) - np.sqrt(0.5))
    return total
