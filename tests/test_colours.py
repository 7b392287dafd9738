"""Overlays, sides and counters to people who see some colours less: told apart by colour or by pattern, and seen at all.

Every state of every overlay is painted on every terrain as the map paints it, and looked at as with protanopia,
deuteranopia and tritanopia (vision.py). What is asked:

- a mark or its outline stands out from what is beside it by 3:1 (WCAG 2.1, 1.4.11, non-text contrast; where the ground is
  dark or light by turns, the boundary between two colours of the mark itself may do it: technique G209);
- words stand out from their plate by 4.5:1 (WCAG 2.1, 1.4.3);
- a filled hex is at least 6 from bare ground by CIEDE2000, for a pale line runs between them;
- two states are at least 10 apart by CIEDE2000, of which 1 is about what is just noticed side by side (ISO/CIE 11664-6),
  or by 5 in lightness from pixel to pixel, which is pattern alone and is left when all colour is taken away.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import functools
import itertools

import numpy as np
import pygame
import pytest
from boards import board
from test_overlays import SCOUTED, drawing_of, scouted, worn
from vision import KINDS, Floats, apart, ciede2000, contrast, lab, luminance, seen

from game.rulebook import TERRAINS
from game.ui import palette
from game.ui.paint.counters import Counter, stack
from game.ui.paint.map import MapPainter
from game.ui.paint.overlays.drawing import NAMES, Drawing, Ribbon, Run, Sample, Style
from game.ui.paint.overlays.traffic import PIPE
from game.ui.palette import Colour
from game.ui.table.camera import ZOOMS, Camera, size_px

GRAPHIC, TEXT = 3.0, 4.5
COLOUR, PATTERN, BARE = 10.0, 5.0, 6.0
SCALES = (26, 46)
RIMMED = ("border", "dashes", "pinch", "ring")
"""Kinds of marks that are drawn in a pale casing."""
each_overlay = pytest.mark.parametrize("name", NAMES)
each_sight = pytest.mark.parametrize("kind", KINDS)


@functools.cache
def ground() -> MapPainter:
    """A map with a patch of every terrain."""
    letters = ".twvodx~"
    assert len(letters) == len(TERRAINS)
    row = " ".join(letter for letter in letters for _ in range(3))
    return MapPainter(board("\n".join(["." + "a" + row[1:], " " + row, row])).view("ua").scenario)


def patches(style: Style | None, scale: int, is_hex: bool) -> list[np.ndarray]:  # type: ignore[type-arg]
    """A swatch of a style on every terrain, in sRGB: of a filled hex, or along a ribbon; of bare ground without one."""
    painter = ground()
    grid = painter.scenario.grid
    camera = Camera(grid, size_px(painter.land.world, scale), ZOOMS.index(scale))
    surface = pygame.Surface(camera.size, 0, 32)
    surface.blit(painter.base(scale), (0, 0))
    middles = [h for i in range(len(TERRAINS)) if (h := grid.parse(f"{3 * i + 1:02d}01")) is not None]
    drawing = Drawing("test", "", "")
    for h in middles if style is not None else ():
        assert style is not None
        if is_hex:
            drawing.fills[h] = style
        else:
            x, y = grid.centre(h)
            line = np.column_stack([np.linspace(x - 0.5, x + 0.5, 21), np.full(21, y)])
            drawing.ribbons.append(Ribbon(line, np.full(21, 10.0), (Run(0, 20, style),)))
    painter.overlays.draw(surface, camera, drawing)
    pixels, reach = pygame.surfarray.array3d(surface), round(0.3 * scale)
    high = reach if is_hex else 3
    found = []
    for h in middles:
        x, y = map(round, camera.centre_px(h))
        found.append(pixels[x - reach : x + reach, y - high : y + high])
    return found


@functools.cache
def swatches(style: Style | None, scale: int, is_hex: bool, kind: str) -> tuple[Floats, ...]:
    """The same as linear RGB, as one kind of sight has it."""
    return tuple(seen(patch, kind) for patch in _painted(style, scale, is_hex))


_painted = functools.cache(patches)


def drawing(name: str) -> Drawing:
    """An overlay of a worn field, or of a scouted one."""
    return drawing_of(scouted() if name in SCOUTED else worn(), 0, name)


def states(name: str, *kinds: str) -> list[Style]:
    """The styles in the legend of an overlay by the kind of their samples."""
    return list(dict.fromkeys(sample.style for sample in drawing(name).legend if sample.kind in kinds))


# how it is measured --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.1848, -84.8006), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_of_colours_are_those_published(one: object, two: object, expected: float) -> None:
    """Sharma, Wu, Dalal 2005, table 1."""
    assert ciede2000(np.array(one), np.array(two)) == pytest.approx(expected, abs=1e-4)


def test_contrast_and_sight_are_those_defined() -> None:
    """Black on white is 21:1; grey stays grey to everybody; red and green come near to one who does not see red."""
    assert contrast(seen((0, 0, 0), "all colours"), seen((255, 255, 255), "all colours")) == pytest.approx(21)
    for kind in KINDS:
        assert np.ptp(seen((128, 128, 128), kind)) < 2e-3
    far, near = (
        ciede2000(lab(seen((214, 40, 40), kind)), lab(seen((90, 120, 30), kind)))
        for kind in ("all colours", "protanopia")
    )
    assert near < far / 2


# overlays ------------------------------------------------------------------------------------------------------------


@each_sight
@each_overlay
def test_filled_hexes_differ_from_one_another_and_from_bare_ground_on_every_terrain(name: str, kind: str) -> None:
    assert not [*_alike([None, *states(name, "hex")], True, kind)]


@each_sight
@each_overlay
def test_ribbons_differ_from_one_another_on_every_terrain(name: str, kind: str) -> None:
    assert not [*_alike(list(states(name, "ribbon", "line")), False, kind)]


def _alike(styles: list[Style | None], is_hex: bool, kind: str) -> list[str]:
    """Pairs of styles that are neither apart by colour nor by pattern, with the terrain."""
    found = []
    for scale in SCALES:
        for one, two in itertools.combinations(styles, 2):
            pairs = zip(swatches(one, scale, is_hex, kind), swatches(two, scale, is_hex, kind), strict=True)
            for terrain, (a, b) in zip(TERRAINS, pairs, strict=True):
                colour, pattern = apart(a, b)
                if colour < (COLOUR if one is not None else BARE) and pattern < PATTERN:
                    found.append(f"{one} {two} on {terrain} at {scale}: {colour:.1f}, {pattern:.1f}")
    return found


def _boundaries(sample: Sample) -> list[tuple[Colour, Colour | None]]:
    """Colours of a mark that lie side by side; None is the ground."""
    style = sample.style
    if sample.kind in RIMMED:
        casing = palette.ACCENT_INK if style.colour == palette.ACCENT else palette.HALO
        return [(style.colour, casing), (style.colour, None)]
    if style.edge == style.colour:
        return [(style.colour, PIPE.colour)]
    return [(style.edge, None), (style.edge, style.colour)]


@each_sight
@each_overlay
def test_lines_and_rings_stand_out_on_every_terrain(name: str, kind: str) -> None:
    grounds = [patch.reshape(-1, 3).mean(axis=0) for patch in swatches(None, 46, True, kind)]
    for sample in drawing(name).legend:
        if sample.kind not in (*RIMMED, "ribbon", "line", "pipe"):
            continue
        for terrain, under in zip(TERRAINS, grounds, strict=True):
            best = max(
                contrast(seen(a, kind), under if b is None else seen(b, kind)) for a, b in _boundaries(sample)
            )  # fmt: skip
            assert best >= GRAPHIC, (sample.words, terrain, round(best, 2))


@each_sight
@each_overlay
def test_words_stand_out_from_their_plates(name: str, kind: str) -> None:
    for mark in drawing(name).marks:
        for words, ink in mark.lines:
            ratio = contrast(seen(ink, kind), seen(mark.ground, kind))
            assert ratio >= TEXT or not words, (words, round(ratio, 2))


# sides and states everywhere -----------------------------------------------------------------------------------------


@each_sight
def test_the_sides_differ_by_colour_and_their_counters_without_any(kind: str) -> None:
    for pair in (palette.SIDE, palette.SIDE_LINE, palette.SIDE_TEXT, palette.SIDE_BAND):
        one, two = (lab(seen(colour, kind)) for colour in pair)
        assert ciede2000(one, two) >= COLOUR, pair
    for size in (16, 23, 38, 54):
        grey = []
        for side in (0, 1):
            counter = Counter(side, "infantry", echelon="II", steps=6)
            surface = pygame.Surface((2 * size, 2 * size), 0, 32)
            surface.fill(palette.PAPER)
            surface.blit(stack((counter,), size, False), (0, 0))
            grey.append(luminance(seen(pygame.surfarray.array3d(surface), kind)))
        light = [lab(np.repeat(g[..., None], 3, axis=-1))[..., 0] for g in grey]
        assert float((light[0] - light[1]).std()) >= PATTERN, size


@each_sight
def test_signs_and_words_of_panels_stand_out(kind: str) -> None:
    panel = seen(palette.PANEL, kind)
    for colour in (palette.TEXT, palette.TEXT_SECOND, *palette.SIDE_TEXT, palette.ACCENT):
        assert contrast(seen(colour, kind), panel) >= TEXT, colour
    for colour in (*palette.SUPPLY, palette.TEXT_THIRD):
        assert contrast(seen(colour, kind), panel) >= GRAPHIC, colour
    for colour in palette.SIDE_LINE:
        assert contrast(seen(colour, kind), seen(palette.FRONT_CASING, kind)) >= GRAPHIC, colour
