"""The shape of a scenario file, format 2: what may stand where, and within what bounds.

Whether the parts fit together (hexes on the map, units on their own ground) is looked at elsewhere. The sentences under
the keys are shown to those who write scenarios: in the editor, in their text editor, in docs/format.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.rules_file import Names
from game.scenario.schema.basics import (
    BridgeState,
    Confidence,
    Day,
    Days,
    Decimals,
    Degrees,
    Hexes,
    HexNumber,
    HexSide,
    HexSides,
    Id,
    Points,
    PointsAtLeastNought,
    SideId,
    Source,
    Sourced,
    Strict,
    Thousandths,
    Value,
)  # fmt: skip
from game.scenario.schema.course import (
    MEASURES,
    Calendar,
    Fact,
    Figure,
    Front,
    Holder,
    Objective,
    Victory,
    Weather,
    Weights,
)  # fmt: skip
from game.scenario.schema.forces import Arrival, Formation, Goods, People, Side, Supply, Tonnes, Unit
from game.scenario.schema.ground import (
    PLACE_KINDS,
    ROAD_KINDS,
    Bridge,
    Geo,
    Layer,
    Place,
    Rail,
    Road,
    Rows,
    Size,
    Stream,
    Works,
)  # fmt: skip
from game.scenario.schema.happenings import CONDITIONS, EFFECTS, Condition, Effect, Event, When

FORMAT = 2
"""The format that is read and written; older ones are upgraded."""

__all__ = [
    "CONDITIONS", "EFFECTS", "FORMAT", "MEASURES", "PLACE_KINDS", "ROAD_KINDS", "Arrival", "Bridge", "BridgeState",
    "Calendar", "Condition", "Confidence", "Day", "Days", "Decimals", "Degrees", "Effect", "Event", "Fact", "Figure",
    "Formation", "Front", "Geo", "Goods", "HexNumber", "HexSide", "HexSides", "Hexes", "Holder", "Id", "Layer", "Meta",
    "Names", "Objective", "People", "Place", "Points", "PointsAtLeastNought", "Rail", "Road", "Rows", "ScenarioFile",
    "Side", "SideId", "Size", "Source", "Sourced", "Stream", "Strict", "Supply", "Thousandths", "Tonnes", "Unit", "Value",
    "Victory", "Weather", "Weights", "When", "Works",
]  # fmt: skip


class Meta(Strict):
    """Who made the scenario, and what others may do with it."""

    author: Annotated[str, Field(max_length=200)] = ""
    """Who made it; nobody is named if left out."""
    licence: Annotated[str, Field(max_length=100)] = ""
    """What others may do with it, such as CC-BY-4.0; not said if left out."""
    version: Annotated[str, Field(max_length=20)] = ""
    """Its version, as its author counts, in quotes; none if left out."""
    sources: Annotated[list[Source], Field(max_length=100)] = []
    """The works it rests on as a whole; none if left out."""


class ScenarioFile(Strict):
    """A whole scenario file."""

    format: Literal[2]
    """The format of the file: 2. Older files are brought up to it by main.py upgrade."""
    meta: Meta = Meta()
    """Who made it, and what others may do with it."""
    title: Names
    """Its title in both languages."""
    about: Names
    """What it is about, a few sentences in both languages."""
    calendar: Calendar
    """When it is fought."""
    geo: Geo
    """Where on earth it lies: the centre of hex 0000."""
    size: Size
    """Columns and rows of the map."""
    terrain: Layer
    """A letter for every hex: . open, t tree lines, w wood, v village, o town, d dense urban, x works, ~ water."""
    elevation: Layer
    """The height of every hex in metres above the sea."""
    control: Layer
    """Whose every hex is at the start: u Ukraine, r Russia, . nobody."""
    roads: Annotated[list[Road], Field(max_length=2000)] = []
    """Roads and tracks, one a line."""
    rails: Annotated[list[Rail], Field(max_length=500)] = []
    """Railways, one a line."""
    waters: Annotated[list[Stream], Field(max_length=1000)] = []
    """Rivers and canals, one a line; lakes are terrain."""
    bridges: Annotated[list[Bridge], Field(max_length=1000)] = []
    """Bridges, one a line; a road without one does not cross water."""
    trenches: Annotated[list[Works], Field(max_length=50)] = []
    """Trenches at the start, a line for each level and source."""
    rubble: Annotated[list[Works], Field(max_length=50)] = []
    """Rubble at the start, a line for each level and source."""
    places: Annotated[list[Place], Field(max_length=2000)] = []
    """Named places, one a line."""
    sides: dict[SideId, Side]
    """The two sides, ua and ru."""
    formations: Annotated[list[Formation], Field(max_length=500)] = []
    """Brigades and regiments with their units, one unit a line."""
    supply: Annotated[list[Supply], Field(max_length=500)] = []
    """Sources of supply and depots, one a line."""
    weather: Annotated[list[Weather], Field(min_length=1, max_length=200)]
    """Ground and sky, a line for each change."""
    events: Annotated[list[Event], Field(max_length=200)] = []
    """What can happen besides what the sides do."""
    victory: Victory
    """What is worth points."""
    history: Annotated[list[Fact], Field(max_length=500)] = []
    """What was, to hold games against: figures of a span of days, who held a place at dusk, the front of a day by hex."""
