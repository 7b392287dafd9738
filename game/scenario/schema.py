"""The shape of a scenario file, format 1: what may stand where, and within what bounds.

Whether the parts fit together (hexes on the map, units on their own ground) is looked at in `game.scenario.check`.
Hexes are written as printed numbers ("0714"), hexsides as two of them joined by a hyphen ("0714-0814").
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from game.rules_file import Names

ROAD_KINDS = {"main": "hard_road", "supply": "hard_road", "secondary": "hard_road", "dirt": "dirt_road", "track": "track"}
"""How a kind of road is drawn -> the surface the rules see."""
PLACE_KINDS = ("city", "town", "village", "quarter", "feature", "height", "water")
"""Kinds of place, from the loudest label to the quietest."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
HexNumber = Annotated[str, Field(pattern=r"^([0-9]{4}|[0-9]{6})$")]
Hexes = Annotated[str, Field(max_length=40_000, pattern=r"^[0-9 ]*$")]
HexSides = Annotated[str, Field(max_length=40_000, pattern=r"^[0-9 -]*$")]
HexSide = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{4}|[0-9]{6}-[0-9]{6})$")]
Rows = Annotated[list[Annotated[str, Field(max_length=2000)]], Field(min_length=1, max_length=400)]
Source = Annotated[str, Field(max_length=1000)]
Confidence = Literal["high", "medium", "low"]
SideId = Literal["ua", "ru"]
Degrees = Annotated[float | int, Field(ge=-180, le=180)]
People = Annotated[int, Field(ge=1, le=2000)]
Tenths = Annotated[int, Field(ge=-10_000, le=10_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Sourced(_Strict):
    """Anything of which one may ask: how is this known, and how well?"""

    source: Source = ""
    confidence: Confidence = "low"


class Calendar(_Strict):
    """When the battle is fought."""

    first_day: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    turns: Annotated[int, Field(ge=1, le=200)]
    first_side: SideId


class Geo(_Strict):
    """WGS84 latitude and longitude of the centre of hex 0000."""

    lat: Annotated[float | int, Field(ge=-80, le=80)]
    lon: Degrees


class Size(_Strict):
    """Columns and rows of the map."""

    columns: Annotated[int, Field(ge=1, le=400)]
    rows: Annotated[int, Field(ge=1, le=400)]


class Layer(Sourced):
    """A value for every hex: a text for each row, values parted by blanks, odd rows one blank in."""

    rows: Rows


class Road(Sourced):
    """A road: neighbouring hexes it leads through."""

    id: Id
    kind: Literal["main", "supply", "secondary", "dirt", "track"]
    ref: Annotated[str, Field(max_length=20)] = ""
    name: Names | None = None
    path: Hexes


class Rail(Sourced):
    """A railway: neighbouring hexes it leads through."""

    id: Id
    name: Names | None = None
    path: Hexes


class Stream(Sourced):
    """A river or canal: hexsides it runs along."""

    id: Id
    kind: Literal["river", "canal"]
    name: Names | None = None
    sides: HexSides


class Bridge(Sourced):
    """A crossing of a river or canal."""

    at: HexSide
    state: Literal["intact", "damaged", "blown", "pontoon"]
    name: Names | None = None


class Works(Sourced):
    """Hexes with trenches, or with rubble, of one level."""

    level: Annotated[int, Field(ge=1, le=3)]
    hexes: Hexes


class Place(Sourced):
    """A named place."""

    id: Id
    kind: Literal["city", "town", "village", "quarter", "feature", "height", "water"]
    hex: HexNumber
    lat: Degrees
    lon: Degrees
    name: Names


class Side(_Strict):
    """One of the two sides."""

    name: Names


class Unit(Sourced):
    """A unit and how it begins."""

    id: Id
    kind: Annotated[str, Field(max_length=20)]
    name: Names
    hex: HexNumber
    arrives: Annotated[int, Field(ge=1, le=200)] | None = None
    people: People
    full: People | None = None
    quality: Annotated[int, Field(ge=1, le=5)]
    fatigue: Annotated[int, Field(ge=0, le=100)] = 0
    days: Annotated[int, Field(ge=0, le=1000)] = 300
    symbol: Literal["airborne", "air_assault", "mountain"] | None = None
    tubes: Annotated[int, Field(ge=1, le=72)] | None = None
    calibre: Annotated[int, Field(ge=1, le=500)] | None = None
    range: Annotated[int, Field(ge=1, le=200)] | None = None
    rounds: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Rounds on hand; of a drone company: drones on hand, and ``daily`` those that come each day."""
    daily: Annotated[int, Field(ge=0, le=100_000)] = 0
    defensive: Annotated[int, Field(ge=0, le=100_000)] = 0
    floor: Annotated[int, Field(ge=0, le=100_000)] = 0
    reply: bool = True
    """Whether a battery fires back at batteries that are found."""
    sorties: Annotated[int, Field(ge=0, le=100)] = 0
    """Of a drone company: sorties a day."""


class Formation(Sourced):
    """A brigade or regiment and its units."""

    id: Id
    side: SideId
    name: Names
    short: Names
    units: Annotated[list[Unit], Field(min_length=1, max_length=40)]


Tonnes = Annotated[int, Field(ge=0, le=100_000)]


class Goods(_Strict):
    """Goods in tonnes; replacements in people."""

    ammunition: Tonnes = 0
    sustenance: Tonnes = 0
    shells: Tonnes = 0
    people: Annotated[int, Field(ge=0, le=100_000)] = 0


class Supply(Sourced):
    """A source of supply on the map's edge, or a depot within: what it holds, what comes to it each day, its vehicles."""

    id: Id
    side: SideId
    kind: Literal["source", "depot"]
    hex: HexNumber
    name: Names
    stock: Goods = Goods(ammunition=1000, sustenance=1000, shells=1000)
    daily: Goods = Goods(ammunition=1000, sustenance=1000, shells=1000)
    vehicles: Annotated[int, Field(ge=0, le=5000)] = 200
    payload: Annotated[int, Field(ge=50, le=20_000)] = 2000
    """Kg a vehicle carries."""
    seats: Annotated[int, Field(ge=1, le=60)] = 4
    caution: Annotated[int, Field(ge=0, le=20)] = 2
    reserve: bool = False
    """A depot that is not open yet: an order opens it."""


class Weather(Sourced):
    """Ground and sky from a day on."""

    from_: Annotated[int, Field(alias="from", ge=1, le=200)]
    ground: Literal["dry", "wet", "thaw", "frozen"]
    sky: Literal["clear", "cloud", "rain", "fog"]
    temperature: Annotated[int, Field(ge=-40, le=45)]


class Value(_Strict):
    """Tenths of a point for each side."""

    ua: Tenths = 0
    ru: Tenths = 0


class Objective(_Strict):
    """What a place is worth: held over the last dusks, for each dusk it is held, for each dusk it has been given up."""

    place: Id
    held: Value = Value()
    stay: Value = Value()
    left: Value = Value()


class Weights(_Strict):
    """What else is worth points."""

    ground: Annotated[int, Field(ge=0, le=10_000)]
    pinned: Annotated[int, Field(ge=0, le=100_000)]
    inflicted: Annotated[int, Field(ge=0, le=100_000)]
    lost: Annotated[int, Field(ge=0, le=100_000)]
    will: Annotated[int, Field(ge=0, le=100_000)] = 0


class Victory(_Strict):
    """How the battle is judged."""

    weights: Weights
    draw_below: Annotated[int, Field(ge=0, le=100_000)]
    collapse_percent: Annotated[int, Field(ge=0, le=100)] = 0
    handicap: Tenths = 0
    places: Annotated[list[Objective], Field(max_length=200)] = []


class ScenarioFile(_Strict):
    """A whole scenario file."""

    format: Literal[1]
    title: Names
    about: Names
    calendar: Calendar
    geo: Geo
    size: Size
    terrain: Layer
    elevation: Layer
    control: Layer
    roads: Annotated[list[Road], Field(max_length=1000)] = []
    rails: Annotated[list[Rail], Field(max_length=200)] = []
    waters: Annotated[list[Stream], Field(max_length=500)] = []
    bridges: Annotated[list[Bridge], Field(max_length=500)] = []
    trenches: Annotated[list[Works], Field(max_length=50)] = []
    rubble: Annotated[list[Works], Field(max_length=50)] = []
    places: Annotated[list[Place], Field(max_length=1000)] = []
    sides: dict[SideId, Side]
    formations: Annotated[list[Formation], Field(max_length=200)] = []
    supply: Annotated[list[Supply], Field(max_length=100)] = []
    weather: Annotated[list[Weather], Field(min_length=1, max_length=200)]
    victory: Victory
