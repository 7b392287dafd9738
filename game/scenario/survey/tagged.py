"""What the features of a plain GeoJSON file mean on a map: those that OpenStreetMap and QGIS export, or that we wrote.

Roads, railways and waters are lines with `highway`, `railway`, `waterway` or `kind`; ground is polygons with `landuse`,
`natural`, `place`, `building` or `kind`; control is polygons with `cls`; places and heights are points with a name or
`ele`. What says nothing that a map shows is counted by what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.diagnostics import Document
from game.rules_file import TERRAINS
from game.scenario.schema import PLACE_KINDS, Confidence
from game.scenario.survey.geojson import LINE, POINT, POLYGON, Area, Feature, Ring, features_of
from game.scenario.survey.places import Ids
from game.scenario.survey.records import LINE_KINDS, Height, Line, Spot, Vertex

if TYPE_CHECKING:
    from game.scenario.survey.records import Geodata

Tags = Mapping[str, str]

TREE_ROW = "tree_row"
"""Kind of line that makes hexes it leads through tree lines."""
PAVED = ("asphalt", "paved", "concrete", "concrete:plates", "chipseal", "paving_stones", "sett")
_HIGHWAYS = {
    "motorway": "road_main",
    "trunk": "road_main",
    "primary": "road_main",
    "secondary": "road_secondary",
    "tertiary": "road_secondary",
    "unclassified": "road_dirt",
    "road": "road_dirt",
    "track": "road_track",
}
"""Class of an OpenStreetMap highway -> kind of line; streets and paths are too fine for hexes of a kilometre."""
_WATERWAYS = {"river": "river", "canal": "canal", "stream": "stream", "tidal_channel": "river"}
_WORDS = {"road": "road_secondary", "rail": "railway", "water": "reservoir"}
"""Other words for a kind of line."""
_GROUND = {
    ("landuse", "forest"): "wood",
    ("natural", "wood"): "wood",
    ("landuse", "residential"): "town",
    ("landuse", "commercial"): "town",
    ("landuse", "retail"): "town",
    ("place", "city"): "town",
    ("place", "town"): "town",
    ("place", "suburb"): "town",
    ("place", "quarter"): "town",
    ("place", "village"): "village",
    ("place", "hamlet"): "village",
    ("landuse", "industrial"): "works",
    ("landuse", "quarry"): "works",
    ("natural", "water"): "water",
    ("landuse", "reservoir"): "water",
    ("landuse", "basin"): "water",
    ("waterway", "riverbank"): "water",
}
"""Tag of an OpenStreetMap polygon -> terrain."""
_PLACES = {
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "village",
    "isolated_dwelling": "village",
    "suburb": "quarter",
    "quarter": "quarter",
    "neighbourhood": "quarter",
    "borough": "quarter",
    "locality": "feature",
    "farm": "feature",
}
"""Value of `place` of an OpenStreetMap point -> kind of place."""
CONTROL = {"occupied": "occupied", "contested": "contested", "other": "other", "ru": "occupied", "ua": "other"}
"""Values of `cls` and `control` -> class of a control polygon."""
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
"""Our own names of lines, which files exported from a scenario give them."""
_METRES = re.compile(r"(-?[0-9]{1,4}(?:\.[0-9]{1,6})?)\s*m?\Z")
_TELLING = ("highway", "railway", "waterway", "landuse", "natural", "place", "building", "kind", "cls", "amenity", "shop")
_TOO_FINE = ("amenity", "shop", "office", "tourism", "leisure", "highway", "barrier", "power")
"""A point with one of these is nothing to see on a map of kilometres, whatever it is called."""


def take(document: Document, data: Geodata) -> list[Area]:
    """Add what the features of a plain GeoJSON file mean to the data of a survey; its control polygons."""
    lines: list[tuple[str, Tags, Ring]] = []
    control: list[Area] = []
    for feature in features_of(document):
        kept = {LINE: _line, POINT: _point, POLYGON: _polygon}[feature.of](feature, data, lines, control)
        if not kept:
            said = next((f"{key}={feature.properties[key]}" for key in _TELLING if key in feature.properties), feature.of)
            data.passed[said] = data.passed.get(said, 0) + 1
    ids = Ids()
    for line in data.lines:
        ids.new(line.id)
    data.lines += [_record(kind, tags, ring, ids, document.file) for kind, tags, ring in _joined(lines)]
    return control


def _line(feature: Feature, data: Geodata, lines: list[tuple[str, Tags, Ring]], control: list[Area]) -> bool:
    """Add a road, railway, water or row of trees."""
    kind = _kind_of_line(feature.properties)
    if not kind:
        return False
    for (ring,) in feature.parts:
        if kind == TREE_ROW:
            data.tree_rows.append(ring)
        else:
            lines.append((kind, feature.properties, ring))
    return True


def _kind_of_line(tags: Tags) -> str:
    """Which of LINE_KINDS a line is, or a row of trees; empty if none."""
    said = tags.get("kind", "")
    said = _WORDS.get(said, said)
    for kind in (said, f"road_{said}"):
        if kind in LINE_KINDS:
            return kind
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in _HIGHWAYS:
        kind = _HIGHWAYS[highway]
        if kind == "road_track" and tags.get("tracktype") == "grade1":
            return "road_dirt"
        return "road_secondary" if kind == "road_dirt" and tags.get("surface") in PAVED else kind
    if tags.get("railway") in ("rail", "narrow_gauge"):
        return "railway"
    if tags.get("waterway") in _WATERWAYS:
        return _WATERWAYS[tags["waterway"]]
    return TREE_ROW if TREE_ROW in (tags.get("natural"), said) else ""


def _joined(lines: Iterable[tuple[str, Tags, Ring]]) -> list[tuple[str, Tags, Ring]]:
    """The lines, those of one kind and one number or name put together where two of them meet end to end."""
    groups: dict[tuple[str, str], list[tuple[Tags, Ring]]] = {}
    for kind, tags, ring in lines:
        groups.setdefault((kind, tags.get("ref") or _names(tags)[0]), []).append((tags, ring))
    joined = []
    for (kind, _), parts in groups.items():
        rings = [ring for _, ring in parts]
        joined += [(kind, parts[members[0]][0], ring) for members, ring in _chains(rings)]
    return joined


def _end(ring: Ring, last: bool) -> tuple[float, float]:
    """The first or last position of a line, to about a metre."""
    lon, lat = ring[-1 if last else 0]
    return round(float(lon), 5), round(float(lat), 5)


def _chains(rings: list[Ring]) -> list[tuple[list[int], Ring]]:
    """Lines put together where exactly two ends meet, each with the lines it is made of."""
    ends: dict[tuple[float, float], list[tuple[int, bool]]] = {}
    for i, ring in enumerate(rings):
        for last in (False, True):
            ends.setdefault(_end(ring, last), []).append((i, last))
    left, chains = set(range(len(rings))), []

    def follow(i: int, forward: bool) -> list[tuple[int, bool]]:
        """The lines from one on, each with whether it is walked from its first position to its last."""
        found = [(i, forward)]
        left.discard(i)
        while True:
            here, ahead = found[-1]
            meeting = ends[_end(rings[here], ahead)]
            others = [(j, not last) for j, last in meeting if j != here]
            if len(meeting) != 2 or len(others) != 1 or others[0][0] not in left:
                return found
            found.append(others[0])
            left.discard(others[0][0])

    for i in range(len(rings)):
        if i in left:
            ahead = follow(i, True)
            behind = follow(i, False)[1:]
            walked = [(j, not forward) for j, forward in reversed(behind)] + ahead
            parts = [rings[j] if forward else rings[j][::-1] for j, forward in walked]
            whole = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
            chains.append((sorted(j for j, _ in walked), whole))
    return chains


def _record(kind: str, tags: Tags, ring: Ring, ids: Ids, file: str) -> Line:
    """A line as the survey knows it."""
    english, ukrainian = _names(tags)
    own = tags.get("id", "")
    name = ids.new(own if _ID.match(own) else tags.get("ref") or english or kind.replace("_", "-"))
    ref = tags.get("ref", "")
    if kind in ("railway", "river", "canal", "stream"):
        ref = english or ref
    vertices = tuple(Vertex(float(lat), float(lon), "") for lon, lat in ring)
    return Line(name, kind, ref, english, ukrainian, source_of(tags, file), confidence_of(tags), vertices)


def source_of(tags: Tags, file: str) -> str:
    """What a feature or its file says of where it comes from, or the file."""
    if tags.get("source"):
        return tags["source"]
    mapped = any(key in tags for key in ("@id", "osm_id", "osm_way_id", "full_id"))
    name = Path(file).name
    return f"{name}: OpenStreetMap contributors (ODbL)" if mapped else name


def confidence_of(tags: Tags) -> Confidence:
    """How well a feature says that it is known; medium if it does not say."""
    said = tags.get("confidence", "")
    return "high" if said == "high" else "low" if said == "low" else "medium"


def _names(tags: Tags) -> tuple[str, str]:
    """English and Ukrainian name, each standing in for the other if that is missing."""
    plain = tags.get("name", "")
    english = tags.get("name:en") or tags.get("name_en") or tags.get("int_name") or plain
    ukrainian = tags.get("name:uk") or tags.get("name_uk") or plain
    return english or ukrainian, ukrainian or english


def _point(feature: Feature, data: Geodata, lines: list[tuple[str, Tags, Ring]], control: list[Area]) -> bool:
    """Add a place, a height or both."""
    tags = feature.properties
    metres = metres_of(tags)
    kind = _kind_of_place(tags)
    for (ring,) in feature.parts:
        lon, lat = (float(value) for value in ring[0])
        if metres is not None:
            data.heights.append(Height(lat, lon, metres))
        if kind:
            english, ukrainian = _names(tags)
            source = source_of(tags, "GeoJSON")
            data.spots.append(
                Spot(english, ukrainian, kind, lat, lon, source, confidence_of(tags), f"{english} {ukrainian}")
            )
    return bool(kind) or metres is not None


def _kind_of_place(tags: Tags) -> str:
    """Which kind of place a point is; empty if it has no name or is too small for the map."""
    if not any(_names(tags)):
        return ""
    for said in (tags.get("kind", ""), _PLACES.get(tags.get("place", ""), "")):
        if said in (*PLACE_KINDS, "landmark"):
            return said
    if tags.get("natural") in ("peak", "hill", "ridge", "volcano"):
        return "height"
    if tags.get("natural") in ("water", "spring") or "waterway" in tags:
        return "water"
    return "" if any(key in tags for key in _TOO_FINE) else "landmark"


def metres_of(tags: Tags) -> float | None:
    """The height a feature names, between the lowest and highest a map may have."""
    found = next((m for key in ("ele", "elev", "elevation", "height_m") if (m := _METRES.match(tags.get(key, "")))), None)
    return float(found.group(1)) if found and -500 <= float(found.group(1)) <= 9000 else None


def _polygon(feature: Feature, data: Geodata, lines: list[tuple[str, Tags, Ring]], control: list[Area]) -> bool:
    """Add ground, an outline of a town, buildings, control, or several of them."""
    tags, kept = feature.properties, False
    area = Area(dict(tags), feature.parts, feature.at)
    cls = CONTROL.get(tags.get("cls") or tags.get("control", ""))
    if cls:
        control.append(Area({**tags, "cls": cls}, feature.parts, feature.at))
        kept = True
    metres = metres_of(tags)
    if metres is not None and "hex" in tags:
        lon, lat = feature.parts[0][0].mean(axis=0)
        data.heights.append(Height(float(lat), float(lon), metres))
        kept = True
    terrain = tags.get("kind", "")
    if terrain not in TERRAINS:
        terrain = next((_GROUND[tag] for tag in tags.items() if tag in _GROUND), "")
    if terrain == "town" and "hex" not in tags:
        data.outlines.append(area)
    elif terrain:
        data.ground.append((TERRAINS.index(terrain), area))
    elif tags.get("building", "no") != "no":
        data.buildings.append(area)
    else:
        return kept
    return True
