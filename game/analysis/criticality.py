"""What hangs on a hex: the units to whom every open way of wheels from the sources leads through it (dominators)."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from game.analysis.solution import Solution
from game.ground import END_ARC, FIRST_ARC, TO
from game.state import HEX, ROLE, SOURCE

_START = -1
"""The node that stands before all sources."""


@dataclass(frozen=True)
class Hanging:
    """Who hangs on what."""

    units: dict[int, tuple[int, ...]]
    """Hex -> the units that no source reaches any more without it; a unit's last hex on wheels counts too."""
    above: dict[int, int]
    """Hex -> the nearest hex towards the sources that all its ways lead through, -1 if there is none."""
    cut_off: tuple[int, ...]
    """Units that no source reaches even now."""


def open_roads(solution: Solution) -> nx.DiGraph[int]:
    """The hexes that wheels reach from the sources, with node -1 before all sources; an edge for every open road."""
    board, roster = solution.fixed.board, solution.fixed.roster.units
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(_START)
    open_arcs = (solution.minutes >= 0) & (solution.capacity.sum(axis=0) > 0)
    froms = from_hexes(solution)
    for a in np.flatnonzero(open_arcs).tolist():
        graph.add_edge(froms[a], int(board.arcs[a, TO]))
    for u in solution.depots():
        if roster[u, ROLE] == SOURCE:
            graph.add_edge(_START, int(solution.state.units[u, HEX]))
    return graph


def from_hexes(solution: Solution) -> list[int]:
    """The hex every arc leads from."""
    board = solution.fixed.board
    counts = board.hexes[:, END_ARC] - board.hexes[:, FIRST_ARC]
    hexes: list[int] = np.repeat(np.arange(len(board.hexes)), counts).tolist()
    return hexes


def hanging(solution: Solution, units: list[int]) -> Hanging:
    """Which of some units hang on which hexes."""
    dominators = nx.immediate_dominators(open_roads(solution), _START)
    found: dict[int, list[int]] = {}
    cut_off = []
    last = {parcel.unit: parcel.hex for parcel in solution.parcels}
    for u in units:
        h = last.get(u, int(solution.state.units[u, HEX]))
        if h not in dominators:
            cut_off.append(u)
            continue
        while h not in (_START, None):
            found.setdefault(h, []).append(u)
            h = dominators[h]
    above = {h: int(dominators[h]) for h in found}
    return Hanging({h: tuple(us) for h, us in found.items()}, above, tuple(cut_off))
