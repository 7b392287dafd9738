"""What can be drawn of a scenario file that has mistakes: everything but what is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

from game.rules_file import Names
from game.scenario import happenings
from game.scenario.parts import Parts
from game.scenario.schema import Calendar, Formation, Rail, Road, ScenarioFile, Side, Weather, Works
from game.state import SIDES

Line = TypeVar("Line", Road, Rail)


def drawable(parts: Parts) -> ScenarioFile:
    """The file without what stands nowhere on the map or is of no kind, nor events about it; roads in pieces."""
    file, grid = parts.file, parts.grid

    def on_map(number: str) -> bool:
        return grid.parse(number) is not None

    places = [place for place in file.places if on_map(place.hex)]
    ids = {place.id for place in places}
    counted = {objective.place: objective for objective in reversed(file.victory.places) if objective.place in ids}
    waters = [
        water.model_copy(update={"sides": " ".join(word for word in water.sides.split() if parts.parse_side(word))})
        for water in file.waters
    ]
    drawn = file.model_copy(update={
        "calendar": _calendar(file.calendar),
        "size": file.size.model_copy(update={"columns": grid.columns, "rows": grid.rows}),
        "roads": [piece for road in file.roads for piece in _pieces(parts, road)],
        "rails": [piece for rail in file.rails for piece in _pieces(parts, rail)],
        "waters": waters,
        "bridges": [bridge for bridge in file.bridges if parts.parse_side(bridge.at)],
        "trenches": [_works(parts, works) for works in file.trenches],
        "rubble": [_works(parts, works) for works in file.rubble],
        "places": places,
        "sides": dict.fromkeys(SIDES, Side(name=Names(en="?", uk="?"))) | file.sides,
        "formations": [_formation(parts, formation) for formation in file.formations],
        "supply": [supply for supply in file.supply if on_map(supply.hex)],
        "weather": _weather(file.weather),
        "history": [],
        "victory": file.victory.model_copy(update={"places": list(reversed(counted.values()))}),
    })  # fmt: skip
    return _with_events_that_fit(parts, drawn)


def _with_events_that_fit(parts: Parts, file: ScenarioFile) -> ScenarioFile:
    """A file without the events that name what is not in it, nor those that name these."""
    roles: dict[str, str] = {name: kind.role for name, kind in parts.rules.file.kinds.items()}
    while wrong := {problem.path[1] for problem in happenings.problems(file, roles)}:
        file = file.model_copy(update={"events": [event for i, event in enumerate(file.events) if i not in wrong]})
    return file


def _calendar(calendar: Calendar) -> Calendar:
    """The calendar, from another day if its own is none."""
    try:
        date.fromisoformat(calendar.first_day) + timedelta(days=calendar.turns)
    except (ValueError, OverflowError):
        return calendar.model_copy(update={"first_day": "2023-01-01"})
    return calendar


def _pieces(parts: Parts, line: Line) -> Iterator[Line]:
    """A road or railway without its gaps."""
    piece: list[int] = []
    hexes: list[int] = [h for h in map(parts.grid.parse, line.path.split()) if h is not None]
    for a, b in itertools.pairwise([*hexes, -1]):
        piece.append(a)
        if b < 0 or parts.grid.direction(a, b) is None:
            yield line.model_copy(update={"path": " ".join(map(parts.grid.number, piece))})
            piece = []


def _works(parts: Parts, works: Works) -> Works:
    """Trenches or rubble without the hexes that are not on the map."""
    numbers = [number for number in works.hexes.split() if parts.grid.parse(number) is not None]
    return works.model_copy(update={"hexes": " ".join(numbers)})


def _formation(parts: Parts, formation: Formation) -> Formation:
    """A formation with the units that can be drawn."""
    kinds = parts.rules.file.kinds
    units = [
        unit
        for unit in formation.units
        if unit.kind in kinds
        and kinds[unit.kind].role not in ("source", "depot")
        and parts.grid.parse(unit.hex) is not None
    ]
    return formation.model_copy(update={"units": units})


def _weather(weather: list[Weather]) -> list[Weather]:
    """The weather in the order of its days, from the first on."""
    days = sorted(weather, key=lambda w: w.from_)
    return [days[0].model_copy(update={"from_": 1}), *days[1:]]
