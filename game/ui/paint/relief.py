"""Heights: a tint by elevation, hill shade from three lights, green gullies, contours every 20 m.

The elevations of the hexes are smoothed; small gullies and swells between them are decoration.
"""

from __future__ import annotations

import numpy as np

from game.ui import palette
from game.ui.paint.canvas import Canvas
from game.ui.paint.chance import Floats, noise
from game.ui.paint.contours import isolines
from game.ui.paint.land import Bytes, Land, Patch

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
AROUND = 2
"""Samples about a tile that are worked out with it, so that slopes and contours go on from tile to tile."""


class Relief:
    """The layer of heights."""

    def __init__(self, land: Land) -> None:
        self.land = land

    def span(self) -> tuple[float, float]:
        """The heights in metres between which the tint changes: nearly the lowest and the highest, in tens."""
        low, high = np.percentile(self.land.elevation, (3, 97))
        return 10.0 * np.floor(low / 10), 10.0 * np.ceil(high / 10)

    def _bends(self, patch: Patch) -> tuple[Floats, Floats]:
        """Where the valleys wind: kilometres east and south, bent."""
        seed, (x, y) = self.land.seed, patch.lattice(AROUND)
        return x + 1.3 * noise(seed + 1, x / 2.3, y / 2.3), y + 1.3 * noise(seed + 2, x / 2.3, y / 2.3)

    def heights(self, patch: Patch) -> tuple[Floats, Floats]:
        """Metres at every sample with gullies, and how much of a gully each is, 0 to 1; AROUND more on every side.

        Gullies are deeper where the ground is steep.
        """
        seed, (x, y) = self.land.seed, self._bends(patch)
        base = patch.smooth(self.land.elevation, SMOOTH_KM, AROUND + 1)
        steep = np.hypot(*np.gradient(base))[1:-1, 1:-1] * patch.scale / patch.cell
        wide = _gully(noise(seed + 4, x / 2.6, y / 2.6), 0.10)
        narrow = _gully(noise(seed + 5, x / 1.15, y / 1.15), 0.16)
        gully: Floats = np.clip(0.25 + steep / 22, 0, 1) * np.maximum(wide, 0.55 * narrow)
        x, y = patch.lattice(AROUND)
        swells = noise(seed + 3, x / 1.7, y / 1.7) - 0.5
        return base[1:-1, 1:-1] + 9 * swells - GULLY_M * gully, gully

    def _channels(self, patch: Patch, heights: Floats, gully: Floats) -> tuple[Bytes, ...]:
        """Red, green, blue and opacity of tint and shade together, at every sample."""
        inner = slice(AROUND, -AROUND)
        shade = _shade(heights, patch.scale / patch.cell)[inner, inner]
        tint, tint_share = self._tint(heights[inner, inner], gully[inner, inner])
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
        low, high = self.span()
        t = np.clip((heights - low) / max(high - low, 30.0), 0, 1)[..., None]
        low_colour, middle_colour, high_colour = (np.array(c, dtype=np.float64) for c in palette.HEIGHTS)
        lower = low_colour + (middle_colour - low_colour) * np.clip(2 * t, 0, 1)
        colour = lower + (high_colour - middle_colour) * np.clip(2 * t - 1, 0, 1)
        green = np.clip(gully * 1.5 - 0.35, 0, 0.75)
        colour = colour + (np.array(palette.GULLY) - colour) * green[..., None]
        return colour, TINT_SHARE + 0.25 * green

    def _contours(self, patch: Patch, heights: Floats) -> Floats:
        """The pieces of the contours, rows of (x, y, x, y) in km."""
        first = int(np.ceil(heights.min() / CONTOUR_M)) * CONTOUR_M
        pieces = [isolines(heights, level) for level in range(first, int(heights.max()) + 1, CONTOUR_M)]
        if not pieces:
            return np.zeros((0, 4))
        return patch.at(np.vstack(pieces).reshape(-1, 2) - AROUND).reshape(-1, 4)

    def paint(self, canvas: Canvas) -> None:
        """Lay tint, shade and contours over the fields."""
        heights, gully = self.heights(canvas.patch)
        canvas.surface.blit(canvas.stretched(self._channels(canvas.patch, heights, gully)), (0, 0))
        if canvas.scale >= 18:
            canvas.begin_veil()
            contours = self._contours(canvas.patch, heights)
            canvas.lines(contours, palette.with_alpha(palette.CONTOUR, 0.16), 0.8, veiled=True)
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
