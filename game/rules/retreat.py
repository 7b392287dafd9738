"""Retreat [8.10]: one hex, to a hex not held by the enemy and within stacking.

A unit prefers a hex without an enemy zone, then the one best supplied, then away from the attackers, then the lowest
number. With none it takes two more losses and stays; in a pocket it is lost.
"""

from __future__ import annotations

from game.events import BY_BOTH, RETREAT, STOOD, WANT_OF_RETREAT, emit, seen_by
from game.ground import END_ARC, FIRST_ARC, TO
from game.jit import kernel
from game.rulebook import LOSS_PEOPLE, NO_RETREAT_LOSSES
from game.rules.casualties import lose
from game.rules.encirclement import cut_off
from game.rules.field import NEXT, PATH, STACK, UNITS, ZONES, Fixed, Scratch, distance, has_room, held_by, touch
from game.rules.movement import can_cross, relocate
from game.rules.recon import watches
from game.state import (
    HEX, HOLD, HOLD_FAST, LOST_RETREATING, MOBILITY, NEAR_SUPPLY, OF_SIDE, OWNER, PEOPLE, POSTURE, PRESENT, RETREATED,
    STATIC, STATUS, Ints, State,
)  # fmt: skip

FAR = 100_000


@kernel
def retreat_hex(fixed: Fixed, state: State, scratch: Scratch, u: int, units: Ints, count: int) -> int:
    """The hex a unit retreats to from attackers, -1 if there is none."""
    h, s, mobility = state.units[u, HEX], fixed.roster.units[u, OF_SIDE], fixed.roster.units[u, MOBILITY]
    best, best_rank = -1, FAR * FAR
    if mobility == STATIC:
        return -1
    for a in range(fixed.board.hexes[h, FIRST_ARC], fixed.board.hexes[h, END_ARC]):
        n = fixed.board.arcs[a, TO]
        if held_by(fixed, scratch, n) == 1 - s or state.hexes[n, OWNER] == 1 - s:
            continue
        if not can_cross(fixed, state, mobility, a):
            continue
        if not has_room(fixed, state, scratch, u, n):
            continue
        near = 0
        for i in range(count):
            if state.units[units[i], STATUS] == PRESENT:
                near -= distance(fixed, n, state.units[units[i], HEX])
        zone = 1 if scratch.hexes[ZONES + 1 - s, n] > 0 else 0
        rank = (zone * 1000 - state.hexes[n, NEAR_SUPPLY + s]) * 1000 + near
        if rank < best_rank or (rank == best_rank and n < best):
            best, best_rank = n, rank
    return best


@kernel
def retreat_all(fixed: Fixed, state: State, scratch: Scratch, h: int, units: Ints, count: int, log: Ints) -> bool:
    """Every unit in a hex retreats from the attackers, by index; whether the hex is empty afterwards."""
    s = held_by(fixed, scratch, h)
    if s < 0:
        return True
    defenders = 0
    u = scratch.hexes[STACK, h]
    while u >= 0:
        scratch.hexes[PATH, defenders] = u
        defenders += 1
        u = scratch.lists[NEXT, u]
    for i in range(defenders):
        u = scratch.hexes[PATH, i]
        n = retreat_hex(fixed, state, scratch, u, units, count)
        if n < 0:
            continue
        relocate(fixed, state, scratch, u, n, log)
        state.units[u, RETREATED] = 1
        if state.units[u, POSTURE] == HOLD_FAST:
            state.units[u, POSTURE] = HOLD
        touch(scratch, UNITS, u)
        seen = watches(fixed, state, scratch, 1 - s, h)
        emit(log, RETREAT, u, h, n, 0, seen_by(s, seen))
    if scratch.hexes[STACK, h] >= 0:
        stand_and_suffer(fixed, state, scratch, h, log)
    return scratch.hexes[STACK, h] < 0


@kernel
def stand_and_suffer(fixed: Fixed, state: State, scratch: Scratch, h: int, log: Ints) -> None:
    """Units of a hex that cannot retreat: two more losses each and they stay, in a pocket they are lost."""
    s = held_by(fixed, scratch, h)
    lost = cut_off(fixed, state, scratch, s, h)
    u = scratch.hexes[STACK, h]
    while u >= 0:
        after = scratch.lists[NEXT, u]
        people = fixed.rules.numbers[NO_RETREAT_LOSSES] * fixed.rules.numbers[LOSS_PEOPLE]
        if lost:
            people = state.units[u, PEOPLE]
        lose(fixed, state, scratch, u, people, LOST_RETREATING, WANT_OF_RETREAT, log)
        if state.units[u, STATUS] == PRESENT:
            emit(log, STOOD, u, h, 0, 0, BY_BOTH)
        u = after
