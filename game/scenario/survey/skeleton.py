"""Maps from geographic data: any box of latitude and longitude becomes the skeleton of a scenario.

What the map shows is what the files hold; where they hold nothing the ground is open and flat. Every part says how it was
made. Order of work: places, waters, roads, terrain, elevation, control, bridges, text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from game.diagnostics import BadInput, Document
from game.documents import MAX_BYTES, MAX_VALUES
from game.ground import Side
from game.hexes import GeoReference, Grid
from game.rulebook import load_rules
from game.scenario.canonical import scenario_text
from game.scenario.schema import FORMAT, Confidence, ScenarioFile
from game.scenario.survey import land, relief
from game.scenario.survey.lines import (
    Banks,
    Point,
    TooLong,
    Water,
    Way,
    check_length,
    crossings_of,
    hinders,
    lay_waters,
    lay_ways,
    points_km,
)
from game.scenario.survey.places import BLOWN_WORDS, BRIDGE_WORDS, Ids, PlaceBook, without_note
from game.scenario.survey.records import LINE_KINDS, Geodata, Line, Spot
from game.scenario.survey.sources import read_geodata

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees."""

BRIDGE_KM = 1.0
"""A bridge that a text names belongs to a crossing this near."""
FIRST_DAY = "2023-01-01"
"""When the battle begins if no date is given."""
MOST_HEXES = 200
"""Most columns and most rows of a map."""

Told = tuple[str, dict[str, str] | None]
"""What a text says about a bridge, and its name if it is a place."""


def survey(box: Box, geo: Path, control: Path | None, date: str | None) -> str:
    """The text of a scenario skeleton of a box, from the files of the folder `geo` and the control polygons of a date.

    Raises BadInput with everything wrong with the box and the files.
    """
    reference, grid = reference_of(box)
    data = read_geodata(geo, control, date)
    try:
        check_length(grid, reference, data.lines)
    except TooLong:
        raise _refused(box, "The lines on the map are too long to lay.") from None
    laid = Surveyor(reference, grid, data)
    _check_number(box, "places", laid.book.places)
    entries = {"format": FORMAT, **_about(box, laid), **laid.parts(), **AROUND}
    for name in ("roads", "rails", "waters", "bridges"):
        _check_number(box, name, entries[name])
    file = ScenarioFile.model_validate(entries)
    text = scenario_text(file)
    if len(text.encode()) > MAX_BYTES or _values(file.model_dump()) > MAX_VALUES:
        raise _refused(box, "The map would be larger than a scenario file may be.")
    return text


def _check_number(box: Box, name: str, entries: list[Any]) -> None:
    """Raise BadInput if there are more entries of a part than a scenario may have."""
    most = next(m.max_length for m in ScenarioFile.model_fields[name].metadata if hasattr(m, "max_length"))
    if len(entries) > most:
        raise _refused(box, f"The map has {len(entries)} {name}, a scenario may have {most}.")


def reference_of(box: Box) -> tuple[GeoReference, Grid]:
    """Where hex 0000 lies and the size of the map; raises BadInput if the box is no box or too large."""
    south, west, north, east = box
    if not (-80 <= south < north <= 80 and -180 <= west < east <= 180):
        raise _refused(box, "A box is south,west,north,east in degrees, within 80 degrees of the equator.", "")
    reference, grid = GeoReference.of_box(*box)
    if max(grid.columns, grid.rows) > MOST_HEXES:
        raise _refused(box, f"The map would have {grid.columns} columns and {grid.rows} rows; {MOST_HEXES} are the most.")
    return reference, grid


def _refused(box: Box, message: str, hint: str = "Choose a smaller box.") -> BadInput:
    """What to raise if there can be no map of a box."""
    document = Document("--box", ",".join(f"{value:g}" for value in box))
    document.report("G301", message, (1, 1, len(document.text)), hint)
    return BadInput(document.problems)


def _values(node: Any) -> int:
    """How many keys and values a document of these parts has."""
    if isinstance(node, dict):
        return 1 + sum(1 + _values(value) for value in node.values())
    return 1 + sum(map(_values, node)) if isinstance(node, list) else 1


class Surveyor:
    """Lays the parts of one map and writes them down as entries of a scenario; see `lines.check_length` before."""

    def __init__(self, geo: GeoReference, grid: Grid, data: Geodata) -> None:
        self.geo, self.grid, self.data = geo, grid, data
        self.book = PlaceBook(grid, geo, data.spots)
        self.towns = land.town_hexes(grid, geo, data.outlines, data.spots)
        settled = {h: at for h, (_, at) in self.book.settlements.items()}
        flowing = [line for line in data.lines if hinders(grid, geo, line)]
        banks = Banks(grid, geo, settled, flowing)
        self.waters = lay_waters(grid, geo, banks, flowing)
        roads = [line for line in data.lines if LINE_KINDS[line.kind]]
        rails = [line for line in data.lines if line.kind == "railway"]
        self.roads = lay_ways(grid, geo, banks, roads, self.waters, set(settled), set(self.towns))
        self.rails = lay_ways(grid, geo, banks, rails, self.waters, set(settled), set())
        self.paved = {h for way in (*self.roads, *self.rails) for h in way.path}

    def parts(self) -> dict[str, Any]:
        """Layers, lines, bridges and places of the whole map."""
        grid, data = self.grid, self.data
        farmed = bool(self.book.places or self.paved or self.waters)
        letters = letters_of_terrain()
        ground = land.terrain(grid, self.geo, data, self.book, self.towns, self.paved, farmed)
        metres = relief.elevation(grid, self.geo, data)
        held = land.control(grid, self.geo, data.control) if data.control_file else "." * grid.count
        return {
            "terrain": self._layer([letters[kind] for kind in ground], self._terrain_source(farmed), "low"),
            "elevation": self._layer([str(m) for m in metres], *self._elevation_source()),
            "control": self._layer(list(held), *self._control_source()),
            **self.lines(),
            "places": self.book.places,
        }

    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """Roads, railways, waters and bridges."""
        return {
            "roads": self._road_entries(),
            "rails": self._rail_entries(),
            "waters": self._water_entries(),
            "bridges": self._bridge_entries(),
        }

    def _layer(self, values: Sequence[str], source: str, confidence: Confidence) -> dict[str, Any]:
        """A layer from a value for every hex."""
        n = self.grid.columns
        rows = [" ".join(values[row * n : row * n + n]) for row in range(self.grid.rows)]
        return {"rows": rows, "source": source, "confidence": confidence}

    def _terrain_source(self, farmed: bool) -> str:
        """How the terrain was made."""
        if not farmed:
            return "survey: no data on this map; open ground"
        drawn = "; ".join(dict.fromkeys(area.properties.get("source", "") for area in self.data.outlines))
        towns = f"outlines of towns (urban_areas.geojson: {drawn[:300]})" if drawn else "towns without outlines"
        return (
            f"survey: {towns}; villages and works by places.csv, reservoirs by roads.csv, woods by woods.csv and "
            "features.csv; tree belts (t) are a pattern made from the map's position, not a survey"
        )

    def _elevation_source(self) -> tuple[str, Confidence]:
        """How the elevation was made and how well it is known: medium with a known height for every 20 hexes."""
        known = relief.known_heights(self.grid, self.geo, self.data.heights)
        if not len(known):
            return "survey: no known heights on or near this map; flat", "low"
        source = (
            f"survey: kriging between {len(known)} known heights (heights.csv, places.csv), rivers as low as the lowest "
            "of them near by, ridges by the heights roads.csv names"
        )
        return source, "medium" if len(known) * 20 >= self.grid.count else "low"

    def _control_source(self) -> tuple[str, Confidence]:
        """Whose control it is: what the polygons or their file say, and the file."""
        if not self.data.control_file:
            return "survey: no control polygons were given; nobody's", "low"
        day = f" of {self.data.date}" if self.data.date else ""
        told = "; ".join(dict.fromkeys(area.properties.get("source", "") for area in self.data.control))[:300]
        credit = f"{told}, polygons" if told else "polygons"
        return f"{credit}{day} in {self.data.control_file}, by the centres of hexes", "medium"

    def _numbers(self, hexes: Iterable[int]) -> str:
        """Hexes as printed numbers."""
        return " ".join(self.grid.number(h) for h in hexes)

    def _side(self, side: Side) -> str:
        """A hexside as two printed numbers."""
        return "-".join(self.grid.number(h) for h in side)

    def _road_entries(self) -> list[dict[str, Any]]:
        """Roads with their number and name."""
        ids, entries = Ids(), []
        for way in self.roads:
            line = way.line
            entry: dict[str, Any] = {"id": ids.new(way.id), "kind": LINE_KINDS[line.kind]}
            entry["ref"] = without_note(line.ref)[:20].strip()
            if line.name:
                entry["name"] = {"en": line.name, "uk": line.name_uk or line.name}
            entries.append(entry | {"path": self._numbers(way.path)} | _sourced(line))
        return entries

    def _rail_entries(self) -> list[dict[str, Any]]:
        """Railways with their name."""
        ids = Ids()
        return [
            {"id": ids.new(way.id), **_labelled(way.line), "path": self._numbers(way.path), **_sourced(way.line)}
            for way in self.rails
        ]

    def _water_entries(self) -> list[dict[str, Any]]:
        """Rivers and canals with their name."""
        ids, entries = Ids(), []
        for water in self.waters:
            sides = " ".join(self._side(side) for side in water.sides)
            entry = {"id": ids.new(water.id), "kind": water.kind, **_labelled(water.line), "sides": sides}
            entries.append(entry | _sourced(water.line))
        return entries

    def _bridge_entries(self) -> list[dict[str, Any]]:
        """A bridge wherever a road crosses a water; blown if a text near by says so. The rules know no trains."""
        found = crossings_of(self.roads, self.waters)
        told = self._told_bridges(found)
        entries = []
        for side, (ways, waters) in found.items():
            lines = [*(way.line for way in ways), *(water.line for water in waters)]
            upper, under = (
                ", ".join(dict.fromkeys(without_note(on.line.ref) or on.line.id for on in part))
                for part in (ways, waters)
            )
            texts = [text for text, _ in told.get(side, [])]
            names = [name for _, name in told.get(side, []) if name]
            entry: dict[str, Any] = {"at": self._side(side)}
            entry["state"] = "blown" if any(BLOWN_WORDS.search(text) for text in texts) else "intact"
            if names:
                entry["name"] = names[0]
            source = "; ".join([f"survey: {upper} over {under}", *texts])
            order = ("low", "medium", "high")
            confidence = min((line.confidence for line in lines), key=order.index)
            entries.append(entry | {"source": source[:1000], "confidence": confidence})
        return entries

    def _told_bridges(self, found: Mapping[Side, tuple[list[Way], list[Water]]]) -> dict[Side, list[Told]]:
        """What texts say about the nearest crossing within BRIDGE_KM: names of bridges, vertices of the road."""
        told: dict[Side, list[Told]] = {}
        notes: list[tuple[Point, str, dict[str, str] | None, str]]
        notes = [(at, f"places.csv: {spot.told}", _names_of(spot), "") for spot, at in self.book.bridges]
        for line in self.data.lines:
            if LINE_KINDS[line.kind] or line.kind == "railway":
                points = zip(points_km(self.geo, line), line.vertices, strict=True)
                notes += [(at, v.near, None, line.id) for at, v in points if BRIDGE_WORDS.search(v.near)]
        for at, text, name, line_id in notes:
            near = [
                (math.dist(at, self._middle(side)), side)
                for side, (ways, _) in found.items()
                if not line_id or line_id in (way.line.id for way in ways)
            ]
            if near and min(near)[0] <= BRIDGE_KM:
                told.setdefault(min(near)[1], []).append((text, name))
        return told

    def _middle(self, side: Side) -> Point:
        """The middle of a hexside, in kilometres."""
        (ax, ay), (bx, by) = self.grid.centre(side[0]), self.grid.centre(side[1])
        return (ax + bx) / 2, (ay + by) / 2


def letters_of_terrain() -> dict[int, str]:
    """Terrain -> its letter."""
    return {kind: letter for letter, kind in load_rules().letters().items()}


def _about(box: Box, laid: Surveyor) -> dict[str, Any]:
    """Title, description, calendar, place and size."""
    south, west, north, east = box
    english = f"{_span(south, north, 'N', 'S')}, {_span(west, east, 'E', 'W')}"
    ukrainian = f"{_span(south, north, 'пн. ш.', 'пд. ш.')}, {_span(west, east, 'сх. д.', 'зх. д.')}"
    return {
        "title": {"en": f"Map {english}", "uk": f"Мапа {ukrainian}"},
        "about": {
            "en": f"Surveyed from geographic data: {english}. Still without units, sources of supply and objectives.",
            "uk": f"Складено за географічними даними: {ukrainian}. Ще без частин, джерел постачання й цілей.",
        },
        "calendar": {"first_day": laid.data.date or FIRST_DAY, "turns": 14, "first_side": "ua"},
        "geo": {"lat": laid.geo.lat, "lon": laid.geo.lon},
        "size": {"columns": laid.grid.columns, "rows": laid.grid.rows},
    }


def _span(low: float, high: float, plus: str, minus: str) -> str:
    """A span of degrees in words.

    >>> _span(48.42, 48.73, "N", "S"), _span(-1.5, 2, "E", "W")
    ('48.42–48.73° N', '1.5° W – 2° E')
    """
    if low >= 0:
        return f"{low:g}–{high:g}° {plus}"
    if high <= 0:
        return f"{-high:g}–{-low:g}° {minus}"
    return f"{-low:g}° {minus} – {high:g}° {plus}"


def _sourced(line: Line) -> dict[str, Any]:
    """How a line is known."""
    return {"source": line.source, "confidence": line.confidence}


def _labelled(line: Line) -> dict[str, Any]:
    """The name of a railway or water: what stands in `ref`."""
    name = without_note(line.ref) or line.name
    return {"name": {"en": name, "uk": line.name_uk or name}} if name else {}


def _names_of(spot: Spot) -> dict[str, str]:
    """Both names of a place, without notes."""
    return {"en": without_note(spot.name_en), "uk": without_note(spot.name_uk)}


_FAIR = {
    "from": 1,
    "ground": "dry",
    "sky": "clear",
    "temperature": 15,
    "source": "survey: a fair day, to be edited",
    "confidence": "low",
}
AROUND = {
    "sides": {
        "ua": {"name": {"en": "Ukraine", "uk": "Україна"}},
        "ru": {"name": {"en": "Russia", "uk": "Росія"}},
    },
    "formations": [],
    "supply": [],
    "weather": [_FAIR],
    "victory": {"weights": {"ground": 1, "pinned": 0, "inflicted": 0, "lost": 0}, "draw_below": 0},
}
"""What no survey knows."""
