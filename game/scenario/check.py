"""Whether the parts of a scenario fit together: names, places, units, stacks, sources, weather, victory.

Errors stop a scenario from being played; warnings say what its author probably did not mean.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import networkx as nx

from game.diagnostics import Document, Node, nearest
from game.hexes import GeoReference, Grid
from game.rulebook import DENSE_URBAN, TERRAINS, TOWN, WATER, WORKS, Rules
from game.scenario.schema import ScenarioFile, Supply, Unit
from game.state import SIDES

Path = list[str | int]
_PAVED = {TOWN, DENSE_URBAN, WORKS}
"""Neighbouring hexes of these are joined by streets."""
_FIELDS_OF = {
    "battery": {"tubes", "calibre", "range", "rounds", "daily", "defensive", "floor"},
    "drones": {"range", "rounds", "daily", "sorties"},
}
"""What units of a role have that others lack; the rounds of a drone company are its drones."""


def part(node: Node, text: str, i: int) -> tuple[int, int, int]:
    """Where the i-th word of a text stands in the file: line, column, width; the whole text if it is not on one line."""
    quotes = node.width - len(text)
    if quotes not in (0, 2):
        return node.line, node.column, node.width
    start, end = _words(text)[i]
    return node.line, node.column + quotes // 2 + start, end - start


@functools.lru_cache(maxsize=4)
def _words(text: str) -> list[tuple[int, int]]:
    """Where each word of a text begins and ends."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def check(document: Document, file: ScenarioFile, grid: Grid, rules: Rules, layers: dict[str, list[int]]) -> None:
    """Report everything about a scenario that does not fit together."""
    checker = _Checker(document, file, grid, rules, layers)
    checker.ids()
    checker.calendar()
    checker.places()
    checker.units()
    checker.stacks()
    checker.sources()
    checker.weather()
    checker.victory()
    checker.sourced()


class _Checker:
    def __init__(
        self, document: Document, file: ScenarioFile, grid: Grid, rules: Rules, layers: dict[str, list[int]]
    ) -> None:
        assert document.root is not None
        self.document = document
        self.root: Node = document.root
        self.file = file
        self.grid = grid
        self.rules = rules
        self.terrain, self.control = layers["terrain"], layers["control"]
        self._roads: nx.Graph[str] | None = None

    def error(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.document.report(code, message, self.root.find(path), hint)

    def warn(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.document.report(code, message, self.root.find(path), hint, "warning")

    def each_unit(self) -> list[tuple[Path, str, Unit]]:
        """(path, side, unit) of every unit in the file."""
        return [
            (["formations", f, "units", u], formation.side, unit)
            for f, formation in enumerate(self.file.formations)
            for u, unit in enumerate(formation.units)
        ]

    def ids(self) -> None:
        """Every id is given once."""
        units: list[tuple[Path, str]] = [(path, unit.id) for path, _, unit in self.each_unit()]
        units += [(["supply", i], s.id) for i, s in enumerate(self.file.supply)]
        groups: list[list[tuple[Path, str]]] = [units]
        for name in ("places", "formations", "roads", "rails", "waters"):
            groups.append([([name, i], item.id) for i, item in enumerate(getattr(self.file, name))])
        for group in groups:
            seen: dict[str, int] = {}
            for path, name in group:
                node = self.root.find([*path, "id"])
                if name in seen:
                    self.error("C206", f"The id '{name}' is already used on line {seen[name]}.", [*path, "id"])
                seen.setdefault(name, node.line)
        for side in SIDES:
            if side not in self.file.sides:
                self.error("C207", f"The side '{side}' is missing.", ["sides"])

    def calendar(self) -> None:
        """Every day of the battle is a day of the calendar."""
        first, turns = self.file.calendar.first_day, self.file.calendar.turns
        try:
            date.fromisoformat(first) + timedelta(days=turns)
        except (ValueError, OverflowError):
            self.error("C226", f"The {turns} days from {first} are no days of the calendar.", ["calendar", "first_day"])

    def hex(self, number: str, path: Path) -> int | None:
        h = self.grid.parse(number)
        if h is None:
            self.error("C203", f"There is no hex {number} on the map.", path)
        return h

    def places(self) -> None:
        """Every place lies in the hex that holds its coordinates."""
        geo = GeoReference(self.file.geo.lat, self.file.geo.lon)
        for i, place in enumerate(self.file.places):
            h = self.hex(place.hex, ["places", i, "hex"])
            there = self.grid.hex_at(*geo.to_km(place.lat, place.lon))
            if h is not None and there != h:
                where = "off the map" if there is None else f"in hex {self.grid.number(there)}"
                message = f"{place.name.en} is said to be in {place.hex}, but its coordinates lie {where}."
                self.error("C208", message, ["places", i, "hex"])

    def units(self) -> None:
        """Kinds, calibres, hexes and days of units."""
        kinds, calibres = self.rules.file.kinds, self.rules.file.fires.calibre_percent
        scale, turns = self.rules.file.scale, self.file.calendar.turns
        if not self.each_unit():
            self.error("C209", "The scenario has no units.", ["formations"])
        for path, side, unit in self.each_unit():
            kind = kinds.get(unit.kind)
            if kind is None or kind.role in ("source", "depot"):
                ours = [name for name, k in kinds.items() if k.role not in ("source", "depot")]
                hint = nearest(unit.kind, ours) or f"The kinds are {', '.join(ours)}."
                self.error("C211", f"There is no kind of unit '{unit.kind}'.", [*path, "kind"], hint)
                continue
            if kind.role == "battery" and (unit.tubes is None or unit.range is None or unit.calibre is None):
                self.error("C212", f"The battery '{unit.id}' needs tubes, calibre and range.", path)
            if kind.role == "drones" and (unit.range is None or not unit.sorties):
                self.error("C228", f"The drone company '{unit.id}' needs range and sorties.", path)
            self.fields(unit, kind.role, path)
            if unit.calibre is not None and str(unit.calibre) not in calibres:
                hint = f"The calibres are {', '.join(calibres)}."
                self.error("C213", f"The rules have no calibre of {unit.calibre} mm.", [*path, "calibre"], hint)
            if unit.people > scale.step_people * scale.stack_steps:
                most = scale.step_people * scale.stack_steps
                self.error("C214", f"A unit cannot have more than {most} people.", [*path, "people"], "Split it.")
            if unit.full is not None and unit.full < unit.people:
                self.error("C215", "A unit cannot have more people than its full strength.", [*path, "full"])
            if unit.arrives is not None and unit.arrives > turns:
                message = f"The unit arrives on day {unit.arrives}, the battle ends on day {turns}."
                self.warn("C216", message, [*path, "arrives"])
            self.stand(unit, side, path)

    def fields(self, unit: Unit, role: str, path: Path) -> None:
        """What only batteries and drone companies have: guns and rounds, drones and sorties."""
        for name in sorted(_FIELDS_OF["battery"] | _FIELDS_OF["drones"]):
            if getattr(unit, name) and name not in _FIELDS_OF.get(role, ()):
                kinds = [kind for kind, k in self.rules.file.kinds.items() if name in _FIELDS_OF.get(k.role, ())]
                hint = f"It belongs to {', '.join(kinds)}."
                self.error("C229", f"A unit of kind '{unit.kind}' has no {name}.", [*path, name], hint)

    def stand(self, unit: Unit, side: str, path: Path) -> None:
        """A unit begins, or arrives, on ground of its own side on which it can stand."""
        h = self.hex(unit.hex, [*path, "hex"])
        if h is None:
            return
        if self.terrain[h] == WATER:
            self.error("C217", f"The hex {unit.hex} is {TERRAINS[WATER]}.", [*path, "hex"])
        if self.control[h] != SIDES.index(side):
            self.error("C218", f"The hex {unit.hex} is not held by the unit's side.", [*path, "hex"])

    def stacks(self) -> None:
        """No hex begins with more than it holds."""
        scale = self.rules.file.scale
        stacks: dict[str, list[tuple[Path, Unit]]] = {}
        for path, _, unit in self.each_unit():
            if unit.arrives is None:
                stacks.setdefault(unit.hex, []).append((path, unit))
        for number, stack in stacks.items():
            steps = sum(-(-unit.people // scale.step_people) for _, unit in stack)
            if len(stack) > scale.stack_units or steps > scale.stack_steps:
                most = f"a hex holds {scale.stack_units} units and {scale.stack_steps} steps"
                message = f"{len(stack)} units with {steps} steps begin in {number}; {most}."
                self.error("C219", message, [*stack[-1][0], "hex"])

    def sources(self) -> None:
        """Sources of supply lie on a road of their own side."""
        roads = {number for road in self.file.roads for number in road.path.split()}
        for i, supply in enumerate(self.file.supply):
            h = self.hex(supply.hex, ["supply", i, "hex"])
            if h is not None and self.control[h] != SIDES.index(supply.side):
                self.error("C218", f"The hex {supply.hex} is not held by the source's side.", ["supply", i, "hex"])
            if supply.hex not in roads:
                self.error("C220", f"No road leads through {supply.hex}.", ["supply", i, "hex"])
            elif supply.kind == "depot" and not self.joined(supply):
                self.error("C227", "No road joins this depot to a source of its side.", ["supply", i, "hex"])
        for side in SIDES:
            if not any(s.side == side and s.kind == "source" for s in self.file.supply):
                self.warn("C221", f"The side '{side}' has no source of supply.", ["supply"])

    def joined(self, depot: Supply) -> bool:
        """Whether roads and streets, whoever holds them, join a depot to a source of its side; true if it has none."""
        sources = {s.hex for s in self.file.supply if s.side == depot.side and s.kind == "source"}
        if not sources:
            return True
        if self._roads is None:
            self._roads = nx.Graph()
            for road in self.file.roads:
                nx.add_path(self._roads, road.path.split())
            for h in range(self.grid.count):
                streets = [n for n in self.grid.ring(h, 1) if {self.terrain[h], self.terrain[n]} <= _PAVED]
                self._roads.add_edges_from((self.grid.number(h), self.grid.number(n)) for n in streets)
        return bool(sources & nx.node_connected_component(self._roads, depot.hex))

    def weather(self) -> None:
        """The weather is known from the first day on."""
        days = [w.from_ for w in self.file.weather]
        if days[0] != 1:
            self.error("C222", "The first weather must be from day 1.", ["weather", 0, "from"])
        for i, (a, b) in enumerate(itertools.pairwise(days)):
            if a >= b:
                self.error("C222", "The days must ascend.", ["weather", i + 1, "from"])

    def victory(self) -> None:
        """Every place that counts is a place, and counts once."""
        ids = [place.id for place in self.file.places]
        counted = Counter(o.place for o in self.file.victory.places)
        for i, objective in enumerate(self.file.victory.places):
            path: Path = ["victory", "places", i, "place"]
            if objective.place not in ids:
                message = f"There is no place '{objective.place}'."
                self.error("C223", message, path, nearest(objective.place, ids))
            elif counted[objective.place] > 1:
                self.error("C224", f"The place '{objective.place}' counts twice.", path)

    def sourced(self) -> None:
        """Facts name their source."""
        lists: Sequence[str] = (
            "roads",
            "rails",
            "waters",
            "bridges",
            "trenches",
            "rubble",
            "places",
            "supply",
            "weather",
        )
        for name in lists:
            for i, item in enumerate(getattr(self.file, name)):
                if not item.source:
                    self.warn("C225", "This names no source.", [name, i], "Add source: and confidence:.")
        for name in ("terrain", "elevation", "control"):
            if not getattr(self.file, name).source:
                self.warn("C225", "This names no source.", [name], "Add source: and confidence:.")
        for path, _, unit in self.each_unit():
            formation = self.file.formations[int(path[1])]
            if not unit.source and not formation.source:
                self.warn("C225", f"The unit '{unit.id}' names no source.", path, "Add source: and confidence:.")
