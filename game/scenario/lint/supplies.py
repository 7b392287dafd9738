"""Whether sources and depots lie where they can be used."""

from __future__ import annotations

import networkx as nx

from game.rulebook import DENSE_URBAN, TOWN, WORKS
from game.scenario.parts import Parts, Path
from game.state import SIDES

_PAVED = {TOWN, DENSE_URBAN, WORKS}
"""Neighbouring hexes of these are joined by streets."""


def check(parts: Parts) -> None:
    """Sources of supply lie on a road of their own side, depots on one that leads to a source."""
    torn = "roads" in parts.torn or parts.nameless("roads", "path")
    roads = _roads(parts)
    sources = {side: _sources(parts, side) for side in SIDES}
    for i, supply in enumerate(parts.file.supply):
        path: Path = ["supply", i, "hex"]
        h = parts.grid.parse(supply.hex)
        if h is None:
            parts.error("C203", f"There is no hex {supply.hex} on the map.", path)
            continue
        if parts.layers["control"][h] != SIDES.index(supply.side) and h not in parts.unknown["control"]:
            parts.error("C218", f"The hex {supply.hex} is not held by the source's side.", path)
        elif supply.hex not in roads:
            if not torn:
                parts.error("C220", f"No road leads through {supply.hex}.", path)
        elif supply.kind == "depot" and not torn and not _joined(parts, roads, supply.hex, sources[supply.side]):
            parts.error("C227", "No road joins this depot to a source of its side.", path)
    for i, supply in enumerate(parts.file.supply):
        kept, came = supply.stock, supply.daily
        fed = kept.ammunition or kept.sustenance or (supply.kind == "source" and (came.ammunition or came.sustenance))
        if not (fed or supply.reserve or parts.fitted.lost(["supply", i])):
            message = f"The {supply.kind} has neither ammunition nor sustenance for anybody."
            parts.suggest("C248", message, ["supply", i], "Units use both every day.")
    for side in SIDES:
        if not sources[side] and not parts.fitted.lost(["supply"]):
            parts.warn("C221", f"The side '{side}' has no source of supply.", ["supply"])


def _sources(parts: Parts, side: str) -> set[str]:
    """The hexes of a side's sources."""
    return {s.hex for s in parts.file.supply if s.side == side and s.kind == "source"}


def _roads(parts: Parts) -> nx.Graph[str]:
    """Every road in the file, whoever holds it."""
    graph: nx.Graph[str] = nx.Graph()
    for path in (*parts.words(parts.entries("roads"), "path"), *(road.path for road in parts.file.roads)):
        nx.add_path(graph, path.split())
    return graph


def _joined(parts: Parts, roads: nx.Graph[str], depot: str, sources: set[str]) -> bool:
    """Whether roads and streets, whoever holds them, join a depot to one of some sources; true if there are none."""
    return not sources or bool(sources & nx.node_connected_component(_with_streets(parts, roads), depot))


def _with_streets(parts: Parts, roads: nx.Graph[str]) -> nx.Graph[str]:
    """The roads, and the streets that join towns; added once."""
    if "streets" in roads.graph:
        return roads
    roads.graph["streets"] = True
    grid, terrain = parts.grid, parts.layers["terrain"]
    paved = {h for h in range(grid.count) if terrain[h] in _PAVED}
    for h in paved:
        roads.add_edges_from((grid.number(h), grid.number(n)) for _, n in grid.neighbours(h) if n in paved)
    return roads
