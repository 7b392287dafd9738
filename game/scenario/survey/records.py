"""What a map is surveyed from, as checked records: places, lines, heights, outlines of towns and woods, control.

Coordinates are WGS84 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from game.scenario.schema import Confidence
from game.scenario.survey.geojson import Area, Ring

LINE_KINDS = {
    "road_main": "main",
    "road_supply": "supply",
    "road_secondary": "secondary",
    "road_dirt": "dirt",
    "road_track": "track",
    "railway": "",
    "river": "",
    "canal": "",
    "stream": "",
    "reservoir": "",
    "high_ground": "",
}
"""Kinds of line a table may hold -> kind of road in a scenario, empty if it is no road."""


class Vertex(NamedTuple):
    """A point of a line and what the table says is near it."""

    lat: float
    lon: float
    near: str


@dataclass(frozen=True)
class Line:
    """A road, railway, water or ridge of roads.csv."""

    id: str
    kind: str
    """One of LINE_KINDS."""
    ref: str
    name: str
    name_uk: str
    """Ukrainian name of what is labelled (the road's `name`, the water's or railway's `ref`); may be empty."""
    source: str
    confidence: Confidence
    vertices: tuple[Vertex, ...]


@dataclass(frozen=True)
class Spot:
    """A named point of places.csv or features.csv."""

    name_en: str
    name_uk: str
    kind: str
    """One of PLACE_KINDS, or `landmark`."""
    lat: float
    lon: float
    source: str
    confidence: Confidence
    told: str
    """Everything the table tells about it, for keywords."""
    register: str = ""
    """Number of a feature in its register."""
    type_uk: str = ""
    """Type of a feature in its register, in Ukrainian and in small letters."""


class Height(NamedTuple):
    """A known height."""

    lat: float
    lon: float
    metres: float


class Wood(NamedTuple):
    """A wood as a circle."""

    lat: float
    lon: float
    radius_km: float


@dataclass
class Geodata:
    """Everything the files hold."""

    spots: list[Spot] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    outlines: list[Area] = field(default_factory=list)
    heights: list[Height] = field(default_factory=list)
    woods: list[Wood] = field(default_factory=list)
    control: list[Area] = field(default_factory=list)
    ground: list[tuple[int, Area]] = field(default_factory=list)
    """Outlines of other ground than towns, each with its terrain."""
    buildings: list[Area] = field(default_factory=list)
    """Outlines of single buildings."""
    tree_rows: list[Ring] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    """What features said that no map shows -> how many did."""
    control_file: str = ""
    """Name of the file with the control polygons; empty if there is none."""
    date: str = ""
    """The day of the control polygons or the day asked for; empty if unknown."""
