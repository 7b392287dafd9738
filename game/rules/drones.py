"""[10] Drone companies: sorties over a hex and those around it; jammers, which disturb the drones of both sides.

    chance to see  = by the sky of the day, less where a jammer works
    chance of loss = 15 %, more where a jammer works

A sortie that sees tells two levels more of every enemy in the area, and watches its middle for the guns and for an
assault until its side's next half-turn.
"""

from __future__ import annotations

from game.dice import FLIGHT, roll
from game.events import DRONE_LOST, FLEW, SIGHTED, emit, seen_by
from game.ground import DISK
from game.jit import kernel
from game.orders import ACTING, FLY_HEX
from game.rules.casualties import book
from game.rules.field import GHOSTS, HEXES, NEXT, NEXT_GHOST, STACK, UNITS, Fixed, Scratch, distance, effect_row, touch
from game.rules.recon import ALL, forget, known_steps, note_gone, note_seen, see_edges, see_hex
from game.state import (
    BY_DRONE, DRONES, DRONES_LOST, FIRED, HEX, JAM, JAMS, OF_SIDE, OUT, OVERHEAD, PRESENT, RANGE, ROLE, ROUNDS,
    SEEN_HEX, SEEN_LEVEL, SKY, SORTIES, SORTIES_DAILY, STATUS, SUPPLY, TASK, TURN, Ints, State,
)  # fmt: skip
from game.rulebook import (
    DRONE_LEVELS, DRONE_LOSS, DRONE_LOSS_JAMMED, EFFECTS_AT, EFFECT_MISSIONS, FLIGHT_PERCENT, JAMMED_PERCENT,
)  # fmt: skip

NOT_A_DRONE_COMPANY, NO_FLYING, BEYOND_REACH, NO_DRONES, NO_SORTIES = 1001, 1002, 1003, 1004, 1005
"""Rules a sortie can break."""
AREA = 7
"""Hexes of a disk that a sortie looks at: the hex flown to and its neighbours."""


@kernel
def jammed(fixed: Fixed, state: State, h: int) -> bool:
    """Whether a jammer of either side works near enough to a hex to disturb drones over it [10.7]."""
    for u in fixed.roster.jammers:
        row = state.units[u]
        if row[TASK] != JAM or row[STATUS] != PRESENT or row[SUPPLY] == OUT or row[HEX] < 0:
            continue
        if distance(fixed, row[HEX], h) <= fixed.roster.units[u, JAMS]:
            return True
    return False


@kernel
def chance_percent(fixed: Fixed, state: State, h: int) -> int:
    """The chance that a sortie over a hex sees, in percent [10.6]."""
    chance = fixed.rules.tables[FLIGHT_PERCENT, state.clock[SKY]]
    return max(0, chance - fixed.rules.numbers[JAMMED_PERCENT]) if jammed(fixed, state, h) else chance


@kernel
def loss_percent(fixed: Fixed, state: State, h: int) -> int:
    """The chance that a sortie over a hex loses its drone, in percent [10.6]."""
    return fixed.rules.numbers[DRONE_LOSS_JAMMED if jammed(fixed, state, h) else DRONE_LOSS]


@kernel
def sorties_left(fixed: Fixed, state: State, u: int) -> int:
    """Sorties a drone company can still fly today, by its supply too [10.6]."""
    row = state.units[u]
    supplied = fixed.rules.tables[EFFECTS_AT + effect_row(state, u), EFFECT_MISSIONS]
    most = min(fixed.roster.units[u, SORTIES_DAILY], supplied)
    return max(0, most - row[FIRED])


@kernel
def check_flight(fixed: Fixed, state: State, order: Ints, why: Ints) -> int:
    """The rule a sortie breaks, 0 if none; why = company, hex, what is needed, what there is."""
    u, h = order[ACTING], order[FLY_HEX]
    row, fact = state.units[u], fixed.roster.units[u]
    if fact[ROLE] != DRONES or h < 0 or h >= len(state.hexes):
        return NOT_A_DRONE_COMPANY
    why[1] = h
    if fixed.rules.tables[FLIGHT_PERCENT, state.clock[SKY]] == 0:
        return NO_FLYING
    why[2], why[3] = distance(fixed, row[HEX], h), fact[RANGE]
    if why[2] > why[3]:
        return BEYOND_REACH
    why[2], why[3] = 1, row[ROUNDS]
    if row[ROUNDS] < 1:
        return NO_DRONES
    why[2], why[3] = row[FIRED], fact[SORTIES_DAILY]
    return 0 if sorties_left(fixed, state, u) > 0 else NO_SORTIES


@kernel
def fly(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, log: Ints) -> None:
    """A sortie: whether it sees, whether the drone is lost, what it tells. Needs lay_out."""
    u, h = order[ACTING], order[FLY_HEX]
    s, row, turn = fixed.roster.units[u, OF_SIDE], state.units[u], state.clock[TURN]
    touch(scratch, UNITS, u)
    sees = roll(dice, turn, s, FLIGHT, h, u, 2 * row[FIRED], 100) < chance_percent(fixed, state, h)
    lost = roll(dice, turn, s, FLIGHT, h, u, 2 * row[FIRED] + 1, 100) < loss_percent(fixed, state, h)
    row[FIRED] += 1
    book(state, s, SORTIES, 1, False)
    news = 0
    if sees:
        state.hexes[h, OVERHEAD + s] = 1
        touch(scratch, HEXES, h)
        for i in range(AREA):
            n = fixed.board.hexes[h, DISK + i]
            if n >= 0:
                news += look_down(fixed, state, scratch, s, n, log)
    emit(log, FLEW, u, h, 1 if sees else 0, news, seen_by(s, False))
    if lost:
        row[ROUNDS] -= 1
        book(state, s, DRONES_LOST, 1, False)
        emit(log, DRONE_LOST, u, h, 0, 0, seen_by(s, False))


@kernel
def look_down(fixed: Fixed, state: State, scratch: Scratch, s: int, n: int, log: Ints) -> int:
    """A side sees a hex from above: its ground, who is there, who is not; how much was news to it [10.6]."""
    news, v = see_hex(state, scratch, s, n) + see_edges(fixed, state, scratch, s, n), scratch.hexes[STACK, n]
    while v >= 0:
        if fixed.roster.units[v, OF_SIDE] != s:
            row = state.units[v]
            if row[SEEN_HEX] != n:
                forget(state, scratch, v, 0)
            level = min(ALL, row[SEEN_LEVEL] + fixed.rules.numbers[DRONE_LEVELS])
            if level > row[SEEN_LEVEL]:
                news += 1
            note_seen(fixed, state, scratch, v, n, level, BY_DRONE)
            emit(log, SIGHTED, v, n, s, known_steps(state, v), seen_by(s, False))
        v = scratch.lists[NEXT, v]
    v = scratch.hexes[GHOSTS, n]
    while v >= 0:
        after = scratch.lists[NEXT_GHOST, v]
        gone = state.units[v, STATUS] != PRESENT or state.units[v, HEX] != n
        if gone and fixed.roster.units[v, OF_SIDE] != s:
            news += 1
            note_gone(state, scratch, v)
        v = after
    return news
