"""Text from the committed fonts: Inter for words, DejaVu Sans for the signs that Inter lacks, chosen glyph by glyph.

Text is set four times as large and shrunk: sizes may be fractions of a pixel and letters keep their distances.
"""

from __future__ import annotations

import functools
import itertools
import math

import pygame

from game.folders import ASSETS
from game.ui.palette import Colour

FOLDER = ASSETS / "fonts"
REGULAR, MEDIUM, SEMIBOLD, BOLD, ITALIC = "Regular", "Medium", "SemiBold", "Bold", "Italic"
SYMBOLS = "DejaVuSans.ttf"
_LARGE = 4
map_scale = 1.0
"""How many times larger words on the map are than at 100 %; set by the window."""
_NO_GLYPH = "\uffff"


@functools.cache
def font(file: str, size: int) -> pygame.font.Font:
    """A font file in a size in px."""
    pygame.font.init()
    return pygame.font.Font(str(FOLDER / file), size)


def _large(weight: str, size: float) -> pygame.font.Font:
    """Inter four times as large as it will be seen."""
    return font(f"Inter-{weight}.ttf", round(size * _LARGE))


@functools.cache
def _known(weight: str, glyph: str) -> bool:
    """Whether Inter has a glyph: its picture is not that of a missing one."""
    inter = _large(weight, 10)
    seen, missing = (inter.render(g, True, (0, 0, 0)) for g in (glyph, _NO_GLYPH))
    return seen.get_size() != missing.get_size() or pygame.image.tobytes(seen, "RGBA") != pygame.image.tobytes(
        missing, "RGBA"
    )


def _runs(words: str, weight: str) -> list[tuple[str, bool]]:
    """A text cut where the font changes: (part, whether in Inter)."""
    return [("".join(part), known) for known, part in itertools.groupby(words, lambda g: _known(weight, g))]


@functools.lru_cache(maxsize=8192)
def _advance(words: str, weight: str, size: float) -> int:
    """Width of a text four times enlarged, in px."""
    fonts = ((_large(weight, size) if known else font(SYMBOLS, round(size * _LARGE)), part)
             for part, known in _runs(words, weight))  # fmt: skip
    return sum(face.size(part)[0] for face, part in fonts)


def width(words: str, weight: str, size: float, tracking: float = 0.0) -> int:
    """Width in px of the picture that `text` makes."""
    return math.ceil((_advance(words, weight, size) + tracking * _LARGE * max(0, len(words) - 1)) / _LARGE)


def height(weight: str, size: float) -> int:
    """Height in px of the picture that `text` makes: that of the line."""
    return math.ceil(_large(weight, size).get_height() / _LARGE)


def _set_large(words: str, weight: str, size: float, colour: Colour, tracking: float) -> pygame.Surface:
    """A text four times enlarged on a clear ground."""
    columns, rows = width(words, weight, size, tracking) * _LARGE, height(weight, size) * _LARGE
    surface = pygame.Surface((max(_LARGE, columns), rows), pygame.SRCALPHA, 32)
    surface.fill((*colour, 0))
    parts = [(i, glyph) for i, glyph in enumerate(words)] if tracking else [(0, words)]
    ascent = _large(weight, size).get_ascent()
    for i, part in parts:
        x = _advance(words[:i], weight, size) + round(tracking * _LARGE * i)
        for run, known in _runs(part, weight):
            face = _large(weight, size) if known else font(SYMBOLS, round(size * _LARGE))
            surface.blit(face.render(run, True, colour), (x, ascent - face.get_ascent()))
            x += face.size(run)[0]
    return surface


def _shrunk(surface: pygame.Surface) -> pygame.Surface:
    columns, rows = surface.get_size()
    return pygame.transform.smoothscale(surface, (columns // _LARGE, rows // _LARGE))


@functools.lru_cache(maxsize=2048)
def text(words: str, weight: str, size: float, colour: Colour, tracking: float = 0.0) -> pygame.Surface:
    """A text as a picture on a clear ground, with `tracking` px more between its letters."""
    return _shrunk(_set_large(words, weight, size, colour, tracking))


@functools.lru_cache(maxsize=2048)
def haloed(
    words: str, weight: str, size: float, colour: Colour, halo: Colour, radius: float, share: float, tracking: float = 0.0
) -> pygame.Surface:
    """A text in a halo `radius` px wide that hides this share of the ground; larger by ceil(radius) on every side."""
    margin = math.ceil(radius)
    stamp = _set_large(words, weight, size, halo, tracking)
    edge = 2 * margin * _LARGE
    surface = pygame.Surface((stamp.get_width() + edge, stamp.get_height() + edge), pygame.SRCALPHA, 32)
    surface.fill((*halo, 0))
    for ring, points in ((0.5, 8), (1.0, 20)):
        for i in range(points):
            angle = math.tau * i / points
            dx, dy = ring * radius * math.cos(angle), ring * radius * math.sin(angle)
            surface.blit(stamp, (round((margin + dx) * _LARGE), round((margin + dy) * _LARGE)))
    surface.fill((255, 255, 255, round(255 * share)), special_flags=pygame.BLEND_RGBA_MULT)
    small = _shrunk(surface)
    small.blit(text(words, weight, size, colour, tracking), (margin, margin))
    return small
