"""The battle as graphs of networkx: the whole situation, and a side's supply; and their files.

Nodes are named as people read them: a hex by its printed number, a unit, depot or source by its id. Attributes are texts
and numbers only, so that GraphML carries them. A view of nobody (side -1) is the truth, with the supply of both sides.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from game.analysis.solution import Solution, eve
from game.diagnostics import BadInput, Document
from game.ground import DISK, EDGE, ELEVATION, RISE, SURFACE, TERRAIN, WATER_SIDE
from game.rulebook import SIGHT_HEXES, STEP_PEOPLE, SURFACES, TERRAINS, WATERS
from game.state import (
    BATTERY,
    BRIDGE,
    BRIDGES,
    COMBAT,
    CONDITION,
    DAYS,
    HEX,
    NOBODY,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PRESENT,
    RANGE,
    ROLE,
    ROUNDS,
    RUBBLE,
    SIDES,
    SKY,
    SOURCE,
    STATUS,
    SUPPLY,
    SUPPLY_STATES,
    TRENCH,
    VEHICLES,
)
from game.view import View

ROOT = "sources"
"""The node of a supply graph from which all sources are fed."""
SUFFIXES = (".graphml", ".json")


class _Situation:
    """Puts the graph of a situation together."""

    def __init__(self, view: View) -> None:
        self.view, self.fixed, self.state = view, view.fixed, view.believed
        self.grid, self.cards = view.scenario.grid, view.scenario.units
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        units = self.state.units
        self.present = [int(u) for u in np.flatnonzero((units[:, STATUS] == PRESENT) & (units[:, HEX] >= 0))]
        self.sides = (0, 1) if view.side == NOBODY else (view.side,)
        self.solutions = [Solution(self.fixed, eve(self.fixed, self.state, s), s) for s in self.sides]

    def side_of(self, u: int) -> int:
        """The side of a unit."""
        return int(self.fixed.roster.units[u, OF_SIDE])

    def add_hexes(self) -> None:
        """A node a hex, and its neighbours with what the road between carries."""
        names = self.view.scenario.place_names("en")
        for h in range(self.grid.count):
            row, number = self.state.hexes[h], self.grid.number(h)
            x, y = self.grid.centre(h)
            about: dict[str, str | int | float] = {"place": names.get(number, ""), "owner": _side(int(row[OWNER]))}
            about |= {"terrain": TERRAINS[self.fixed.board.hexes[h, TERRAIN]]}
            about |= {"elevation": int(self.fixed.board.hexes[h, ELEVATION])}
            about |= {"trench": int(row[TRENCH]), "rubble": int(row[RUBBLE]), "x": round(x, 3), "y": round(y, 3)}
            self.graph.add_node(number, kind="hex", **about)
        capacity = np.max([solution.capacity for solution in self.solutions], axis=0)
        minutes = np.max([solution.minutes for solution in self.solutions], axis=0)
        fire = np.max([solution.fire for solution in self.solutions], axis=0)
        for a, (h, n) in enumerate(self.solutions[0].ends):
            arc = self.fixed.board.arcs[a]
            edge = self.state.edges[arc[EDGE]]
            self.graph.add_edge(
                self.grid.number(int(h)), self.grid.number(int(n)), kind="adjacent", road=SURFACES[arc[SURFACE]],
                capacity_night=int(capacity[0, a]) / 1000, capacity_day=int(capacity[1, a]) / 1000,
                minutes=int(minutes[a]), fire_night=int(fire[0, a]), fire_day=int(fire[1, a]),
                water=WATERS[arc[WATER_SIDE]], bridge=BRIDGES[edge[BRIDGE]], condition=int(edge[CONDITION]),
                rise=int(arc[RISE]),
            )  # fmt: skip

    def add_units(self) -> None:
        """A node a unit, battery, depot or source, and where it is."""
        for u in self.present:
            row, fact, card = self.state.units[u], self.fixed.roster.units[u], self.cards[u]
            about: dict[str, str | int | float] = {"side": SIDES[self.side_of(u)], "type": card.kind}
            about["name"] = card.name.en
            if fact[ROLE] >= SOURCE:
                kind = "source" if fact[ROLE] == SOURCE else "depot"
                about["vehicles"] = int(row[VEHICLES]) / 1000
            else:
                kind = "battery" if fact[ROLE] == BATTERY else "unit"
                about |= {"people": int(row[PEOPLE]), "days": int(row[DAYS]) / 100}
                about["supply"] = SUPPLY_STATES[row[SUPPLY]]
                if kind == "battery":
                    about |= {"rounds": int(row[ROUNDS]), "range": int(fact[RANGE])}
            self.graph.add_node(card.id, kind=kind, **about)
            self.graph.add_edge(card.id, self.grid.number(int(row[HEX])), kind="at")

    def add_supply(self) -> None:
        """Who supplies whom in the next logistics: tonnes of goods, and wounded on the way back."""
        for solution in self.solutions:
            carried: dict[tuple[int, int], list[int]] = {}
            for parcel in solution.parcels:
                for route in parcel.routes if parcel.good != "riders" else ():
                    kg, people = carried.setdefault((route.depot, parcel.unit), [0, 0])
                    wounded = parcel.good == "wounded"
                    carried[route.depot, parcel.unit] = [kg + route.kg * (not wounded), people + route.kg * wounded]
            for (depot, unit), (kg, people) in sorted(carried.items()):
                self._tie(depot, unit, "supplies", tonnes=kg / 1000, wounded=people)

    def add_contacts(self) -> None:
        """Who observes whom, who is in range of whose guns, who stands on whose flank."""
        units, facts = self.state.units, self.fixed.roster.units
        fighters = [u for u in self.present if facts[u, ROLE] < SOURCE]
        for u in fighters:
            near: dict[int, list[int]] = {}
            for v in fighters:
                if self.side_of(v) == self.side_of(u):
                    continue
                away = self.grid.distance(int(units[u, HEX]), int(units[v, HEX]))
                if self.sees(int(units[u, HEX]), int(units[v, HEX]), away):
                    self._tie(u, v, "observes", hexes=away)
                if facts[u, ROLE] == BATTERY and away <= facts[u, RANGE]:
                    self._tie(u, v, "in_range", hexes=away)
                if away == 1 and facts[v, ROLE] == COMBAT and units[v, PEOPLE] > self.fixed.rules.numbers[STEP_PEOPLE]:
                    direction = self.grid.direction(int(units[u, HEX]), int(units[v, HEX]))
                    assert direction is not None
                    near.setdefault(direction, []).append(v)
            for direction, others in near.items():
                apart = [d for d in near if (d - direction) % 6 in (2, 3, 4)]
                for v in others if apart else ():
                    self._tie(v, u, "flanks", opposite=int(any((d - direction) % 6 == 3 for d in apart)))

    def sees(self, h: int, n: int, away: int) -> bool:
        """Whether who stands in a hex sees another so far away, under the sky of the day and over the ground between."""
        if away > self.fixed.rules.tables[SIGHT_HEXES, self.state.clock[SKY]]:
            return False
        i = int(np.flatnonzero(self.fixed.board.hexes[h, DISK:] == n)[0])
        return bool(int(self.fixed.sight[h]) >> i & 1)

    def _tie(self, u: int, v: int, kind: str, **values: float) -> None:
        """An edge from one unit to another."""
        self.graph.add_edge(self.cards[u].id, self.cards[v].id, kind=kind, **values)


def _side(s: int) -> str:
    """A side by its id."""
    return SIDES[s] if s >= 0 else "nobody"


def situation_graph(view: View) -> nx.MultiDiGraph[str]:
    """All that a side knows: hexes, units, depots, sources and batteries, and what is between them.

    Node attribute `kind` is hex, unit, depot, source or battery; edge attribute `kind` is

    adjacent: hex to hex, with `capacity_night` and `capacity_day` in tonnes (0 closed to the side), `minutes` for
    wheels (-1 closed), `road`, fire, water and bridge;
    at: unit to hex;
    supplies: depot or source to unit or depot, with `tonnes` and `wounded` of the next logistics;
    observes, in_range: unit to enemy unit, with `hexes`;
    flanks: unit to an enemy unit next to it that is threatened too from a hex not next to the unit's own.
    """
    situation = _Situation(view)
    situation.add_hexes()
    situation.add_units()
    situation.add_supply()
    situation.add_contacts()
    situation.graph.graph.update(turn=int(view.believed.clock[0]), view=_side(view.side) if view.side >= 0 else "all")
    return situation.graph


def supply_graph(view: View, solution: Solution | None = None) -> nx.DiGraph[str]:
    """A side's roads that are open to it, for studies; a solution of the view's next logistics may be given.

    Nodes are hexes and own units, and ROOT, which feeds every source that works. Edges carry `night` and `day`, kg a
    half-day, none without limit; `minutes`; `fire_night` and `fire_day`, 0 to 3; `carried_night` and `carried_day`, kg. A
    unit hangs on every hex where it can meet the wheels equally well: its own and those next to it, else the nearest.
    """
    solution = solution or Solution(view.fixed, eve(view.fixed, view.believed, view.side), view.side)
    grid, cards = view.scenario.grid, view.scenario.units
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(ROOT, kind="root")
    for a in np.flatnonzero(solution.minutes >= 0):
        h, n = map(int, solution.ends[a])
        graph.add_edge(
            grid.number(h), grid.number(n), night=int(solution.capacity[0, a]), day=int(solution.capacity[1, a]),
            minutes=int(solution.minutes[a]), fire_night=int(solution.fire[0, a]), fire_day=int(solution.fire[1, a]),
            carried_night=int(solution.carried[0, a]), carried_day=int(solution.carried[1, a]),
        )  # fmt: skip
    for u in solution.depots():
        number = grid.number(int(solution.state.units[u, HEX]))
        if view.fixed.roster.units[u, ROLE] == SOURCE:
            graph.add_edge(ROOT, number, minutes=0)
        else:
            graph.add_edge(number, cards[u].id, minutes=0)
    for u in view.own_units():
        for h in solution.wheels_of(int(solution.state.units[u, HEX])):
            graph.add_edge(grid.number(h), cards[u].id, minutes=0)
    return graph


def write_graph(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write a graph as GraphML or as node-link JSON, by the ending of the file's name. Raises OSError."""
    if path.suffix == ".graphml":
        nx.write_graphml(graph, path)
    else:
        data: dict[str, Any] = nx.node_link_data(graph, edges="edges")
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check_path(path: Path) -> None:
    """Raise BadInput if a graph cannot be written to a file of this name."""
    if path.suffix not in SUFFIXES:
        document = Document(str(path), "")
        hint = f"Let its name end in {' or '.join(SUFFIXES)}."
        document.report("A601", f"There is no graph format '{path.suffix[:20]}'.", (1, 1, 1), hint)
        raise BadInput(document.problems)
