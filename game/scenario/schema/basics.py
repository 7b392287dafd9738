"""What everything in a scenario file is made of: ids, hexes, numbers with decimals, sources.

Hexes are written as printed numbers ("0714"), hexsides as two of them joined by a hyphen ("0714-0814").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
HexNumber = Annotated[str, Field(pattern=r"^([0-9]{4}|[0-9]{6})$")]
Hexes = Annotated[str, Field(max_length=40_000, pattern=r"^[0-9 ]*$")]
HexSides = Annotated[str, Field(max_length=40_000, pattern=r"^[0-9 -]*$")]
HexSide = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{4}|[0-9]{6}-[0-9]{6})$")]
Source = Annotated[str, Field(max_length=1000)]
Confidence = Literal["high", "medium", "low"]
SideId = Literal["ua", "ru"]
Day = Annotated[int, Field(ge=1, le=200)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
BridgeState = Literal["intact", "damaged", "blown", "pontoon"]


class Strict(BaseModel):
    """A part of a file: nothing but its keys, nothing but their types, never changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What is there if a number is left out, as people write it."""
        found = handler(schema)
        for entry in handler.resolve_ref_schema(found).get("properties", {}).values():
            if "decimals" in entry and entry.get("default"):
                entry["default"] = Decimals(entry["decimals"], 0, 0).written(entry["default"])
        return found


class Sourced(Strict):
    """Anything of which one may ask: how is this known, and how well?"""

    source: Source = ""
    """How this is known: a work and its day, a map, "game need"; docs/sources.md lists the words. None if left out."""
    confidence: Confidence = "low"
    """How far the source can be trusted."""


@dataclass(frozen=True)
class Decimals:
    """A number that people write with decimals and rules count in whole parts: 2.5 days are 250 hundredths inside."""

    places: int
    """Decimals that may be written; inside, the number is multiplied by ten for each."""
    least: int
    """The least that may be written."""
    most: int
    """The most that may be written."""

    def read(self, value: Any) -> int:
        """The whole parts of a written number. Raises what pydantic makes an error of."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise PydanticKnownError("float_type")
        if value < self.least:
            raise PydanticKnownError("greater_than_equal", {"ge": self.least})
        if not value <= self.most:
            raise PydanticKnownError("less_than_equal", {"le": self.most})
        parts: int = round(value * 10**self.places)
        if parts / 10**self.places != value:
            most = ("one decimal", "two decimals", "three decimals")[self.places - 1]
            raise PydanticCustomError("decimals", "A number with at most {most} is wanted here", {"most": most})
        return parts

    def written(self, parts: int) -> int | float:
        """The number as people write it."""
        scale: int = 10**self.places
        return parts / scale if parts % scale else parts // scale

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(self.written)
        return core_schema.no_info_plain_validator_function(self.read, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "number", "minimum": self.least, "maximum": self.most, "decimals": self.places}


Days = Annotated[int, Decimals(2, 0, 10)]
Points = Annotated[int, Decimals(1, -1000, 1000)]
"""Points of victory, tenths inside."""
PointsAtLeastNought = Annotated[int, Decimals(1, 0, 1000)]
Thousandths = Annotated[int, Decimals(3, 0, 10)]
"""Points of victory for something small, such as a person, thousandths inside."""


class Value(Strict):
    """Points for each side."""

    ua: Points = 0
    """Points for Ukraine."""
    ru: Points = 0
    """Points for Russia."""
