"""What a side sees of a true state, found again from the rulebook's words, and held against what it knows."""

from __future__ import annotations

import numpy as np

from game import state as columns
from game.ground import DISK, EDGE, END_ARC, FIRST_ARC
from game.match import Match
from game.rules import recon
from game.state import EDGE_BLOCK, HEX_BLOCK


def standing(match: Match) -> list[int]:
    """The units that take up room on the map."""
    present = match.state.units[:, columns.STATUS] == columns.PRESENT
    return [int(u) for u in np.flatnonzero(present & (match.fixed.roster.units[:, columns.ROLE] < columns.SOURCE))]


def held_hexes(match: Match, side: int) -> set[int]:
    """The hexes in which a side's units stand."""
    own = [u for u in standing(match) if match.fixed.roster.units[u, columns.OF_SIDE] == side]
    return {int(h) for h in match.state.units[own, columns.HEX]}


def seen_hexes(match: Match, side: int) -> set[int]:
    """[10.2] The hexes that a side sees under the sky of the day, and of the day before until its half-turn comes."""
    clock, terms = match.state.clock, match.fixed.roster.terms
    skies = [int(clock[columns.SKY])]
    if side not in (clock[columns.SIDE], clock[columns.FIRST]) and clock[columns.TURN] > 1:
        skies.append(int(terms[columns.FIRST_DAY + 2 * int(clock[columns.TURN]) - 3]))
    far = min(match.scenario.rules.file.recon.sight_hexes[sky] for sky in skies)
    seen = set[int]()
    for h in held_hexes(match, side):
        bits = int(match.fixed.sight[h])
        disk = match.fixed.board.hexes[h, DISK : DISK + 1 + 3 * far * (far + 1)]
        seen |= {int(n) for i, n in enumerate(disk) if bits >> i & 1}
    return seen - {-1}


def arcs_of(match: Match, h: int) -> range:
    """The arcs that leave a hex."""
    row = match.fixed.board.hexes[h]
    return range(int(row[FIRST_ARC]), int(row[END_ARC]))


def check_sight(match: Match, side: int) -> None:
    """[10.1] [10.2] [10.4] What a side sees it knows as it is, units at the level of contact at least; where it sees open
    ground and nobody it believes nobody."""
    seen, hexes, units = seen_hexes(match, side), match.state.hexes, match.state.units
    here = sorted(seen)
    belief = slice((1 + side) * HEX_BLOCK, (2 + side) * HEX_BLOCK)
    assert np.array_equal(hexes[here, :HEX_BLOCK], hexes[here, belief])
    arcs = match.fixed.board.arcs
    edges = sorted({int(arcs[a, EDGE]) for h in here for a in arcs_of(match, h)})
    known = slice((1 + side) * EDGE_BLOCK, (2 + side) * EDGE_BLOCK)
    assert np.array_equal(match.state.edges[edges, :EDGE_BLOCK], match.state.edges[edges, known])
    stand, held = set(standing(match)), held_hexes(match, side)
    near = {n for h in held for n in match.scenario.grid.disk(h, 1)}
    bare = {h for h in seen if match.scenario.ground.graph.nodes[h]["terrain"] in ("open", "tree_lines", "water")} | held
    for u in np.flatnonzero(match.fixed.roster.units[:, columns.OF_SIDE] != side):
        row, h = units[u], int(units[u, columns.HEX])
        assert 0 <= row[columns.SEEN_LEVEL] <= recon.ALL
        assert (row[columns.SEEN_HEX] >= 0) <= (row[columns.SEEN_LEVEL] > 0)
        if u in stand and h in seen:
            assert row[columns.SEEN_HEX] == h
            assert row[columns.SEEN_STATUS] == columns.PRESENT
            assert row[columns.SEEN_LEVEL] >= (recon.STRENGTH if h in near else recon.WHAT)
        else:
            assert int(row[columns.SEEN_HEX]) not in bare
