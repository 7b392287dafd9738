"""The parts of a scenario file of a drawn board, written from words; boards.py says how they look."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from game.hexes import GeoReference, Grid
from game.scenario.schema import ROAD_KINDS
from game.state import SIDES

GEO = GeoReference(48.5, 37.9)
"""Where the boards lie: it matters to nothing but the check of places."""

_KINDS_OF_ROAD = {"hard": "main", **{kind: kind for kind in ROAD_KINDS}}
_WORDS = (
    "arrives", "full", "fatigue", "days", "tubes", "calibre", "range", "rounds", "daily", "defensive", "floor", "sorties",
)  # fmt: skip
_GOODS = ("ammunition", "sustenance", "shells", "people")
_BATTERY = {"tubes": 6, "calibre": 152, "range": 10}
_COMPANY = {"range": 8, "rounds": 10, "sorties": 3}


def the_parts(text: str) -> list[str]:
    """The parts of a text between semicolons."""
    return [part.strip() for part in text.replace("\n", " ").split(";") if part.strip()]


def read_drawing(drawing: str) -> tuple[list[list[str]], list[list[str]], dict[str, str]]:
    """Terrain letters and owners row by row, and unit -> hex."""
    terrain: list[list[str]] = []
    control: list[list[str]] = []
    stacks: dict[str, str] = {}
    for row in [line.replace("|", " | ").split() for line in drawing.splitlines() if line.strip()]:
        terrain.append([])
        control.append([])
        owner = "u"
        for word in row:
            if word == "|":
                owner = "r" if owner == "u" else "u"
                continue
            number = f"{len(terrain[-1]):02d}{len(terrain) - 1:02d}"
            stacks.update(dict.fromkeys(word[1:], number))
            terrain[-1].append(word[0])
            control[-1].append(owner)
    assert len({len(row) for row in terrain}) == 1, "the rows of a board are equally long"
    return terrain, control, stacks


def the_layer(name: str, rows: list[list[str]]) -> list[str]:
    return [f"{name}:", "  rows:", *(f"    - {json.dumps(' '.join(row))}" for row in rows)]


def entries_of(name: str, entries: list[dict[str, Any]]) -> list[str]:
    """A list of entities, a JSON mapping each (which is YAML)."""
    if not entries:
        return [f"{name}: []"]
    return [f"{name}:", *(f"  - {json.dumps(entry, ensure_ascii=False)}" for entry in entries)]


def the_names(text: str) -> dict[str, str]:
    return {"en": text, "uk": text}


def the_heights(terrain: list[list[str]], heights: str) -> list[list[str]]:
    metres = [["100" for _ in row] for row in terrain]
    for part in the_parts(heights):
        number, height = part.split()
        metres[int(number[2:])][int(number[:2])] = height
    return metres


def the_works(name: str, works: str) -> list[str]:
    """Trenches or rubble: a level and its hexes."""
    parts = [part.split() for part in the_parts(works)]
    return entries_of(name, [{"level": int(level), "hexes": " ".join(hexes)} for level, *hexes in parts])


def the_roads(roads: str) -> list[str]:
    entries = []
    for i, part in enumerate(the_parts(roads)):
        kind, *path = part.split()
        entries.append({"id": f"road-{i}", "kind": _KINDS_OF_ROAD[kind], "path": " ".join(path)})
    return entries_of("roads", entries)


def the_places(places: str, grid: Grid) -> list[str]:
    entries = []
    for part in the_parts(places):
        name, number, *_ = part.split()
        h = grid.parse(number)
        assert h is not None, number
        lat, lon = GEO.to_degrees(*grid.centre(h))
        entry = {"id": name, "kind": "village", "hex": number, "lat": round(lat, 5), "lon": round(lon, 5)}
        entries.append({**entry, "name": the_names(name)})
    return entries_of("places", entries)


def the_formations(units: str, stacks: dict[str, str]) -> list[str]:
    """One formation a side, or more: first the units that are written, in that order, then those that are only drawn."""
    written = {part.split()[0]: part.split()[1:] for part in the_parts(units)}
    for name in stacks:
        written.setdefault(name, [])
    formations: list[dict[str, Any]] = []
    for side in SIDES:
        own: dict[str, list[dict[str, Any]]] = {}
        for name, words in written.items():
            if name.isupper() == (side == "ru"):
                formation = words[words.index("of") + 1] if "of" in words else "brigade"
                own.setdefault(formation, []).append(the_unit(name, words, stacks))
        for formation, those in own.items():
            about = {"id": f"{side}-{formation}", "side": side, "name": the_names("Brigade"), "short": the_names("Bde")}
            formations.append({**about, "units": those})
    return entries_of("formations", formations)


def the_unit(name: str, words: list[str], stacks: dict[str, str]) -> dict[str, Any]:
    unit: dict[str, Any] = {"id": name.lower(), "kind": "infantry", "name": the_names(name), "hex": stacks.get(name, "")}
    unit |= {"people": 300, "quality": 3}
    rest: Iterator[str] = iter(words)
    for word in rest:
        if word == "at":
            unit["hex"] = next(rest)
        elif word == "of":
            next(rest)
        elif word in _WORDS:
            value = next(rest)
            unit[word] = value if value == "event" else int(value) / 100 if word == "days" else int(value)
        elif word[0] == "q" and word[1:].isdigit():
            unit["quality"] = int(word[1:])
        elif word.isdigit():
            unit["people"] = int(word)
        else:
            unit["kind"] = word
    if unit["kind"] in ("artillery", "rocket"):
        unit = {**_BATTERY, **unit}
    if unit["kind"] == "drones":
        unit = {**_COMPANY, **unit}
    return unit


def the_sources(sources: str) -> list[str]:
    entries = []
    for i, part in enumerate(the_parts(sources)):
        side, number, *rest = part.split()
        about: dict[str, Any] = {"id": f"{side}-source-{i}", "side": side, "kind": "source", "hex": number}
        words = iter(rest)
        for word in words:
            if word == "depot":
                about |= {"id": f"{side}-depot-{i}", "kind": "depot"}
            elif word == "reserve":
                about["reserve"] = True
            elif word in ("stock", "daily"):
                about[word] = dict(zip(_GOODS, map(int, next(words).split("/")), strict=False))
            else:
                about[word] = int(next(words))
        entries.append({**about, "name": the_names("road")})
    return entries_of("supply", entries)


def the_events(events: str) -> list[str]:
    """Events as they are written in a scenario file, one a line; the name is the id, if none is written."""
    lines = [line.strip() for line in events.splitlines() if line.strip()]
    named = [re.sub(r"id: ([a-z-]+),", r"id: \1, name: {en: \1, uk: \1},", line, count=1) for line in lines]
    return ["events:", *(f"  {line}" for line in named)] if lines else ["events: []"]


def the_weather(weather: str) -> list[str]:
    entries = []
    for part in the_parts(weather):
        words = part.split()
        day = int(words.pop(0)) if words[0].isdigit() else 1
        sky = words[1] if len(words) > 1 else "clear"
        entries.append({"from": day, "ground": words[0], "sky": sky, "temperature": 10})
    return entries_of("weather", entries)


def the_victory(places: str, weights: str, band: int, collapse: int, handicap: int) -> list[str]:
    worth: dict[str, Any] = dict.fromkeys(("ground", "pinned", "inflicted", "lost", "will"), 0)
    words = weights.split()
    for name, value in zip(words[::2], words[1::2], strict=True):
        worth[name] = int(value) / (10 if name == "ground" else 1000)
    lines = ["victory:", f"  weights: {json.dumps(worth)}", f"  draw_below: {band / 10}"]
    lines += [f"  collapse_percent: {collapse}", f"  handicap: {handicap / 10}"]
    entries = []
    for part in the_parts(places):
        name, _, *rest = part.split()
        entry: dict[str, Any] = {"place": name}
        for i in range(0, len(rest), 3):
            entry[rest[i]] = {"ua": int(rest[i + 1]) / 10, "ru": int(rest[i + 2]) / 10}
        entries.append(entry)
    return lines + [f"  {line}" for line in entries_of("places", entries)]
