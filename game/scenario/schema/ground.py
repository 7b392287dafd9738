"""The ground in a scenario file: layers, roads, railways, waters, bridges, works, places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.rules_file import Names
from game.scenario.schema.basics import (
    BridgeState,
    Degrees,
    Hexes,
    HexNumber,
    HexSide,
    HexSides,
    Id,
    Sourced,
    Strict,
)

ROAD_KINDS = {"main": "hard_road", "supply": "hard_road", "secondary": "hard_road", "dirt": "dirt_road", "track": "track"}
"""How a kind of road is drawn -> the surface the rules see."""
PLACE_KINDS = ("city", "town", "village", "quarter", "feature", "height", "water")
"""Kinds of place, from the loudest label to the quietest."""
Rows = Annotated[list[Annotated[str, Field(max_length=2000)]], Field(min_length=1, max_length=400)]


class Geo(Sourced):
    """Where on earth the map lies."""

    lat: Annotated[float, Field(ge=-80, le=80)]
    """Latitude of the centre of hex 0000 in degrees, WGS84."""
    lon: Degrees
    """Longitude of the centre of hex 0000 in degrees, WGS84."""


class Size(Strict):
    """The size of the map in hexes of a kilometre."""

    columns: Annotated[int, Field(ge=1, le=400)]
    """Columns of the map."""
    rows: Annotated[int, Field(ge=1, le=400)]
    """Rows of the map."""


class Layer(Sourced):
    """A value for every hex: a text for each row, values parted by blanks, odd rows one blank in."""

    rows: Rows
    """A text for each row of the map with a value for each column, parted by blanks; odd rows begin with a blank."""


class Road(Sourced):
    """A road: neighbouring hexes it leads through."""

    id: Id
    """A name of its own among the roads, in lower case without blanks."""
    kind: Literal["main", "supply", "secondary", "dirt", "track"]
    """How it is drawn and what it carries: main, supply and secondary roads are hard, dirt roads and tracks are not."""
    ref: Annotated[str, Field(max_length=20)] = ""
    """Its number on maps, such as T0504; none if left out."""
    name: Names | None = None
    """From where to where it leads, in both languages; none if left out."""
    path: Hexes
    """The hexes it leads through, parted by blanks, each next to the one before."""


class Rail(Sourced):
    """A railway: neighbouring hexes it leads through."""

    id: Id
    """A name of its own among the railways, in lower case without blanks."""
    name: Names | None = None
    """From where to where it leads, in both languages; none if left out."""
    path: Hexes
    """The hexes it leads through, parted by blanks, each next to the one before."""


class Stream(Sourced):
    """A river or canal: hexsides it runs along."""

    id: Id
    """A name of its own among the waters, in lower case without blanks."""
    kind: Literal["river", "canal"]
    """A river can be crossed at a price, a canal only on foot."""
    name: Names | None = None
    """Its name in both languages; none if left out."""
    sides: HexSides
    """The hexsides it runs along, such as 0714-0814, parted by blanks."""


class Bridge(Sourced):
    """A crossing of a river or canal."""

    at: HexSide
    """The hexside with water that it crosses, such as 0714-0814."""
    state: BridgeState
    """How it begins: intact; damaged, which is slow and carries less; blown; or a pontoon in its place."""
    name: Names | None = None
    """Its name in both languages; none if left out."""


class Works(Sourced):
    """Hexes with trenches, or with rubble, of one level."""

    level: Annotated[int, Field(ge=1, le=3)]
    """How strong the trenches or how deep the rubble, 1 to 3."""
    hexes: Hexes
    """The hexes that begin with it, parted by blanks."""


class Place(Sourced):
    """A named place."""

    id: Id
    """A name of its own among the places, by which objectives, events and history speak of it."""
    kind: Literal["city", "town", "village", "quarter", "feature", "height", "water"]
    """How loudly it is labelled; the first settlement in a hex names it."""
    hex: HexNumber
    """The hex that holds its coordinates."""
    lat: Degrees
    """Its latitude in degrees, WGS84."""
    lon: Degrees
    """Its longitude in degrees, WGS84."""
    name: Names
    """Its name in both languages."""
