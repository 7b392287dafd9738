"""The geographic data a map is surveyed from: what the tables and outlines of a folder mean, as checked records.

Coordinates are WGS84 degrees. Everything wrong with any of the files is found first and then raised together.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

from game.diagnostics import BadInput, Document
from game.scenario.schema import PLACE_KINDS, Confidence
from game.scenario.survey.files import Row, read_text, table
from game.scenario.survey.geojson import Area, areas_of
from game.scenario.survey.records import LINE_KINDS, Geodata, Height, Line, Spot, Vertex, Wood
from game.scenario.survey.tagged import take

TEXT_LETTERS = 800
"""Longest text that says how a thing is known."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def read_geodata(folder: Path, control: Path | None, date: str | None) -> Geodata:
    """Read the files of a folder that exist, and the control polygons of a date.

    Raises BadInput with every problem found in any of them.
    """
    data, documents = Geodata(date=date or ""), []
    if not folder.is_dir():
        documents.append(Document(str(folder), ""))
        documents[-1].report("G302", "There is no such folder.", (1, 1, 1))
    readers = {
        "places.csv": _places,
        "roads.csv": _lines,
        "heights.csv": _heights,
        "features.csv": _features,
        "woods.csv": _woods,
        "urban_areas.geojson": _outlines,
    }
    for name, reader in readers.items():
        if (folder / name).exists():
            documents.append(read_text(folder / name))
            if not documents[-1].errors:
                reader(documents[-1], data)
    if control is not None:
        documents.append(read_text(control))
        data.control_file = control.name
        if not documents[-1].errors:
            _control(documents[-1], data)
    for path in _others(folder, control):
        documents.append(read_text(path))
        if not documents[-1].errors:
            _tagged(documents[-1], data, control is not None)
    if data.date and not _is_day(data.date):
        documents.append(Document("--date", data.date[:40]))
        documents[-1].report("G313", "A date is written as in 2023-05-08.", (1, 1, len(data.date[:40])))
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise BadInput(problems)
    return data


def read_geojson(path: Path) -> Geodata:
    """Read one plain GeoJSON file. Raises BadInput with every problem found in it."""
    document, data = read_text(path), Geodata()
    if not document.errors:
        _tagged(document, data, False)
    document.raise_errors()
    return data


def _others(folder: Path, control: Path | None) -> list[Path]:
    """The GeoJSON files of a folder that have no name of their own here."""
    named = {folder / "urban_areas.geojson", control}
    return [path for path in sorted(folder.glob("*.geojson")) if path not in named] if folder.is_dir() else []


def _tagged(document: Document, data: Geodata, controlled: bool) -> None:
    """A plain GeoJSON file; its control polygons count unless others were named."""
    areas = take(document, data)
    if areas and not controlled:
        data.control += _of_one_day(document, areas, data)
        data.control_file = data.control_file or Path(document.file).name


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, and not the last of all."""
    try:
        return bool(_DATE.match(text)) and date.fromisoformat(text).year < date.max.year
    except ValueError:
        return False


def _places(document: Document, data: Geodata) -> None:
    """places.csv: settlements and landmarks, one a row."""
    for row in table(document, ("name_en", "name_uk", "lat", "lon", "kind")):
        lat, lon = row.place()
        english, ukrainian = _names(row, "name_en")
        if row.has("elev_m_geonames_dem"):
            data.heights.append(Height(lat, lon, row.number("elev_m_geonames_dem", -500, 9000)))
        kind = row.one_of("kind", (*PLACE_KINDS, "landmark"))
        source, note = row.text("source", TEXT_LETTERS), row.text("note", TEXT_LETTERS)
        told = " ".join((english, ukrainian, source, note))
        source = f"places.csv: {source}" if source else "places.csv"
        data.spots.append(Spot(english, ukrainian, kind, lat, lon, source, _verified(row), told))


def _names(row: Row, column: str) -> tuple[str, str]:
    """English and Ukrainian name, each standing in for the other if that is missing."""
    english, ukrainian = row.text(column), row.text("name_uk")
    if not english and not ukrainian and not row.document.errors:
        row.document.report("G309", "A place must have a name.", row.at(column))
    return english or ukrainian, ukrainian or english


def _verified(row: Row) -> Confidence:
    """High if two sources agree within a kilometre, medium if one was found, low if it is from memory."""
    if row.text("verified") != "yes":
        return "low"
    several = row.has("n_sources") and row.number("n_sources", 0, 1000) >= 2
    agree = not row.has("max_spread_km") or row.number("max_spread_km", 0, 1000) <= 1
    return "high" if several and agree else "medium"


def _lines(document: Document, data: Geodata) -> None:
    """roads.csv: a vertex a row, put together by `line_id` in the order of `seq`."""
    columns = ("line_id", "kind", "ref", "name", "seq", "lat", "lon", "near", "verification")
    parts: dict[str, list[tuple[float, Row, Vertex]]] = {}
    for row in table(document, columns):
        vertex = Vertex(*row.place(), row.text("near"))
        parts.setdefault(row.text("line_id"), []).append((row.number("seq", 0, 1_000_000), row, vertex))
    for name, vertices in parts.items():
        vertices.sort(key=lambda v: v[0])
        first, called = vertices[0][1], f"The line '{name[:40]}'"
        kind = first.one_of("kind", LINE_KINDS)
        if len(vertices) < 2:
            document.report("G310", f"{called} has one vertex only.", first.at("line_id"))
        for (a, _, _), (b, row, _) in pairwise(vertices):
            if a == b:
                document.report("G310", f"{called} has two vertices {a:g}.", row.at("seq"))
            if row.text("kind") != kind:
                document.report("G310", f"{called} is of two kinds, {kind} and {row.text('kind')[:20]}.", row.at("kind"))
                break
        said = first.text("verification", TEXT_LETTERS)
        confidence: Confidence = "medium" if "verified" in said.split("memory")[0] else "low"
        points = tuple(vertex for _, _, vertex in vertices)
        source = f"roads.csv {name}: {said}" if said else f"roads.csv {name}"
        data.lines.append(
            Line(name, kind, first.text("ref"), first.text("name"), first.text("name_uk"), source, confidence, points)
        )


def _heights(document: Document, data: Geodata) -> None:
    """heights.csv: a point with its height a row; rows without a height are passed over."""
    for row in table(document, ("lat", "lon", "elev_m_gn_dem")):
        if row.has("elev_m_gn_dem"):
            data.heights.append(Height(*row.place(), row.number("elev_m_gn_dem", -500, 9000)))


def _features(document: Document, data: Geodata) -> None:
    """features.csv: a gully, wood, hill or water of a register of names a row."""
    for row in table(document, ("reg_no", "name_uk", "name_lat", "type_uk", "lat", "lon")):
        lat, lon = row.place()
        number, kind = row.text("reg_no"), row.text("type_uk").lower()
        english, ukrainian = _names(row, "name_lat")
        source = f"features.csv: register of geographical names, {number}"
        data.spots.append(Spot(english, ukrainian, "feature", lat, lon, source, "medium", kind, number, kind))


def _woods(document: Document, data: Geodata) -> None:
    """woods.csv: a wood as a circle a row."""
    for row in table(document, ("name", "lat", "lon", "radius_km", "source", "confidence")):
        row.one_of("confidence", ("high", "medium", "low"))
        data.woods.append(Wood(*row.place(), row.number("radius_km", 0, 20)))


def _outlines(document: Document, data: Geodata) -> None:
    """urban_areas.geojson: outlines of towns with `name` and `source`."""
    data.outlines = areas_of(document)


def _control(document: Document, data: Geodata) -> None:
    """Control polygons with `cls`, `source` and, if there are several days in the file, `date`; one day's are kept."""
    areas = areas_of(document)
    for area in areas:
        if "cls" not in area.properties:
            document.report("G312", "A control polygon needs a property 'cls': occupied, contested or other.", area.at)
    data.control = _of_one_day(document, areas, data)


def _of_one_day(document: Document, areas: list[Area], data: Geodata) -> list[Area]:
    """The control polygons of the day asked for, or of the only one there is."""
    days = sorted({area.properties["date"] for area in areas if "date" in area.properties})
    if days and not data.date and len(days) > 1:
        hint = f"Name one of {', '.join(day[:10] for day in days[:20])} with --date."
        document.report("G313", f"The file holds control on {len(days)} days.", (1, 1, 1), hint)
    elif days and data.date and data.date not in days:
        hint = f"It has {', '.join(day[:10] for day in days[:20])}."
        document.report("G313", f"The file has no control on {data.date[:10]}.", (1, 1, 1), hint)
    elif days:
        data.date = data.date or days[0]
    return [area for area in areas if area.properties.get("date", data.date) == data.date]
