"""What an overlay draws, in kilometres and without a scale: hexes, ribbons along roads, rings, words, a legend."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.ui import palette
from game.ui.paint.chance import Floats
from game.ui.palette import Colour

NAMES = (
    "supply", "capacity", "fire", "fatigue", "evacuation", "criticality", "threat", "intel", "sight", "range", "claims",
)  # fmt: skip
"""Every overlay, in the order of its key."""

PLAIN, DOTS, LINES, CROSS, BACK = "plain", "dots", "lines", "cross", "back"
PATTERNS = (PLAIN, DOTS, LINES, CROSS)
"""Patterns from the best to the worst: whoever cannot tell the colours can count on them."""
FILL_SHARE, PLAIN_SHARE = 0.42, 0.38
"""How much of the ground a filled hex hides, and one without a pattern."""


@dataclass(frozen=True)
class Style:
    """A colour with its pattern."""

    colour: Colour
    pattern: str = PLAIN
    edge: Colour = palette.FLOW_EDGE
    """Colour of a ribbon's casing."""


@dataclass(frozen=True)
class Run:
    """A stretch of a ribbon in one style."""

    first: int
    last: int
    """Its points, the last one included."""
    style: Style


@dataclass(frozen=True)
class Ribbon:
    """A band along a line."""

    line: Floats
    """Points in km, in the direction of travel."""
    widths: Floats
    """Width at every point, in px at 46 px a km."""
    runs: tuple[Run, ...]
    chevrons: bool = False
    """Whether it shows which way it goes."""


@dataclass(frozen=True)
class Ring:
    """A ring on a hex."""

    hex: int
    px: float
    """Width of its line at 46 px a km."""
    colour: Colour
    under: bool = False
    """Whether ribbons and counters lie over it."""


@dataclass(frozen=True)
class Pinch:
    """Two triangles that face each other across a road."""

    at: Floats
    along: Floats
    """Unit vector along the road."""
    colour: Colour


@dataclass(frozen=True)
class Border:
    """A line about some hexes."""

    sides: tuple[tuple[int, int], ...]
    """Hexes and the directions of their hexsides that it follows."""
    colour: Colour
    px: float
    """Its width at 46 px a km."""
    dashed: bool


@dataclass(frozen=True)
class Mark:
    """Words on the map."""

    spots: tuple[tuple[float, float], ...]
    """Where it may stand in km, the best first."""
    lines: tuple[tuple[str, Colour], ...]
    ground: Colour
    edge: Colour
    rank: int = 5
    """Those of low rank find their places first."""
    glyph: str = ""
    """A sign before the words: depot, source, cross, pinch, bare, seam, pocket, semi or heard."""
    beside: bool = False
    """Whether it stands beside its spot, with a line to it where it has to stand far off."""
    from_scale: int = 26
    """Pixels a kilometre from which it shows."""
    to_scale: int = 112
    """And up to which."""
    why: str = ""
    """Where its figures come from: lines, each with what it counts before a tab, if anything."""
    is_free: bool = False
    """Whether it is left out where no ground is free, rather than lie over the head of a counter."""


@dataclass(frozen=True)
class Sample:
    """A row of the legend."""

    kind: str
    """hex, ribbon, line, pipe, ring, border, dashes, pinch, a sign such as depot, or none."""
    style: Style
    words: str
    head: str = ""
    """The head of a column of the legend, which begins with this row."""


@dataclass
class Drawing:
    """An overlay of one state for one side."""

    name: str
    title: str
    summary: str
    """What it comes to, in a sentence."""
    why: str = ""
    """Where the figures of the sentence come from."""
    legend: list[Sample] = field(default_factory=list)
    fills: dict[int, Style] = field(default_factory=dict)
    ribbons: list[Ribbon] = field(default_factory=list)
    """The least first: those that follow lie over them."""
    rings: list[Ring] = field(default_factory=list)
    pinches: list[Pinch] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    spokes: list[tuple[int, int]] = field(default_factory=list)
    """Thin dashed lines from one hex to another."""
    paled: frozenset[int] = frozenset()
    """Hexes whose ground is paler than the rest."""
    about_enemy: bool = False
    """Whether it is about the enemy: then one's own counters are faded, not his."""


def pill(spots: tuple[tuple[float, float], ...], words: str, rank: int = 5, colour: Colour = palette.INK,
         from_scale: int = 26, edge: Colour = palette.FLOW_EDGE, why: str = "") -> Mark:  # fmt: skip
    """A figure on paper."""
    return Mark(spots, ((words, colour),), palette.HALO, edge, rank, from_scale=from_scale, why=why)
