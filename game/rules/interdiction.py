"""[9] Interdiction: guns or drones fire on a road across a hexside, for the enemy's next night or day, and wear it.

A vehicle that uses the road then is lost the more often; see the levels of fire in chapter 6.
"""

from __future__ import annotations

from game.dice import WEAR, roll
from game.jit import kernel
from game.orders import ACTING, ROAD_BY_DAY, ROAD_FROM, ROAD_TO
from game.state import (
    BATTERY, CALIBRE, CONDITION, DRONES, FIRED, HEX, INTERDICTED, OF_SIDE, OWNER, RANGE, ROLE, ROUNDS, SKY, SORTIES,
    TURN, Ints, State,
)  # fmt: skip
from game.ground import EDGE, SURFACE
from game.rules.field import UNITS, Fixed, Scratch, arc_between, distance, touch
from game.events import INTERDICTION, SHELLED, emit, seen_by
from game.rulebook import FLIGHT_PERCENT, INTERDICT_DRONES, INTERDICT_ROUNDS, NO_ROAD, WEAR_LEAST, WEAR_MOST
from game.rules.fires import NO_BATTERY, NO_MISSIONS, NO_ROUNDS, OUT_OF_RANGE, can_fire, fire
from game.rules.casualties import book
from game.rules.recon import see_edge, tell_edge, watches
from game.rules.drones import sorties_left

NO_ROAD_THERE, NOT_OBSERVED, INTERDICTED_ALREADY = 908, 909, 910
"""Rules an interdiction can break."""
LEAST_CONDITION = 10
"""A road is never worse than this."""


@kernel
def rounds_to_interdict(fixed: Fixed, u: int) -> int:
    """Rounds a battery, or sorties a drone company, needs to interdict a hexside for half a day [9.5]."""
    if fixed.roster.units[u, ROLE] == DRONES:
        return fixed.rules.numbers[INTERDICT_DRONES]
    calibre = max(1, fixed.roster.units[u, CALIBRE])
    return (100 * fixed.rules.numbers[INTERDICT_ROUNDS] + calibre - 1) // calibre


@kernel
def check_interdiction(fixed: Fixed, state: State, scratch: Scratch, order: Ints, why: Ints) -> int:
    """The rule an interdiction breaks, 0 if none [9.5]. Needs lay_out."""
    u, h, n, layer = order[ACTING], order[ROAD_FROM], order[ROAD_TO], 1 if order[ROAD_BY_DAY] else 0
    s, row = fixed.roster.units[u, OF_SIDE], state.units[u]
    if fixed.roster.units[u, ROLE] != BATTERY and fixed.roster.units[u, ROLE] != DRONES:
        return NO_BATTERY
    a = arc_between(fixed, h, n) if 0 <= h < len(state.hexes) else -1
    if a < 0 or fixed.board.arcs[a, SURFACE] == NO_ROAD:
        return NO_ROAD_THERE
    why[1] = h
    why[2] = min(distance(fixed, row[HEX], h), distance(fixed, row[HEX], n))
    why[3] = fixed.roster.units[u, RANGE]
    if why[2] > why[3]:
        return OUT_OF_RANGE
    if not (watches(fixed, state, scratch, s, h) or watches(fixed, state, scratch, s, n)):
        return NOT_OBSERVED
    if (state.edges[fixed.board.arcs[a, EDGE], INTERDICTED + s] >> layer) & 1:
        return INTERDICTED_ALREADY
    why[2], why[3] = rounds_to_interdict(fixed, u), row[ROUNDS]
    if why[2] > why[3] and fixed.roster.units[u, ROLE] == BATTERY:
        return NO_ROUNDS
    if fixed.roster.units[u, ROLE] == DRONES:
        grounded = fixed.rules.tables[FLIGHT_PERCENT, state.clock[SKY]] == 0
        return NO_MISSIONS if grounded or sorties_left(fixed, state, u) < why[2] else 0
    return 0 if can_fire(fixed, state, u) else NO_MISSIONS


@kernel
def interdict(fixed: Fixed, state: State, scratch: Scratch, order: Ints, dice: Ints, log: Ints) -> None:
    """A battery fires on a road for the enemy's next night or day, which wears it. Needs lay_out."""
    u, h, n, layer = order[ACTING], order[ROAD_FROM], order[ROAD_TO], 1 if order[ROAD_BY_DAY] else 0
    s, numbers, e = fixed.roster.units[u, OF_SIDE], fixed.rules.numbers, fixed.board.arcs[arc_between(fixed, h, n), EDGE]
    rounds = rounds_to_interdict(fixed, u)
    if fixed.roster.units[u, ROLE] == DRONES:
        state.units[u, FIRED] += rounds
        book(state, s, SORTIES, rounds, False)
        touch(scratch, UNITS, u)
    else:
        fire(fixed, state, scratch, u, h, rounds, 0, log)
    edge = state.edges[e]
    edge[INTERDICTED + s] |= 1 << layer
    faces = numbers[WEAR_MOST] - numbers[WEAR_LEAST] + 1
    wear = numbers[WEAR_LEAST] + roll(dice, state.clock[TURN], s, WEAR, h, n, layer, faces)
    edge[CONDITION] = max(LEAST_CONDITION, edge[CONDITION] - wear)
    tell_edge(fixed, state, scratch, h, n, e)
    theirs = state.hexes[h, OWNER] == 1 - s or state.hexes[n, OWNER] == 1 - s
    if theirs:
        see_edge(state, 1 - s, e)
    told = theirs or watches(fixed, state, scratch, 1 - s, h) or watches(fixed, state, scratch, 1 - s, n)
    emit(log, INTERDICTION, u, h, n, edge[CONDITION], seen_by(s, False))
    if told:
        emit(log, SHELLED, h, n, edge[CONDITION], 0, seen_by(1 - s, False))
