"""The course of the battle in a scenario file: calendar, weather, victory, and what it was like in history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from game.rules_file import Names
from game.scenario.schema.basics import Day, Id, Points, PointsAtLeastNought, SideId, Sourced, Strict, Thousandths, Value
from game.scenario.schema.ground import Rows

MEASURES = (
    "net_ground_km2", "ua_gained_km2", "ru_gained_km2", "ua_people_lost", "ru_people_lost", "ua_rounds", "ru_rounds",
    "ua_tonnes", "ru_tonnes", "ua_assaults", "ru_assaults",
)  # fmt: skip
"""What a game can measure and history tell of a span of days; see Figure.measure."""


class Calendar(Sourced):
    """When the battle is fought."""

    first_day: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    """The date of day 1, as "2023-05-08"."""
    turns: Day
    """Days the battle lasts."""
    first_side: SideId
    """The side that moves first on day 1; it alternates every day."""


class Weather(Sourced):
    """Ground and sky from a day on."""

    from_: Annotated[int, Field(alias="from", ge=1, le=200)]
    """The day from which it holds, until the next entry; the first is from day 1."""
    ground: Literal["dry", "wet", "thaw", "frozen"]
    """The ground: it slows movement off the roads and what roads carry."""
    sky: Literal["clear", "cloud", "rain", "fog"]
    """The sky: how far units see and whether drones fly."""
    temperature: Annotated[int, Field(ge=-40, le=45)]
    """Degrees Celsius at noon; told, but nothing depends on it."""


class Objective(Sourced):
    """What a place is worth: held over the last dusks, for each dusk it is held, for each dusk it has been given up."""

    place: Id
    """The place."""
    held: Value = Value()
    """Points for holding it: the mean of the last three dusks, if its hex is joined to a source."""
    stay: Value = Value()
    """Points for each dusk on which it is held, whoever held it at the start; negative for a price."""
    left: Value = Value()
    """Points for each dusk on which a place held at the start is not held; negative for a price."""


class Weights(Strict):
    """What else is worth points."""

    ground: PointsAtLeastNought
    """Points for each hex of ground won, the mean of the last three dusks; what one side wins the other loses."""
    pinned: Thousandths
    """Points for each step of the enemy near one's own fighting units, each dusk."""
    inflicted: Thousandths
    """Points for each person the enemy loses by one's own action."""
    lost: Thousandths
    """Points taken away for each person lost, whatever the cause."""
    will: Thousandths = 0
    """Points for each point of will above the start, taken away for each below."""


class Victory(Sourced):
    """How the battle is judged."""

    weights: Weights
    """What else is worth points than places."""
    draw_below: PointsAtLeastNought
    """The battle is drawn if the sides lie less than so many points apart."""
    collapse_percent: Annotated[int, Field(ge=0, le=100)] = 0
    """A side that has lost so many percent of its people has collapsed, and the battle ends; never if 0."""
    handicap: Points = 0
    """Points that Ukraine has beforehand; negative if Russia has them."""
    places: Annotated[list[Objective], Field(max_length=1000)] = []
    """What places are worth, one a line."""


class Figure(Sourced):
    """A figure of history that a game can measure over a span of days: what it was, and between which bounds."""

    id: Id
    """A name of its own in the history."""
    from_: Annotated[int, Field(alias="from", ge=1, le=200)] = 1
    """The first day of the span, which begins with its dawn."""
    day: Day
    """The last day of the span, which ends with its dusk."""
    measure: Literal[MEASURES]  # type: ignore[valid-type]
    """What is told of the span: net_ground_km2, hexes whose owner became Ukraine less those that became Russia, in square
    kilometres; ua_gained_km2, ru_gained_km2, either alone; people lost for whatever cause; rounds fired; tonnes brought
    to units; assaults made."""
    value: Annotated[float, Field(ge=-10_000_000, le=10_000_000)]
    """What it most probably was."""
    low: Annotated[float, Field(ge=-10_000_000, le=10_000_000)] | None = None
    """The lowest it can have been by what is known; the value itself if left out."""
    high: Annotated[float, Field(ge=-10_000_000, le=10_000_000)] | None = None
    """The highest it can have been by what is known; the value itself if left out."""
    name: Names | None = None
    """A few words about it in both languages; none if left out."""


class Holder(Sourced):
    """Who held a place at dusk of a day in history."""

    id: Id
    """A name of its own in the history."""
    day: Day
    """The day at whose dusk it was so."""
    place: Id
    """The place."""
    side: SideId
    """Who held it."""
    name: Names | None = None
    """A few words about it in both languages; none if left out."""


class Front(Sourced):
    """Whose the hexes were at dusk of a day in history, as far as it is known."""

    id: Id
    """A name of its own in the history."""
    day: Day
    """The day at whose dusk it was so."""
    name: Names | None = None
    """A few words about it in both languages; none if left out."""
    rows: Rows
    """A text for each row of the map with a letter for every hex, as in `control`: u Ukraine, r Russia, . not known, or
    nobody's; odd rows begin with a blank. What is not known is not held against any game."""


def _kind_of_fact(value: Any) -> str | None:
    """Which kind of fact an entry tells, by its keys."""
    if isinstance(value, dict):
        if "rows" in value or any(isinstance(item, list) for item in value.values()):
            return "Front"
        return "Holder" if "place" in value or "side" in value else "Figure"
    return type(value).__name__ if isinstance(value, (Figure, Holder, Front)) else "Figure"


Fact = Annotated[
    Annotated[Figure, Tag("Figure")] | Annotated[Holder, Tag("Holder")] | Annotated[Front, Tag("Front")],
    Discriminator(_kind_of_fact),
]
"""What was, to hold games against."""
