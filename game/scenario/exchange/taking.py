"""Taking geographic data into a scenario that is being edited: what a survey lays is added to its map, or replaces it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from game.hexes import GeoReference, Grid
from game.scenario.draft import Draft, Edit, Insert, Label, Remove, Set, SetHexes
from game.scenario.survey import land
from game.scenario.survey.lines import check_length
from game.scenario.survey.places import Ids
from game.scenario.survey.records import Geodata
from game.scenario.survey.skeleton import Surveyor, letters_of_terrain
from game.scenario.survey.sources import read_geodata, read_geojson

LAYERS = ("terrain", "elevation", "control")
LISTS = ("roads", "rails", "waters", "bridges", "places")
PARTS = (*LAYERS, *LISTS)
"""What of a map can be taken, each by itself."""
SOURCE_LETTERS = 1000
"""Longest source of a layer."""


class NoMap(Exception):
    """Raised if a scenario does not say how large its map is and where it lies."""


@dataclass(frozen=True)
class Laid:
    """What geographic data come to on the map of a scenario."""

    told: dict[str, dict[int, str]]
    """Layer -> the values of the hexes of which the data tell something."""
    whole: dict[str, dict[int, str]]
    """Layer -> the values of all hexes, as a survey of this map would have them; none if the data tell nothing of it."""
    sources: dict[str, str]
    """Layer -> how it was made."""
    lists: dict[str, list[dict[str, Any]]]
    """Entities by section."""
    passed: dict[str, int]
    """What features said that no map shows -> how many did."""


def read(path: Path, date: str | None = None) -> Geodata:
    """The data of a folder of tables and outlines, or of one GeoJSON file.

    Raises BadInput with every problem found in them.
    """
    return read_geodata(path, None, date) if path.is_dir() else read_geojson(path)


def map_of(draft: Draft) -> tuple[GeoReference, Grid]:
    """Where the map of a draft lies and how large it is. Raises NoMap."""
    values = [draft.value(path) for path in (("geo", "lat"), ("geo", "lon"), ("size", "columns"), ("size", "rows"))]
    lat, lon, columns, rows = values
    if not all(isinstance(v, (int, float)) for v in (lat, lon)) or not -80 <= lat <= 80 or not -180 <= lon <= 180:
        raise NoMap
    if not all(type(v) is int and 1 <= v <= 400 for v in (columns, rows)):
        raise NoMap
    return GeoReference(float(lat), float(lon)), Grid(columns, rows)


def lay(geo: GeoReference, grid: Grid, data: Geodata) -> Laid:
    """Lay data on a map. Raises TooLong if its lines are too long to lay."""
    check_length(grid, geo, data.lines)
    laid = Surveyor(geo, grid, data)
    parts, letters = laid.parts(), letters_of_terrain()
    surveyed = {name: dict(enumerate(_words(parts[name]["rows"]))) for name in LAYERS}
    ground = land.told_ground(grid, geo, data, laid.book, laid.towns, laid.paved)
    told = {
        "terrain": {h: letters[kind] for h, kind in ground.items()},
        "elevation": surveyed["elevation"] if data.heights else {},
        "control": land.told_control(grid, geo, data.control),
    }
    whole = {name: surveyed[name] if told[name] else {} for name in LAYERS}
    sources = {name: parts[name]["source"] for name in LAYERS}
    return Laid(told, whole, sources, {name: parts[name] for name in LISTS}, data.passed)


def _words(rows: Any) -> list[str]:
    """The values of a layer, row by row."""
    return [word for row in rows if isinstance(row, str) for word in row.split()] if isinstance(rows, list) else []


@dataclass(frozen=True)
class Plan:
    """The edits that take chosen parts of what was laid, and how much each part changes."""

    first: list[Edit]
    """What goes, and the layers."""
    then: list[Edit]
    """What comes."""
    counts: dict[str, int]
    """Part -> hexes that change, or entities that come."""


def plan(draft: Draft, laid: Laid, chosen: Iterable[str], replace: bool) -> Plan:
    """How to take parts of what was laid: added to what the map has, or in place of it.

    An entity that the map has already is not added again; of what the data tell nothing, everything stays.
    """
    first: list[Edit] = []
    then: list[Edit] = []
    counts: dict[str, int] = {}
    for name in (part for part in PARTS if part in set(chosen)):
        if name in LAYERS:
            values = _differing(draft, name, laid.whole[name] if replace else laid.told[name])
            counts[name] = len(values)
            if values:
                first += [SetHexes(name, values), *_sourced(draft, name, laid.sources[name], replace)]
            continue
        found = draft.value((name,)) or []
        found = found if isinstance(found, list) else []
        there = [entity for entity in found if isinstance(entity, dict)]
        kept = [] if replace and laid.lists[name] else there
        new = _new(name, laid.lists[name], kept)
        counts[name] = len(new)
        if not kept:
            first += [Remove((name, i)) for i in range(len(found))]
        if new:
            then.append(Insert((name,), len(found) if kept else 0, tuple(new)))
    return Plan(first, then, counts)


def take(draft: Draft, label: Label, found: Plan) -> bool:
    """Make the edits of a plan as one line of the history; False if they change nothing.

    Raises ValueError if an edit has no place in the text.
    """
    draft.rest()
    merge = f"taken at {draft.position}"
    done = [draft.do(label, edits, merge) for edits in (found.first, found.then) if edits]
    draft.rest()
    return any(done)


def _differing(draft: Draft, name: str, values: dict[int, str]) -> dict[int, str]:
    """The values that are others than the map has; none if its layer is broken."""
    there = _words(draft.value((name, "rows")))
    return {h: value for h, value in sorted(values.items()) if h < len(there) and there[h] != value}


def _sourced(draft: Draft, name: str, source: str, replace: bool) -> list[Edit]:
    """How a layer is known now."""
    before = str(draft.value((name, "source")) or "")
    if source in before:
        return []
    told = source if replace or not before else f"{before}; {source}"
    return [Set((name, "source"), told[:SOURCE_LETTERS])]


def _new(name: str, entities: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entities that are not there yet, with identifiers nobody has."""
    known, ids, new = {_what(name, entity) for entity in there}, Ids(), []
    for entity in there:
        ids.new(str(entity.get("id", "")))
    for entity in entities:
        what = _what(name, entity)
        if what not in known:
            known.add(what)
            new.append({**entity, "id": ids.new(entity["id"])} if "id" in entity else dict(entity))
    return new


def _what(name: str, entity: dict[str, Any]) -> object:
    """By what an entity is known to be the same as another."""
    if name == "places":
        names = entity.get("name")
        return entity.get("hex"), names.get("en") if isinstance(names, dict) else names
    if name == "bridges":
        return frozenset(str(entity.get("at", "")).split("-"))
    words = str(entity.get("sides" if name == "waters" else "path", "")).split()
    if name == "waters":
        return entity.get("kind"), frozenset(frozenset(side.split("-")) for side in words)
    return entity.get("kind"), frozenset(map(frozenset, pairwise(words)))
