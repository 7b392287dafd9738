"""[6] Orders to those who supply: classes of service, caution, reserves, depots on the move.

A depot moves in a night: it takes what its vehicles carry in a few trips and serves nobody the next time. One in reserve
is opened the same way. It does not work next to the enemy; whoever takes its hex has half of what is in it.
"""

from __future__ import annotations

from game.events import DEPOT_MOVED, emit, seen_by
from game.ground import TERRAIN
from game.jit import kernel
from game.orders import CAUTION as CAUTION_ORDER
from game.orders import DEPOT_UNIT, DEPOT_VALUE, HOARD, SERVE_CLASS, SERVE_FORMATION
from game.rulebook import CAUTION_MOST, MOVE_TRIPS, WATER
from game.rules.casualties import STOCKS, book
from game.rules.field import CARRY, UNITS, Fixed, Scratch, touch
from game.rules.recon import stands_within
from game.rules.supply import trace
from game.state import (
    AMMO, CAUTION, CLASS, DEPOT_ROLE, ELIMINATED, FORMATION, HEX, KEEP, KG_BURNT, MOVING, OF_SIDE, OWNER, PAYLOAD,
    PRESENT, ROLE, SIDE, SOURCE, STATUS, TASK, VEHICLES, WAITING, Ints, State,
)  # fmt: skip

NO_FORMATION, NO_DEPOT, BEYOND_BOUNDS, NOT_OWN_GROUND, NO_WHEELS, BESIDE_ENEMY, ON_THE_MOVE = (
    601, 602, 603, 604, 605, 606, 607,
)  # fmt: skip
"""Rules an order to supply can break."""
MOST_KEPT = 100_000
"""Tonnes a depot can be told to keep."""


@kernel
def check_serve(fixed: Fixed, state: State, order: Ints) -> int:
    """The rule an order of service breaks: the formation must be the side's own [6.11]."""
    if order[SERVE_CLASS] < 0 or order[SERVE_CLASS] > 2:
        return BEYOND_BOUNDS
    for u in range(len(state.units)):
        fact = fixed.roster.units[u]
        if fact[ROLE] < SOURCE and fact[FORMATION] == order[SERVE_FORMATION] and fact[OF_SIDE] == state.clock[SIDE]:
            return 0
    return NO_FORMATION


@kernel
def serve_formation(fixed: Fixed, state: State, scratch: Scratch, order: Ints) -> None:
    """Supply a formation first, in the middle or last."""
    for u in range(len(state.units)):
        if fixed.roster.units[u, ROLE] < SOURCE and fixed.roster.units[u, FORMATION] == order[SERVE_FORMATION]:
            state.units[u, CLASS] = order[SERVE_CLASS]
            touch(scratch, UNITS, u)


@kernel
def check_depot(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule an order to a depot or source breaks, 0 if none [6.11]. Needs lay_out."""
    d, value = order[DEPOT_UNIT], order[DEPOT_VALUE]
    if d < 0 or d >= len(state.units):
        return NO_DEPOT
    why[0] = d
    if fixed.roster.units[d, ROLE] < SOURCE:
        return NO_DEPOT
    row, fact = state.units[d], fixed.roster.units[d]
    if fact[OF_SIDE] != state.clock[SIDE]:
        return NO_DEPOT
    if order[0] == CAUTION_ORDER:
        if row[STATUS] != PRESENT:
            return NO_DEPOT
        return BEYOND_BOUNDS if value < 0 or value > fixed.rules.numbers[CAUTION_MOST] else 0
    if fact[ROLE] != DEPOT_ROLE or row[STATUS] == ELIMINATED:
        return NO_DEPOT
    if order[0] == HOARD:
        bounded = 0 <= value <= MOST_KEPT
        return 0 if bounded else BEYOND_BOUNDS
    return check_site(fixed, state, scratch, d, value, why)


@kernel
def check_site(fixed: Fixed, state: State, scratch: Scratch, d: int, h: int, why: Ints) -> int:
    """The rule broken by putting a depot into a hex: own ground that wheels reach, not beside the enemy [6.11]."""
    s, row = fixed.roster.units[d, OF_SIDE], state.units[d]
    if h < 0 or h >= len(state.hexes):
        return NOT_OWN_GROUND
    why[1] = h
    if row[TASK] == MOVING:
        return ON_THE_MOVE
    if state.hexes[h, OWNER] != s or fixed.board.hexes[h, TERRAIN] == WATER or row[HEX] == h:
        return NOT_OWN_GROUND
    if stands_within(fixed, scratch, 1 - s, h, 1):
        return BESIDE_ENEMY
    if row[STATUS] == PRESENT and stands_within(fixed, scratch, 1 - s, row[HEX], 1):
        why[1] = row[HEX]
        return BESIDE_ENEMY
    trace(fixed, state, scratch, s)
    if scratch.hexes[CARRY, h] != 0 or (row[STATUS] == PRESENT and scratch.hexes[CARRY, row[HEX]] != 0):
        return NO_WHEELS
    return 0


@kernel
def set_depot(fixed: Fixed, state: State, scratch: Scratch, order: Ints, log: Ints) -> None:
    """Carry out an order to a depot or source."""
    d, value = order[DEPOT_UNIT], order[DEPOT_VALUE]
    touch(scratch, UNITS, d)
    if order[0] == CAUTION_ORDER:
        state.units[d, CAUTION] = value
    elif order[0] == HOARD:
        state.units[d, KEEP] = 1000 * value
    else:
        move_depot(fixed, state, d, value, log)


@kernel
def move_depot(fixed: Fixed, state: State, d: int, h: int, log: Ints) -> None:
    """A depot moves, or opens, at a hex; what its vehicles cannot carry is left behind and destroyed [6.11]."""
    row, s, start, taken = state.units[d], fixed.roster.units[d, OF_SIDE], state.units[d, HEX], 0
    if row[STATUS] == WAITING:
        row[STATUS], start = PRESENT, -1
    else:
        most = row[VEHICLES] * fixed.roster.units[d, PAYLOAD] // 1000 * fixed.rules.numbers[MOVE_TRIPS]
        held = row[AMMO] + row[AMMO + 1] + row[AMMO + 2]
        for good in range(STOCKS):
            kept = row[AMMO + good] if held <= most else row[AMMO + good] * most // held
            book(state, s, KG_BURNT, row[AMMO + good] - kept, False)
            row[AMMO + good] = kept
            taken += kept
    row[HEX], row[TASK] = h, MOVING
    emit(log, DEPOT_MOVED, d, start, h, taken, seen_by(s, False))
