"""Files of geographic data as tables and areas: CSV and GeoJSON -> rows and polygons, whatever they are about.

Size, rows and vertices are limited before anything is computed. What is wrong is reported in the file's Document, each
problem with its place; nothing here raises for bad input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.diagnostics import UNPRINTABLE, Document, nearest

FILE_BYTES = 4_000_000
"""Largest file, in bytes."""
TABLE_ROWS = 50_000
"""Most rows of a table."""
TABLE_COLUMNS = 100
"""Most columns of a table."""
VERTICES = 200_000
"""Most vertices of all outlines of a file."""
POLYGONS = 1_000
"""Most polygons of a file."""
NAME_LETTERS = 200
"""Longest name."""

Floats = NDArray[np.float64]
Place = tuple[int, int, int]
"""Where something stands in a file: line, column, width."""
Ring = Floats
"""Longitudes and latitudes of a closed line; (n, 2)."""

_FIELD = re.compile(r'(?:"([^"]*+(?:""[^"]*+)*+)"|([^",\n]*+))(,|\n|\Z)')
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(\.[0-9]{1,15})?\Z")


@dataclass(frozen=True)
class Area:
    """A feature of a GeoJSON file: its properties as text and its polygons, each an outer ring and its holes."""

    properties: dict[str, str]
    polygons: list[list[Ring]]
    at: Place


def read_text(path: Path) -> Document:
    """A file as text, its problems reported if it cannot be had."""
    try:
        if not path.is_file():
            document = Document(str(path), "")
            document.report("G302", "This is not a file that can be read.", (1, 1, 1))
            return document
        with path.open("rb") as stream:
            raw = stream.read(FILE_BYTES + 1)
    except OSError as error:
        document = Document(str(path), "")
        document.report("G302", f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}.", (1, 1, 1))
        return document
    if len(raw) > FILE_BYTES:
        document = Document(str(path), "")
        document.report("G303", f"The file is larger than {FILE_BYTES // 1_000_000} MB.", (1, 1, 1))
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        document = Document(str(path), raw.decode("utf-8", "replace"))
        document.report("G304", "The file is not UTF-8 text.", _at(before, len(before)))
        return document
    return Document(str(path), text.replace("\r\n", "\n").replace("\r", "\n"))


def _at(text: str, offset: int, width: int = 1) -> Place:
    """The place of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), width


def tidy(text: str) -> str:
    """A text on one line, without characters that cannot be seen.

    >>> tidy("  New\\u200b   York ")
    'New York'
    """
    return " ".join(UNPRINTABLE.sub("", " ".join(text.split())).split())


class Row:
    """A row of a table; asking for a value that is not as wanted reports it."""

    def __init__(self, document: Document, names: dict[str, int], values: list[tuple[str, int, int]]) -> None:
        self.document = document
        self.names = names
        self.values = values

    def has(self, column: str) -> bool:
        """Whether the table has this column and the row a value in it."""
        return column in self.names and self.values[self.names[column]][0].strip() != ""

    def at(self, column: str) -> Place:
        """Where the value of a column stands."""
        text, line, col = self.values[self.names[column]]
        return line, col, max(1, len(text.split("\n")[0]))

    def text(self, column: str, most: int = NAME_LETTERS) -> str:
        """The text of a column, empty if the table does not have it."""
        if column not in self.names:
            return ""
        text = tidy(self.values[self.names[column]][0])
        if len(text) > most:
            self.document.report("G309", f"This is longer than {most} letters.", self.at(column))
            return ""
        return text

    def number(self, column: str, low: float, high: float) -> float:
        """The number of a column between two bounds, 0 after reporting what is wrong with it."""
        text = self.values[self.names[column]][0].strip()
        if not _NUMBER.match(text):
            self.document.report("G307", f"'{text[:20]}' is no number ({column}).", self.at(column))
            return 0.0
        if not low <= float(text) <= high:
            message = f"{column} must lie between {low:g} and {high:g}, not {text[:20]}."
            self.document.report("G307", message, self.at(column))
            return 0.0
        return float(text)

    def place(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.number("lat", -90, 90), self.number("lon", -180, 180)

    def one_of(self, column: str, words: Iterable[str]) -> str:
        """The word of a column, reported if it is not one of these."""
        word, words = self.text(column), list(words)
        if word in words:
            return word
        hint = nearest(word, words) or f"It may be {', '.join(words)}."
        self.document.report("G308", f"'{word[:40]}' is not known here ({column}).", self.at(column), hint)
        return words[0]


def _fields(document: Document) -> Iterator[list[tuple[str, int, int]]]:
    """Rows of comma-separated values, each value with its line and column; stops at the first that is not CSV."""
    text, at, line, start = document.text, 0, 1, 0
    row: list[tuple[str, int, int]] = []
    while at < len(text):
        match = _FIELD.match(text, at)
        if match is None or len(row) > TABLE_COLUMNS:
            message = "This is not CSV: a quotation mark is never closed, or stands inside a value."
            if match is not None:
                message = f"A row has more than {TABLE_COLUMNS} values."
            document.report("G305", message, (line, at - start + 1, 1))
            return
        quoted, plain, end = match.groups()
        value = quoted.replace('""', '"') if quoted is not None else plain
        row.append((value, line, at - start + 1))
        if quoted is not None and "\n" in quoted:
            line += quoted.count("\n")
            start = at + match.group(0).rfind("\n", 0, len(match.group(0)) - len(end)) + 1
        at = match.end()
        if end != ",":
            if len(row) > 1 or value.strip():
                yield row
            row, line, start = [], line + 1, at
    if row:
        yield [*row, ("", line, at - start + 1)]


def table(document: Document, columns: Sequence[str]) -> list[Row]:
    """The rows of a table that must have these columns."""
    rows: list[Row] = []
    names: dict[str, int] = {}
    for values in _fields(document):
        if not names:
            names = {tidy(name): i for i, (name, _, _) in enumerate(values)}
            if len(names) < len(values):
                document.report("G306", "Two columns have the same name.", (1, 1, 1))
            for column in columns:
                if column not in names:
                    document.report("G306", f"The column '{column}' is missing.", (1, 1, 1), nearest(column, names))
            if document.errors:
                return []
        elif len(values) != len(names):
            message = f"This row has {len(values)} values, the header has {len(names)}."
            document.report("G305", message, (values[0][1], 1, 1))
        elif len(rows) == TABLE_ROWS:
            document.report("G303", f"The table has more than {TABLE_ROWS} rows.", (values[0][1], 1, 1))
            return []
        else:
            rows.append(Row(document, names, values))
    if not names and not document.errors:
        document.report("G306", "The table has no header.", (1, 1, 1), f"It needs {', '.join(columns)}.")
    return rows


class _Unfit(Exception):
    """What about a GeoJSON feature is not as wanted, in a sentence."""


def areas_of(document: Document) -> list[Area]:
    """The features of a GeoJSON file that are polygons; each without a `source` of its own has that of the file."""
    members, source = _members(document)
    areas: list[Area] = []
    vertices = polygons = 0
    places = _features(document.text) if members else []
    for i, member in enumerate(members):
        if document.full:
            break
        at = places[min(i, len(places) - 1)] if places else (1, 1, 1)
        try:
            area = _area(member)
        except _Unfit as unfit:
            document.report("G312", f"Feature {i + 1}: {unfit}", at)
            continue
        vertices += sum(len(ring) for polygon in area.polygons for ring in polygon)
        polygons += len(area.polygons)
        if vertices > VERTICES or polygons > POLYGONS:
            message = f"The file has more than {VERTICES} vertices or {POLYGONS} polygons."
            document.report("G303", message, (1, 1, 1), "Simplify the outlines or cut them to the box.")
            return []
        areas.append(Area(source | area.properties, area.polygons, at))
    return areas


def _features(text: str) -> list[Place]:
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
        document.report("G311", str(unfit), _at(document.text, match.start() if match else 0))
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


def _area(member: Any) -> Area:
    """A feature with its polygons; raises _Unfit."""
    if not isinstance(member, dict) or member.get("type") != "Feature":
        raise _Unfit("this is no GeoJSON feature.")
    properties, geometry = member.get("properties") or {}, member.get("geometry")
    if not isinstance(properties, dict):
        raise _Unfit("its properties must be a mapping.")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Unfit("its geometry must be a Polygon or a MultiPolygon.")
    parts = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        parts = [parts]
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts):
        raise _Unfit("its coordinates must be lists of rings.")
    texts = {str(key): tidy(value)[:NAME_LETTERS] for key, value in properties.items() if isinstance(value, str)}
    return Area(texts, [[_ring(ring) for ring in part] for part in parts], (1, 1, 1))


def _ring(ring: Any) -> Ring:
    """The vertices of a ring; raises _Unfit."""
    if not isinstance(ring, list) or len(ring) < 3:
        raise _Unfit("a ring must be a list of at least three positions.")
    for position in ring:
        if not (isinstance(position, list) and len(position) >= 2):
            raise _Unfit("a position must be a list of longitude and latitude.")
        lon, lat = position[0], position[1]
        if type(lon) is not float or type(lat) is not float:
            raise _Unfit("longitude and latitude must be numbers.")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise _Unfit(f"there is no longitude {lon:g} and latitude {lat:g}.")
    return np.array([position[:2] for position in ring], dtype=np.float64)
