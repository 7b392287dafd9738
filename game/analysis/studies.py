"""Studies of a side's supply graph: throats, what hangs on what, how much and over how many roads; the corridor gauge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from game.analysis.graphs import ROOT, supply_graph
from game.analysis.solution import Solution, eve
from game.ground import EDGE, TERRAIN, WATER_SIDE
from game.rulebook import AMMO_ASSAULTED, AMMO_QUIET, NO_WATER, STEP_PEOPLE, SUST_QUIET, WATER
from game.rules.field import GROUP
from game.rules.supply import mark_open
from game.state import BRIDGE, HEX, OF_SIDE, OWNER, PEOPLE, ROLE, SOURCE, TAKEN, TURN
from game.view import View

_END = "garrison"
_FREE = 10**12
"""Kg that no network carries."""
Side = tuple[str, str]
"""A hexside by the numbers of its hexes, in the direction of the wheels."""
RECENT = 3
"""Days over which the enemy's pace is measured."""
NEAR = 3
"""Hexes from the throat within which what he took counts."""


@dataclass(frozen=True)
class Throat:
    """The least that has to be cut to keep all supply from a place, by night and by day."""

    night: int
    """Kg a night that go through it at most."""
    day: int
    edges_night: tuple[Side, ...]
    """The hexsides cut."""
    edges_day: tuple[Side, ...]


@dataclass(frozen=True)
class Corridor:
    """The gauge of a garrison's corridor."""

    units: tuple[int, ...]
    throat: Throat
    width: int
    """Hexes that must be lost at least, others than where it and the sources stand, to close it off; -1 it cannot be."""
    narrows: tuple[int, ...]
    """Those hexes, nearest the garrison where there are several choices."""
    taken: int
    """Hexes near the throat that the enemy took in the last RECENT days, as far as is known."""
    closure: int
    """Turns until it is closed if he goes on at that pace; -1 if he took none, or it cannot be closed."""
    fire_night: int
    """Percent of what gets through at night that cannot without passing observed or direct fire, F2 or F3."""
    fire_day: int
    need_quiet: int
    """Kg a day the garrison uses if nobody attacks it."""
    need_hard: int
    """Kg a day if it is assaulted."""


class Study:
    """The supply of one side, to be studied; solved once, unless a solution of the view's next logistics is given."""

    def __init__(self, view: View, solution: Solution | None = None) -> None:
        self.view = view
        self.grid = view.scenario.grid
        self.solution = solution or Solution(view.fixed, eve(view.fixed, view.believed, view.side), view.side)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The supply graph."""
        return supply_graph(self.view, self.solution)

    def _to(self, hexes: Iterable[int], units: Iterable[int]) -> nx.DiGraph[str]:
        """The supply graph with an end that hexes, and units by where they meet the wheels, lead to; no other units."""
        ids = {card.id for card in self.view.scenario.units}
        graph = self.graph.subgraph([node for node in self.graph if node not in ids]).copy()
        graph.add_node(_END)
        ends = set(hexes)
        for u in units:
            ends |= set(self.solution.wheels_of(int(self.solution.state.units[u, HEX])))
        graph.add_edges_from((self.grid.number(h), _END) for h in ends)
        return graph

    def throat(self, hexes: Iterable[int] = (), units: Iterable[int] = ()) -> Throat:
        """The minimum cut between all sources and some hexes or units."""
        graph = self._to(hexes, units)
        night, day = (_cut(graph, layer) for layer in ("night", "day"))
        return Throat(night[0], day[0], night[1], day[1])

    def maximum_flow(self, hexes: Iterable[int] = (), units: Iterable[int] = ()) -> int:
        """Kg a day that roads carry from all sources to some hexes or units, vehicles and stock left out."""
        throat = self.throat(hexes, units)
        return throat.night + throat.day

    def paths(self, hexes: Iterable[int] = (), units: Iterable[int] = ()) -> list[list[str]]:
        """As many paths from sources to some hexes or units as share no road between two hexes: how many roads really."""
        graph = self._to(hexes, units)
        for _, _, about in graph.edges(data=True):
            about["capacity"] = 1 if "night" in about else _FREE
        count, flow = nx.maximum_flow(graph, ROOT, _END) if nx.has_path(graph, ROOT, _END) else (0, {})
        used = nx.DiGraph((h, n, {"left": kg}) for h in flow for n, kg in flow[h].items() if kg > 0)
        found = []
        for _ in range(count):
            path = nx.shortest_path(used, ROOT, _END)
            for h, n in nx.utils.pairwise(path):
                used.edges[h, n]["left"] -= 1
                if used.edges[h, n]["left"] == 0:
                    used.remove_edge(h, n)
            found.append(path[1:-1])
        return found

    def dominators(self) -> dict[str, tuple[str, ...]]:
        """Hex, or bridge as "0714-0814" -> the own units and depots that no source reaches but through it, most first."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        for h, n in self.graph.edges:
            if self._is_bridge(h, n):
                graph.add_edges_from([(h, f"{h}-{n}"), (f"{h}-{n}", n)])
            else:
                graph.add_edge(h, n)
        above = nx.immediate_dominators(graph, ROOT)
        hanging: dict[str, list[str]] = {}
        ids = {card.id for card in self.view.scenario.units}
        for unit in sorted(ids & set(above)):
            node = above[unit]
            while node is not None and node != ROOT:
                hanging.setdefault(node, []).append(unit)
                node = above[node]
        ranked = sorted(hanging.items(), key=lambda item: (-len(item[1]), item[0]))
        return {node: tuple(units) for node, units in ranked}

    def _is_bridge(self, h: str, n: str) -> bool:
        """Whether a bridge leads from one node to another."""
        a, b = self.grid.parse(h), self.grid.parse(n)
        if a is None or b is None:
            return False
        board = self.view.fixed.board
        arc = next(i for i in np.flatnonzero(self.solution.ends[:, 0] == a) if self.solution.ends[i, 1] == b)
        return bool(board.arcs[arc, WATER_SIDE] != NO_WATER and self.solution.state.edges[board.arcs[arc, EDGE], BRIDGE])

    def betweenness(self) -> dict[str, float]:
        """Hex -> how many quickest ways from sources to own units lead through it, shared out where there are several."""
        units = [self.view.scenario.units[u].id for u in self.view.own_units()]
        targets = [unit for unit in units if unit in self.graph]
        found = nx.betweenness_centrality_subset(self.graph, [ROOT], targets, weight="minutes")
        return {node: value for node, value in found.items() if value > 0 and self.grid.parse(node) is not None}

    def corridor(self, units: Iterable[int]) -> Corridor:
        """The gauge of the corridor of a garrison."""
        units = tuple(units)
        numbers, rows = self.view.fixed.rules.numbers, self.solution.state.units
        steps = sum(-(-int(rows[u, PEOPLE]) // int(numbers[STEP_PEOPLE])) for u in units)
        throat = self.throat(units=units)
        safe = [self._safe(units, layer) for layer in ("night", "day")]
        fire = [_percent(all_ - kg, all_) for all_, kg in zip((throat.night, throat.day), safe, strict=True)]
        quiet, hard = (int(numbers[SUST_QUIET] + numbers[ammo]) for ammo in (AMMO_QUIET, AMMO_ASSAULTED))
        width, narrows = self.narrows(units)
        taken = self._taken(throat, narrows)
        closure = -(-width * RECENT // taken) if taken and width >= 0 else -1
        return Corridor(
            units, throat, width, narrows, taken, closure, fire[0], fire[1], quiet * steps, hard * steps
        )  # fmt: skip

    def _taken(self, throat: Throat, narrows: tuple[int, ...]) -> int:
        """Hexes the enemy took in the last days near what is narrowest of a corridor, as its side believes."""
        rows, today = self.view.believed.hexes, int(self.view.believed.clock[TURN])
        numbers = (number for side in (*throat.edges_night, *throat.edges_day) for number in side)
        narrow = {*narrows, *(h for h in map(self.grid.parse, numbers) if h is not None)}
        near = {n for h in narrow for n in self.grid.disk(h, NEAR)}
        lost = (rows[:, OWNER] == 1 - self.view.side) & (rows[:, TAKEN] > max(today - RECENT, 0))
        return sum(int(h) in near for h in np.flatnonzero(lost))

    def _safe(self, units: tuple[int, ...], layer: str) -> int:
        """Kg that reach a garrison in a layer by roads free of observed and direct fire."""
        graph = self._to((), units)
        under = [(h, n) for h, n, about in graph.edges(data=True) if about.get(f"fire_{layer}", 0) >= 2]
        graph.remove_edges_from(under)
        return _cut(graph, layer)[0]

    def width(self, units: Iterable[int]) -> int:
        """Hexes open to the side that must be lost at least to close a garrison off from all sources; -1 it cannot be."""
        return self.narrows(units)[0]

    def narrows(self, units: Iterable[int]) -> tuple[int, tuple[int, ...]]:
        """The width of a garrison's corridor, and the hexes where it has that width, nearest the garrison."""
        graph, fixed = nx.DiGraph(), self.view.fixed
        scratch = self.solution.scratch
        mark_open(fixed, self.solution.state, scratch, self.view.side)
        is_open = (scratch.hexes[GROUP] == 1) & (fixed.board.hexes[:, TERRAIN] != WATER)
        rows, facts = self.solution.state.units, fixed.roster.units
        ends = {int(rows[u, HEX]) for u in units}
        starts = [int(rows[u, HEX]) for u in self.solution.depots() if facts[u, ROLE] == SOURCE]
        for h in np.flatnonzero(is_open):
            kept = int(h) in ends or int(h) in starts
            graph.add_edge(f"{h} in", f"{h} out", capacity=_FREE if kept else 1)
        for h, n in self.solution.ends:
            if is_open[h] and is_open[n]:
                graph.add_edge(f"{h} out", f"{n} in", capacity=_FREE)
        graph.add_edges_from((ROOT, f"{h} in") for h in starts)
        graph.add_edges_from((f"{h} out", _END) for h in ends)
        if not starts or not ends or not nx.has_path(graph, ROOT, _END):
            return 0, ()
        if set(starts) & ends:
            return -1, ()
        width, (near, far) = nx.minimum_cut(graph, ROOT, _END, flow_func=nx.algorithms.flow.shortest_augmenting_path)
        cut = sorted(int(h.split()[0]) for h, n in graph.edges if h in near and n in far)
        return (int(width), tuple(cut)) if width < _FREE else (-1, ())


def _cut(graph: nx.DiGraph[str], layer: str) -> tuple[int, tuple[Side, ...]]:
    """Kg of the minimum cut of a graph in a layer, and its hexsides."""
    if ROOT not in graph or not nx.has_path(graph, ROOT, _END):
        return 0, ()
    for _, _, about in graph.edges(data=True):
        about["capacity"] = about.get(layer, _FREE)
    kg, (near, far) = nx.minimum_cut(graph, ROOT, _END)
    edges = sorted((h, n) for h, n in graph.edges if h in near and n in far)
    return (int(kg), tuple(edges)) if kg < _FREE else (-1, ())


def _percent(part: int, whole: int) -> int:
    """A part in percent."""
    return round(100 * part / whole) if whole > 0 else 0


def garrison_of(view: View, h: int, hexes: int = 2) -> tuple[int, ...]:
    """The own units within so many hexes of a place."""
    rows, near = view.believed.units, set(view.scenario.grid.disk(h, hexes))
    facts = view.fixed.roster.units
    return tuple(u for u in view.own_units() if int(rows[u, HEX]) in near and facts[u, OF_SIDE] == view.side)
