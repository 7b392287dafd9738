"""[6] The roads of a side's network today: minutes, capacity, and the fire they lie under.

Fire level of a hexside, by the enemy alone: 3 where one of its fighting units with a hard zone sees an end of it within
3 hexes; 2 where it has paid for an interdiction mission; 1 within range of its batteries; 0 elsewhere.
"""

from __future__ import annotations

from game.ground import DISK, EDGE, END_ARC, FIRST_ARC, SURFACE, TO
from game.jit import kernel
from game.rulebook import (
    CAPACITY_AT, DAMAGED_BRIDGE_TONNES, DIRECT_DISK, FIRE_RISK_AT, NO_ROAD, PONTOON_TONNES, STREET, STREET_TONNES,
    WORN_CONDITION,
)  # fmt: skip
from game.rules.field import GROUP, Fixed, Scratch, distance
from game.rules.network import FIRE, LAYERS, LEFT, RISK, TIME, UNDER, Net
from game.rules.supply import mark_open, road_time
from game.state import (
    BRIDGE, COMBAT, CONDITION, DAMAGED, GROUND, HARD_ZONE, HEX, INTERDICTED, MINES, OF_SIDE, PONTOON, PRESENT, RANGE,
    ROLE, RUBBLE, STATUS, ZONE, State,
)  # fmt: skip


@kernel
def lay_roads(fixed: Fixed, state: State, scratch: Scratch, net: Net, s: int) -> None:
    """Fill minutes, capacity, risk and fire of every arc for a side. Needs lay_out; overwrites GROUP."""
    mark_fire(fixed, state, net, 1 - s)
    mark_open(fixed, state, scratch, s)
    open_hexes, arcs = scratch.hexes[GROUP], fixed.board.arcs
    for h in range(len(state.hexes)):
        for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
            time = -1
            mined = state.edges[arcs[a, EDGE], MINES] == 2 - s
            if arcs[a, SURFACE] != NO_ROAD and open_hexes[arcs[a, TO]] == 1 and not mined:
                time = road_time(fixed, state, h, a)
            net.arcs[TIME, a] = time
            if time >= 0:
                lay_road(fixed, state, net, s, h, a)


@kernel
def lay_road(fixed: Fixed, state: State, net: Net, s: int, h: int, a: int) -> None:
    """Fill capacity, risk and fire of an arc from h that is open."""
    n, e = fixed.board.arcs[a, TO], fixed.board.arcs[a, EDGE]
    kg = 1000 * tonnes_of(fixed, state, h, a)
    under = max(net.nodes[UNDER, h], net.nodes[UNDER, n])
    for layer in range(LAYERS):
        fire = under
        if under < 2 and (state.edges[e, INTERDICTED + 1 - s] >> layer) & 1 == 1:
            fire = 2
        net.arcs[LEFT + layer, a] = kg
        net.arcs[FIRE + layer, a] = fire
        net.arcs[RISK + layer, a] = fixed.rules.tables[FIRE_RISK_AT + layer, fire]


@kernel
def tonnes_of(fixed: Fixed, state: State, h: int, a: int) -> int:
    """Tonnes the road along an arc carries in half a day [6]."""
    arc, numbers = fixed.board.arcs[a], fixed.rules.numbers
    edge = state.edges[arc[EDGE]]
    if arc[SURFACE] == STREET:
        tonnes = fixed.rules.tables[STREET_TONNES, max(state.hexes[h, RUBBLE], state.hexes[arc[TO], RUBBLE])]
    else:
        tonnes = fixed.rules.tables[CAPACITY_AT + arc[SURFACE], state.clock[GROUND]]
    if edge[BRIDGE] == DAMAGED:
        tonnes = min(tonnes, numbers[DAMAGED_BRIDGE_TONNES])
    elif edge[BRIDGE] == PONTOON:
        tonnes = min(tonnes, numbers[PONTOON_TONNES])
    return tonnes // 2 if edge[CONDITION] < numbers[WORN_CONDITION] else tonnes


@kernel
def mark_fire(fixed: Fixed, state: State, net: Net, o: int) -> None:
    """Mark in UNDER of net.nodes the level of fire, 0, 1 or 3, that a side lays on every hex."""
    under = net.nodes[UNDER]
    for h in range(len(under)):
        under[h] = 1 if in_range(fixed, state, o, h) else 0
    for u in range(len(state.units)):
        fact, row = fixed.roster.units[u], state.units[u]
        if fact[OF_SIDE] != o or row[STATUS] != PRESENT or row[HEX] < 0:
            continue
        if fact[ROLE] == COMBAT and row[ZONE] == HARD_ZONE:
            for i in range(fixed.rules.numbers[DIRECT_DISK]):
                n = fixed.board.hexes[row[HEX], DISK + i]
                if n >= 0 and (fixed.sight[row[HEX]] >> i) & 1 == 1:
                    under[n] = 3


@kernel
def in_range(fixed: Fixed, state: State, o: int, h: int) -> bool:
    """Whether a battery of a side reaches a hex."""
    for b in range(len(fixed.roster.batteries)):
        u = fixed.roster.batteries[b]
        here = fixed.roster.units[u, OF_SIDE] == o and state.units[u, STATUS] == PRESENT and state.units[u, HEX] >= 0
        if here and distance(fixed, state.units[u, HEX], h) <= fixed.roster.units[u, RANGE]:
            return True
    return False
