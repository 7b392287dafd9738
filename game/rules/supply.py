"""[6] How far supply is: minutes by road from the sources, and hexes on foot beyond the last wheels.

`trace` finds for a side the minutes by road from its sources to every hex, and how many hexes on foot lie beyond the last
wheels. It says who is joined to a source at all: pockets and victory ask that. What comes along the way is said by the
flow (logistics.py).
"""

from __future__ import annotations

from game.ground import EDGE, END_ARC, FIRST_ARC, SURFACE, TERRAIN, TO, WATER_SIDE
from game.jit import kernel
from game.rulebook import (
    CARRY_PERCENT, DAMAGED_BRIDGE_MINUTES, FULL_DAYS, LOW_DAYS, MINUTES_AT, NO_ROAD, NO_WATER, PONTOON_MINUTES,
    RUBBLE_MINUTES, STRAINED_DAYS, WATER,
)  # fmt: skip
from game.rules.field import BUCKETS, CARRY, COST, GROUP, PATH, VIA, ZONES, Fixed, Scratch, held_by, lay_out
from game.rules.movement import bridged, crossing, push
from game.rules.recon import mask
from game.state import (
    BRIDGE, DAMAGED, FOOT, FULL, GROUND, HARD_ZONE, HEX, LOW, MINES, NEAR_SUPPLY, OF_SIDE, OUT, OWNER, PONTOON, ROLE,
    RUBBLE, SOURCE, STRAINED, State,
)  # fmt: skip

FARTHEST_MINUTES = 700
"""Beyond so many minutes a vehicle is not back within a day."""
FARTHEST_CARRY = 4
"""Hexes goods are carried on foot beyond the last wheels."""


@kernel
def open_to(fixed: Fixed, state: State, scratch: Scratch, s: int, h: int) -> bool:
    """Whether a side's supply may enter a hex: not the enemy's, and no hard enemy zone without a friend there [6.2]."""
    if fixed.board.hexes[h, TERRAIN] == WATER or state.hexes[h, OWNER] == 1 - s:
        return False
    holder = held_by(fixed, scratch, h)
    return holder == s or (holder < 0 and scratch.hexes[ZONES + 1 - s, h] != HARD_ZONE)


@kernel
def road_time(fixed: Fixed, state: State, h: int, a: int) -> int:
    """Minutes for wheels along an arc, -1 if they cannot use it [6.1]."""
    arc = fixed.board.arcs[a]
    if arc[SURFACE] == NO_ROAD or (arc[WATER_SIDE] != NO_WATER and not bridged(state, arc[EDGE])):
        return -1
    minutes = fixed.rules.tables[MINUTES_AT + arc[SURFACE], state.clock[GROUND]]
    rubble = max(state.hexes[h, RUBBLE], state.hexes[arc[TO], RUBBLE])
    minutes += fixed.rules.tables[RUBBLE_MINUTES, rubble]
    if state.edges[arc[EDGE], BRIDGE] == DAMAGED:
        minutes += fixed.rules.numbers[DAMAGED_BRIDGE_MINUTES]
    elif state.edges[arc[EDGE], BRIDGE] == PONTOON:
        minutes += fixed.rules.numbers[PONTOON_MINUTES]
    return minutes


@kernel
def mark_open(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Mark in GROUP of scratch.hexes (1) every hex that a side's supply may enter; needs lay_out."""
    for h in range(len(state.hexes)):
        scratch.hexes[GROUP, h] = 1 if open_to(fixed, state, scratch, s, h) else 0


@kernel
def trace(fixed: Fixed, state: State, scratch: Scratch, s: int) -> int:
    """Fill COST of scratch.hexes with a side's minutes by road from its sources, CARRY with hexes on foot beyond.

    Needs lay_out; overwrites GROUP, and lists the hexes served in PATH and returns how many there are. A hex on foot has
    the minutes of the best hex with wheels it is served from; -1 out of reach.
    """
    best, via, carried, open_hexes = scratch.hexes[COST], scratch.hexes[VIA], scratch.hexes[CARRY], scratch.hexes[GROUP]
    queue, settled, arcs, board = scratch.queue, scratch.hexes[PATH], fixed.board.arcs, fixed.board.hexes
    best[:] = -1
    carried[:] = -1
    mark_open(fixed, state, scratch, s)
    tail, done, count = BUCKETS, BUCKETS, 0
    for u in range(len(state.units)):
        h = state.units[u, HEX]
        if fixed.roster.units[u, ROLE] != SOURCE or fixed.roster.units[u, OF_SIDE] != s or best[h] == 0:
            continue
        if state.hexes[h, OWNER] == s and held_by(fixed, scratch, h) != 1 - s:
            best[h], via[h] = 0, -1
            tail = push(queue, tail, h, 0)
    for minutes in range(FARTHEST_MINUTES + 1):
        if done == tail:
            break
        entry = queue[minutes, 1]
        queue[minutes, 1] = -1
        while entry >= 0:
            h = queue[entry, 0]
            entry = queue[entry, 1]
            done += 1
            if best[h] != minutes or carried[h] == 0:
                continue
            carried[h] = 0
            settled[count] = h
            count += 1
            for a in range(board[h, FIRST_ARC], board[h, END_ARC]):
                n = arcs[a, TO]
                if arcs[a, SURFACE] == NO_ROAD or open_hexes[n] == 0 or 0 <= best[n] <= minutes:
                    continue
                if state.edges[arcs[a, EDGE], MINES] == 2 - s:
                    continue
                time = road_time(fixed, state, h, a)
                total = minutes + time
                if time >= 0 and total <= FARTHEST_MINUTES and (best[n] < 0 or total < best[n]):
                    best[n], via[n] = total, a
                    tail = push(queue, tail, n, total)
    return carry_on(fixed, state, scratch, count)


@kernel
def carry_on(fixed: Fixed, state: State, scratch: Scratch, count: int) -> int:
    """Serve hexes on foot, hex by hex, from the first so many hexes of PATH; each by the neighbour of fewest minutes."""
    best, via, carried, open_hexes = scratch.hexes[COST], scratch.hexes[VIA], scratch.hexes[CARRY], scratch.hexes[GROUP]
    served, arcs, board = scratch.hexes[PATH], fixed.board.arcs, fixed.board.hexes
    begin = 0
    for carry in range(1, FARTHEST_CARRY + 1):
        end = count
        for i in range(begin, end):
            h = served[i]
            for a in range(board[h, FIRST_ARC], board[h, END_ARC]):
                n = arcs[a, TO]
                if open_hexes[n] == 0 or 0 <= carried[n] < carry or (carried[n] == carry and best[n] <= best[h]):
                    continue
                if crossing(fixed, state, FOOT, a) < 0:
                    continue
                if carried[n] < 0:
                    served[count] = n
                    count += 1
                carried[n], best[n], via[n] = carry, best[h], a
        begin = end
    return count


@kernel
def state_of(fixed: Fixed, days: int) -> int:
    """The state of supply for days held, in hundredths [6.4]."""
    numbers = fixed.rules.numbers
    if days >= numbers[FULL_DAYS]:
        return FULL
    if days >= numbers[STRAINED_DAYS]:
        return STRAINED
    return LOW if days >= numbers[LOW_DAYS] else OUT


@kernel
def note_nearness(fixed: Fixed, state: State, scratch: Scratch, spare: State, s: int) -> None:
    """Write into every hex how near a side's supply is, as far as that side knows; ``spare`` is a state to work in.

    Traced on the belief: on the truth the map of what can be reached would show where unseen enemies stand.
    """
    mask(fixed, state, s, spare)
    lay_out(fixed, spare, scratch)
    trace(fixed, spare, scratch, s)
    write_nearness(fixed, state, scratch, s)


@kernel
def write_nearness(fixed: Fixed, state: State, scratch: Scratch, s: int) -> None:
    """Write into every hex how near a trace that has just been made came to it."""
    for h in range(len(state.hexes)):
        carry, near = scratch.hexes[CARRY, h], -1
        if carry >= 0:
            near = (FARTHEST_MINUTES - scratch.hexes[COST, h]) * fixed.rules.tables[CARRY_PERCENT, carry] // 100
        state.hexes[h, NEAR_SUPPLY + s] = near
