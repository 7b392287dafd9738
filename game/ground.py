"""The ground: hexes and hexsides as a networkx graph, and the same compiled into arrays for the rules.

`Ground.graph` is the authored truth. Nodes are hex indices with `number`, `terrain`, `elevation` (metres); arcs lead
from a hex to each neighbour with `direction`, `surface`, `rail`, `water`, `bridge` (its state when the battle begins).
`Board` is compiled from it in a fixed order, never the other way round.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import networkx as nx
import numpy as np

from game.hexes import GeoReference, Grid
from game.rulebook import DENSE_URBAN, SURFACES, TERRAINS, TOWN, WATERS, WORKS
from game.state import BRIDGES, Ints

# hexes (H, .) --------------------------------------------------------------------------------------------------------
TERRAIN = 0
"""Index of TERRAINS."""
ELEVATION = 1
"""Metres above the sea."""
Q = 2
"""Axial column."""
R = 3
"""Axial row."""
FIRST_ARC = 4
"""Its arcs are rows FIRST_ARC to END_ARC - 1 of Board.arcs."""
END_ARC = 5
ARC_AT = 6
"""ARC_AT + d: the arc that leaves it in direction d, -1 off the map."""
DISK = 12
"""DISK + i: the hexes within 3, itself first, then ring by ring; -1 off the map. See DISK_1, _2, _3."""
BOARD_HEX_COLUMNS = DISK + 37

# arcs (A, .) ---------------------------------------------------------------------------------------------------------
TO = 0
"""The hex it leads to."""
EDGE = 1
"""Its hexside: the row of State.edges that both directions share."""
DIRECTION = 2
"""0 to 5: E, NE, NW, W, SW, SE."""
RISE = 3
"""Metres climbed."""
SURFACE = 4
"""Index of SURFACES."""
WATER_SIDE = 5
"""Index of WATERS: what flows along the hexside."""
ARC_COLUMNS = 6

DISK_1, DISK_2, DISK_3 = 7, 19, 37
"""How many entries of a disk lie within 1, 2, 3 hexes."""


class Board(NamedTuple):
    """The ground as kernels read it."""

    hexes: Ints
    """A row a hex: terrain, elevation, axial coordinates, its arcs, the hexes around it; (H, BOARD_HEX_COLUMNS) int64."""
    arcs: Ints
    """A row a directed arc, by hex and then direction; (A, ARC_COLUMNS) int64."""


Side = tuple[int, int]
"""A hexside: the two hexes it parts, in either order."""


class Ground:
    """The map of a battle: its grid, where it lies on the earth, and its graph."""

    def __init__(self, grid: Grid, geo: GeoReference, terrain: Sequence[int], elevation: Sequence[int]) -> None:
        self.grid = grid
        self.geo = geo
        self.graph = nx.DiGraph()
        for h in range(grid.count):
            self.graph.add_node(h, number=grid.number(h), terrain=TERRAINS[terrain[h]], elevation=elevation[h])
        streets = {TERRAINS[t] for t in (TOWN, DENSE_URBAN, WORKS)}
        nodes = self.graph.nodes
        for h in range(grid.count):
            for direction, n in grid.neighbours(h):
                paved = nodes[h]["terrain"] in streets and nodes[n]["terrain"] in streets
                surface = "street" if paved else "none"
                self.graph.add_edge(h, n, direction=direction, surface=surface, rail=False, water="none", bridge="none")

    def add_road(self, surface: str, path: Iterable[int]) -> None:
        """Lay a road through neighbouring hexes; a better surface already there stays."""
        rank = SURFACES.index
        path = list(path)
        for a, b in itertools.pairwise(path):
            here = self.graph.edges[a, b]["surface"]
            if here in ("none", "street") or rank(surface) < rank(here):
                self._set(a, b, surface=surface)

    def add_rail(self, path: Iterable[int]) -> None:
        """Lay a railway through neighbouring hexes."""
        path = list(path)
        for a, b in itertools.pairwise(path):
            self._set(a, b, rail=True)

    def add_water(self, water: str, sides: Iterable[Side]) -> None:
        """Let a river or canal run along hexsides; streets end there unless a bridge is added."""
        for a, b in sides:
            self._set(a, b, water=water)

    def add_bridges(self, bridges: Mapping[Side, str]) -> None:
        """Set the state of bridges; where water has none, streets and rails stop."""
        for (a, b), state in bridges.items():
            self._set(a, b, bridge=state)
        for _, _, arc in self.graph.edges(data=True):
            if arc["water"] != "none" and arc["bridge"] == "none":
                arc["surface"], arc["rail"] = "none", False

    def _set(self, a: int, b: int, **values: object) -> None:
        """Set values on both arcs of a hexside."""
        self.graph.edges[a, b].update(values)
        self.graph.edges[b, a].update(values)

    def bridges(self) -> Ints:
        """The bridge of each hexside when the battle begins, an index of BRIDGES; (E,) int64."""
        states = [BRIDGES.index(self.graph.edges[a, b]["bridge"]) for a, b in self.sides()]
        return np.array(states, dtype=np.int64)

    def sides(self) -> list[Side]:
        """Every hexside between two hexes of the map, in the order of State.edges."""
        return [(h, n) for h in range(self.grid.count) for _, n in self.grid.neighbours(h) if h < n]

    def compile(self) -> Board:
        """The ground as arrays, hexes by index, arcs by hex and direction, hexsides by their lower hex."""
        grid, nodes = self.grid, self.graph.nodes
        edge_of = {side: e for e, side in enumerate(self.sides())}
        hexes = np.full((grid.count, BOARD_HEX_COLUMNS), -1, dtype=np.int64)
        hexes[:, DISK:] = _disks(grid)
        arcs: list[list[int]] = []
        for h in range(grid.count):
            hexes[h, :FIRST_ARC] = TERRAINS.index(nodes[h]["terrain"]), nodes[h]["elevation"], *grid.axial(h)
            hexes[h, FIRST_ARC] = len(arcs)
            for direction, n in grid.neighbours(h):
                arc = self.graph.edges[h, n]
                rise = nodes[n]["elevation"] - nodes[h]["elevation"]
                surface, water = SURFACES.index(arc["surface"]), WATERS.index(arc["water"])
                hexes[h, ARC_AT + direction] = len(arcs)
                arcs.append([n, edge_of[min(h, n), max(h, n)], direction, rise, surface, water])
            hexes[h, END_ARC] = len(arcs)
        return Board(hexes, np.array(arcs, dtype=np.int64).reshape(-1, ARC_COLUMNS))


def disk_offsets() -> list[tuple[int, int]]:
    """Axial offsets of the hexes of a disk, in its order."""
    offsets = [(q, r) for r in range(-3, 4) for q in range(-3, 4) if abs(q + r) <= 3]
    return sorted(offsets, key=lambda o: max(abs(o[0]), abs(o[1]), abs(o[0] + o[1])))


def _disks(grid: Grid) -> Ints:
    """The hexes within 3 of each hex: itself, then ring by ring, each ring in axial order."""
    offsets = disk_offsets()
    disks = np.full((grid.count, len(offsets)), -1, dtype=np.int64)
    for h in range(grid.count):
        q, r = grid.axial(h)
        for i, (dq, dr) in enumerate(offsets):
            n = grid.from_axial(q + dq, r + dr)
            disks[h, i] = -1 if n is None else n
    return disks
