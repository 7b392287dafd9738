"""Maps by hex for pages: the ground drawn once as a small picture, and over it what each hex has come to.

A map is a PNG of few colours made here, with rivers, roads, lines and names over it as SVG, so that a map of 200 x 200
hexes weighs little more than one of 33 x 39.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.drawn_html import SCALE, at, corner, front_line
from game.ground import ELEVATION, TERRAIN
from game.hexes import CORNER_KM, ROW_KM, Grid
from game.lab.report.markup import Html, safe
from game.rulebook import DENSE_URBAN, OPEN, TERRAINS, TOWN, TREE_LINES, VILLAGE, WATER, WOOD, WORKS
from game.scenario.load import Scenario
from game.state import OWNER, Ints

Bytes = NDArray[np.uint8]
Rgba = tuple[int, int, int, int]

MOST_PX = 1000
"""Width or height in px of a map's picture, whichever is greater."""
MOST_POINTS = 24_000
"""Points of all roads and waters drawn; of a larger map the lesser roads are left out."""
PHONE, DESK = 320, 540
"""Widths in px at which names are to find room: those of towns on both, those of villages on the wider alone."""
TINTS: dict[int, tuple[int, int, int]] = {
    OPEN: (240, 233, 211), TREE_LINES: (230, 228, 200), WOOD: (206, 214, 182), WATER: (170, 205, 221),
    VILLAGE: (226, 214, 184), TOWN: (214, 203, 182), DENSE_URBAN: (200, 189, 172), WORKS: (208, 206, 202),
}  # fmt: skip
LOWEST, HIGHEST = (222, 230, 204), (240, 224, 196)
STEPS = 5
"""Shades of height of a terrain."""
RANKS = {"city": 0, "town": 1, "village": 2}


def png(index: Bytes, palette: Sequence[Rgba]) -> bytes:
    """A picture of numbers of colours, (rows, columns), as a PNG file of up to 256 colours."""
    colours = np.array(palette, dtype=np.uint8).reshape(-1, 4)
    rows, columns = index.shape
    above = np.vstack([np.zeros((1, columns), dtype=np.uint8), index[:-1]])
    lines = np.hstack([np.full((rows, 1), 2, dtype=np.uint8), index - above])  # filter 2: what differs from above

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    return b"".join((
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"PLTE", colours[:, :3].tobytes()),
        chunk(b"tRNS", colours[:, 3].tobytes()), chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)), chunk(b"IEND", b""),
    ))  # fmt: skip


def pixels(grid: Grid) -> NDArray[np.int32]:
    """The hex under every pixel of a map's picture, -1 off the map: (rows, columns)."""
    wide, tall = _size_km(grid)
    scale = min(MOST_PX / wide, MOST_PX / tall, 32.0)
    x, y = np.meshgrid(
        (np.arange(round(wide * scale)) + 0.5) / scale - 0.5, (np.arange(round(tall * scale)) + 0.5) / scale - CORNER_KM
    )
    r = y / ROW_KM
    q = x - r / 2
    near = [np.rint(v) for v in (q, r, -q - r)]
    off = [abs(n - v) for n, v in zip(near, (q, r, -q - r), strict=True)]
    first = (off[0] > off[1]) & (off[0] > off[2])
    second = ~first & (off[1] > off[2])
    q = np.where(first, -near[1] - near[2], near[0]).astype(np.int32)
    r = np.where(second, -near[0] - near[2], near[1]).astype(np.int32)
    column = q + (r - r % 2) // 2
    there = (column >= 0) & (column < grid.columns) & (r >= 0) & (r < grid.rows)
    return np.where(there, r * grid.columns + column, -1).astype(np.int32)


def _size_km(grid: Grid) -> tuple[float, float]:
    """Width and height of the map in kilometres."""
    return grid.columns + 0.5, (grid.rows - 1) * ROW_KM + 2 * CORNER_KM


@dataclass(frozen=True)
class Class:
    """A kind of hex on a map: its colour, whether it is striped in a second one, and its words in the key."""

    colour: Rgba
    words: str
    stripes: Rgba | None = None


class Map:
    """The ground of a battle in a page: put `ground()` into the page once, then draw as many maps on it as you like.

    Grounds of one page have different names.
    """

    def __init__(self, scenario: Scenario, language: str, name: str = "ground") -> None:
        self.scenario, self.language, self.name = scenario, language, name
        self.grid = scenario.grid
        self.pixels = pixels(self.grid)
        self.size = tuple(round(v * SCALE) for v in _size_km(self.grid))

    def ground(self) -> Html:
        """What all maps lie on: terrain and height, rivers, roads, places' names; it is seen only where it is used."""
        picture = _image(self._terrain(), self.size)
        lines = "".join(f'<path class="{css}" d="{path}"/>' for css, path in self._lines())
        return Html(
            '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
            f'<g id="{self.name}">{picture}</g><g id="{self.name}-lines" fill="none">{lines}</g></defs></svg>'
        )

    def drawn(
        self, classes: Sequence[Class], of_hex: Ints, label: str, *, fronts: Sequence[tuple[str, Ints]] = ()
    ) -> Html:
        """A map with a class a hex, -1 for the bare ground, and its key beneath.

        `fronts` are (class of CSS, who holds each hex: 0, 1 or another) whose lines are drawn: "now" solid, "before"
        dashed.
        """
        wide, tall = self.size
        over = _image(self._classed(classes, of_hex), self.size)
        lines = "".join(
            f'<path class="front {css}" d="{front_line(self.grid, owners.astype(np.int8))}"/>' for css, owners in fronts
        )
        inner = f'<svg viewBox="0 0 {wide} {tall}" width="100%" height="100%"><use href="#{self.name}"/>{over}'
        inner += f'<use href="#{self.name}-lines"/>{lines}</svg>{"".join(self._names())}'
        key = "".join(_key(kind) for kind in classes)
        return Html(
            f'<div class="map"><svg role="img" aria-label="{safe(label)}" style="aspect-ratio:{wide}/{tall}">'
            f'{inner}</svg></div><p class="keys">{key}</p>'
        )

    def _terrain(self) -> bytes:
        """The ground in the colours of terrain and height, with the seams of hexes where they can be seen."""
        board = self.scenario.ground.compile().hexes
        heights = board[:, ELEVATION].astype(float)
        step = ((heights - heights.min()) / max(float(np.ptp(heights)), 30.0) * (STEPS - 1)).round()
        kind = board[:, TERRAIN] * STEPS + step.astype(np.int64)
        palette: list[Rgba] = []
        for terrain in range(len(TERRAINS)):
            for i in range(STEPS):
                t = i / (STEPS - 1)
                height = [a + (b - a) * t for a, b in zip(LOWEST, HIGHEST, strict=True)]
                mixed = [round(0.7 * c + 0.3 * h) for c, h in zip(TINTS[terrain], height, strict=True)]
                palette.append((mixed[0], mixed[1], mixed[2], 255))
        index = np.append(kind, len(palette))[self.pixels].astype(np.uint8)
        palette += [(0, 0, 0, 0), (196, 187, 160, 255)]
        if self.pixels.shape[1] / _size_km(self.grid)[0] > 12:
            seam = np.zeros(index.shape, dtype=bool)
            seam[:, 1:] |= self.pixels[:, 1:] != self.pixels[:, :-1]
            seam[1:] |= self.pixels[1:] != self.pixels[:-1]
            index[seam & (self.pixels >= 0)] = len(palette) - 1
        return png(index, palette)

    def _classed(self, classes: Sequence[Class], of_hex: Ints) -> bytes:
        """The colours of hexes over the ground, striped where their class is."""
        palette: list[Rgba] = [kind.colour for kind in classes]
        palette += [kind.stripes or kind.colour for kind in classes]
        palette.append((0, 0, 0, 0))
        nothing = len(palette) - 1
        index = np.append(np.where(of_hex < 0, nothing, of_hex), nothing)[self.pixels]
        rows, columns = self.pixels.shape
        striped = ((np.arange(rows)[:, None] + np.arange(columns)) % 9 < 3) & (index < nothing)
        return png(np.where(striped, index + len(classes), index).astype(np.uint8), palette)

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Rivers, canals, roads and rails as (class of CSS, path), the lesser ones only while there is room."""
        file, left = self.scenario.file, MOST_POINTS
        kinds: list[tuple[str, list[str]]] = [
            (kind, [self._sides(water.sides) for water in file.waters if water.kind == kind])
            for kind in ("river", "canal")
        ]
        kinds += [("rail", [self._through(rail.path) for rail in file.rails])]
        for css, wanted in (("main", ("main", "supply")), ("road", ("secondary",)), ("track", ("dirt", "track"))):
            kinds.append((css, [self._through(road.path) for road in file.roads if road.kind in wanted]))
        for css, paths in kinds:
            path = "".join(paths)
            left -= path.count(" ")
            if path and (left > 0 or css in ("river", "canal", "main")):
                yield css, path

    def _through(self, text: str) -> str:
        """A path through the middles of hexes."""
        hexes = [h for h in map(self.grid.parse, text.split()) if h is not None]
        points = [at(self.grid, h) for h in hexes]
        if len(points) < 2:
            return ""
        steps = "".join(f"l{c - a} {d - b}" for (a, b), (c, d) in pairwise(points))
        return f"M{points[0][0]} {points[0][1]}{steps}"

    def _sides(self, text: str) -> str:
        """A path along hexsides."""
        parts = []
        for pair in text.split():
            first, _, second = pair.partition("-")
            a, b = self.grid.parse(first), self.grid.parse(second)
            direction = None if a is None or b is None else self.grid.direction(a, b)
            if a is not None and direction is not None:
                (x, y), (u, v) = corner(self.grid, a, direction), corner(self.grid, a, (direction - 1) % 6)
                parts.append(f"M{x} {y}l{u - x} {v - y}")
        return "".join(parts)

    def _names(self) -> Iterator[str]:
        """Names of places in letters of one size, the greater first, each where it covers no other."""
        places = [place for place in self.scenario.file.places if place.kind in RANKS]
        taken: dict[int, list[tuple[float, float, float, float]]] = {PHONE: [], DESK: []}
        for place in sorted(places, key=lambda place: RANKS[place.kind]):
            h = self.grid.parse(place.hex)
            if h is None:
                continue
            name = str(getattr(place.name, self.language))[:40]
            widths = (PHONE, DESK) if place.kind != "village" else (DESK,)
            x, y = at(self.grid, h)
            for lift in (-8, 16):
                boxes = {width: self._box(name, place.kind, x, y, lift, width) for width in widths}
                if all(self._free(box, taken[width], width) for width, box in boxes.items()):
                    for width, box in boxes.items():
                        taken[width].append(box)
                    yield (
                        f'<text x="{100 * x / self.size[0]:.2f}%" y="{100 * y / self.size[1]:.2f}%" dy="{lift}" '
                        f'class="{place.kind}">{safe(name)}</text>'
                    )
                    break

    def _box(self, name: str, kind: str, x: int, y: int, lift: int, width: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in px of a name on a map of a width."""
        scale = width / self.size[0]
        half = len(name) * (5.2 if kind == "city" else 3.6)
        return x * scale - half, y * scale + lift - 12, x * scale + half, y * scale + lift + 3

    def _free(self, box: Any, taken: Sequence[Any], width: int) -> bool:
        """Whether a name lies on the map and on no other."""
        left, top, right, bottom = box
        inside = left >= 0 and right <= width and top >= 0 and bottom <= width * self.size[1] / self.size[0]
        return inside and all(right < a or left > c or bottom < b or top > d for a, b, c, d in taken)


def edges(css: str, owners: Ints) -> list[tuple[str, Ints]]:
    """The fronts of a map on which hexes may be nobody's: where Ukraine's ground ends, and where Russia's begins."""
    return [(css, np.where(owners == 0, 0, 1)), (css, np.where(owners == 1, 1, 0))]


def start_owners(scenario: Scenario) -> Ints:
    """Who holds each hex before the first day: (H,) int64."""
    owners: Ints = scenario.start.hexes[:, OWNER]
    return owners


def _image(data: bytes, size: tuple[int, ...]) -> str:
    """A picture stretched over the whole map."""
    return (
        f'<image width="{size[0]}" height="{size[1]}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{base64.b64encode(data).decode("ascii")}"/>'
    )


def _key(kind: Class) -> str:
    """The square of a class and what it stands for."""
    fill, stripe = (f"rgba({r},{g},{b},{a / 255:.2f})" for r, g, b, a in (kind.colour, kind.stripes or kind.colour))
    mark = f"background:repeating-linear-gradient(-45deg,{stripe} 0 2px,{fill} 2px 6px),#efe9d5"
    return f'<span><span class="key" style="{mark}"></span>{safe(kind.words)}</span> '
