"""The events of a scenario file as the tables the rules read, and whether what they name is there [4.8]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from game import happenings as of
from game.diagnostics import nearest
from game.ground import Side
from game.hexes import Grid
from game.scenario.schema import CONDITIONS, EFFECTS, Event, ScenarioFile
from game.state import BRIDGES, SIDES, Ints

KINDS_OF_CONDITION = {shape: of.CONDITIONS.index(key) for key, shape in CONDITIONS.items()}
KINDS_OF_EFFECT = {shape: of.EFFECTS.index(key) for key, shape in EFFECTS.items()}
TOLD_TO = {"nobody": 0, "ua": 1, "ru": 2, "both": 3}
"""Who is told -> the bits of Roster.events."""
GOODS = ("ammunition", "sustenance", "shells", "people")
"""What sources and depots have, in the order of the state's columns."""


class Problem(NamedTuple):
    """What does not fit in an event."""

    code: str
    message: str
    path: list[str | int]
    hint: str
    within: str = ""
    """The list of the file in which what it names is looked for."""


class Tables(NamedTuple):
    """The events of a scenario as the rules read them; see game.happenings."""

    events: Ints
    conditions: Ints
    effects: Ints


def compiled(file: ScenarioFile, grid: Grid, sides: Sequence[Side]) -> Tables:
    """The tables of a file whose events fit; ``sides`` are its hexsides in the order of State.edges."""
    maker = _Maker(file, grid, sides)
    events: list[list[int]] = []
    conditions: list[list[int]] = []
    effects: list[list[int]] = []
    for event in file.events:
        first, last = days_of(event, file.calendar.turns)
        row = [first, last, event.when.chance, TOLD_TO[event.told], len(conditions)]
        conditions += [maker.condition(condition) for condition in event.if_]
        row += [len(conditions), len(effects)]
        effects += [maker.effect(effect) for effect in event.do]
        events.append([*row, len(effects)])
    return Tables(
        _table(events, of.HAPPENING_COLUMNS), _table(conditions, of.CONDITION_COLUMNS), _table(effects, of.EFFECT_COLUMNS)
    )


def _table(rows: list[list[int]], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def days_of(event: Event, turns: int) -> tuple[int, int]:
    """The first and the last day on whose dawn an event can happen."""
    when: Any = event.when
    if hasattr(when, "day"):
        return when.day, when.day
    return when.from_, min(when.to, turns)


class _Maker:
    """Turns names into indices."""

    def __init__(self, file: ScenarioFile, grid: Grid, sides: Sequence[Side]) -> None:
        units = [unit.id for formation in file.formations for unit in formation.units]
        self.units = {name: u for u, name in enumerate([*units, *(supply.id for supply in file.supply)])}
        self.formations = {formation.id: f for f, formation in enumerate(file.formations)}
        self.events = {event.id: i for i, event in enumerate(file.events)}
        self.places = {place.id: grid.parse(place.hex) for place in file.places}
        self.edges = {side: e for e, side in enumerate(sides)}
        self.grid = grid

    def condition(self, condition: Any) -> list[int]:
        """A row of Roster.conditions."""
        asks = KINDS_OF_CONDITION[type(condition)]
        values = condition.model_dump()
        if "unit" in values:
            return [asks, self.units[condition.unit], values.get("people_below", 0)]
        if "formation" in values:
            return [asks, self.formations[condition.formation], 0]
        if "side" not in values:
            (event,) = values.values()
            return [asks, self.events[event], 0]
        side = SIDES.index(values.pop("side"))
        (what,) = values.values()
        if isinstance(what, str):
            return [asks, side, int(self.places[what] or 0)]
        return [asks, side, 10 * what if asks == of.POINTS_ABOVE else what]

    def effect(self, effect: Any) -> list[int]:
        """A row of Roster.effects."""
        does, key = KINDS_OF_EFFECT[type(effect)], of.EFFECTS[KINDS_OF_EFFECT[type(effect)]]
        thing, values = getattr(effect, key), [0, 0, 0, 0]
        if does in (of.AWARDS, of.MOVES_WILL):
            return [does, -1, thing.ua, thing.ru, 0, 0]
        if does == of.SETS_BRIDGE:
            h, n = sorted(int(self.grid.parse(number) or 0) for number in thing.split("-"))
            return [does, self.edges[h, n], BRIDGES.index(effect.state), h, n, 0]
        if does in (of.GIVES, of.COMES):
            values = [(1000 if good != "people" else 1) * getattr(effect, good) for good in GOODS]
        elif does in (of.ROUNDS_ADDED, of.REPLENISHES):
            values[0] = effect.add if does == of.ROUNDS_ADDED else effect.people
        return [does, self.units[thing], *values]


# whether what they name is there -------------------------------------------------------------------------------------


def problems(file: ScenarioFile, roles: dict[str, str]) -> Iterator[Problem]:
    """What does not fit in the events of a file; ``roles`` are those of the kinds of unit in the rules."""
    names = _Names(file, roles)
    for i, event in enumerate(file.events):
        for c, condition in enumerate(event.if_):
            yield from names.of_condition(condition, ["events", i, "if", c])
        for d, effect in enumerate(event.do):
            yield from names.of_effect(effect, ["events", i, "do", d])


_LISTS = {
    "place": "places", "unit": "formations", "formation": "formations", "event": "events", "source or depot": "supply",
}  # fmt: skip
"""What events name -> the list of the file that has it."""


class _Names:
    """The names that events may use."""

    def __init__(self, file: ScenarioFile, roles: dict[str, str]) -> None:
        units = [unit for formation in file.formations for unit in formation.units]
        self.named = {
            "place": [place.id for place in file.places],
            "unit": [unit.id for unit in units],
            "formation": [formation.id for formation in file.formations],
            "event": [event.id for event in file.events],
            "source or depot": [supply.id for supply in file.supply],
        }
        self.coming = {unit.id for unit in units if unit.arrives == "event"}
        self.shooting = {unit.id for unit in units if roles.get(unit.kind) in ("battery", "drones")}
        self.depots = {supply.id for supply in file.supply if supply.kind == "depot"}
        bridges = (side for bridge in file.bridges for side in bridge.at.split())
        self.bridges = {frozenset(side.split("-")) for side in bridges}

    def _known(self, what: str, name: str, path: list[str | int]) -> Iterator[Problem]:
        if name not in self.named[what]:
            yield Problem("C230", f"There is no {what} '{name}'.", path, nearest(name, self.named[what]), _LISTS[what])

    def of_condition(self, condition: Any, path: list[str | int]) -> Iterator[Problem]:
        """What does not fit in a condition."""
        whats = {"holds": "place", "lacks": "place", "unit": "unit", "formation": "formation", "fired": "event"}
        for key, what in {**whats, "not_fired": "event"}.items():
            if hasattr(condition, key):
                yield from self._known(what, getattr(condition, key), [*path, key])

    def of_effect(self, effect: Any, path: list[str | int]) -> Iterator[Problem]:
        """What does not fit in an effect."""
        key = of.EFFECTS[KINDS_OF_EFFECT[type(effect)]]
        name, where = getattr(effect, key), [*path, key]
        if key == "bridge":
            if frozenset(name.split("-")) not in self.bridges:
                hint = "Name a hexside of the list of bridges; one that is not there yet may begin blown."
                yield Problem("C230", f"There is no bridge at {name}.", where, hint, "bridges")
        elif key in ("goods", "daily"):
            yield from self._known("source or depot", name, where)
            if key == "daily" and name in self.depots:
                hint = "Give it goods, or change what comes to a source."
                yield Problem("C231", f"Nothing comes daily to the depot '{name}'.", where, hint)
        elif key in ("brings", "takes", "rounds", "replenish"):
            yield from self._known("unit", name, where)
            if name not in self.named["unit"]:
                return
            if key == "brings" and name not in self.coming:
                hint = "Write arrives: event for the unit."
                yield Problem("C231", f"The unit '{name}' does not wait for an event.", where, hint)
            if key == "rounds" and name not in self.shooting:
                hint = "Only batteries have rounds, and drone companies drones."
                yield Problem("C231", f"The unit '{name}' has neither rounds nor drones.", where, hint)
