"""GeoJSON as features: properties as text, and points, lines or polygons, whatever they are about.

Vertices and parts are limited before anything is computed. What is wrong is reported in the file's Document, each problem
with its place; nothing here raises for bad input.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.diagnostics import Document
from game.scenario.survey.files import NAME_LETTERS, Place, place_of, tidy

VERTICES = 200_000
"""Most vertices of all shapes of a file."""
POLYGONS = 1_000
"""Most polygons of a file of outlines."""
PARTS = 20_000
"""Most points, lines and polygons of a file of anything."""

Floats = NDArray[np.float64]
Ring = Floats
"""Longitudes and latitudes of a line; (n, 2). That of a polygon closes by itself."""

POINT, LINE, POLYGON = "point", "line", "polygon"


class _Shape(NamedTuple):
    """A kind of geometry: what it is made of, how deep its coordinates are nested, the fewest positions of a part."""

    of: str
    depth: int
    least: int


_SHAPES = {
    "Point": _Shape(POINT, 0, 1),
    "MultiPoint": _Shape(POINT, 1, 1),
    "LineString": _Shape(LINE, 1, 2),
    "MultiLineString": _Shape(LINE, 2, 2),
    "Polygon": _Shape(POLYGON, 2, 3),
    "MultiPolygon": _Shape(POLYGON, 3, 3),
}


@dataclass(frozen=True)
class Feature:
    """A feature of a GeoJSON file: its properties as text, and what it is made of."""

    properties: dict[str, str]
    of: str
    """POINT, LINE or POLYGON."""
    parts: list[list[Ring]]
    """Polygons, each an outer ring and its holes; a line or a point is a part with one ring."""
    at: Place


@dataclass(frozen=True)
class Area:
    """A feature of a GeoJSON file: its properties as text and its polygons, each an outer ring and its holes."""

    properties: dict[str, str]
    polygons: list[list[Ring]]
    at: Place


class _Unfit(Exception):
    """What about a GeoJSON feature is not as wanted, in a sentence."""


def areas_of(document: Document) -> list[Area]:
    """The features of a GeoJSON file that are polygons; each without a `source` of its own has that of the file."""
    found = _read(document, "its geometry must be a Polygon or a MultiPolygon.", POLYGON, POLYGONS)
    return [Area(feature.properties, feature.parts, feature.at) for feature in found]


def features_of(document: Document) -> list[Feature]:
    """The features of a GeoJSON file, those without a shape left out; `source` as in `areas_of`."""
    return _read(document, "its geometry must be points, lines or polygons.", "", PARTS)


def _read(document: Document, wanted: str, of: str, most: int) -> list[Feature]:
    """The features of a file that are of one shape, or of any; others are reported in the words given."""
    members, source = _members(document)
    found: list[Feature] = []
    vertices = parts = 0
    places = _places(document.text) if members else []
    for i, member in enumerate(members):
        if document.full:
            break
        at = places[min(i, len(places) - 1)] if places else (1, 1, 1)
        if not of and isinstance(member, dict) and "geometry" in member and member["geometry"] is None:
            continue
        try:
            feature = _feature(member, wanted, of, source, at)
        except _Unfit as unfit:
            document.report("G312", f"Feature {i + 1}: {unfit}", at)
            continue
        vertices += sum(len(ring) for part in feature.parts for ring in part)
        parts += len(feature.parts)
        if vertices > VERTICES or parts > most:
            name = "polygons" if of == POLYGON else "shapes"
            message = f"The file has more than {VERTICES} vertices or {most} {name}."
            document.report("G303", message, (1, 1, 1), "Simplify the outlines or cut them to the box.")
            return []
        found.append(feature)
    return found


def _places(text: str) -> list[Place]:
    """Where each feature of a GeoJSON text says that it is one."""
    places, line, newline, begun = [], 1, -1, 0
    for match in re.finditer(r'"type"\s*:\s*"Feature"', text):
        line += text.count("\n", begun, match.start())
        newline = max(newline, text.rfind("\n", begun, match.start()))
        begun = match.start()
        places.append((line, begun - newline, 1))
    return places


def _members(document: Document) -> tuple[list[Any], dict[str, str]]:
    """The features of a GeoJSON text, before anything in them is looked at, and the `source` or `credit` of them all."""
    try:
        value = json.loads(document.text, parse_int=float, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        document.report("G311", f"This is not JSON: {error.msg}.", (error.lineno, error.colno, 1))
        return [], {}
    except _Unfit as unfit:
        match = re.search(r"\bNaN\b|-?\bInfinity\b", document.text)
        document.report("G311", str(unfit), place_of(document.text, match.start() if match else 0))
        return [], {}
    except RecursionError:
        document.report("G311", "The file is nested too deep.", (1, 1, 1))
        return [], {}
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        document.report("G312", "The file must be a GeoJSON FeatureCollection.", (1, 1, 1))
    elif not isinstance(value.get("features"), list):
        document.report("G312", "The FeatureCollection must have a list of features.", (1, 1, 1))
    else:
        source = value.get("source") or value.get("credit")
        return list(value["features"]), {"source": tidy(source)[:NAME_LETTERS]} if isinstance(source, str) else {}
    return [], {}


def _no_constant(name: str) -> None:
    """Refuses NaN and Infinity, which JSON does not have."""
    raise _Unfit(f"This is not JSON: {name} is no number.")


def _feature(member: Any, wanted: str, of: str, source: dict[str, str], at: Place) -> Feature:
    """A feature with its parts; raises _Unfit."""
    if not isinstance(member, dict) or member.get("type") != "Feature":
        raise _Unfit("this is no GeoJSON feature.")
    properties, geometry = member.get("properties") or {}, member.get("geometry")
    if not isinstance(properties, dict):
        raise _Unfit("its properties must be a mapping.")
    named = geometry.get("type") if isinstance(geometry, dict) else None
    shape = _SHAPES.get(named) if isinstance(named, str) else None
    if not isinstance(geometry, dict) or shape is None or (of and shape.of != of):
        raise _Unfit(wanted)
    parts = geometry.get("coordinates")
    if shape.of != POLYGON and not (isinstance(parts, list) and parts):
        raise _Unfit("it has no coordinates.")
    for _ in range(3 - shape.depth):
        parts = [parts]
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts):
        raise _Unfit("its coordinates must be lists of rings.")
    if shape.of == LINE:
        parts = [[ring] for part in parts for ring in part]
    elif shape.of == POINT:
        parts = [[[position]] for position in parts[0][0]]
    texts = {str(key)[:NAME_LETTERS]: text for key, value in properties.items() if (text := _text(value))}
    return Feature(source | texts, shape.of, [[_ring(ring, shape) for ring in part] for part in parts], at)


def _text(value: Any) -> str:
    """A property as text: words and numbers."""
    if isinstance(value, str):
        return tidy(value)[:NAME_LETTERS]
    return f"{value:.10g}" if type(value) is float else ""


def _ring(ring: Any, shape: _Shape) -> Ring:
    """The vertices of a ring, a line or a point; raises _Unfit."""
    if not isinstance(ring, list) or len(ring) < shape.least:
        few = {POLYGON: "a ring must be a list of at least three positions.", LINE: "a line must have two positions."}
        raise _Unfit(few.get(shape.of, "a point must have a position."))
    for position in ring:
        if not (isinstance(position, list) and len(position) >= 2):
            raise _Unfit("a position must be a list of longitude and latitude.")
        lon, lat = position[0], position[1]
        if type(lon) is not float or type(lat) is not float:
            raise _Unfit("longitude and latitude must be numbers.")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise _Unfit(f"there is no longitude {lon:g} and latitude {lat:g}.")
    return np.array([position[:2] for position in ring], dtype=np.float64)
