"""Reliefs: limits of a side's supply taken away, one by one, on a copy of ground and state.

What a relief does is what the rules would make of it: a bridge restored carries what a sound one carries, an enemy driven
off has no zone and lays no fire. Only a road that carries more, or one laid where there was none, needs a surface of its
own; it is added to a copy of the rules' tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from game.ground import EDGE, SURFACE
from game.rulebook import CAPACITY_AT, HOLD_AMMO, HOLD_SUST, MINUTES_AT, STREET, STREET_TONNES, TRACK, WORN_CONDITION
from game.rules import field
from game.rules.field import Fixed
from game.state import (
    AMMO,
    BRIDGE,
    CLASS,
    CONDITION,
    ELIMINATED,
    ESTABLISHMENT,
    GROUND,
    HEX,
    INTACT,
    INTERDICTED,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PRESENT,
    RUBBLE,
    STATUS,
    SUST,
    VEHICLES,
    Ints,
    State,
    copy,
)

KINDS = (
    "first", "vehicles", "stock", "repair", "rubble", "bridge", "track", "edge", "interdiction", "people", "drive_off",
    "clear",
)  # fmt: skip
"""What can be done, cheapest first: serve a unit before all others; more vehicles for a depot; more of a good in it; a
worn road made sound; rubble cleared from two hexes; a bridge restored; a track laid; a road that carries more; an end to
fire paid to interdict a hexside; carriers for a unit; an enemy unit driven off; a hex taken back."""
COSTS = dict(zip(KINDS, (0, 1, 2, 2, 3, 3, 3, 4, 4, 4, 8, 10), strict=True))
"""What one of each kind costs, in the measure by which sets are compared."""
_BLOCK = STREET + 1
"""Surfaces that fit between a row of minutes and its row of tonnes."""


@dataclass(frozen=True)
class Relief:
    """One limit taken away."""

    kind: str
    """One of KINDS."""
    unit: int = -1
    """The unit served first or given carriers, the depot that gets vehicles or stock, the enemy driven off."""
    hexes: tuple[int, ...] = ()
    """The two hexes of a hexside, or the hex taken back."""
    good: int = -1
    """The good of a stock, by its number."""
    amount: int = 0
    """Vehicles, kg of stock, tonnes a road carries more in half a day, people who carry."""


def cost(reliefs: Iterable[Relief]) -> int:
    """What a set costs, by kinds."""
    return sum(COSTS[relief.kind] for relief in reliefs)


def relieve(fixed: Fixed, believed: State, side: int, reliefs: Iterable[Relief]) -> tuple[Fixed, State]:
    """Ground and rules, and a copy of the state, with some limits taken away."""
    state, reliefs = copy(believed), tuple(reliefs)
    for relief in reliefs:
        _change(fixed, state, side, relief)
    roads = [relief for relief in reliefs if relief.kind in ("edge", "track")]
    if roads:
        fixed = _with_roads(fixed, state, roads)
    lent = [relief for relief in reliefs if relief.kind == "people"]
    return (_with_people(fixed, lent) if lent else fixed), state


def _change(fixed: Fixed, state: State, side: int, relief: Relief) -> None:
    """Take away a limit that stands in the state."""
    row = state.units[relief.unit]
    if relief.kind == "first":
        own = fixed.roster.units[:, OF_SIDE] == side
        state.units[own, CLASS] = np.minimum(2, state.units[own, CLASS] + 1)
        row[CLASS] = 0
    elif relief.kind == "vehicles":
        row[VEHICLES] += 1000 * relief.amount
    elif relief.kind == "stock":
        row[AMMO + relief.good] += relief.amount
    elif relief.kind == "people":
        _lend(fixed, row, relief.amount)
    elif relief.kind == "drive_off":
        row[STATUS] = ELIMINATED
    elif relief.kind == "clear":
        _clear(fixed, state, side, relief.hexes[0])
    elif relief.kind == "rubble":
        state.hexes[list(relief.hexes), RUBBLE] = 0
    elif relief.kind in ("repair", "bridge", "interdiction"):
        edge = state.edges[fixed.board.arcs[arc(fixed, *relief.hexes), EDGE]]
        if relief.kind == "repair":
            edge[CONDITION] = 100
        elif relief.kind == "bridge":
            edge[BRIDGE] = INTACT
        else:
            edge[INTERDICTED + 1 - side] = 0


def _lend(fixed: Fixed, row: Ints, people: int) -> None:
    """Lend a unit people who carry: they bring their own supplies and ask for nothing."""
    numbers = fixed.rules.numbers
    steps = int(field.steps_of(fixed, row[PEOPLE] + people) - field.steps_of(fixed, row[PEOPLE]))
    row[PEOPLE] += people
    row[AMMO] += steps * numbers[HOLD_AMMO]
    row[SUST] += steps * numbers[HOLD_SUST]


def _with_people(fixed: Fixed, lent: list[Relief]) -> Fixed:
    """Units with room for the people lent to them."""
    units = fixed.roster.units.copy()
    for relief in lent:
        units[relief.unit, ESTABLISHMENT] += relief.amount
    return fixed._replace(roster=fixed.roster._replace(units=units))


def _clear(fixed: Fixed, state: State, side: int, h: int) -> None:
    """Take a hex back: the enemy's units in it are gone, and the ground is the side's."""
    for u in np.flatnonzero((state.units[:, HEX] == h) & (fixed.roster.units[:, OF_SIDE] != side)):
        if state.units[u, STATUS] == PRESENT:
            state.units[u, STATUS] = ELIMINATED
    state.hexes[h, OWNER] = side


def arc(fixed: Fixed, h: int, n: int) -> int:
    """The arc from a hex to its neighbour."""
    return int(field.arc_between(fixed, h, n))


def _with_roads(fixed: Fixed, state: State, roads: list[Relief]) -> Fixed:
    """Ground and rules with tracks laid, and with surfaces of their own for roads that carry more."""
    arcs, more = fixed.board.arcs.copy(), dict[tuple[int, ...], int]()
    for relief in roads:
        if relief.kind == "track":
            arcs[_both(fixed, relief.hexes), SURFACE] = TRACK
        else:
            side = tuple(sorted(relief.hexes))
            more[side] = more.get(side, 0) + relief.amount
    fixed = fixed._replace(board=fixed.board._replace(arcs=arcs))
    tables = fixed.rules.tables
    rows = np.zeros((2 * _BLOCK * len(more), tables.shape[1]), dtype=np.int64)
    surfaces = {}
    for at, (side, amount) in zip(range(0, len(rows), 2 * _BLOCK), more.items(), strict=True):
        a = arc(fixed, *side)
        rows[at] = tables[MINUTES_AT + arcs[a, SURFACE]]
        rows[at + CAPACITY_AT - MINUTES_AT] = tonnes(fixed, state, a) + amount
        surfaces[side] = len(tables) - MINUTES_AT + at
    for side, surface in surfaces.items():
        arcs[_both(fixed, side), SURFACE] = surface
    return fixed._replace(rules=fixed.rules._replace(tables=np.concatenate([tables, rows])))


def _both(fixed: Fixed, hexes: tuple[int, ...]) -> list[int]:
    """The arcs of a hexside, both ways."""
    return [arc(fixed, *hexes), arc(fixed, *hexes[::-1])]


def tonnes(fixed: Fixed, state: State, a: int) -> int:
    """Tonnes the road along an arc carries in half a day, were it sound and its bridge whole."""
    surface, tables = int(fixed.board.arcs[a, SURFACE]), fixed.rules.tables
    if surface != STREET:
        return int(tables[CAPACITY_AT + surface, state.clock[GROUND]])
    return int(tables[STREET_TONNES, max(int(state.hexes[h, RUBBLE]) for h in _hexes_of(fixed, a))])


def _hexes_of(fixed: Fixed, a: int) -> tuple[int, int]:
    """The two hexes of an arc."""
    return int(field.origin(fixed, a)), int(fixed.board.arcs[a, 0])


def at_edge(fixed: Fixed, state: State, h: int, n: int, missing_kg: int) -> list[Relief]:
    """What would let a hexside carry more, cheapest first."""
    a = arc(fixed, h, n)
    row, sides, found = state.edges[fixed.board.arcs[a, EDGE]], (h, n), list[Relief]()
    if row[CONDITION] < fixed.rules.numbers[WORN_CONDITION]:
        found.append(Relief("repair", hexes=sides))
    if fixed.board.arcs[a, SURFACE] == STREET and max(state.hexes[h, RUBBLE], state.hexes[n, RUBBLE]) > 0:
        found.append(Relief("rubble", hexes=sides))
    if row[BRIDGE] > INTACT:
        found.append(Relief("bridge", hexes=sides))
    else:
        found.append(Relief("edge", hexes=sides, amount=-(-missing_kg // 1000)))
    return found
