"""The forces in a scenario file: sides, formations and their units, sources of supply and depots."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from game.rules_file import Names
from game.scenario.schema.basics import Days, HexNumber, Id, SideId, Sourced, Strict

People = Annotated[int, Field(ge=1, le=2000)]
Rounds = Annotated[int, Field(ge=0, le=100_000)]
Tonnes = Annotated[int, Field(ge=0, le=100_000)]


class _Arrival:
    """A day, or the word event."""

    @staticmethod
    def _read(value: Any) -> int | str:
        if value == "event" or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 200):
            return value  # type: ignore[no-any-return]
        raise PydanticCustomError("arrival", "A day from 1 to 200, or the word event, is wanted here")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 200}, {"const": "event"}]}


Arrival = Annotated[int | Literal["event"], _Arrival()]
"""The day on which something comes, or "event" if an event brings it."""


class Side(Sourced):
    """One of the two sides."""

    name: Names
    """Its name in both languages."""


class Unit(Sourced):
    """A unit and how it begins."""

    id: Id
    """A name of its own among units, sources and depots, by which orders, records and events speak of it."""
    kind: Annotated[str, Field(max_length=20)]
    """A kind of the rules file: infantry, motorised, mechanised, tank, artillery, rocket, hq, drones, jammer,
    engineers."""
    name: Names
    """Its name in both languages."""
    hex: HexNumber
    """Where it begins, or where it arrives: a hex of its own side."""
    arrives: Arrival | None = None
    """The day on whose dawn it arrives, or event if an event brings it; on the map from the start if left out."""
    people: People
    """People at the start."""
    full: People | None = None
    """People at full strength; as at the start if left out."""
    quality: Annotated[int, Field(ge=1, le=5)]
    """From 1, hardly trained, to 5, elite."""
    fatigue: Annotated[int, Field(ge=0, le=100)] = 0
    """Fatigue at the start: 0 fresh, 100 worn out."""
    days: Days = 300
    """Days of supply on hand, with up to two decimals; it is Full from 2, Strained from 1, Low from 0.33, then Out."""
    symbol: Literal["airborne", "air_assault", "mountain"] | None = None
    """What its counter shows besides its kind; nothing if left out."""
    tubes: Annotated[int, Field(ge=1, le=72)] | None = None
    """Of a battery, which must have it: guns or launchers."""
    calibre: Annotated[int, Field(ge=1, le=500)] | None = None
    """Of a battery, which must have it: calibre in millimetres, one of those in the rules file."""
    range: Annotated[int, Field(ge=1, le=200)] | None = None
    """Of a battery or drone company, which must have it: how far it reaches, in hexes."""
    rounds: Rounds = 0
    """Rounds on hand; of a drone company: drones on hand."""
    daily: Rounds = 0
    """Rounds a battery can be brought each day; of a drone company: drones that come each day."""
    defensive: Rounds = 0
    """Rounds a battery may spend in a half-turn on defensive fire."""
    floor: Rounds = 0
    """Rounds a battery keeps whatever it is asked for."""
    reply: bool = True
    """Whether a battery fires back at batteries that are found."""
    sorties: Annotated[int, Field(ge=0, le=100)] = 0
    """Of a drone company, which must have it: sorties a day."""


class Formation(Sourced):
    """A brigade or regiment and its units."""

    id: Id
    """A name of its own among the formations."""
    side: SideId
    """Whose it is."""
    name: Names
    """Its name in both languages."""
    short: Names
    """Its short name in both languages, for counters and lists."""
    units: Annotated[list[Unit], Field(min_length=1, max_length=40)]
    """Its units, one a line."""


class Goods(Strict):
    """Goods in tonnes; replacements in people."""

    ammunition: Tonnes = 0
    """Small arms and mortar ammunition, tonnes."""
    sustenance: Tonnes = 0
    """Food, water, fuel, medical goods, tonnes."""
    shells: Tonnes = 0
    """Shells and rockets for batteries, tonnes."""
    people: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Replacements, people."""


class Supply(Sourced):
    """A source of supply on the map's edge, or a depot within: what it holds, what comes to it each day, its vehicles."""

    id: Id
    """A name of its own among units, sources and depots."""
    side: SideId
    """Whom it supplies."""
    kind: Literal["source", "depot"]
    """A source, where goods come onto the map and ground is joined to; or a depot, which is filled from sources."""
    hex: HexNumber
    """Where it is: a hex of its side with a road; a depot's road must lead to a source."""
    name: Names
    """Its name in both languages."""
    stock: Goods = Goods(ammunition=1000, sustenance=1000, shells=1000)
    """What it holds at the start; 1,000 tonnes of each if left out, none of what an entry
    leaves out."""
    daily: Goods = Goods(ammunition=1000, sustenance=1000, shells=1000)
    """What comes to it each day from beyond the map; 1,000 tonnes of each if left out, none of what an entry leaves
    out."""
    vehicles: Annotated[int, Field(ge=0, le=5000)] = 200
    """Vehicles it begins with."""
    payload: Annotated[int, Field(ge=50, le=20_000)] = 2000
    """Kilograms a vehicle carries."""
    seats: Annotated[int, Field(ge=1, le=60)] = 4
    """People a vehicle carries."""
    caution: Annotated[int, Field(ge=0, le=20)] = 2
    """How far its drivers go out of the way of fire: 0 not at all, 20 very far."""
    reserve: bool = False
    """A depot that is not open yet: an order opens it."""
